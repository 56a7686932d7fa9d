"""Whether what an SLA promises is what a customer requires (clause 1.1.3).

Times are compared as the two sides count them: minutes, hours and working days are
service time of the SLA's hours, unless the customer counts around the clock.
"""

from dataclasses import dataclass, field
from fractions import Fraction

from odoo import models

from ...const import TIME_UNITS
from ...engine.rounding import exact

ANSWERS = [
    ("yes", "Yes"),
    ("partly", "Partly"),
    ("not_comparable", "Not Comparable"),
    ("words", "In Words"),
    ("no", "No"),
]


@dataclass(frozen=True)
class Answer:
    """What an SLA says to a requirement.

    :param verdict: of `ANSWERS`. Yes: each line promises at least what is required.
        Partly: a line promises less. Not comparable: it counts otherwise
    :param lines: the `itsm.sla.target`, `itsm.sla.availability` or `itsm.sla` records
    :param texts: what they promise, one text for each
    :param reason: why it is not answered in full, or where it is in words
    """

    verdict: str
    lines: models.BaseModel
    texts: list = field(default_factory=list)
    reason: str = ""


def compare_time(requirement, line):
    """Compare a wanted time with a target of an SLA.

    :param requirement: `itsm.service.requirement`
    :param line: `itsm.sla.target`
    :return: ``(True, False or None, why)``; None: it cannot be compared
    """
    env = requirement.env
    calendar = line.calendar_id
    if requirement.unit not in TIME_UNITS or requirement.comparison != "at_most":
        return None, env._("The requirement is no time at most.")
    if requirement.unit == "working_days" and not calendar:
        return None, env._("Working days cannot be compared with hours of 24x7.")
    if requirement.around_the_clock and calendar:
        return False, env._(
            "The customer counts around the clock, the agreement in the hours %s.",
            calendar.name,
        )
    wanted = exact(requirement.target) * _minutes_of(requirement.unit, calendar)
    if line.minutes <= wanted:
        return True, ""
    return False, env._("It promises %s.", line.duration)


def _minutes_of(unit, calendar):
    """Return how many minutes of service a unit of time is."""
    if unit == "working_days":
        return exact(calendar.hours_per_day) * 60
    return Fraction({"minutes": 1, "hours": 60}[unit])


def compare_least(requirement, unit, promised):
    """Compare a wanted percentage or score with what is promised.

    :param str unit: of what is promised, ``percent`` or ``score``
    :param float promised:
    :return: as `compare_time`
    """
    env = requirement.env
    if requirement.unit != unit or requirement.comparison != "at_least":
        return None, env._("The requirement is counted in another unit.")
    if exact(promised) >= exact(requirement.target):
        return True, ""
    return False, env._("It promises less: %s.", f"{promised:g}")
