from odoo import fields, models


class ItsmServiceCategory(models.Model):
    """A heading of the service catalogue."""

    _name = "itsm.service.category"
    _description = "Service Category"
    _order = "sequence, name"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
