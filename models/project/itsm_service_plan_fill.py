from markupsafe import Markup

from odoo import fields, models
from odoo.tools import is_html_empty

from .service_plan_text import heading, listing, paragraph, table

# What fills the sections of domain 2.5 from the agreement; see `_get_section_text`.
_SOURCES = {
    1: "overview",
    2: "objectives",
    3: "services",
    4: "levels",
    5: "organisation",
    6: "resources",
    7: "schedule",
    8: "processes",
    10: "dependencies",
    11: "suppliers",
    12: "continuity",
    13: "availability",
    14: "security",
    15: "communication",
    17: "acceptance",
    18: "risks",
    20: "transition",
}
# Probability and impact of a presales plan, 1 to 3, on the scale of 1 to 5.
_DEGREES = {"1": "2", "2": "3", "3": "4"}


class ItsmServicePlan(models.Model):
    """What a plan takes over of contract, SLA, catalogue and project (clause 1.1.10).

    Only what is empty is filled: nothing that somebody has written is lost. Everything
    is in the language that the plan is printed in, and nothing in it is a cost.
    """

    _inherit = "itsm.service.plan"

    # === ACTION METHODS === #

    def action_fill(self):
        """Fill what is empty of sections, deliverables and risks."""
        self.check_access("write")
        for plan in self:
            plan._check_draft_to_fill()
            plan._take_basis()
            plan._fill_deliverables()
            plan._fill_risks()
            plan._fill_sections(plan.section_ids)
        return True

    def action_propose_coverage(self):
        """Name, where nothing is named yet, the section that takes up what is agreed.

        The services stand in section 3, targets in 4, availability in 13; what else
        serves them is added by hand.
        """
        self.check_access("write")
        places = {"service": 3, "target": 4, "availability": 13}
        for plan in self:
            plan._check_draft_to_fill()
            sections = {
                section.code: section
                for section in plan.section_ids
                if not section.not_applicable
            }
            for line in plan.coverage_ids.filtered(lambda line: not line.is_covered):
                section = sections.get(places[line.kind]) or sections.get(4)
                if section:
                    line.section_ids = section
        return True

    # === BUSINESS METHODS === #

    def _fill_sections(self, sections):
        """Fill sections that are empty and not marked as not applicable."""
        self.ensure_one()
        self._check_draft_to_fill()
        for section in sections:
            if section.not_applicable or not is_html_empty(section.content):
                continue
            text = self._get_section_text(section.code)
            if not is_html_empty(text):
                section.content = text

    def _get_section_text(self, code):
        """Return what is known for a section of domain 2.5 already.

        :param int code: of the section
        :return: HTML, empty when nothing is known
        """
        source = _SOURCES.get(code)
        if not source:
            return Markup()
        # superuser: what is agreed does not depend on who writes the plan
        plan = self.sudo().with_context(lang=self._get_print_lang())
        return getattr(plan, f"_text_of_{source}")()

    def _fill_deliverables(self):
        if self.deliverable_ids:
            return
        Lines = self.env["itsm.service.plan.deliverable"]
        for values in self._get_known_deliverables():
            Lines.create({"plan_id": self.id, **values})

    def _get_known_deliverables(self):
        """Return the deliverables that project and presales plan name.

        :return: values of lines
        :rtype: list[dict]
        """
        # superuser: what was offered does not depend on who writes the plan
        return [
            {
                "sequence": line.sequence,
                "name": line.name,
                "frequency": line.frequency,
                "criterion": line.criterion,
            }
            for line in self.sudo().presales_plan_id.deliverable_ids
        ]

    def _fill_risks(self):
        if self.risk_ids:
            return
        Lines = self.env["itsm.service.plan.risk"]
        # superuser: as above
        for line in self.sudo().presales_plan_id.risk_ids:
            Lines.create(
                {
                    "plan_id": self.id,
                    "name": line.name,
                    "category": "other",
                    "probability": _DEGREES[line.probability],
                    "impact": _DEGREES[line.impact],
                    "response": line.response,
                    "owner_id": line.owner_id.id,
                }
            )

    def _of_presales(self, *names):
        """Return texts of a presales plan that was written to serve as this one too."""
        if not self.is_merged:
            return Markup()
        return Markup().join(
            Markup(text)
            for name in names
            if not is_html_empty(text := self.presales_plan_id[name])
        )

    # === TEXTS OF SECTIONS === #

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
        return table(heads, rows)

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
        return table(heads, texts) + self._of_presales("transition")

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
