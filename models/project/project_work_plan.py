from odoo import fields, models


class ProjectProject(models.Model):
    """The work plan of a service project (clause 1.1.13)."""

    _inherit = "project.project"

    itsm_work_plan_ids = fields.One2many(
        comodel_name="itsm.work.plan",
        inverse_name="project_id",
        string="Work Plans",
        groups="itsm_service_delivery.group_user",
    )
    itsm_work_plan_id = fields.Many2one(
        comodel_name="itsm.work.plan",
        string="Work Plan",
        compute="_compute_itsm_work_plan_id",
        groups="itsm_service_delivery.group_user",
        help="The version in force, else the one that is written.",
    )

    def _compute_itsm_work_plan_id(self):
        plans = self.env["itsm.work.plan"]
        if plans.has_access("read"):
            plans = plans.search(
                [
                    ("project_id", "in", self.ids),
                    ("state", "in", ("draft", "in_review", "reviewed", "in_force")),
                ]
            )
        for project in self:
            mine = plans.filtered(lambda plan, p=project: plan.project_id == p)
            in_force = mine.filtered(lambda plan: plan.state == "in_force")
            project.itsm_work_plan_id = (in_force or mine)[:1]

    def action_itsm_view_work_plan(self):
        """Open the project's work plan, or begin it."""
        self.ensure_one()
        if self.itsm_work_plan_id:
            return self.itsm_work_plan_id._get_records_action(
                name=self.env._("Work Plan")
            )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Work Plan"),
            "res_model": "itsm.work.plan",
            "views": [(False, "form")],
            "context": {"default_project_id": self.id},
        }

    def _get_stat_buttons(self):
        buttons = super()._get_stat_buttons()
        if not self.env["itsm.work.plan"].has_access("read"):
            return buttons
        if plan := self.itsm_work_plan_id:
            buttons.append(
                {
                    "icon": "tasks",
                    "text": self.env._("Work Plan"),
                    "number": plan.completion_text,
                    "action_type": "object",
                    "action": "action_itsm_view_work_plan",
                    "show": True,
                    "sequence": 8,
                }
            )
        return buttons
