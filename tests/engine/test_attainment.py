"""The three bases, by hand. 2026-09-01 is a Tuesday, 2026-08-31 a Monday."""

from build import at
from monthly import month, ticket

from engine.attainment import ALL, Attainment, Basis, attainments
from engine.clock import Metric

RESOLUTION = Metric.RESOLUTION
MET_LATER = ticket(
    "MET",
    "2026-08-31 17:00 opened",
    "2026-08-31 17:30 responded",
    "2026-09-01 12:00 resolved",
)
NEVER = ticket(
    "NEVER", "2026-08-26 09:00 opened", "2026-08-26 09:10 responded"
)  # its nine hours end on 26 August at 18:00
LATE = ticket(
    "LATE",
    "2026-08-27 09:00 opened",
    "2026-08-27 09:10 responded",
    "2026-09-03 10:00 resolved",
)
PAUSED = ticket(
    "PAUSED",
    "2026-08-31 09:00 opened",
    "2026-08-31 09:30 responded",
    "2026-08-31 10:00 paused customer",
)
TICKETS = [MET_LATER, NEVER, LATE, PAUSED]


def pairs(name, basis):
    """Return the refs that met and missed their resolution target in a month."""
    found = month(TICKETS, name).attainment(RESOLUTION, ALL, basis)
    return set(found.met), set(found.missed)


def test_decided_counts_by_the_outcome():
    assert pairs("2026-08", Basis.DECIDED) == (set(), {"NEVER", "LATE"})
    assert pairs("2026-09", Basis.DECIDED) == ({"MET"}, set())
    assert pairs("2026-10", Basis.DECIDED) == (set(), set())


def test_resolved_in_period_lets_the_never_resolved_escape():
    assert pairs("2026-08", Basis.RESOLVED_IN_PERIOD) == (set(), set())
    assert pairs("2026-09", Basis.RESOLVED_IN_PERIOD) == ({"MET"}, {"LATE"})


def test_opened_in_period_counts_what_is_decided_so_far():
    assert pairs("2026-08", Basis.OPENED_IN_PERIOD) == (set(), {"NEVER", "LATE"})
    assert pairs("2026-09", Basis.OPENED_IN_PERIOD) == (set(), set())


def test_nothing_decided_is_not_applicable():
    found = month([PAUSED]).attainment(RESOLUTION, "P3")
    assert (found.pair, found.share) == ((0, 0), None)


def test_the_basis_of_the_contract_is_the_one_reported():
    found = month(TICKETS, basis=Basis.RESOLVED_IN_PERIOD)
    assert found.attainment(RESOLUTION).pair == (1, 2)
    assert [item.ref for item in found.missed] == ["LATE"]


def test_cancelled_ticket_is_in_no_rate():
    cancelled = ticket(
        "C",
        "2026-09-01 09:00 opened",
        "2026-09-01 15:00 responded",
        "2026-09-04 09:00 cancelled",
    )
    found = month([cancelled])
    for basis in Basis:
        assert found.attainment(RESOLUTION, ALL, basis).decided == 0
        assert found.attainment(Metric.RESPONSE, ALL, basis).decided == 0


def test_cancelling_later_does_not_change_the_month_that_counted_it():
    cancelled = ticket("C", "2026-08-26 09:00 opened", "2026-09-04 09:00 cancelled")
    assert month([cancelled], "2026-08").attainment(RESOLUTION).pair == (0, 1)
    found = month([cancelled])
    assert found.attainment(RESOLUTION).pair == (0, 0)
    assert [(item.was, item.now) for item in found.adjustments] == [
        (False, None),
        (False, None),
    ]


def test_a_target_met_and_reopened_in_a_later_month_counts_once():
    reopened = ticket(
        "R",
        "2026-08-26 09:00 opened",
        "2026-08-26 09:30 responded",
        "2026-08-26 17:00 resolved",
        "2026-09-02 09:00 reopened",
        "2026-09-04 17:00 resolved",
    )
    assert month([reopened], "2026-08").attainment(RESOLUTION).pair == (1, 1)
    found = month([reopened])
    assert found.attainment(RESOLUTION).pair == (0, 0)
    assert [(item.was, item.now) for item in found.adjustments] == [(True, False)]
    resolved = found.attainment(RESOLUTION, ALL, Basis.RESOLVED_IN_PERIOD)
    assert resolved.pair == (0, 1)


def test_a_target_met_reopened_and_met_again_two_months_later_counts_once():
    reopened = ticket(
        "R",
        "2026-08-26 09:00 opened",
        "2026-08-26 09:30 responded",
        "2026-08-26 11:00 resolved",
        "2026-09-30 16:00 reopened",
        "2026-10-01 10:00 resolved",
    )
    found = [month([reopened], name) for name in ("2026-08", "2026-09", "2026-10")]
    pairs = [figures.attainment(RESOLUTION).pair for figures in found]
    assert pairs == [(1, 1), (0, 0), (0, 0)]
    notes = [[item.now for item in figures.adjustments] for figures in found]
    assert notes == [[], [None], []]


def test_deadline_at_closing_time_of_the_month_is_in_that_month():
    """31 August 18:00; only the next second of service tells that it was missed."""
    late = ticket(
        "L",
        "2026-08-31 09:00 opened",
        "2026-08-31 09:30 responded",
        "2026-09-01 09:05 resolved",
    )
    assert month([late], "2026-08").attainment(RESOLUTION).pair == (0, 1)
    assert month([late]).attainment(RESOLUTION).pair == (0, 0)
    early = month([late], "2026-08", drawn_at=at("2026-09-01 00:30"))
    assert early.attainment(RESOLUTION).pair == (0, 0)
    assert early.in_balance == ("L",)


def test_resolved_at_the_last_chance_is_met_in_the_next_month():
    met = ticket(
        "M",
        "2026-08-31 09:00 opened",
        "2026-08-31 09:30 responded",
        "2026-09-01 09:00 resolved",
    )
    assert month([met], "2026-08").attainment(RESOLUTION).pair == (0, 0)
    assert month([met]).attainment(RESOLUTION).pair == (1, 1)


def test_overall_sums_tickets():
    assert Attainment(("a", "b", "c"), ("d",)).pair == (3, 4)
    assert attainments([], Basis.DECIDED, ["P1"]) == {
        (metric, code): Attainment() for metric in Metric for code in ("P1", ALL)
    }
