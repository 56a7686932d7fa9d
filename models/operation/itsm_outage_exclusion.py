from odoo import fields, models


class ItsmOutageExclusion(models.Model):
    """Minutes of an outage that do not count, with reason and approver."""

    _name = "itsm.outage.exclusion"
    _description = "Outage Exclusion"
    _order = "date_start"

    outage_id = fields.Many2one(
        comodel_name="itsm.outage", required=True, index=True, ondelete="cascade"
    )
    date_start = fields.Datetime(string="Start", required=True)
    date_end = fields.Datetime(string="End", required=True)
    kind = fields.Selection(
        selection=[
            ("customer", "Caused by the customer"),
            ("force_majeure", "Force majeure"),
            ("announced", "Announced maintenance"),
            ("other", "Other"),
        ],
        required=True,
    )
    reason = fields.Char(required=True)
    approved_by_id = fields.Many2one(comodel_name="res.users", readonly=True)
    approved_at = fields.Datetime(readonly=True)
