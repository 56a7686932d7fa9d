"""Rounding and comparing without floats.

Means and amounts are rounded half-up (66/16 = 4.125 becomes 4.13, where Python's
``round`` says 4.12); attainment and availability are shown rounded *down*, so that
99.896 % never reads as a passing 99.90 (domain 3.4). A figure is compared with its
target unrounded, as a `Fraction`.
"""

from decimal import Decimal
from fractions import Fraction

Number = int | Fraction | Decimal | str | float


def exact(value: Number) -> Fraction:
    """The fraction that `value` is written as.

    :param value: a number; a float is read as it is printed, so 99.9 is 999/10 and
        not the binary fraction beside it
    :raise ValueError: not a finite number
    """
    if isinstance(value, float):
        value = repr(value)
    try:
        return Fraction(value)
    except (OverflowError, ZeroDivisionError) as error:
        raise ValueError(f"not a finite number: {value!r}") from error


def half_up(value: Number, places: int) -> Decimal:
    """`value` rounded to `places` decimals, halves away from zero."""
    scaled = abs(exact(value)) * 10**places
    units = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return _decimal(units if exact(value) >= 0 else -units, places)


def truncated(value: Number, places: int = 2) -> Decimal:
    """`value` cut after `places` decimals, towards zero: 88.888… becomes 88.88."""
    scaled = abs(exact(value)) * 10**places
    units = scaled.numerator // scaled.denominator
    return _decimal(units if exact(value) >= 0 else -units, places)


def percentage(share: Fraction | None, places: int = 2) -> Decimal | None:
    """A share as the percentage that is shown, truncated: 24/27 becomes 88.88.

    :return: None for a share that is not applicable (0 of 0)
    """
    return None if share is None else truncated(share * 100, places)


def ratio(part: int, whole: int) -> Fraction | None:
    """part/whole unrounded; None (not applicable) when there is no whole."""
    return Fraction(part, whole) if whole else None


def meets(share: Fraction | None, target_pct: Number | None) -> bool | None:
    """Whether a share (0 to 1) reaches a target given in percent, both unrounded.

    :return: None when the share or the target is not applicable
    """
    if share is None or target_pct is None:
        return None
    return share * 100 >= exact(target_pct)


def _decimal(units: int, places: int) -> Decimal:
    return Decimal(units).scaleb(-places)
