from odoo import models
from odoo.exceptions import UserError

from ..approval import guard


class ItsmContract(models.Model):
    """How a contract gets its project, in the way that `sale_project` makes it."""

    _inherit = "itsm.contract"

    # === ACTION METHODS === #

    def action_view_project(self):
        self.ensure_one()
        project = self.project_id or self.base_id.project_id
        return project._get_records_action(name=self.env._("Project"))

    # === BUSINESS METHODS === #

    def _confirm_order(self):
        """Confirm the quotation; it makes the projects that its products ask for."""
        # Superuser: a service manager need not have access to sales orders.
        order = self.sudo().sale_order_id
        if order.state in ("draft", "sent"):
            order.action_confirm()

    def _get_order_projects(self):
        """Return the projects that the sales order has, and no contract yet."""
        # Superuser: a service manager need not have access to sales orders.
        return self.sudo().sale_order_id.project_ids.filtered(
            lambda project: (
                project.active
                and not project.is_template
                and not project.itsm_contract_ids
            )
        )

    def _find_order_project(self):
        """Return the one project that the sales order has already, if any.

        :raise UserError: it has several, so that somebody must choose
        """
        projects = self._get_order_projects()
        if len(projects) > 1:
            raise UserError(
                self.env._(
                    "The sales order has several projects (%(projects)s): choose the"
                    ' one of this contract in "Existing Project".',
                    projects=", ".join(projects.mapped("name")),
                )
            )
        return projects.sudo(self.env.su)

    def _create_project(self, initiation):
        """Make the project of an initiation; of the order's service item if there is.

        :param initiation: `itsm.project.initiation` that is being put in force
        """
        values = {
            **initiation._prepare_baseline(),
            "allow_billable": True,
        }
        # Superuser: as in `sale_project`, whoever makes it from a sales order.
        lines = self.sudo().line_ids.sale_line_id
        line = lines.filtered(lambda line: line.is_service and not line.project_id)[:1]
        template = initiation.project_template_id.sudo()
        if template:
            if line:
                prepared = line._timesheet_create_project_prepare_values()
                values = {**prepared, **values}
            project = template.action_create_from_template(values)
            line.project_id = project
        elif line:
            project = line.with_company(self.company_id)._timesheet_create_project()
            guard.with_key(project).write(values)
        else:
            project = self.env["project.project"].sudo().create(values)
        return project.sudo(self.env.su)
