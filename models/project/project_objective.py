from odoo import api, fields, models


class ProjectProject(models.Model):
    """Quality objectives and special measures of a service project (1.1)."""

    _inherit = "project.project"

    itsm_objective_ids = fields.One2many(
        comodel_name="itsm.quality.objective",
        inverse_name="project_id",
        string="Quality Objectives",
        groups="itsm_service_delivery.group_user",
    )
    itsm_measure_ids = fields.One2many(
        comodel_name="itsm.special.measure",
        inverse_name="project_id",
        string="Special Measures",
        groups="itsm_service_delivery.group_user",
    )
    itsm_objective_count = fields.Integer(
        string="Objectives",
        compute="_compute_itsm_objective_figures",
        groups="itsm_service_delivery.group_user",
    )
    itsm_objective_missed_count = fields.Integer(
        string="Objectives Missed",
        compute="_compute_itsm_objective_figures",
        groups="itsm_service_delivery.group_user",
    )
    itsm_measure_open_count = fields.Integer(
        string="Open Measures",
        compute="_compute_itsm_objective_figures",
        groups="itsm_service_delivery.group_user",
    )
    itsm_measure_overdue_count = fields.Integer(
        string="Overdue Measures",
        compute="_compute_itsm_objective_figures",
        groups="itsm_service_delivery.group_user",
    )

    @api.depends("itsm_objective_ids.result", "itsm_measure_ids.is_done")
    def _compute_itsm_objective_figures(self):
        for project in self:
            # superuser: how many there are does not depend on who asks
            objectives = project.sudo().itsm_objective_ids
            measures = project.sudo().itsm_measure_ids
            project.itsm_objective_count = len(objectives)
            project.itsm_objective_missed_count = len(
                objectives.filtered(lambda objective: objective.result == "missed")
            )
            project.itsm_measure_open_count = len(
                measures.filtered(lambda measure: not measure.is_done)
            )
            project.itsm_measure_overdue_count = len(measures.filtered("is_overdue"))

    # === ACTION METHODS === #

    def action_itsm_view_objectives(self):
        return self._itsm_view_register("itsm_quality_objective_action")

    def action_itsm_view_measures(self):
        return self._itsm_view_register("itsm_special_measure_action")

    def _itsm_view_register(self, name):
        """Open a register of this project."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            f"itsm_service_delivery.{name}"
        )
        return action | {
            "domain": [("project_id", "=", self.id)],
            "context": {"default_project_id": self.id},
        }
