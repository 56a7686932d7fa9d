from datetime import date

import pytest
from build import HOUR, OFFICE, ROUND_THE_CLOCK, at, hours, wall

from engine.errors import HoursError, InstantError
from engine.service_hours import ALWAYS, Attendance, HoursSpec, compile_hours

SERVICE = hours()


def test_arrays():
    service = hours(first="2026-08-03", last="2026-08-04")
    assert service.starts == [
        at("2026-08-03 09:00"),
        at("2026-08-03 13:00"),
        at("2026-08-04 09:00"),
        at("2026-08-04 13:00"),
    ]
    assert [
        end - start for start, end in zip(service.starts, service.ends, strict=True)
    ] == [
        3 * HOUR,
        5 * HOUR,
        3 * HOUR,
        5 * HOUR,
    ]
    assert service.before == [0, 3 * HOUR, 8 * HOUR, 11 * HOUR]
    assert service.horizon == (at("2026-08-03 00:00"), at("2026-08-05 00:00"))


def test_adjacent_spans_merge():
    nights = hours([("22:00", "24:00"), ("00:00", "06:00")], days=range(7))
    start, end = at("2026-08-03 12:00"), at("2026-08-05 12:00")
    assert [(wall(a), wall(b)) for a, b in nights.spans_within(start, end)] == [
        ("2026-08-03 22:00", "2026-08-04 06:00"),
        ("2026-08-04 22:00", "2026-08-05 06:00"),
    ]


def test_overlapping_lines_count_once():
    service = hours([("09:00", "12:00"), ("11:00", "13:00")])
    day = at("2026-08-03 00:00")
    assert service.seconds_between(day, day + 86400) == 4 * HOUR


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2026-08-03 09:00", "2026-08-03 18:00", 8 * HOUR),
        ("2026-08-07 17:00", "2026-08-10 10:00", 2 * HOUR),
        ("2026-08-08 00:00", "2026-08-10 00:00", 0),
        ("2026-08-03 10:00", "2026-08-03 10:00", 0),
        ("2026-08-03 11:00", "2026-08-03 10:00", 0),
    ],
)
def test_seconds_between(start, end, expected):
    assert SERVICE.seconds_between(at(start), at(end)) == expected


@pytest.mark.parametrize(
    ("start", "seconds", "deadline", "latest"),
    [
        ("2026-08-03 09:00", HOUR, "2026-08-03 10:00", "2026-08-03 10:00"),
        ("2026-08-03 09:00", 3 * HOUR, "2026-08-03 12:00", "2026-08-03 13:00"),
        ("2026-08-07 09:00", 8 * HOUR, "2026-08-07 18:00", "2026-08-10 09:00"),
        ("2026-08-08 09:00", 8 * HOUR, "2026-08-10 18:00", "2026-08-11 09:00"),
        ("2026-08-03 10:00", 0, "2026-08-03 10:00", "2026-08-03 10:00"),
        ("2026-08-08 10:00", 0, "2026-08-08 10:00", "2026-08-10 09:00"),
        ("2026-08-03 12:30", 0, "2026-08-03 12:30", "2026-08-03 13:00"),
    ],
)
def test_deadline_and_latest(start, seconds, deadline, latest):
    assert wall(SERVICE.deadline_after(at(start), seconds)) == deadline
    assert wall(SERVICE.latest_within(at(start), seconds)) == latest


def test_two_week_calendar():
    spec = HoursSpec(
        "UTC",
        (Attendance(0, 0, HOUR, week=0), Attendance(0, 0, 2 * HOUR, week=1)),
    )
    service = compile_hours(spec, date(2026, 8, 3), date(2026, 8, 30))
    lengths = [
        end - start for start, end in zip(service.starts, service.ends, strict=True)
    ]
    # 2026-08-03 has the ordinal 739831: (739831 - 1) // 7 = 105690, an even week.
    assert date(2026, 8, 3).toordinal() == 739831
    assert lengths == [HOUR, 2 * HOUR, HOUR, 2 * HOUR]


def test_the_last_service_second_of_the_horizon():
    service = hours(first="2026-08-03", last="2026-08-03")
    start = at("2026-08-03 17:00")
    assert wall(service.deadline_after(start, HOUR)) == "2026-08-03 18:00"
    with pytest.raises(HoursError) as caught:
        service.latest_within(start, HOUR)
    assert caught.value.code == "beyond_horizon"


@pytest.mark.parametrize("day", ["2026-08-02 23:59:59", "2026-08-04 00:00:01"])
def test_outside_of_the_horizon(day):
    service = hours(first="2026-08-03", last="2026-08-03")
    inside, outside = at("2026-08-03 10:00"), at(day)
    for question in (
        lambda: service.seconds_between(inside, outside),
        lambda: service.seconds_between(outside, inside),
        lambda: service.deadline_after(outside, 1),
        lambda: service.latest_within(outside, 1),
        lambda: service.spans_within(outside, inside),
        lambda: service.is_open(outside),
    ):
        with pytest.raises(HoursError) as caught:
            question()
        assert caught.value.code == "outside_horizon"
        assert caught.value.values["instant"] == outside
        assert str(outside) in str(caught.value)


def test_negative_duration():
    for question in (SERVICE.deadline_after, SERVICE.latest_within):
        with pytest.raises(HoursError) as caught:
            question(at("2026-08-03 09:00"), -1)
        assert caught.value.code == "negative_duration"


@pytest.mark.parametrize(
    "line",
    [
        Attendance(7, 0, HOUR),
        Attendance(-1, 0, HOUR),
        Attendance(0, HOUR, HOUR),
        Attendance(0, 2 * HOUR, HOUR),
        Attendance(0, -1, HOUR),
        Attendance(0, 0, 86401),
        Attendance(0, 0, HOUR, week=2),
    ],
)
def test_malformed_attendance(line):
    with pytest.raises(HoursError) as caught:
        compile_hours(HoursSpec("UTC", (line,)), date(2026, 8, 3), date(2026, 8, 9))
    assert caught.value.code == "malformed_attendance"
    assert caught.value.values["start"] == line.start


def test_malformed_workday():
    spec = HoursSpec(
        "UTC", (Attendance(0, 0, HOUR),), workdays={date(2026, 8, 8): ((5, 5),)}
    )
    with pytest.raises(HoursError) as caught:
        compile_hours(spec, date(2026, 8, 3), date(2026, 8, 9))
    assert caught.value.code == "malformed_attendance"
    assert caught.value.values["day"] == "2026-08-08"


def test_malformed_horizon_and_zone():
    spec = HoursSpec("UTC", (Attendance(0, 0, HOUR),))
    with pytest.raises(HoursError) as caught:
        compile_hours(spec, date(2026, 8, 9), date(2026, 8, 3))
    assert caught.value.code == "reversed_horizon"
    with pytest.raises(InstantError):
        compile_hours(HoursSpec("Nowhere", ()), date(2026, 8, 3), date(2026, 8, 9))


def test_everything_closed_is_empty():
    with pytest.raises(HoursError) as caught:
        hours(
            closures=[("2026-08-01 00:00", "2026-09-01 00:00")],
            first="2026-08-03",
            last="2026-08-28",
        )
    assert caught.value.code == "empty_hours"


def test_round_the_clock_every_day_is_one_span():
    service = hours(ROUND_THE_CLOCK, days=range(7), zone="Europe/Berlin")
    assert len(service.starts) == 1
    start = at("2026-03-28 12:00")
    assert service.deadline_after(start, 48 * HOUR) == ALWAYS.deadline_after(
        start, 48 * HOUR
    )


def test_the_spec_stays_with_the_hours():
    assert SERVICE.spec.timezone == "Asia/Shanghai"
    assert len(SERVICE.spec.attendances) == 5 * len(OFFICE)
    assert ALWAYS.spec is None
