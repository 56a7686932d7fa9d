from markupsafe import Markup

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import is_html_empty

# The kinds of a presales plan's costs, as a project's budget has them.
_BUDGET_OF_COST = {
    "person_days": "labour",
    "spares": "purchase",
    "subcontract": "subcontract",
    "travel": "travel",
}
# What a project change takes over from the initiation that it changes.
_KEPT = (
    "assumptions",
    "level",
    "name",
    "objective_cost",
    "objective_quality",
    "objective_schedule",
    "objective_scope",
    "project_type",
    "purchase_needs",
    "security_level",
)
_LINES = (
    "budget_ids",
    "deliverable_ids",
    "milestone_ids",
    "quality_objective_ids",
    "risk_ids",
    "staffing_ids",
)


class ItsmProjectInitiation(models.Model):
    """What a form is filled from: contract, presales plan, SLA, or what it changes."""

    _inherit = "itsm.project.initiation"

    # === ACTION METHODS === #

    def action_fill(self):
        """Fill what is empty from the contract, its presales plan and its SLA.

        :raise UserError: not a draft
        """
        self.check_access("write")
        for initiation in self:
            if initiation.state != "draft":
                raise UserError(
                    self.env._(
                        "%(initiation)s is %(state)s: only a draft is filled.",
                        initiation=initiation.display_name,
                        state=initiation._get_state_label(),
                    )
                )
            initiation._fill()
        return True

    # === BUSINESS METHODS === #

    def _fill(self, begins=False):
        """Write what is known already into what is empty.

        :param bool begins: nobody has written yet: what there is are only defaults
        """
        self.ensure_one()
        values = self._get_filling()
        self.write(
            {
                name: value
                for name, value in values.items()
                if begins or self._is_empty(name)
            }
        )

    def _is_empty(self, name):
        value = self[name]
        if name == "name":
            return value == "/"
        if self._fields[name].type == "html":
            return is_html_empty(value)
        return not value

    def _get_filling(self):
        """Return what the form begins with.

        :rtype: dict
        """
        contract = self.contract_id
        values = {
            "date_end": contract._get_last_day(),
            "date_start": contract._get_project_start(),
            "name": contract.name,
        }
        if self.kind == "change":
            project = self.project_id
            return {
                **values,
                "date_start": project.date_start or values["date_start"],
                "name": project.name,
                "project_manager_id": project.user_id.id,
                "tag_ids": [Command.set(project.tag_ids.ids)],
                **(self._fill_from_base() if self.base_id else self._fill_from_deal()),
            }
        return {**values, **self._fill_from_deal()}

    def _fill_from_base(self):
        """Return what the initiation says that this one changes, as it stands."""
        base = self.base_id
        values = {name: base[name] for name in _KEPT}
        for name in _LINES:
            lines = base[name].copy_data()
            values[name] = [
                Command.create({**line, "initiation_id": self.id}) for line in lines
            ]
        return values

    def _fill_from_deal(self):
        """Return what contract, SLA and presales plan say of the project."""
        # superuser: who initiates the project knows the deal it is for
        contract = self.contract_id.sudo()
        plan = contract.plan_id
        return {
            "assumptions": plan.influence,
            "objective_quality": plan.acceptance,
            "objective_schedule": plan.transition,
            "objective_scope": self._describe_scope(contract),
            "purchase_needs": plan.suppliers,
            "budget_ids": self._lines_of_costs(plan.cost_ids),
            "deliverable_ids": [
                Command.create(
                    {
                        "criterion": line.criterion,
                        "frequency": line.frequency,
                        "name": line.name,
                        "sequence": line.sequence,
                    }
                )
                for line in plan.deliverable_ids
            ],
            "milestone_ids": self._lines_of_dates(contract),
            "quality_objective_ids": self._lines_of_sla(contract.sla_id),
            "risk_ids": [
                Command.create(
                    {
                        "impact": line.impact,
                        "name": line.name,
                        "probability": line.probability,
                        "response": line.response,
                    }
                )
                for line in plan.risk_ids
            ],
            "staffing_ids": self._lines_of_capability(plan.capability_ids),
        }

    def _describe_scope(self, contract):
        """Return the contract's scope as HTML; without one, its services."""
        parts = [
            self._headed(label, contract[name])
            for name, label in (
                ("scope_in", self.env._("In scope")),
                ("scope_out", self.env._("Out of scope")),
            )
            if not is_html_empty(contract[name])
        ]
        if parts:
            return Markup().join(parts)
        items = Markup().join(
            Markup("<li>%s</li>") % line.display_name for line in contract.line_ids
        )
        return items and Markup("<ul>%s</ul>") % items

    @api.model
    def _headed(self, label, html):
        return Markup("<p><b>%s</b></p>%s") % (label, Markup(html))

    def _lines_of_costs(self, costs):
        """Return the budget of a plan's costs, in the contract's currency."""
        day = self.contract_id._today()
        return [
            Command.create(
                {
                    "amount": cost.currency_id._convert(
                        cost.amount, self.currency_id, self.company_id, day
                    ),
                    "kind": _BUDGET_OF_COST.get(cost.kind, "other"),
                    "name": cost.name,
                    "sequence": cost.sequence,
                }
            )
            for cost in costs
        ]

    def _lines_of_dates(self, contract):
        """Return the milestones that each project has: its begin and its end."""
        return [
            Command.create({"date": day, "name": name})
            for day, name in (
                (contract._get_project_start(), self.env._("Service begins")),
                (contract._get_last_day(), self.env._("Service ends")),
            )
        ]

    def _lines_of_sla(self, sla):
        """Return the quality objectives that the SLA asks for."""
        metrics = (
            ("response", sla.response_attainment_target, "percent"),
            ("resolution", sla.resolution_attainment_target, "percent"),
            ("satisfaction", sla.satisfaction_target, "score"),
        )
        names = dict(
            self.quality_objective_ids._fields["metric"]._description_selection(
                self.env
            )
        )
        lines = [
            {"metric": metric, "name": names[metric], "target": target, "unit": unit}
            for metric, target, unit in metrics
            if target
        ]
        lines += [
            {
                "metric": "availability",
                "name": self.env._(
                    "Availability of %s", line.service_id.display_name
                ),
                "target": line.target_pct,
                "unit": "percent",
            }
            for line in sla.availability_ids
        ]
        return [
            Command.create({**line, "sequence": 10 * place})
            for place, line in enumerate(lines, 1)
        ]

    def _lines_of_capability(self, lines):
        """Return the roles and skills that the plan's assessment asks for."""
        return [
            Command.create(
                {
                    "name": line.name,
                    "note": self.env._("%g people", line.required)
                    if line.kind == "headcount"
                    else False,
                    "sequence": line.sequence,
                    "skill": self.env._("Level %g", line.required)
                    if line.kind == "skills"
                    else False,
                }
            )
            for line in lines
            if line.kind in ("headcount", "skills")
        ]
