from markupsafe import Markup

from odoo import fields, models
from odoo.tools import is_html_empty

from .service_plan_text import heading, listing, paragraph, table


class ItsmServicePlan(models.Model):
    """The sections of domain 2.5, as far as agreement and project say them already.

    Each is read as superuser, and in the language of the plan's print.
    """

    _inherit = "itsm.service.plan"

    def _of_presales(self, *names):
        """Return texts of a presales plan that was written to serve as this one too."""
        if not self.is_merged:
            return Markup()
        return Markup().join(
            Markup(text)
            for name in names
            if not is_html_empty(text := self.presales_plan_id[name])
        )

    def _text_of_overview(self):
        contract, sla = self.contract_id, self.contract_id.sla_id
        basis = [
            self.env._(
                "Service contract %(number)s, version %(version)s",
                number=contract.display_name,
                version=contract.version,
            )
        ]
        if sla:
            basis.append(
                self.env._("Service level agreement %s", sla.display_name)
            )
        if self.presales_plan_id:
            basis.append(
                self.env._("Presales plan %s", self.presales_plan_id.display_name)
            )
        return (
            paragraph(
                self.env._(
                    "This plan says how %(provider)s delivers the services that"
                    " %(customer)s has ordered.",
                    provider=self.company_id.name,
                    customer=self.partner_id.commercial_partner_id.name,
                )
            )
            + heading(self.env._("Basis"), listing(basis))
            + heading(self.env._("In scope"), contract.scope_in)
            + heading(self.env._("Out of scope"), contract.scope_out)
            + heading(
                self.env._("Assumptions"), self._get_initiation().assumptions
            )
        )

    def _text_of_objectives(self):
        sla = self.contract_id.sla_id
        share = self.env._("at least %s %%")
        rows = [
            [label, share % f"{value:g}"]
            for label, value in (
                (self.env._("Responses in time"), sla.response_attainment_target),
                (self.env._("Resolutions in time"), sla.resolution_attainment_target),
            )
            if value
        ]
        if sla.satisfaction_target:
            rows.append(
                [
                    self.env._("Satisfaction of the customer (1 to 5)"),
                    self.env._("at least %s", f"{sla.satisfaction_target:g}"),
                ]
            )
        objectives = self._get_initiation().quality_objective_ids
        labels = dict(objectives._fields["unit"]._description_selection(self.env))
        rows += [
            [line.name, f"{line.target:g} {labels[line.unit]}"]
            for line in objectives.filtered(lambda line: line.metric == "other")
        ]
        heads = [self.env._("Measurable result"), self.env._("Target")]
        return self._of_presales("objective") + table(heads, rows)

    def _text_of_services(self):
        rows = [
            [
                line.service_id.code,
                line.service_id.name or line.name,
                line.service_id.hours_name,
                Markup(line.service_id.description or ""),
            ]
            for line in self.contract_id.line_ids
        ]
        heads = [
            self.env._("Code"),
            self.env._("Service"),
            self.env._("Service hours"),
            self.env._("What the customer gets"),
        ]
        return table(heads, rows)

    def _text_of_levels(self):
        sla = self.contract_id.sla_id
        rows = []
        for priority in sla.target_ids.priority_id.sorted(lambda p: (p.sequence, p.id)):
            targets = sla.target_ids.filtered(
                lambda target, p=priority: target.priority_id == p
            )
            by_metric = {target.metric: target for target in targets}
            rows.append(
                [
                    priority.display_name,
                    *(
                        self._target_text(by_metric.get(metric))
                        for metric in ("response", "resolution")
                    ),
                ]
            )
        heads = [
            self.env._("Priority"),
            self.env._("Response"),
            self.env._("Resolution"),
        ]
        return table(heads, rows)

    def _target_text(self, target):
        if not target:
            return "–"
        hours = target.calendar_id.name
        return f"{target.duration} ({hours})" if hours else target.duration

    def _text_of_organisation(self):
        contract = self.contract_id
        people = [
            (self.env._("Project manager"), self.project_id.user_id.name),
            (self.env._("Service manager"), contract.service_manager_id.name),
            (self.env._("Sales owner"), contract.user_id.name),
            (
                self.env._("Contact of the customer"),
                contract.party_a_contact or contract.partner_id.name,
            ),
        ]
        heads = [self.env._("Role"), self.env._("Who")]
        rows = [[role, name] for role, name in people if name]
        return table(heads, rows) + self._of_presales("team")

    def _text_of_resources(self):
        today = self.project_id._itsm_today()
        members = self.project_id.itsm_member_ids.filtered(
            lambda member: (
                member.state in ("proposed", "confirmed")
                and (not member.date_end or member.date_end >= today)
            )
        )
        rows = [
            [
                member.role_id.name,
                member.employee_id.name or member.user_id.name,
                f"{member.allocation_pct:g} %" if member.allocation_pct else "",
                fields.Date.to_string(member.date_start),
                ", ".join(member.skill_ids.mapped("display_name")),
                member.backup_id.name,
            ]
            for member in members
        ]
        heads = [
            self.env._("Role"),
            self.env._("Who"),
            self.env._("Share"),
            self.env._("From"),
            self.env._("Skills"),
            self.env._("Stands in"),
        ]
        needed = [
            [line.name, line.skill] for line in self._get_initiation().staffing_ids
        ]
        wanted = table([self.env._("Needed"), self.env._("Skill")], needed)
        return wanted + table(heads, rows)

    def _text_of_schedule(self):
        project = self.project_id
        rows = [
            [self.env._("Start of the services"), self.contract_id.date_start],
            *(
                [milestone.name, milestone.deadline]
                for milestone in project.milestone_ids.sorted("deadline")
                if milestone.deadline
            ),
            [self.env._("End of the services"), self.contract_id._get_last_day()],
        ]
        heads = [self.env._("Milestone"), self.env._("Date")]
        texts = [[name, fields.Date.to_string(day)] for name, day in rows if day]
        schedule = Markup(self._get_initiation().objective_schedule or "")
        return schedule + table(heads, texts)

    def _text_of_processes(self):
        return self._of_presales("delivery_mode", "escalation")

    def _text_of_dependencies(self):
        rows = [
            [
                service.display_name,
                ", ".join(service.depends_on_ids.mapped("display_name")),
            ]
            for service in self.contract_id.line_ids.service_id
            if service.depends_on_ids
        ]
        heads = [self.env._("Service"), self.env._("Depends on")]
        return table(heads, rows)

    def _text_of_suppliers(self):
        plan = self.presales_plan_id
        rows = [
            [line.partner_id.name, line.scope, line.commitment]
            for line in plan.supplier_ids
        ]
        heads = [
            self.env._("Supplier"),
            self.env._("Supplies"),
            self.env._("Committed to"),
        ]
        return self._of_presales("suppliers") + table(heads, rows)

    def _text_of_continuity(self):
        return self._requirements_of("continuity")

    def _text_of_availability(self):
        rows = [
            [
                line.service_id.display_name,
                line.hours_name,
                f"{line.target_pct:g} %",
                ", ".join(line.window_ids.mapped("display_name")),
            ]
            for line in self.contract_id.sla_id.availability_ids
        ]
        heads = [
            self.env._("Service"),
            self.env._("Agreed hours"),
            self.env._("Availability"),
            self.env._("Maintenance windows"),
        ]
        limit = self.contract_id.workload_limit
        return (
            table(heads, rows)
            + self._requirements_of("capacity")
            + paragraph(
                self.env._("The fee covers up to %s tickets a month.", limit)
                if limit
                else ""
            )
        )

    def _requirements_of(self, kind):
        """Return what the customer requires of a kind, and what was agreed on it."""
        requirements = self.presales_plan_id.requirement_ids.filtered(
            lambda requirement: requirement.type == kind
        )
        rows = [
            [requirement.code, requirement.name, requirement.target_text]
            for requirement in requirements
        ]
        heads = [
            self.env._("No."),
            self.env._("Requirement"),
            self.env._("Agreed figure"),
        ]
        return table(heads, rows)

    def _text_of_security(self):
        return self._of_presales("security")

    def _text_of_communication(self):
        return self._of_presales("reporting")

    def _text_of_acceptance(self):
        rows = [[line.name, line.criterion] for line in self.deliverable_ids]
        heads = [self.env._("Deliverable"), self.env._("Acceptance criterion")]
        return self._of_presales("acceptance") + table(heads, rows)

    def _text_of_risks(self):
        return paragraph(
            self.env._(
                "The risks of this project stand in the table of risks of this plan;"
                " the project's risk register follows them up."
            )
            if self.risk_ids
            else ""
        )

    def _text_of_transition(self):
        return self._of_presales("transition")
