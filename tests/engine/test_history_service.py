"""The contract's description: what is read, and how errors name their place."""

import json
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from build import at, wall
from replayed import content, service

from engine.attainment import Basis
from engine.clock import Metric
from engine.history.service import ServiceError, read_service


def test_the_demo_contract():
    contract = service("demo")
    assert contract.reference == "HT-2026-0018"
    assert (contract.start, contract.end) == (date(2026, 8, 1), date(2027, 7, 31))
    assert [wall(instant) for instant in contract.span] == [
        "2026-08-01 00:00",
        "2027-08-01 00:00",
    ]
    assert contract.monthly_fee == Decimal(100000)
    assert contract.workload_limit == 40
    assert contract.basis is Basis.DECIDED
    assert contract.priorities == ("P1", "P2", "P3", "P4")
    assert contract.calendars["24x7"] is None
    assert contract.targets["P3"].resolution == 1440 * 60
    erp = contract.services[1]
    assert erp.target_pct == Fraction("99.9")
    assert (wall(erp.outages[1].start), erp.outages[1].key) == (
        "2026-10-14 08:45",
        "ERP-2",
    )
    assert contract.credits.missed_pct["P1", Metric.RESPONSE] == Fraction(1, 2)
    assert contract.credits.cap_pct == 20


def test_holidays_and_make_up_workdays_are_compiled():
    """Working days of domain.md section 7: 21, 22 and 18, eight hours each."""
    hours = service("demo").compile(date(2026, 8, 1), date(2026, 10, 31))["5x8"]
    days = {
        month: hours.seconds_between(at(f"{month}-01 00:00"), at(f"{end} 00:00"))
        / (8 * 3600)
        for month, end in (
            ("2026-08", "2026-09-01"),
            ("2026-09", "2026-10-01"),
            ("2026-10", "2026-11-01"),
        )
    }
    assert days == {"2026-08": 21, "2026-09": 22, "2026-10": 18}


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("timezone", "Asia/Atlantis"),
        ("timezone", None),
        ("contract.start", "1 August"),
        ("contract.end", "2026-07-31"),
        ("contract.monthly_fee", "a lot"),
        ("contract.workload_limit", -1),
        ("calendars.5x8.weekly.mon", [["09:00", "12:00"], ["11:00", "18:00"]]),
        ("calendars.5x8.weekly.tue", [["18:00", "09:00"]]),
        ("calendars.5x8.weekly.wed", [["9 am", "12:00"]]),
        ("calendars.5x8.weekly.thu", [["09:00", "24:30"]]),
        ("calendars.5x8.weekly.holiday", []),
        ("calendars.5x8.holidays[0]", ["2026-09-27", "2026-09-25"]),
        ("calendars.5x8.makeup_workdays.someday", [["09:00", "12:00"]]),
        ("calendars.24x7.hours", "25x7"),
        ("targets.P3.calendar", "6x9"),
        ("targets.P3.response_min", "soon"),
        ("targets.P3.resolution_min", 1.5),
        ("overall_target_pct", True),
        ("attainment_basis", "hope"),
        ("services[0].calendar", "6x9"),
        ("services[0].code", ""),
        ("services[0].outages[0]", ["2026-08-16 05:02", "2026-08-16 02:15"]),
        ("services[1].maintenance[0]", ["2026-08-09 00:00", None]),
        ("credits.missed_target_pct.P7", 0.5),
        ("credits.monthly_cap_pct", "-1"),
        ("periods", ["2026-13"]),
    ],
)
def test_errors_name_the_path(path, value):
    data = json.loads(content("demo_service.json"))
    _put(data, path, value)
    with pytest.raises(ServiceError) as caught:
        read_service(json.dumps(data).encode())
    assert caught.value.code == "bad_service"
    assert caught.value.values["path"] == path


def _put(data, path, value):
    *parents, last = path.replace("[", ".").replace("]", "").split(".")
    for name in parents:
        data = data[int(name)] if isinstance(data, list) else data[name]
    if isinstance(data, list):
        data[int(last)] = value
    else:
        data[last] = value


@pytest.mark.parametrize("text", [b"", b"[]", b"{", b"\xff\xfe", b'{"timezone": 1}'])
def test_what_is_no_description_is_refused(text):
    with pytest.raises(ServiceError):
        read_service(text)


def test_a_calendar_without_hours_is_refused():
    data = json.loads(content("demo_service.json"))
    data["calendars"]["5x8"] = {"weekly": {}}
    with pytest.raises(ServiceError, match="no hours at all"):
        read_service(json.dumps(data).encode())


def test_an_outage_may_still_last():
    data = json.loads(content("demo_service.json"))
    data["services"][0]["outages"] = [["2026-08-16 02:15", None]]
    contract = read_service(json.dumps(data).encode())
    assert contract.services[0].outages[0].end is None
