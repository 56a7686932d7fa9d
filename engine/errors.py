"""Errors of the engine.

Each error carries a stable ``code`` and the ``values`` of its message, so that a caller
can translate it; ``str(error)`` is the English message.
"""


def _lt(message):
    """Mark a message for translation by whoever shows it; Odoo's export finds it here.

    >>> _lt("A target cannot be negative: %(seconds)s s")
    'A target cannot be negative: %(seconds)s s'
    """
    return message


class EngineError(ValueError):
    """An input that the engine refuses to compute with.

    :param str code: stable identifier, e.g. ``"beyond_horizon"``
    :param str message: English message with ``%(name)s`` placeholders
    :param values: the values of the placeholders, JSON-like
    """

    def __init__(self, code, message, **values):
        super().__init__(message % values if values else message)
        self.code = code
        self.message = message
        self.values = values


class InstantError(EngineError):
    """A time zone, date or period that cannot be read."""


class HoursError(EngineError):
    """Service hours that cannot be compiled, or a question outside of their horizon."""


class TimelineError(EngineError):
    """A sequence of events that cannot have happened.

    ``values["position"]`` is the index of the event in the order of happening.
    """


class PolicyError(EngineError):
    """A target or policy that cannot be evaluated."""


class MoneyError(EngineError):
    """An amount that cannot be written, or not be shared out as asked."""


class CreditCodeError(EngineError):
    """A unified social credit code that cannot be one."""


class ScheduleError(EngineError):
    """Rows of a plan that cannot be told apart, or not be moved as asked."""


class AllocationError(EngineError):
    """A share of somebody's time that cannot be."""


class ApprovalError(EngineError):
    """A decision, a log of decisions or a version that cannot be.

    ``values["rule"]`` and ``["rules"]`` name broken duties (codes ``duty`` and
    ``not_delegated``); ``values["position"]`` is the index in a log that is replayed.
    """
