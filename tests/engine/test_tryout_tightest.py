"""The tightest target that would have been met, and the load by hour of the week."""

from bisect import bisect_right
from fractions import Fraction

from build import HOUR, NINE_TO_SIX, ZONE, at, hours, policy
from hypothesis import given
from hypothesis import strategies as st
from tryouts import RULES, as_history, history, tried

from engine.attainment import ALL
from engine.clock import Metric
from engine.instants import month_period
from engine.service_hours import ALWAYS
from engine.timeline import Event, EventKind
from engine.tryout import Candidate, TryoutInput, try_out

RESPONSE, RESOLUTION = Metric.RESPONSE, Metric.RESOLUTION
OPENED_AT = at("2026-09-01 09:00")
SEPTEMBER = month_period("2026-09", ZONE)


def lasting(ref, seconds=None):
    """Return a ticket of the first of September that took so long, None: still open."""
    events = [Event(EventKind.OPENED, OPENED_AT, 0, value="P3")]
    if seconds is not None:
        events.append(Event(EventKind.RESOLVED, OPENED_AT + seconds, 1))
    return as_history(ref, events)


def tightest(times, wanted=Fraction(95, 100), still_open=0):
    """Return the tightest resolution target of tickets around the clock."""
    tickets = [lasting(f"T{place}", time) for place, time in enumerate(times)]
    tickets += [lasting(f"O{place}") for place in range(still_open)]
    values = {"limits": SEPTEMBER, "wanted": wanted}
    found = tried(tickets, policy(ALWAYS, HOUR, HOUR), **values)
    return found.tightest[RESOLUTION, "P3"]


def test_rank_is_rounded_up():
    times = [minute * 60 for minute in range(1, 101)]
    assert tightest(times).tightest_seconds == 95 * 60
    assert tightest(times, Fraction(951, 1000)).tightest_seconds == 96 * 60
    assert tightest(times, Fraction(1)).tightest_seconds == 100 * 60
    assert tightest(times, Fraction(1, 1000)).tightest_seconds == 60


def test_no_float_blurs_the_rank():
    """0.07 x 100 is 7.000000000000001 in floats."""
    times = list(range(1, 101))
    assert tightest(times, Fraction(7, 100)).tightest_seconds == 7


def test_equal_times_are_all_within():
    found = tightest([60, 60, 60, 120], Fraction(1, 2))
    assert (found.tightest_seconds, found.met, found.decided) == (60, 3, 4)


def test_percentiles_are_of_the_finished_ones():
    found = tightest([10, 20, 30, 40], still_open=3)
    assert (found.median, found.p90, found.p95) == (25, 40, 40)


def test_an_open_ticket_beyond_the_target_has_missed_it():
    """Nine within a minute, one open for 30 days: 90 % is the most."""
    found = tightest([60] * 9, Fraction(9, 10), still_open=1)
    assert (found.tightest_seconds, found.met, found.decided) == (60, 9, 10)
    found = tightest([60] * 9, Fraction(91, 100), still_open=1)
    assert (found.tightest_seconds, found.met, found.decided) == (None, 9, 10)
    assert found.open == 1


def test_an_open_ticket_that_has_used_less_is_undecided():
    """Five were opened shortly before the history ends: nobody knows yet."""
    fresh = Event(EventKind.OPENED, OPENED_AT + 900, 0, value="P3")
    tickets = [lasting(f"T{place}", 600) for place in range(9)]
    tickets += [as_history(f"O{place}", [fresh]) for place in range(5)]
    values = {"limits": SEPTEMBER, "as_of": OPENED_AT + 1500, "wanted": Fraction(1)}
    found = tried(tickets, policy(ALWAYS, HOUR, HOUR), **values)
    found = found.tightest[RESOLUTION, "P3"]
    assert (found.tightest_seconds, found.met, found.decided) == (600, 9, 9)
    assert found.open == 5


def test_none_without_a_finished_ticket():
    found = tightest([], still_open=4)
    assert (found.tightest_seconds, found.met, found.decided) == (None, 0, 0)
    assert (found.median, found.p90, found.p95) == (None, None, None)


TIMES = st.lists(st.integers(1, 40).map(lambda days: days * 70_000), max_size=12)
SHARES = st.fractions(Fraction(1, 20), 1, max_denominator=20)


@given(TIMES, st.lists(st.integers(0, 25), max_size=4), SHARES)
def test_the_tightest_target_would_have_met_and_no_shorter_time(times, opened, wanted):
    """Tried as a target it attains the wanted share; no shorter finished time does."""
    tickets = [lasting(f"T{place}", time) for place, time in enumerate(times)]
    for place, days in enumerate(opened):
        moment = OPENED_AT + days * 86_400
        event = Event(EventKind.OPENED, moment, 0, value="P3")
        tickets.append(as_history(f"O{place}", [event]))
    given = TryoutInput(tickets, ZONE, SEPTEMBER, wanted=wanted)

    def attained(seconds):
        rules = policy(ALWAYS, None, seconds)
        (found,) = try_out(given, [Candidate(1, rules)])
        return found.share(RESOLUTION)

    def found():
        rules = policy(ALWAYS, None, HOUR)
        (found,) = try_out(given, [Candidate(1, rules)])
        return found.tightest[RESOLUTION, "P3"]

    item = found()
    # finished in September; the others are open at its end
    known = sorted(time for time in times if OPENED_AT + time < SEPTEMBER[1])
    assert item.open == len(times) - len(known) + len(opened)
    doing = [time for time in known if attained(time) >= wanted]
    assert item.tightest_seconds == min(doing, default=None)
    if doing:
        assert item.met == bisect_right(known, min(doing))
        assert Fraction(item.met, item.decided) == attained(min(doing))


def test_load_by_local_hour_of_the_week():
    """16:30 UTC on Monday is Tuesday 00:30 in Shanghai, still Monday in Berlin."""
    ticket = history("A", "2026-09-01 00:30 opened")
    sunday = history("B", "2026-09-06 23:59 opened")
    cancelled = history("C", "2026-09-01 00:59 opened", "2026-09-02 09:00 cancelled")
    found = tried([ticket, sunday, cancelled])
    assert {hour: n for hour, n in enumerate(found.load) if n} == {24: 2, 167: 1}
    (berlin,) = try_out(TryoutInput([ticket], "Europe/Berlin"), [Candidate("A", RULES)])
    assert berlin.load[18] == 1


def test_outside_of_the_hours_of_the_resolution_target():
    rules = policy(hours(NINE_TO_SIX), HOUR, 9 * HOUR, P1=(HOUR, None))
    rules.targets[("P1", RESPONSE)] = type(rules.targets["P3", RESPONSE])(HOUR, ALWAYS)
    tickets = [
        history("IN", "2026-09-01 09:00 opened"),
        history("END", "2026-09-01 18:00 opened"),  # the hours are half-open
        history("NIGHT", "2026-09-02 03:00 opened"),
        history("P1", "2026-09-02 03:00 opened", priority="P1"),
    ]
    found = tried(tickets, rules)
    assert found.outside == {"P3": 2, "P1": 0}
    assert found.as_json()["outside"] == 2
    assert found.service["P1"] == (3600,) * 168
    week = found.service["P3"]
    open_hours = [hour for hour, seconds in enumerate(week) if seconds]
    assert open_hours == [day * 24 + hour for day in range(5) for hour in range(9, 18)]
    assert set(week) == {0, 3600}


def test_holidays_do_not_show_in_the_usual_week():
    lines = (("08:30", "12:00"),)
    closed = [("2026-09-14 00:00", "2026-09-19 00:00")]
    rules = policy(hours(lines, closures=closed), HOUR, HOUR)
    found = tried([], rules, limits=SEPTEMBER)
    assert found.service["P3"][8:13] == (1800, 3600, 3600, 3600, 0)


def test_all_is_the_sum_of_the_priorities():
    rules = policy(ALWAYS, HOUR, HOUR, P1=(HOUR, HOUR))
    tickets = [
        history("A", "2026-09-01 09:00 opened", "2026-09-01 09:30 resolved"),
        history(
            "B", "2026-09-01 09:00 opened", "2026-09-01 11:30 resolved", priority="P1"
        ),
    ]
    found = tried(tickets, rules)
    assert found.attainment[RESOLUTION, ALL][ALL] == (1, 2)
    assert found.share(RESOLUTION, "P1") == 0
