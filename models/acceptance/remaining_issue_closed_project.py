from odoo import models


class ItsmRemainingIssue(models.Model):
    """The issues of a closed project stay as they are: all of them are closed."""

    _name = "itsm.remaining.issue"
    _inherit = ["itsm.remaining.issue", "itsm.closed.project.mixin"]
