from odoo import fields, models
from odoo.exceptions import UserError

# A sheet that was confirmed, whether or not a plan uses it already.
CONFIRMED = ("in_force", "used")


class ItsmPresalesPlan(models.Model):
    """What must be there before a plan is submitted (domain 4.2)."""

    _inherit = "itsm.presales.plan"

    def _check_ready_to_submit(self):
        """Check that the plan can be decided on.

        :raise UserError: names all that is missing, and what to do
        """
        result = super()._check_ready_to_submit()
        for plan in self:
            if problems := plan._get_missing():
                raise UserError(
                    self.env._(
                        "%(plan)s is not ready to be submitted:\n%(problems)s",
                        plan=plan.display_name,
                        problems="\n".join(f"- {problem}" for problem in problems),
                    )
                )
        return result

    def _get_missing(self):
        """Return what is missing, each with what to do; later rooms add theirs.

        :rtype: list[str]
        """
        self.ensure_one()
        # superuser: what must be there does not depend on who submits
        plan = self.sudo()
        return [
            *plan._missing_needs(),
            *plan._missing_offer(),
            *plan._missing_capability(),
        ]

    def _missing_needs(self):
        """Return what is missing of the customer's needs."""
        sheet = self.sheet_id
        if not sheet:
            return [
                self.env._("It has no information sheet: choose the confirmed one.")
            ]
        problems = []
        if sheet.state not in CONFIRMED:
            problems.append(
                self.env._(
                    "The information sheet %(sheet)s is %(state)s: have it confirmed.",
                    sheet=sheet.display_name,
                    state=sheet._get_state_label(),
                )
            )
        if not self._is_of_customer(sheet.partner_id):
            problems.append(
                self.env._(
                    "The information sheet %(sheet)s is of %(customer)s: choose one of"
                    " the plan's customer.",
                    sheet=sheet.display_name,
                    customer=sheet.partner_id.display_name,
                )
            )
        for need in sheet.requirement_ids.filtered(lambda r: r.importance == "must"):
            if need.feasible == "conditional" and need.feasibility_note:
                continue
            if need.feasible != "yes":
                problems.append(
                    self.env._(
                        "Requirement %(code)s is a must, and not feasible as it stands:"
                        " agree on another one with the customer, or say in its note"
                        " under which condition it is.",
                        code=need.code or need.name,
                    )
                )
        return problems

    def _missing_offer(self):
        """Return what is missing of services, prices, costs and dates."""
        problems = []
        if not self.line_ids:
            problems.append(
                self.env._("It offers nothing: enter the services with their prices.")
            )
        if not self.cost_ids:
            problems.append(
                self.env._(
                    "Its costs are not estimated yet: the service department enters"
                    " them."
                )
            )
        if not (self.date_start and self.date_end):
            problems.append(
                self.env._("It has no period: enter the service's start and end.")
            )
        if not self.validity_date:
            problems.append(self.env._("Enter until when the plan is valid."))
        elif self.validity_date < fields.Date.context_today(self):
            problems.append(
                self.env._(
                    "It was valid until %s: enter a later date.", self.validity_date
                )
            )
        if self.merged_with_service_plan and not (self.merge_reason or "").strip():
            problems.append(
                self.env._("Say why it is merged with the service plan.")
            )
        return problems

    def _missing_capability(self):
        """Return what is missing of the capability assessment (clause 1.1.4 b)."""
        problems = []
        if not self.capability_ids:
            problems.append(
                self.env._(
                    "Our capability is not assessed: enter skills, headcount, tools,"
                    " spare parts or past SLA results."
                )
            )
        for line in self.capability_ids._lacks_measure():
            problems.append(
                self.env._(
                    "%s is a gap: enter the measure, who takes it, and by when.",
                    line.name,
                )
            )
        return problems
