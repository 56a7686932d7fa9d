from odoo import fields, models


class MailActivity(models.Model):
    """An activity that asks for a decision knows the stage it asks for."""

    _inherit = "mail.activity"

    itsm_stage_id = fields.Many2one(
        comodel_name="itsm.approval.round.stage",
        string="Approval Stage",
        readonly=True,
        index="btree_not_null",
        ondelete="cascade",
    )
