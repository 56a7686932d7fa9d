"""What approved service reports have measured of a requirement (clause 1.1.3)."""

from dataclasses import dataclass
from fractions import Fraction

from ...engine.attainment import ALL
from ...engine.rounding import exact, half_up, percentage, ratio

MEASURES = [
    ("met", "Met"),
    ("missed", "Missed"),
    ("not_judged", "Not Judged"),
    ("not_measured", "Not Yet"),
]


@dataclass(frozen=True)
class Measured:
    """A value over one or more reports.

    :param part: of `whole`: tickets in time, minutes available, sum of scores
    :param target: percent or score that was agreed; None: nothing was
    :param is_score: a mean score instead of a percentage
    :param enough: whether there is enough to judge it
    """

    part: int
    whole: int
    target: Fraction | None
    is_score: bool = False
    enough: bool = True

    @property
    def share(self):
        return ratio(self.part, self.whole)

    def verdict(self):
        """Return which of `MEASURES` it is; compared unrounded."""
        if self.share is None or self.target is None or not self.enough:
            return "not_judged"
        value = self.share if self.is_score else self.share * 100
        return "met" if value >= self.target else "missed"

    def text(self, env, in_minutes):
        """Return the value as it is read: “96.87 % (31 of 32)”.

        :param bool in_minutes: `part` and `whole` are minutes, not tickets
        """
        if self.share is None:
            return env._("N/A")
        if self.is_score:
            mean = half_up(self.share, 2)
            return env._("%(mean)s (%(count)s ratings)", mean=mean, count=self.whole)
        shown = f"{percentage(self.share)} %"
        if in_minutes:
            return shown
        return env._(
            "%(share)s (%(part)s of %(whole)s)",
            share=shown,
            part=self.part,
            whole=self.whole,
        )


def keys_of(requirement):
    """Return the keys of the reports' figures that measure a requirement.

    :return: names of figures; one that ends with a dot stands for all that begin so
    """
    kind = requirement.answer_kind
    if kind in ("response", "resolution"):
        code = requirement.priority_id.code or ALL
        return [f"{kind}.{code}"]
    if kind in ("overall_response", "overall_resolution"):
        return [f"{kind.removeprefix('overall_')}.{ALL}"]
    if kind == "availability":
        # superuser: whoever reads the requirement reads which service it is about
        return [f"availability.{requirement.service_id.sudo().code or ''}"]
    if kind == "satisfaction":
        is_share = requirement.unit == "percent"
        return ["satisfaction.csat" if is_share else "satisfaction.mean"]
    return []


def without_overlap(reports):
    """Return reports of which no two are of the same day, the oldest first."""
    result = reports.browse()
    for report in reports.sorted(lambda report: (report.period_start, report.id)):
        if not result or report.period_start > result[-1].period_end:
            result |= report
    return result


def number(text):
    """Return a figure's number, kept as text, as an integer."""
    return int(exact(text)) if text else 0
