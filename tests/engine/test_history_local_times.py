"""Times of a file are read alike, whatever was read before them."""

from hypothesis import given
from hypothesis import strategies as st

from engine.history.local_times import LocalTimes
from engine.history.problems import Problems

ZONE = "Europe/Berlin"
# 29 March has no 02:30, 25 October has 02:30 twice; 31 June is no day
DAYS = ("2026-03-29", "2026-10-25", "25-10-2026", "2026/06/01", "2026-06-31", "", "T")
CLOCKS = ("02:30", "2:30", "T02:30", " 02:30", "02:30:59", "24:00", "x", "")
TEXTS = st.lists(
    st.tuples(
        st.sampled_from(["", " "]),
        st.sampled_from(DAYS),
        st.sampled_from([" ", "T", "T ", "  ", ""]),
        st.sampled_from(CLOCKS),
        st.sampled_from(["", " "]),
    ).map("".join),
    max_size=30,
)


def read(times, text):
    before = len(times.problems.found)
    instant = times.read(text, 2, "opened_at")
    return instant, [item.code for item in times.problems.found[before:]]


@given(TEXTS)
def test_what_was_read_before_changes_nothing(texts):
    times = LocalTimes(ZONE, Problems())
    for text in texts:
        assert read(times, text) == read(LocalTimes(ZONE, Problems()), text)


def test_days_and_times_by_hand():
    times = LocalTimes(ZONE, Problems())
    midnight = 1780264800  # 2026-05-31T22:00:00Z
    for text, seconds in (
        ("2026-06-01 00:00", 0),
        ("2026-06-01 02:30", 9000),
        ("01-06-2026 02:30", 9000),
        ("2026/6/1 2:30:10", 9010),
        ("2026-06-01 2:30:10", 9010),
    ):
        assert read(times, text) == (midnight + seconds, [])
    assert read(times, "2026-03-29 02:30") == (None, ["nonexistent_time"])
    assert read(times, "2026-06-31 02:30") == (None, ["bad_date"])
