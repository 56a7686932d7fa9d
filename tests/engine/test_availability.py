"""Agreed time, downtime, failures and the means between them."""

from fractions import Fraction

import pytest
from build import ROUND_THE_CLOCK, ZONE, at, hours
from hypothesis import given
from hypothesis import strategies as st

from engine.availability import Exclusion, Outage, OutageError, availability
from engine.instants import month_period
from engine.service_hours import ALWAYS
from engine.spans import clip, intersect, subtract, total

SEPTEMBER = month_period("2026-09", ZONE)
OFFICE_DAYS = hours((("07:00", "22:00"),), range(7))


def outage(start, end=None, **values):
    return Outage(at(start), end and at(end), **values)


def measured(*outages, period=SEPTEMBER, service=ALWAYS, window=None, **values):
    """Return the availability in September, round the clock."""
    spans = [tuple(map(at, window))] if window else []
    values["windows"] = lambda start, end: clip(spans, start, end)
    return availability(period, service, outages, **values)


def test_overrun_of_a_window_counts():
    """ERP in September: window to 04:00, back at 04:25, one failure, target met."""
    found = measured(
        outage("2026-09-13 00:00", "2026-09-13 04:25", key="A"),
        window=("2026-09-13 00:00", "2026-09-13 04:00"),
        target_pct="99.9",
    )
    assert (found.agreed, found.downtime) == (42960 * 60, 25 * 60)
    assert found.failures == (("A",),)
    assert found.met
    assert found.mtrs == 25 * 60
    assert found.mtbf == (42960 - 25) * 60
    assert found.mtbsi == 42960 * 60


def test_outage_inside_a_window_is_no_failure():
    found = measured(
        outage("2026-09-13 00:30", "2026-09-13 03:00"),
        window=("2026-09-13 00:00", "2026-09-13 04:00"),
    )
    assert (found.downtime, found.failures, found.mtbf) == (0, (), None)


def test_only_service_hours_count():
    """OA in October: 100 minutes down, 30 of them before 22:00."""
    found = measured(
        outage("2026-10-22 21:30", "2026-10-22 23:10"),
        period=month_period("2026-10", ZONE),
        service=OFFICE_DAYS,
        target_pct="99.5",
    )
    assert (found.agreed, found.downtime) == (27900 * 60, 30 * 60)
    assert len(found.failures) == 1
    assert found.met


def test_overlapping_outages_count_once():
    found = measured(
        outage("2026-09-02 10:00", "2026-09-02 12:00", key=1),
        outage("2026-09-02 11:00", "2026-09-02 13:00", key=2),
        outage("2026-09-02 15:00", "2026-09-02 15:10", key=3),
    )
    assert found.downtime == 190 * 60
    assert found.failures == ((1, 2), (3,))


def test_the_heaviest_of_overlapping_partial_outages_counts():
    found = measured(
        outage("2026-09-02 10:00", "2026-09-02 12:00", weight=Fraction(1, 4)),
        outage("2026-09-02 11:00", "2026-09-02 13:00", weight=Fraction(1, 2)),
    )
    assert found.downtime == 3600 // 4 + 7200 // 2


def test_open_outage_is_cut_and_its_failure_stays_in_the_month_of_its_start():
    down = outage("2026-09-30 23:00", "2026-10-01 01:30")
    september, october = measured(down), month_period("2026-10", ZONE)
    assert (september.downtime, len(september.failures)) == (3600, 1)
    later = measured(down, period=october)
    assert (later.downtime, len(later.failures), later.mtrs) == (5400, 0, None)
    still = measured(outage("2026-09-30 23:00"))
    assert still.downtime == september.downtime


def test_a_failure_starts_when_its_downtime_begins_to_count():
    """Down from 23:00 on 31 August, outside service hours: a failure of September."""
    down = outage("2026-08-31 23:00", "2026-09-01 08:00")
    august = month_period("2026-08", ZONE)
    assert measured(down, period=august, service=OFFICE_DAYS).failures == ()
    found = measured(down, service=OFFICE_DAYS)
    assert (found.downtime, len(found.failures)) == (3600, 1)


def test_nothing_before_the_contract_makes_a_failure():
    down = outage("2026-08-31 23:00", "2026-09-01 01:00")
    assert measured(down).failures == ()
    assert len(measured(down, since=SEPTEMBER[0]).failures) == 1


def test_exclusions_keep_their_reason():
    found = measured(
        outage("2026-09-02 10:00", "2026-09-02 12:00"),
        exclusions=[
            Exclusion(at("2026-09-02 10:00"), at("2026-09-02 10:40"), "customer"),
            Exclusion(at("2026-09-02 10:30"), at("2026-09-02 11:00"), "force majeure"),
        ],
    )
    assert found.downtime == 3600
    assert found.excluded == (("customer", 2400), ("force majeure", 1200))


def test_wholly_excluded_outage_is_no_failure():
    span = at("2026-09-02 10:00"), at("2026-09-02 12:00")
    found = measured(Outage(*span), exclusions=[Exclusion(*span, "customer")])
    assert (found.downtime, found.failures) == (0, ())


def test_no_agreed_time_is_not_applicable():
    found = measured(period=(SEPTEMBER[0], SEPTEMBER[0]), target_pct="99.9")
    assert (found.agreed, found.share, found.met) == (0, None, None)


def test_outage_recorded_after_the_period_is_not_in_it():
    late = outage(
        "2026-09-02 10:00", "2026-09-02 11:00", recorded_at=at("2026-10-05 09:00")
    )
    assert measured(late).downtime == 0
    assert measured(late, period=(SEPTEMBER[0], at("2026-11-01 00:00"))).downtime


def test_allowed_downtime():
    """99.9 % of 30 days are 43.2 minutes, 99.5 % are 216 (domain.md 3.6)."""
    assert measured(target_pct="99.9").allowed_downtime == Fraction("43.2") * 60
    assert measured(target_pct="99.5").allowed_downtime == 216 * 60


def test_malformed_outages_are_refused():
    with pytest.raises(OutageError):
        Outage(10, 9)
    with pytest.raises(OutageError):
        Outage(10, 20, weight=Fraction(0))


SPANS = st.lists(
    st.tuples(st.integers(0, 200), st.integers(0, 60)).map(
        lambda pair: (SEPTEMBER[0] + pair[0] * 60, SEPTEMBER[0] + sum(pair) * 60)
    ),
    max_size=6,
)


@given(SPANS, SPANS)
def test_downtime_is_what_a_set_of_seconds_says(down, windows):
    service = hours(ROUND_THE_CLOCK, range(7))
    found = availability(
        SEPTEMBER,
        service,
        [Outage(*span) for span in down],
        windows=lambda start, end: clip(windows, start, end),
    )
    agreed = subtract([SEPTEMBER], windows)
    assert found.agreed == total(agreed)
    assert found.downtime == total(intersect(down, agreed))
    assert bool(found.failures) == bool(found.downtime)
