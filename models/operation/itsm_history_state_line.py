from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...const import STATE_MEANINGS
from ...engine.history import Meaning, Phase


class ItsmHistoryStateLineMixin(models.AbstractModel):
    """What a state of one file means; starts from the shared meanings."""

    _name = "itsm.history.state.line.mixin"
    _description = "State of a History File"

    name = fields.Char(string="State in the File", required=True, readonly=True)
    count = fields.Integer(string="Rows", readonly=True)
    known = fields.Boolean(
        readonly=True, help="The shared meanings of states hold this one."
    )
    meaning = fields.Selection(selection=STATE_MEANINGS + [("merged", "Merged")])
    pause_reason_id = fields.Many2one(comodel_name="itsm.pause.reason")

    @api.constrains("meaning", "pause_reason_id")
    def _check_pause_reason(self):
        for line in self:
            if line.meaning == "paused" and not line.pause_reason_id:
                raise ValidationError(
                    self.env._(
                        "The state “%(name)s” pauses a ticket: choose the reason that "
                        "the pause is recorded with.",
                        name=line.name,
                    )
                )

    def _meanings(self):
        """Return ``{name: engine.history.Meaning}`` of the lines that have one."""
        return {
            line.name: Meaning(Phase(line.meaning), line.pause_reason_id.code or "")
            for line in self
            if line.meaning
        }
