from odoo import fields, models


class ResCompany(models.Model):
    """Until when an oral request is on record (clause 1.1.15)."""

    _inherit = "res.company"

    itsm_oral_record_days = fields.Integer(
        string="Oral Requests Recorded within",
        default=1,
        help="Working days; a later record of an oral request is flagged.",
    )

    _itsm_check_oral_record_days = models.Constraint(
        "CHECK (itsm_oral_record_days BETWEEN 0 AND 30)",
        "Oral requests are recorded within 0 to 30 working days.",
    )


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    itsm_oral_record_days = fields.Integer(
        related="company_id.itsm_oral_record_days", readonly=False
    )
