import doctest
from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import allocation
from engine.allocation import Overload, Share, overloads, peaks
from engine.errors import AllocationError

FIRST = date(2026, 9, 1)


def day(number):
    """The day of September 2026, 31 and on are of October."""
    return FIRST + timedelta(days=number - 1)


def share(start, end, pct, person="Wu"):
    return Share(person, day(start), end and day(end), pct)


@pytest.mark.parametrize(
    ("shares", "expected"),
    [
        ([], []),
        ([share(1, 10, 100)], []),
        ([share(1, 10, 60), share(10, 20, 60)], []),
        ([share(1, 11, 60), share(10, 20, 60)], [(10, 11, 120)]),
        ([share(1, None, 60), share(10, None, 41)], [(10, None, 101)]),
        ([share(1, None, 50), share(5, 8, 60), share(7, 9, 70)], [(5, 9, 180)]),
        (
            [share(1, None, 50), share(3, 5, 60), share(7, 9, 70)],
            [(3, 5, 110), (7, 9, 120)],
        ),
        ([share(4, 4, 500)], []),
    ],
)
def test_overloads(shares, expected):
    found = overloads(shares).get("Wu", [])
    assert found == [
        Overload(day(start), end and day(end), peak) for start, end, peak in expected
    ]


def test_thirds_are_a_whole():
    thirds = [share(1, None, Fraction(100, 3)) for _number in range(3)]
    assert overloads(thirds) == {}
    tenths = [share(1, None, Decimal("33.3")), share(1, None, Decimal("66.7"))]
    assert overloads(tenths) == {}
    assert peaks(tenths) == {"Wu": 100}


def test_people_are_kept_apart():
    shares = [share(1, 9, 80, "Wu"), share(1, 9, 80, "He"), share(2, 3, 30, "He")]
    assert list(overloads(shares)) == ["He"]
    assert peaks(shares) == {"Wu": 80, "He": 110}


def test_another_limit():
    assert overloads([share(1, 3, 81)], limit=80)["Wu"][0].peak == 81


@pytest.mark.parametrize(
    ("values", "code"),
    [((day(5), day(4), 10), "reversed_share"), ((day(1), None, -1), "negative_share")],
)
def test_shares_that_cannot_be(values, code):
    with pytest.raises(AllocationError) as caught:
        Share("Wu", *values)
    assert caught.value.code == code


# A naive count, one day after the other, over a window that holds all edges.
DAYS = 40

spans = st.tuples(
    st.integers(1, DAYS - 1),
    st.one_of(st.none(), st.integers(0, 20)),
    st.integers(0, 80),
)


@given(st.lists(st.tuples(st.sampled_from("AB"), spans), max_size=8))
def test_as_counted_day_by_day(rows):
    shares, load = [], {"A": Counter(), "B": Counter()}
    for person, (start, length, pct) in rows:
        end = None if length is None else start + length
        shares.append(share(start, end, pct, person))
        for number in range(start, DAYS * 2 if end is None else end):
            load[person][number] += pct
    found = overloads(shares)
    for person, days in load.items():
        over = {number for number, pct in days.items() if pct > 100}
        told = set()
        for overload in found.get(person, []):
            start = (overload.start - FIRST).days + 1
            end = (overload.end - FIRST).days + 1 if overload.end else DAYS * 2
            # maximal: the days before and after it are within the limit
            assert start - 1 not in over and end not in over
            assert max(days[number] for number in range(start, end)) == overload.peak
            told |= set(range(start, end))
        assert told == over
        assert peaks(shares).get(person, 0) == max(days.values(), default=0)


def test_examples_in_the_docstrings():
    assert doctest.testmod(allocation) == (0, 3)
