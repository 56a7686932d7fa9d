"""Statistics of a period: mean, median, P90, ageing of the backlog, satisfaction.

Results are exact (`Fraction` or the value itself); whoever shows them rounds them. The
formulas are those of domain 3.5 and 3.6. No values means None, never 0.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

# Upper bound of each bucket in calendar days, inclusive; the last one is open.
AGEING_BOUNDS = (3, 7, 15, 30)
AGEING_LABELS = ("0-3", "4-7", "8-15", "16-30", ">30")

_P90 = Fraction(9, 10)


def mean(values: Sequence[int]) -> Fraction | None:
    """Arithmetic mean, unrounded."""
    return Fraction(sum(values), len(values)) if values else None


def median(values: Sequence[int]) -> Fraction | None:
    """Middle value, or the mean of the two middle ones."""
    if not values:
        return None
    ordered = sorted(values)
    low, high = ordered[(len(ordered) - 1) // 2], ordered[len(ordered) // 2]
    return Fraction(low + high, 2)


def nearest_rank(values: Sequence[int], share: Fraction = _P90) -> int | None:
    """The value at rank ceil(share × n), counted from 1 (domain 3.5: P90)."""
    if not values:
        return None
    rank = -(-share.numerator * len(values) // share.denominator)
    return sorted(values)[max(rank, 1) - 1]


def ageing_bucket(days: int) -> str:
    """Label of the bucket that an age in calendar days falls into."""
    for bound, label in zip(AGEING_BOUNDS, AGEING_LABELS, strict=False):
        if days <= bound:
            return label
    return AGEING_LABELS[-1]


@dataclass(frozen=True, slots=True)
class Satisfaction:
    """Answers to the satisfaction survey; scores run from 1 to 5.

    `asked` counts the resolved tickets, `four_or_more` the answers of 4 and 5.
    """

    answers: int
    asked: int
    total: int
    four_or_more: int

    @property
    def mean(self) -> Fraction | None:
        """Mean score, unrounded; None without an answer."""
        return Fraction(self.total, self.answers) if self.answers else None

    @property
    def csat(self) -> Fraction | None:
        """Share of the answers that are 4 or 5."""
        return Fraction(self.four_or_more, self.answers) if self.answers else None

    @property
    def answer_rate(self) -> Fraction | None:
        """Answers per resolved ticket."""
        return Fraction(self.answers, self.asked) if self.asked else None


def satisfaction(ratings: Iterable[int | None]) -> Satisfaction:
    """Satisfaction of the tickets asked: one rating each, None for no answer."""
    asked = answers = total = good = 0
    for rating in ratings:
        asked += 1
        if rating is not None:
            answers += 1
            total += rating
            good += rating >= 4
    return Satisfaction(answers, asked, total, good)
