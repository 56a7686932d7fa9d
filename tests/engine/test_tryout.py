"""Try-outs by hand. 2026-09-01 is a Tuesday; P3: one hour, nine hours, 09:00-18:00."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from build import HOUR, NINE_TO_SIX, ZONE, at, hours, policy
from tryouts import RULES, history, tried

from engine.attainment import ALL, Basis
from engine.clock import Metric
from engine.credits import CreditRules
from engine.instants import month_period
from engine.service_hours import ALWAYS
from engine.tryout import (
    Candidate,
    TryoutError,
    TryoutInput,
    TryoutStopped,
    covered,
    days_to_compile,
    try_out,
)

RESPONSE, RESOLUTION = Metric.RESPONSE, Metric.RESOLUTION
SEPTEMBER = month_period("2026-09", ZONE)
MET = history(
    "MET",
    "2026-09-02 09:00 opened",
    "2026-09-02 10:00 responded",  # exactly on the deadline
    "2026-09-02 18:00 resolved",  # after exactly nine hours
)
LATE = history(
    "LATE",
    "2026-09-02 17:00 opened",
    "2026-09-03 09:01 responded",
    "2026-09-04 09:00 resolved",  # 1 + 9 hours
)


def pair(result, metric=RESOLUTION, month=ALL, priority=ALL):
    return result.attainment[metric, priority][month]


def test_exactly_on_the_deadline_is_met_and_a_minute_later_missed():
    found = tried([MET, LATE])
    assert (pair(found, RESPONSE), pair(found)) == ((1, 2), (1, 2))
    assert [(item.ref, item.metric, item.used_seconds) for item in found.missed] == [
        ("LATE", RESPONSE, HOUR + 60),
        ("LATE", RESOLUTION, 10 * HOUR),
    ]
    assert [item.decided_at for item in found.missed] == [
        at("2026-09-02 18:00"),
        at("2026-09-03 17:00"),
    ]


def test_a_zero_target_is_met_only_at_once():
    rules = policy(hours(NINE_TO_SIX), 0, 0)
    at_once = history("NOW", "2026-09-02 09:00 opened", "2026-09-02 09:00 resolved")
    # out of hours no second of service is used until the next opening
    night = history("NIGHT", "2026-09-02 20:00 opened", "2026-09-03 09:00 resolved")
    found = tried([at_once, night, MET], rules)
    assert (pair(found, RESPONSE), pair(found)) == ((2, 3), (2, 3))


def test_no_history_at_all():
    found = tried([])
    assert found.months == () and found.credits == {} and list(found.missed) == []
    assert pair(found) == (0, 0)
    plain = found.as_json()
    assert plain["credits"]["worst_month"] is None
    assert plain["tightest"]["response"]["P3"]["tightest"] is None
    assert plain["load"] == [0] * 168
    assert covered([], ZONE) is None and days_to_compile([], ZONE) is None


def test_limits_without_tickets_are_shown():
    found = tried([], limits=SEPTEMBER, priorities=("P1", "P3"))
    assert found.attainment[RESPONSE, "P1"] == {"2026-09": (0, 0), ALL: (0, 0)}
    assert found.share(RESPONSE) is None
    assert found.credits["2026-09"].amount == 0


def test_all_cancelled():
    cancelled = history("C", "2026-09-02 09:00 opened", "2026-09-10 09:00 cancelled")
    found = tried([cancelled, replace(cancelled, ref="D")])
    assert (pair(found), len(found.missed)) == ((0, 0), 0)
    assert (found.tickets.registered, found.tickets.cancelled) == (2, 2)
    assert found.tightest[RESOLUTION, "P3"].decided == 0


def test_a_missed_ticket_cancelled_in_a_later_month_stays_counted():
    cancelled = history("C", "2026-08-26 09:00 opened", "2026-09-10 09:00 cancelled")
    found = tried([cancelled])
    assert pair(found, month="2026-08") == (0, 1)
    assert pair(found, month="2026-09") == (0, 0)


def test_tickets_before_and_after_the_limits():
    before = history("B", "2026-08-03 09:00 opened", "2026-08-03 09:30 resolved")
    after = history("A", "2026-10-01 09:00 opened", "2026-10-05 09:30 resolved")
    waiting = history("W", "2026-08-31 17:30 opened", "2026-09-01 09:20 resolved")
    overdue = history("O", "2026-08-03 09:00 opened", "2026-09-01 09:20 resolved")
    found = tried([before, after, waiting, overdue, MET], limits=SEPTEMBER)
    counts = found.tickets
    assert (counts.given, counts.before, counts.after) == (5, 1, 1)
    assert (counts.registered, counts.backlog) == (1, 2)
    # what was missed before the limits counts nowhere
    assert (pair(found, RESPONSE), pair(found)) == ((2, 2), (2, 2))
    assert sum(found.load) == 1


def test_a_priority_without_targets_is_named():
    other = history("X", "2026-09-02 09:00 opened", priority="P9")
    found = tried([MET, other], priorities=("P1",))
    assert found.no_target == {"P9": 1}
    assert pair(found, priority="P1") == (0, 0)
    assert (RESPONSE, "P1") not in found.tightest


def test_resolved_straight_from_a_pause():
    paused = history(
        "P",
        "2026-09-02 09:00 opened",
        "2026-09-02 10:00 responded",
        "2026-09-02 17:00 paused customer",
        "2026-09-09 17:00 resolved",
    )
    found = tried([paused])
    assert pair(found) == (1, 1)
    assert found.tightest[RESOLUTION, "P3"].tightest_seconds == 8 * HOUR


def test_only_accepted_reasons_pause():
    paused = history(
        "P",
        "2026-09-02 09:00 opened",
        "2026-09-02 09:30 responded",
        "2026-09-02 10:00 paused vendor",
        "2026-09-03 10:00 resumed",
        "2026-09-03 11:00 paused customer",
        "2026-09-04 10:00 resolved",
    )
    for reasons, used in ((None, 2), ({"customer"}, 11), ({"vendor"}, 10), ((), 19)):
        accepted = None if reasons is None else frozenset(reasons)
        rules = policy(hours(NINE_TO_SIX), HOUR, 9 * HOUR, accepted)
        found = tried([paused], rules)
        assert found.tightest[RESOLUTION, "P3"].median == used * HOUR
        assert pair(found) == (int(used <= 9), 1)
    (missed,) = tried(
        [paused], rules
    ).missed  # no reason pauses: nine hours end at 18:00
    assert (missed.decided_at, missed.metric) == (at("2026-09-02 18:00"), RESOLUTION)


REOPENED = history(
    "R",
    "2026-08-27 09:00 opened",
    "2026-08-27 09:30 responded",
    "2026-08-27 17:00 resolved",
    "2026-09-02 09:00 reopened",
    "2026-09-04 17:00 resolved",
)


def test_reopened_in_a_later_month_counts_by_the_basis():
    found = {basis: tried([REOPENED], basis=basis) for basis in Basis}
    months = {
        basis: (pair(item, month="2026-08"), pair(item, month="2026-09"))
        for basis, item in found.items()
    }
    assert months == {
        Basis.DECIDED: ((1, 1), (0, 0)),
        Basis.RESOLVED_IN_PERIOD: ((1, 1), (0, 1)),
        Basis.OPENED_IN_PERIOD: ((1, 1), (0, 0)),
    }


def test_what_is_known_as_of_an_instant():
    """LATE is missed at 17:00 on the third, known a second later."""
    for minute, missed in (("2026-09-03 17:00", 1), ("2026-09-03 17:01", 2)):
        found = tried([LATE], limits=SEPTEMBER, as_of=at(minute))
        assert (len(found.missed), found.months) == (missed, ("2026-09",))
        assert found.tickets.open == 1


def test_a_history_covers_whole_months():
    assert covered([REOPENED], ZONE) == (
        at("2026-08-01 00:00"),
        at("2026-10-01 00:00"),
    )
    first, last = days_to_compile([REOPENED], ZONE)
    assert (first.isoformat(), last.isoformat()) == ("2026-08-01", "2026-11-01")


def test_credits_of_missed_targets_and_of_the_overall_attainment():
    rules = CreditRules(
        missed_pct={("P3", metric): Fraction(1, 2) for metric in Metric},
        overall_pct=Fraction(1),
        overall_target_pct=Fraction(95),
        overall_minimum=2,
        cap_pct=Fraction(5, 2),
    )
    late = [replace(LATE, ref=f"L{number}") for number in range(3)]
    # August: one missed response, too few for the overall target; September: capped
    august = history(
        "A",
        "2026-08-05 09:00 opened",
        "2026-08-05 11:00 responded",
        "2026-08-05 12:00 resolved",
    )
    assert tried([august, *late], monthly_fee=1000).credits["2026-09"].pct == 0
    given = TryoutInput([august, *late], ZONE)
    (found,) = try_out(given, [Candidate("A", RULES, rules=rules, monthly_fee=1000)])
    (greater,) = try_out(
        given, [Candidate("A", RULES, rules=replace(rules, greater_only=True))]
    )
    august, september = found.credits.values()
    assert (august.missed_pct, august.overall_pct) == (Fraction(1, 2), 0)
    assert (august.pct, august.amount, august.is_capped) == (
        Fraction(1, 2),
        Decimal("5.00"),
        False,
    )
    assert (september.missed_pct, september.overall_pct) == (3, 2)
    assert (september.pct, september.is_capped) == (Fraction(5, 2), True)
    assert found.as_json()["credits"] == {
        "months": {
            "2026-08": {
                "pct": "0.5000",
                "missed_pct": "0.5000",
                "overall_pct": "0.0000",
                "amount": "5.00",
            },
            "2026-09": {
                "pct": "2.5000",
                "missed_pct": "3.0000",
                "overall_pct": "2.0000",
                "amount": "25.00",
            },
        },
        "mean_pct": "1.5000",
        "mean": "15.00",
        "worst_pct": "2.5000",
        "worst": "25.00",
        "worst_month": "2026-09",
    }
    assert greater.credits["2026-09"].missed_pct == Fraction(3, 2)
    assert greater.worst_month == "2026-09"


def test_progress_is_told_and_can_stop():
    told = []
    given = TryoutInput([MET] * 5, ZONE)
    side = Candidate("A", RULES)
    try_out(given, [side], lambda *step: told.append(step), every=2, batch=1)
    assert told == [(0, 5), (2, 5), (4, 5), (5, 5)]
    told.clear()
    try_out(given, [side], lambda *step: told.append(step))
    assert told == [(0, 5), (5, 5)]
    with pytest.raises(TryoutStopped):
        try_out(given, [side], lambda done, _total: done < 4, every=2, batch=2)
    try_out(TryoutInput([], ZONE), [side], lambda *step: told.append(step))
    assert told[-1] == (0, 0)


def test_a_change_of_priority_moves_the_ticket_to_the_other_target():
    """Four hours for P1 from the opening: used up at the change, missed at once."""
    rules = policy(hours(NINE_TO_SIX), HOUR, 9 * HOUR, P1=(HOUR, 4 * HOUR))
    raised = history(
        "X",
        "2026-09-02 09:00 opened",
        "2026-09-02 09:30 responded",
        "2026-09-02 15:00 priority_changed P1",
        "2026-09-02 16:00 resolved",
    )
    found = tried([raised, MET], rules)
    assert pair(found, priority="P1") == (0, 1)
    assert pair(found, priority="P3") == (1, 1)
    (missed,) = found.missed
    assert (missed.target_seconds, missed.used_seconds) == (4 * HOUR, 7 * HOUR)
    assert missed.decided_at == at("2026-09-02 15:00")
    assert found.tightest[RESOLUTION, "P1"].tightest_seconds == 7 * HOUR


def test_no_candidate_no_result():
    assert try_out(TryoutInput([MET], ZONE), []) == []


@pytest.mark.parametrize("wanted", [0, Fraction(-1), Fraction(101, 100)])
def test_a_wanted_share_is_above_zero_and_up_to_one(wanted):
    with pytest.raises(TryoutError) as caught:
        TryoutInput([], ZONE, wanted=wanted)
    assert caught.value.code == "malformed_share"


def test_candidates_do_not_disturb_each_other():
    sides = [
        Candidate(1, RULES),
        Candidate(2, policy(ALWAYS, HOUR, 9 * HOUR)),
        Candidate(3, policy(hours(NINE_TO_SIX), 60, 60), Basis.OPENED_IN_PERIOD),
        Candidate(4, RULES, Basis.RESOLVED_IN_PERIOD),
    ]
    given = TryoutInput([MET, LATE, REOPENED], ZONE)
    together = try_out(given, sides)
    alone = [try_out(given, [side])[0] for side in sides]
    assert [item.as_json() for item in together] == [item.as_json() for item in alone]
