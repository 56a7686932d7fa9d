from odoo import fields, models


class ResourceCalendar(models.Model):
    _inherit = "resource.calendar"

    itsm_makeup_day_ids = fields.One2many(
        comodel_name="itsm.makeup.day",
        inverse_name="calendar_id",
        string="Make-up Workdays",
        copy=True,
    )
