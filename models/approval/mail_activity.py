from odoo import fields, models
from odoo.exceptions import UserError

from .itsm_approval_asking import ASKED


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

    def _action_done(self, feedback=False, attachment_ids=None):
        asked = self.env["itsm.approval.round.stage"]._type_id(ASKED)
        for activity in self.filtered(lambda one: one.activity_type_id.id == asked):
            # superuser: the stage, whoever marks the activity
            stage = activity.sudo().itsm_stage_id
            if stage.state == "pending":
                raise UserError(
                    self.env._(
                        "%(document)s still waits for the stage %(stage)s: open it and"
                        " approve it, return it or reject it. That ends the activity.",
                        document=stage.round_id.display_name,
                        stage=stage.name,
                    )
                )
        return super()._action_done(feedback=feedback, attachment_ids=attachment_ids)
