"""Axes: ticks at round numbers and positions along them."""

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

_STEPS = (Fraction(1), Fraction(2), Fraction(5, 2), Fraction(5), Fraction(10))


@dataclass(frozen=True)
class Scale:
    """A linear axis: `low` at pixel `start`, `high` at pixel `end`."""

    ticks: tuple[Fraction, ...]
    start: float = 0.0
    end: float = 1.0

    @property
    def low(self) -> Fraction:
        return self.ticks[0]

    @property
    def high(self) -> Fraction:
        return self.ticks[-1]

    def at(self, value) -> float:
        """Pixel of a value."""
        share = (float(value) - float(self.low)) / float(self.high - self.low)
        return self.start + share * (self.end - self.start)

    def placed(self, start: float, end: float) -> "Scale":
        """The same ticks between two other pixels."""
        return Scale(self.ticks, start, end)


def scale_for(values, *, from_zero=True, whole=False, ceiling=None, count=5) -> Scale:
    """A scale that covers `values` with about `count` round steps.

    :param from_zero: include 0 (bars must; lines need not)
    :param whole: whole-numbered ticks only (counts)
    :param ceiling: a value the axis does not go beyond, such as 100 %
    """
    exact = [Fraction(value) for value in values]
    low, high = min(exact, default=Fraction(0)), max(exact, default=Fraction(0))
    if from_zero:
        low, high = min(low, Fraction(0)), max(high, Fraction(0))
    limit = None if ceiling is None else Fraction(ceiling)
    if low == high:
        high, low = low + 1, low if from_zero else low - 1
    if limit is not None and high >= limit > low:
        high = limit
    step = _round_step((high - low) / count, whole)
    first, last = floor(low / step), ceil(high / step)
    if not from_zero and first * step == low:
        first -= 1  # the lowest value must not lie on the edge
    ticks = tuple(step * position for position in range(first, last + 1))
    if limit is not None and limit in ticks and max(exact, default=0) <= limit:
        ticks = tuple(tick for tick in ticks if tick <= limit)
    return Scale(ticks)


def _round_step(rough: Fraction, whole: bool) -> Fraction:
    power = Fraction(1)
    while power * 10 <= rough:
        power *= 10
    while power > rough:
        power /= 10
    step = next(step * power for step in _STEPS if step * power >= rough)
    if whole and step.denominator != 1:
        step = Fraction(1) if step < 1 else Fraction(ceil(step))
    return step
