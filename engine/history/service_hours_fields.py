"""A calendar of a contract's description → the specification of service hours."""

from datetime import date

from ..instants import day_period
from ..service_hours import Attendance, HoursSpec
from .service_fields import Fields

ROUND_THE_CLOCK = "24x7"

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def read_calendar(fields: Fields) -> HoursSpec | None:
    """Weekly hours, holidays (first and last day) and make-up workdays.

    :return: None for 24x7
    :raise ServiceError: names the path of what is wrong
    """
    if fields.value("hours", None) is not None:
        fields.one_of("hours", [ROUND_THE_CLOCK])
        return None
    weekly = fields.fields("weekly")
    for name in weekly.data:
        if name not in _WEEKDAYS:
            raise weekly.error(name, f"no weekday; these are {', '.join(_WEEKDAYS)}")
    attendances = tuple(
        Attendance(weekday, start, end)
        for weekday, name in enumerate(_WEEKDAYS)
        for start, end in weekly.hours(name, weekly.array(name))
    )
    makeup = fields.fields("makeup_workdays")
    workdays = {
        makeup.as_day(text, text): makeup.hours(text, lines)
        for text, lines in makeup.data.items()
    }
    if not attendances and not any(workdays.values()):
        raise fields.error("weekly", "the calendar has no hours at all")
    closures = tuple(
        day_period(first, last, fields.timezone) for first, last in _holidays(fields)
    )
    return HoursSpec(fields.timezone, attendances, closures, workdays)


def _holidays(fields: Fields) -> list[tuple[date, date]]:
    holidays = []
    for position, pair in enumerate(fields.array("holidays")):
        place = f"holidays[{position}]"
        pair = [pair, pair] if isinstance(pair, str) else pair
        if not isinstance(pair, list) or len(pair) != 2:
            raise fields.error(place, "not a first and a last day")
        first, last = (fields.as_day(place, text) for text in pair)
        if last < first:
            raise fields.error(place, "ends before it starts")
        holidays.append((first, last))
    return holidays
