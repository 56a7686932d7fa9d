from odoo import models
from odoo.exceptions import UserError


class ItsmContract(models.Model):
    """A contract gets its project by one click, in the way `sale_project` makes it."""

    _inherit = "itsm.contract"

    def action_create_project(self):
        """Link the order's project, or make one, and open it.

        A quotation is confirmed by it, as by every project that `sale_project` makes.

        :raise UserError: the contract is not signed, or over
        """
        self.ensure_one()
        self._check_may_release()
        if not self.project_id:
            if self.kind == "amendment":
                raise UserError(
                    self.env._(
                        "%(contract)s is an amendment: its project is that of its base"
                        " contract.",
                        contract=self.display_name,
                    )
                )
            if self.state not in ("signed", "in_force"):
                raise UserError(
                    self.env._(
                        "%(contract)s is %(state)s: it gets its project once both"
                        " parties have signed it.",
                        contract=self.display_name,
                        state=self._get_state_label(),
                    )
                )
            self._confirm_order()
            self.project_id = self._find_order_project() or self._create_project()
        return self.action_view_project()

    def action_view_project(self):
        self.ensure_one()
        return self.project_id._get_records_action(name=self.env._("Project"))

    def _confirm_order(self):
        """Confirm the quotation; it makes the projects that its products ask for."""
        # Superuser: a service manager need not have access to sales orders.
        order = self.sudo().sale_order_id
        if order.state in ("draft", "sent"):
            order.action_confirm()

    def _find_order_project(self):
        """Return the one project that the sales order has already, if any.

        :raise UserError: it has several, so that somebody must choose
        """
        # Superuser: a service manager need not have access to sales orders.
        projects = self.sudo().sale_order_id.project_ids.filtered(
            lambda project: (
                project.active
                and not project.is_template
                and not project.itsm_contract_ids
            )
        )
        if len(projects) > 1:
            raise UserError(
                self.env._(
                    "The sales order has several projects (%(projects)s): choose the"
                    ' one of this contract in its field "Project".',
                    projects=", ".join(projects.mapped("name")),
                )
            )
        return projects.sudo(self.env.su)

    def _create_project(self):
        """Make the project; from the order's service item when there is one."""
        values = self._prepare_project()
        # Superuser: as in `sale_project`, whoever makes it from a sales order.
        lines = self.sudo().line_ids.sale_line_id
        line = lines.filtered(lambda line: line.is_service and not line.project_id)[:1]
        if not line:
            project = self.env["project.project"].create(values)
        else:
            project = line.with_company(self.company_id)._timesheet_create_project()
            if project.user_id:
                del values["user_id"]
            project.write(values)
        return project.sudo(self.env.su)

    def _prepare_project(self):
        """Return the values of the contract's project."""
        return {
            "name": self.display_name,
            "partner_id": self.partner_id.id,
            "company_id": self.company_id.id,
            "user_id": self.env.uid,
            "allow_billable": True,
            "date_start": self.date_start,
            "date": self._get_last_day(),
        }
