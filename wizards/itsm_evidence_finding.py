from odoo import fields, models


class ItsmEvidenceFinding(models.TransientModel):
    """Something that is not as it was recorded."""

    _name = "itsm.evidence.finding"
    _description = "Finding of a Verification"
    _order = "severity, id"

    verification_id = fields.Many2one(
        comodel_name="itsm.evidence.verification",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    severity = fields.Selection(
        selection=[("error", "Error"), ("warning", "Warning")],
        required=True,
        readonly=True,
    )
    document = fields.Text(readonly=True)
    res_model = fields.Char(readonly=True)
    res_id = fields.Many2oneReference(
        string="Record", model_field="res_model", readonly=True
    )
    what = fields.Text(string="What Was Found", readonly=True)
    place = fields.Text(string="Where", readonly=True)
    advice = fields.Text(string="What to Do", readonly=True)

    def action_open(self):
        """Open the document."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self.res_id,
            "view_mode": "form",
        }
