from odoo import api, fields, models
from odoo.exceptions import UserError

from ...const import METRICS
from .figure_text import minutes_text

_EDITABLE = {"cause", "action"}


class ItsmServiceReportMiss(models.Model):
    """A missed target of a report's period with its cause and action.

    The rows are computed with the report; cause and action are written by the project
    manager and stay when the report is computed again.
    """

    _name = "itsm.service.report.miss"
    _description = "Missed Target"
    _inherit = ["itsm.frozen.line.mixin"]
    _agreement_path = "report_id"
    _order = "report_id, outcome_at, id"
    _rec_name = "title"  # not the ticket: who sees the report may not see it

    report_id = fields.Many2one(
        comodel_name="itsm.service.report",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    report_state = fields.Selection(related="report_id.state")
    ticket_id = fields.Many2one(
        comodel_name="helpdesk.ticket",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    title = fields.Char(readonly=True)
    metric = fields.Selection(selection=METRICS, required=True, readonly=True)
    priority = fields.Char(readonly=True)
    target_seconds = fields.Integer(readonly=True)
    used_seconds = fields.Integer(readonly=True)
    outcome_at = fields.Datetime(
        string="Missed at", readonly=True, help="When the target was used up."
    )
    target_text = fields.Char(string="Target", compute="_compute_texts")
    used_text = fields.Char(string="Used", compute="_compute_texts")
    overrun_text = fields.Char(string="Overrun", compute="_compute_texts")
    cause = fields.Char()
    action = fields.Char(string="Corrective Action")

    @api.depends("target_seconds", "used_seconds")
    @api.depends_context("lang")
    def _compute_texts(self):
        for miss in self:
            over = miss.used_seconds - miss.target_seconds
            miss.target_text = minutes_text(self.env, miss.target_seconds)
            miss.used_text = minutes_text(self.env, miss.used_seconds)
            miss.overrun_text = minutes_text(self.env, max(over, 0))

    # === CRUD METHODS === #

    def write(self, vals):
        if set(vals) - _EDITABLE:
            raise UserError(
                self.env._(
                    "Only cause and corrective action of a missed target can be "
                    "written; the rest is computed from the ticket's timeline."
                )
            )
        return super().write(vals)

    def _identity(self):
        """Return what a miss is about: the same after every computing."""
        self.ensure_one()
        return self.ticket_id.id, self.metric

    # === ACTION METHODS === #

    def action_open_ticket(self):
        """Open the ticket that missed."""
        self.ensure_one()
        return self.ticket_id.get_formview_action()
