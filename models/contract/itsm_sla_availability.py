from odoo import fields, models


class ItsmSlaAvailability(models.Model):
    """The availability agreed for one service (domain 3.6)."""

    _name = "itsm.sla.availability"
    _description = "SLA Availability Target"
    _order = "service_id"

    sla_id = fields.Many2one(
        comodel_name="itsm.sla", required=True, index=True, ondelete="cascade"
    )
    service_id = fields.Many2one(
        comodel_name="itsm.service", required=True, ondelete="restrict"
    )
    calendar_id = fields.Many2one(
        comodel_name="resource.calendar",
        string="Agreed Hours",
        ondelete="restrict",
        help="Empty: around the clock (24x7).",
    )
    target_pct = fields.Float(string="Target (%)", digits=(6, 3), required=True)
    window_ids = fields.One2many(
        comodel_name="itsm.maintenance.window",
        inverse_name="availability_id",
        string="Maintenance Windows",
        copy=True,
    )
