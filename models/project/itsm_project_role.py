from odoo import api, fields, models
from odoo.exceptions import UserError

PROJECT_MANAGER = "itsm_service_delivery.project_role_project_manager"


class ItsmProjectRole(models.Model):
    """What somebody is in a project team (项目角色, clause 1.8)."""

    _name = "itsm.project.role"
    _description = "Project Role"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=100)
    description = fields.Text(
        translate=True, help="What is expected of whoever has this role."
    )
    active = fields.Boolean(default=True)

    _name_uniq = models.Constraint("UNIQUE (name)", "There is such a role already.")

    @api.ondelete(at_uninstall=False)
    def _unlink_except_project_manager(self):
        self._check_keeps_project_manager()

    def write(self, vals):
        if "active" in vals and not vals["active"]:
            self._check_keeps_project_manager()
        return super().write(vals)

    @api.model
    def _get_project_manager(self):
        """Return the role that an initiation appoints to."""
        return self.env.ref(PROJECT_MANAGER)

    def _check_keeps_project_manager(self):
        if self._get_project_manager() in self:
            raise UserError(
                self.env._(
                    "An initiation appoints a project manager, so this role stays:"
                    " rename it instead."
                )
            )
