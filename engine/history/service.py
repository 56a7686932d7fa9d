"""The description of a contract as JSON → plain values to build it from.

The file holds the zone, the contract, calendars with holidays and make-up workdays,
targets by priority, services with maintenance and outages, credit rules and periods. A
calendar of ``"hours": "24x7"`` is wall-clock time. Dates and times are local; ``end``
dates are the last day.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction

from ..attainment import Basis
from ..availability import Outage
from ..clock import Metric, Policy, Target
from ..credits import CreditRules
from ..figures import Service
from ..instants import day_period
from ..rounding import half_up
from ..service_hours import ALWAYS, HoursSpec, ServiceHours, compile_hours
from ..windows import OneOff
from .service_fields import Fields, ServiceError
from .service_hours_fields import read_calendar

__all__ = [
    "ServiceDefinition",
    "ServiceError",
    "ServiceLine",
    "TargetDefinition",
    "read_service",
]


@dataclass(frozen=True)
class TargetDefinition:
    """Response and resolution of a priority, in seconds of a calendar; None = none."""

    calendar: str
    response: int | None
    resolution: int | None


@dataclass(frozen=True)
class ServiceLine:
    """A service: its calendar, target (percent), windows and outages (instants)."""

    code: str
    calendar: str
    target_pct: Fraction | None
    windows: tuple[OneOff, ...]
    outages: tuple[Outage, ...]


@dataclass(frozen=True)
class ServiceDefinition:
    """A contract as its file describes it.

    `calendars` are `HoursSpec` by name, None for 24x7; `end` is the last day.
    """

    timezone: str
    reference: str
    customer: str
    start: date
    end: date
    monthly_fee: Decimal
    currency: str
    workload_limit: int | None
    calendars: Mapping[str, HoursSpec | None]
    targets: Mapping[str, TargetDefinition]
    basis: Basis
    overall_target_pct: Fraction | None
    overall_minimum: int
    services: tuple[ServiceLine, ...]
    credits: CreditRules
    periods: tuple[str, ...] = field(default=())

    @property
    def span(self) -> tuple[int, int]:
        """The contract in instants."""
        return day_period(self.start, self.end, self.timezone)

    @property
    def priorities(self) -> tuple[str, ...]:
        return tuple(self.targets)

    def compile(self, first_day: date, last_day: date) -> dict[str, ServiceHours]:
        """The service hours of all calendars.

        :raise HoursError: a calendar has no service in these days
        """
        return {
            name: ALWAYS if spec is None else compile_hours(spec, first_day, last_day)
            for name, spec in self.calendars.items()
        }

    def policy(self, hours: Mapping[str, ServiceHours]) -> Policy:
        """The targets, measured in compiled hours."""
        targets = {}
        for priority, target in self.targets.items():
            for metric in Metric:
                seconds = getattr(target, metric.value)
                if seconds is not None:
                    place = priority, metric
                    targets[place] = Target(seconds, hours[target.calendar])
        return Policy(targets)

    def period_services(self, hours: Mapping[str, ServiceHours]) -> list[Service]:
        """The services as a period's input has them."""
        return [
            Service(
                code=line.code,
                hours=hours[line.calendar],
                target_pct=line.target_pct,
                windows=line.windows,
                outages=line.outages,
            )
            for line in self.services
        ]


def read_service(content: bytes) -> ServiceDefinition:
    """The contract that a file describes.

    :param content: JSON in UTF-8
    :raise ServiceError: with the path of what is wrong, e.g. ``targets.P3.calendar``
    """
    try:
        data = json.loads(content.decode("utf-8-sig"), parse_float=Decimal)
    except UnicodeDecodeError as error:
        raise ServiceError("", "not UTF-8 text") from error
    except json.JSONDecodeError as error:
        raise ServiceError("", f"not JSON: {error}") from error
    if not isinstance(data, dict):
        raise ServiceError("", "not an object")
    fields = Fields(data)
    fields = fields.in_zone(fields.zone("timezone"))
    contract = fields.fields("contract")
    start, end = contract.day("start"), contract.day("end")
    if end < start:
        raise contract.error("end", "the contract ends before it starts")
    calendars = {
        name: read_calendar(item) for name, item in fields.named("calendars").items()
    }
    targets = {
        code: _target(item, calendars) for code, item in fields.named("targets").items()
    }
    overall = fields.number("overall_target_pct", optional=True)
    minimum = fields.whole("overall_minimum_decided", default=0)
    return ServiceDefinition(
        timezone=fields.timezone,
        reference=contract.text("reference"),
        customer=contract.text("customer", default=""),
        start=start,
        end=end,
        monthly_fee=half_up(contract.number("monthly_fee", default=0), 2),
        currency=contract.text("currency", default=""),
        workload_limit=contract.whole("workload_limit", default=None),
        calendars=calendars,
        targets=targets,
        basis=_basis(fields),
        overall_target_pct=overall,
        overall_minimum=minimum,
        services=tuple(_service(item, calendars) for item in fields.items("services")),
        credits=_credits(fields.fields("credits"), targets, overall, minimum),
        periods=tuple(fields.month(text) for text in fields.array("periods")),
    )


def _target(fields: Fields, calendars: Mapping) -> TargetDefinition:
    minutes = [fields.whole(f"{metric.value}_min", default=None) for metric in Metric]
    seconds = [None if value is None else value * 60 for value in minutes]
    return TargetDefinition(fields.one_of("calendar", calendars), *seconds)


def _basis(fields: Fields) -> Basis:
    names = [basis.value for basis in Basis]
    return Basis(fields.one_of("attainment_basis", names, default="decided"))


def _service(fields: Fields, calendars: Mapping) -> ServiceLine:
    code = fields.text("code")
    outages = fields.spans("outages", open_end=True)
    return ServiceLine(
        code=code,
        calendar=fields.one_of("calendar", calendars),
        target_pct=fields.number("availability_target_pct", optional=True),
        windows=tuple(OneOff(*span) for span in fields.spans("maintenance")),
        outages=tuple(
            Outage(start, end, key=f"{code}-{position}")
            for position, (start, end) in enumerate(outages, start=1)
        ),
    )


def _credits(fields: Fields, targets, overall, minimum: int) -> CreditRules:
    missed = fields.fields("missed_target_pct")
    for priority in missed.data:
        if priority not in targets:
            raise missed.error(priority, "no such priority in the targets")
    return CreditRules(
        missed_pct={
            (priority, metric): missed.number(priority)
            for priority in missed.data
            for metric in Metric
        },
        availability_pct=fields.number("availability_pct_per_started_step", default=0),
        availability_step=fields.number("availability_step_points", default="0.1"),
        overall_pct=fields.number("overall_below_target_pct", default=0),
        overall_target_pct=overall,
        overall_minimum=minimum,
        cap_pct=fields.number("monthly_cap_pct", optional=True),
        greater_only=bool(fields.value("same_ticket_greater_only", False)),
    )
