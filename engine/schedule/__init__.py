"""Work plans: numbering, checking, rolling up and moving the rows of a schedule."""

from ..errors import ScheduleError
from .checks import MESSAGES, Finding, Problem, check
from .figures import completion, variance
from .model import Row
from .numbering import number, outline
from .pushing import move, reschedule
from .slack import slack
from .summaries import Summary, roll_up

__all__ = [
    "MESSAGES",
    "Finding",
    "Problem",
    "Row",
    "ScheduleError",
    "Summary",
    "check",
    "completion",
    "move",
    "number",
    "outline",
    "reschedule",
    "roll_up",
    "slack",
    "variance",
]
