from odoo import api, fields, models
from odoo.fields import Domain

ROLES = "itsm_service_delivery.group_user"


class ItsmConformitySubjectMixin(models.AbstractModel):
    """What can be verified and validated shows its records (domain 1.2)."""

    _name = "itsm.conformity.subject.mixin"
    _description = "Subject of Verification and Validation"

    verification_count = fields.Integer(
        string="Verifications", compute="_compute_conformity", groups=ROLES
    )
    validation_count = fields.Integer(
        string="Validations", compute="_compute_conformity", groups=ROLES
    )

    # === COMPUTE METHODS === #

    def _compute_conformity(self):
        for record in self:
            domain = record._conformity_domain()
            for name in ("verification", "validation"):
                count = self.env[f"itsm.{name}"].search_count(domain)
                record[f"{name}_count"] = count

    # === ACTION METHODS === #

    def action_view_verifications(self):
        """Open the verification records of this."""
        return self._open_conformity("itsm_verification_action")

    def action_view_validations(self):
        """Open the validation records of this."""
        return self._open_conformity("itsm_validation_action")

    def _open_conformity(self, action):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            f"itsm_service_delivery.{action}"
        )
        return {
            **action,
            "domain": list(self._conformity_domain()),
            "context": self._conformity_context(),
        }

    # === BUSINESS METHODS === #

    def _conformity_domain(self):
        """Return which records are about this, or about a line of it."""
        domain = Domain("subject_ref", "=", f"{self._name},{self.id}")
        for name in self._conformity_lines():
            places = [f"{line._name},{line.id}" for line in self[name]]
            domain |= Domain("subject_ref", "in", places)
        return domain

    @api.model
    def _conformity_lines(self):
        """Return the names of the lines that can be subjects of their own."""
        return []

    def _conformity_context(self):
        path = getattr(self, "_agreement_path", None)
        document = self[path] if path else self
        return {
            "default_project_id": document.project_id.id,
            "default_subject_ref": f"{self._name},{self.id}",
            "default_name": self.display_name,
        }


class ItsmWorkPlan(models.Model):
    _name = "itsm.work.plan"
    _inherit = ["itsm.work.plan", "itsm.conformity.subject.mixin"]

    @api.model
    def _conformity_lines(self):
        return ["line_ids"]


class ItsmServicePlan(models.Model):
    _name = "itsm.service.plan"
    _inherit = ["itsm.service.plan", "itsm.conformity.subject.mixin"]

    @api.model
    def _conformity_lines(self):
        return ["deliverable_ids"]


class ItsmServicePlanDeliverable(models.Model):
    _name = "itsm.service.plan.deliverable"
    _inherit = ["itsm.service.plan.deliverable", "itsm.conformity.subject.mixin"]


class ItsmProjectInitiation(models.Model):
    _name = "itsm.project.initiation"
    _inherit = ["itsm.project.initiation", "itsm.conformity.subject.mixin"]

    @api.model
    def _conformity_lines(self):
        return ["deliverable_ids"]


class ItsmWorkPlanLine(models.Model):
    """A line shows the records of all its versions: the work is the same."""

    _name = "itsm.work.plan.line"
    _inherit = ["itsm.work.plan.line", "itsm.conformity.subject.mixin"]

    def _conformity_domain(self):
        # superuser: which lines are the same does not depend on who looks
        same = self.sudo().search([("key", "=", self.key)]) if self.key else self
        places = [f"{self._name},{res_id}" for res_id in same.ids]
        return Domain("subject_ref", "in", places)


class ProjectProject(models.Model):
    _name = "project.project"
    _inherit = ["project.project", "itsm.conformity.subject.mixin"]

    def _conformity_domain(self):
        return Domain("project_id", "=", self.id)

    def _conformity_context(self):
        return {"default_project_id": self.id}

    def _get_stat_buttons(self):
        buttons = super()._get_stat_buttons()
        if not self.itsm_contract_id:
            return buttons
        shown = (
            ("verification", self.env._("Verifications"), "check-square-o", 69),
            ("validation", self.env._("Validations"), "handshake-o", 71),
        )
        for name, text, icon, sequence in shown:
            if self.env[f"itsm.{name}"].has_access("read"):
                buttons.append(
                    {
                        "icon": icon,
                        "text": text,
                        "number": self[f"{name}_count"],
                        "action_type": "object",
                        "action": f"action_view_{name}s",
                        "show": True,
                        "sequence": sequence,
                    }
                )
        return buttons
