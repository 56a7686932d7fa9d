"""The records of a project that are read-only once it is closed."""

from odoo import models

_MIXIN = "itsm.closed.project.mixin"


class ProjectTask(models.Model):
    """A task of a closed project stays as it is."""

    _name = "project.task"
    _inherit = ["project.task", _MIXIN]


class ProjectMilestone(models.Model):
    """A milestone of a closed project stays as it is."""

    _name = "project.milestone"
    _inherit = ["project.milestone", _MIXIN]


class ProjectUpdate(models.Model):
    """A status update of a closed project stays as it is."""

    _name = "project.update"
    _inherit = ["project.update", _MIXIN]


class AccountAnalyticLine(models.Model):
    """Hours are booked on open projects only."""

    _name = "account.analytic.line"
    _inherit = ["account.analytic.line", _MIXIN]


class ItsmProjectMember(models.Model):
    """The team of a closed project stays as it was."""

    _name = "itsm.project.member"
    _inherit = ["itsm.project.member", _MIXIN]
    # on the day after its last one it has left
    _follows_dates = frozenset({"state"})


class ItsmProjectRisk(models.Model):
    """The risks of a closed project stay as they are."""

    _name = "itsm.project.risk"
    _inherit = ["itsm.project.risk", _MIXIN]


class ItsmQualityObjective(models.Model):
    """What a closed project has reached stays as it was measured."""

    _name = "itsm.quality.objective"
    _inherit = ["itsm.quality.objective", _MIXIN]


class ItsmSpecialMeasure(models.Model):
    """The special measures of a closed project stay as they are."""

    _name = "itsm.special.measure"
    _inherit = ["itsm.special.measure", _MIXIN]


class ItsmVerification(models.Model):
    """What was verified in a closed project stays as it was found."""

    _name = "itsm.verification"
    _inherit = ["itsm.verification", _MIXIN]


class ItsmValidation(models.Model):
    """What was validated in a closed project stays as it was found."""

    _name = "itsm.validation"
    _inherit = ["itsm.validation", _MIXIN]
