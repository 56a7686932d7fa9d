"""Instants, zones and the boundaries of periods.

An instant is an ``int``: whole seconds since 1970-01-01T00:00:00Z. A period is a
half-open span of instants whose boundaries are local midnights of the contract's zone.
"""

import re
from calendar import timegm
from datetime import date, datetime, timedelta, timezone
from functools import cache
from zoneinfo import ZoneInfo

from .errors import InstantError, _lt

DAY = 86400
_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - Odoo's datetimes are naive UTC
_EPOCH_ORDINAL = date(1970, 1, 1).toordinal()
_MONTH = re.compile(r"(\d{4})-(\d{2})")


@cache
def get_zone(name):
    """Return the zone of an IANA name.

    :param str name: e.g. ``"Asia/Shanghai"``
    :rtype: ZoneInfo
    :raise InstantError: ``unknown_timezone``
    """
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, TypeError, OSError) as error:
        raise InstantError(
            "unknown_timezone",
            _lt("Unknown time zone: %(timezone)s"),
            timezone=str(name),
        ) from error


def from_datetime(value):
    """Return the instant of a datetime, naive ones being UTC as Odoo stores them.

    A fraction of a second is dropped.
    """
    if value.tzinfo is None:
        return timegm(value.timetuple())
    return timegm(value.astimezone(timezone.utc).timetuple())


def to_datetime(instant):
    """Return the naive UTC datetime of an instant."""
    return _EPOCH + timedelta(seconds=instant)


def to_local(instant, zone):
    """Return the aware local datetime of an instant.

    :param zone: an IANA name or a ``ZoneInfo``
    """
    zone = get_zone(zone) if isinstance(zone, str) else zone
    return datetime.fromtimestamp(instant, zone)


def local_date(instant, zone):
    """Return the calendar date on which an instant falls in a zone."""
    return to_local(instant, zone).date()


def utc_offset(wall, zone):
    """Return the seconds by which a naive wall-clock datetime is ahead of UTC.

    Like ``pytz.localize(is_dst=False)``: in a repeated hour standard time, or the later
    instant where that does not tell; in the gap of spring the offset before the change.
    """
    early = wall.replace(tzinfo=zone)
    late = wall.replace(tzinfo=zone, fold=1)
    offset, late_offset = early.utcoffset(), late.utcoffset()
    repeated = offset > late_offset
    if repeated and (early.dst() or not late.dst()):
        offset = late_offset
    return offset.days * DAY + offset.seconds


def local_to_instant(day, seconds, zone):
    """Return the instant of a wall-clock time.

    :param date day: local calendar date
    :param int seconds: wall-clock seconds after midnight, 0..86400
    :param zone: an IANA name or a ``ZoneInfo``
    :rtype: int
    """
    zone = get_zone(zone) if isinstance(zone, str) else zone
    days, rest = divmod(seconds, DAY)
    ordinal = day.toordinal() + days
    midnight = datetime.fromordinal(ordinal)
    offset = utc_offset(midnight + timedelta(seconds=rest), zone)
    return (ordinal - _EPOCH_ORDINAL) * DAY + rest - offset


def day_period(first_day, last_day, zone):
    """Return the span from the start of ``first_day`` to the end of ``last_day``."""
    if last_day < first_day:
        raise InstantError(
            "reversed_period",
            _lt("The period ends on %(last)s, before it starts on %(first)s"),
            first=first_day.isoformat(),
            last=last_day.isoformat(),
        )
    return local_to_instant(first_day, 0, zone), local_to_instant(last_day, DAY, zone)


def month_days(month):
    """Return the first and the last date of a month written ``"YYYY-MM"``.

    :raise InstantError: ``malformed_month``
    """
    match = _MONTH.fullmatch(month)
    year, number = (int(part) for part in match.groups()) if match else (0, 0)
    if not (1 <= number <= 12 and 1 <= year <= 9998):
        raise InstantError(
            "malformed_month", _lt("Not a month (YYYY-MM): %(month)s"), month=str(month)
        )
    first = date(year, number, 1)
    following = date(year + number // 12, number % 12 + 1, 1)
    return first, following - timedelta(days=1)


def month_period(month, zone):
    """Return the half-open span of a calendar month in a zone.

    :param str month: ``"2026-08"``
    :param zone: an IANA name or a ``ZoneInfo``
    """
    return day_period(*month_days(month), zone)
