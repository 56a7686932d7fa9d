from odoo import api, fields, models


class ItsmWorkPlanChangeAnswer(models.TransientModel):
    """Ask what goes along with an answer to a work plan change, or its withdrawal."""

    _name = "itsm.work.plan.change.answer"
    _description = "Answer to a Work Plan Change"

    change_id = fields.Many2one(
        comodel_name="itsm.work.plan.change",
        string="Work Plan Change",
        required=True,
        readonly=True,
    )
    kind = fields.Selection(
        selection=[
            ("agree", "Agree"),
            ("decline", "Decline"),
            ("editor", "Name Another Editor"),
            ("withdraw", "Withdraw"),
        ],
        required=True,
        readonly=True,
        default="agree",
    )
    request_mode = fields.Selection(related="change_id.request_mode")
    oral_summary = fields.Text(related="change_id.oral_summary")
    editor_id = fields.Many2one(
        comodel_name="res.users",
        domain=lambda self: [
            ("share", "=", False),
            (
                "all_group_ids",
                "in",
                self.env.ref("itsm_service_delivery.group_engineer").ids,
            ),
        ],
        help="Who edits the new version: somebody else than the project manager, who"
        " is to check it.",
    )
    is_manager = fields.Boolean(compute="_compute_is_manager")
    comment = fields.Text()

    @api.depends("editor_id", "change_id")
    def _compute_is_manager(self):
        for answer in self:
            # superuser: who manages a project does not depend on who looks
            manager = answer.change_id.sudo().project_id.user_id
            answer.is_manager = bool(manager) and answer.editor_id == manager

    def action_answer(self):
        """Do it, with what was entered."""
        self.ensure_one()
        change, comment = self.change_id, self.comment or ""
        if self.kind == "agree":
            change.action_agree(comment, self.editor_id.id)
        elif self.kind == "decline":
            change.action_decline(comment)
        elif self.kind == "editor":
            change.name_editor(self.editor_id.id)
        else:
            change.withdraw_request(comment)
        return {"type": "ir.actions.act_window_close"}
