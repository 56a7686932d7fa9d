import json
from functools import cached_property

from odoo.exceptions import AccessError
from odoo.tools import is_html_empty
from odoo.tools.misc import formatLang

from ..models.presales.itsm_presales_plan_cost import COST_VIEWER
from .document_view import DocumentView
from .sla_view import SlaView


class PresalesPlanView(DocumentView):
    """A presales plan as the customer gets it (domain 2.1): nothing internal."""

    is_internal = False

    def __init__(self, document, lang=None):
        super().__init__(document, lang)
        self.plan = self.doc
        # superuser: what the plan says is readable to whoever reads the plan
        known = self._known
        self.sla = PlanSlaView(known.sla_id, self) if known.sla_id else None

    @cached_property
    def approvals(self):
        """The customer reads who approved it, not what was said, nor who had to."""
        return super().approvals if self.is_internal else []

    def has(self, *names):
        """Return whether one of these sections of the plan says something."""
        return any(
            not is_html_empty(value) if isinstance(value, str) else bool(value)
            for value in (self.plan[name] for name in names)
        )

    def requirements(self):
        """Return the requirements that the plan answers: records."""
        # superuser: see above
        lines = self._known.requirement_ids
        if not self.is_internal:
            lines = lines.filtered(lambda line: line.source != "internal")
        return lines

    def feasibility(self, line):
        """Return what we say of a requirement."""
        return self.choice(line, "feasible") or "—"

    def money(self, amount):
        """Return an amount in the currency of the plan."""
        return formatLang(self.env, amount, currency_obj=self.plan.currency_id)

    def number_text(self, number):
        """Return a quantity without zeros that say nothing."""
        return f"{number:.10g}"

    def snapshot(self):
        """Return what was submitted; None of a draft."""
        text = self._round.snapshot if self.doc.state != "draft" else None
        return json.loads(text) if text else None


class InternalPlanView(PresalesPlanView):
    """A presales plan with costs, margin, gaps and remarks: for cost viewers only.

    :raise AccessError: the user is none
    """

    is_internal = True

    def __init__(self, document, lang=None):
        if not document.env.user.has_group(COST_VIEWER):
            raise AccessError(
                document.env._(
                    "The internal edition has costs and margin: it is for cost viewers"
                    " only. Print the customer's edition instead."
                )
            )
        super().__init__(document, lang)

    @property
    def type_name(self):
        return self.env._("%s (internal edition)", super().type_name)


class PlanSlaView(SlaView):
    """The SLA draft as a section of its plan, as it was when that was submitted."""

    def __init__(self, sla, plan_view):
        self._plan_view = plan_view
        super().__init__(sla.with_env(plan_view.env).sudo(), plan_view.lang)

    def _annexes(self):
        snapshot = self._plan_view.snapshot() or {}
        for annex in snapshot.get("annexes", {}).get("slas", ()):
            if annex["key"] == self.sla.id:
                return annex
        return self.sla._get_content_annexes()[self.sla.id]
