from markupsafe import Markup

from odoo import models
from odoo.tools import is_html_empty

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
# Probability and impact, 1 to 3 before the project, on the plan's scale of 1 to 5.
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
        plan = self.sudo()
        lines = plan._get_initiation().deliverable_ids
        return [
            {
                "sequence": line.sequence,
                "name": line.name,
                "frequency": line.frequency,
                "criterion": line.criterion,
            }
            for line in lines or plan.presales_plan_id.deliverable_ids
        ]

    def _fill_risks(self):
        if self.risk_ids:
            return
        Lines = self.env["itsm.service.plan.risk"]
        # superuser: as above
        plan = self.sudo()
        risks = plan._get_initiation().risk_ids or plan.presales_plan_id.risk_ids
        for line in risks:
            Lines.create(
                {
                    "plan_id": self.id,
                    "name": line.name,
                    "category": "other",
                    "probability": _DEGREES[line.probability],
                    "impact": _DEGREES[line.impact],
                    "response": line.response,
                }
            )

    def _get_initiation(self):
        """Return the initiation that is the project's baseline, if there is one."""
        # superuser: the baseline does not depend on who writes the plan
        return self.sudo().project_id.itsm_initiation_id
