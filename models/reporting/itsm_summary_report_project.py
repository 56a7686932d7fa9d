from odoo import models
from odoo.tools import float_round

from ...engine.rounding import exact, half_up, percentage

# A work plan that was approved once: the first of them is what was promised.
_PLANNED = ("in_force", "superseded", "closed")
_COSTS = {
    "budget": "itsm_budget_total",
    "labour": "itsm_cost_labour",
    "purchase": "itsm_cost_purchase",
    "other": "itsm_cost_other",
    "actual": "itsm_cost_actual",
}


class ItsmSummaryReport(models.Model):
    """What a summary says of the project itself: plan, hours, risks (domain 2.8).

    - ``schedule``: the milestones of the last work plan with the end that its first
      version promised, the end planned last, the actual end, and the variance in days
      against the first (later is positive);
    - ``hours``: planned hours of the first and the last version, and hours booked;
    - ``objectives``: the quality objectives with what was measured;
    - ``risks``: the register, the highest scores first.

    ``cost_figures`` has budget and actual cost in the project's currency, the cost
    variance CV = budget − actual and CV in percent of the budget, None without one.
    """

    _inherit = "itsm.summary.report"

    # === BUSINESS METHODS === #

    def _get_figures(self, contracts):
        figures = super()._get_figures(contracts)
        plans = self._get_work_plans()
        return {
            **figures,
            "schedule": self._get_milestones(plans),
            "progress": self._get_progress(plans),
            "hours": self._get_hours(plans),
            "objectives": self._get_objectives(),
            "risks": self._get_risks(),
        }

    def _get_cost_figures(self):
        project = self.project_id
        digits = project.currency_id.decimal_places
        amounts = {
            name: str(half_up(project[field], digits)) for name, field in _COSTS.items()
        }
        budget, actual = exact(amounts["budget"]), exact(amounts["actual"])
        if not budget and not actual:
            return super()._get_cost_figures()
        share = percentage((budget - actual) / budget) if budget else None
        return {
            **amounts,
            "currency": project.currency_id.id,
            "variance": str(half_up(budget - actual, digits)),
            "variance_pct": None if share is None else str(share),
        }

    def _get_work_plans(self):
        """Return the approved versions of the work plan, the first one first."""
        return self.env["itsm.work.plan"].search(
            [("project_id", "=", self.project_id.id), ("state", "in", _PLANNED)],
            order="id",
        )

    def _get_milestones(self, plans):
        """Return what became of the milestones, as JSON."""
        if not plans:
            return []
        promised = {}
        for line in plans.line_ids.sorted(lambda line: line.plan_id.id):
            if line.date_end:
                promised.setdefault(line.key, line.date_end)
        last = plans[-1]
        actuals = last.line_ids._get_actuals()
        rows = []
        for line in last.line_ids.filtered("is_milestone"):
            if line.is_cancelled:
                continue
            actual, first = actuals[line], promised.get(line.key)
            late = None
            if first and actual.end:
                late = (actual.end - first).days
            elif first and actual.state != "done" and first < last._today():
                late = (last._today() - first).days
            rows.append(
                {
                    "wbs": line.wbs,
                    "name": line.name,
                    "promised": _text(first),
                    "planned": _text(line.date_end),
                    "actual": _text(actual.end),
                    "state": actual.state,
                    "variance_days": late,
                }
            )
        return rows

    def _get_progress(self, plans):
        """Return how the last version of the plan was kept, None without one."""
        if not plans:
            return None
        plan = plans[-1]
        return {
            "plan": plan.display_name,
            "due": plan.due_count,
            "done": plan.done_count,
            "late": plan.late_count,
        }

    def _get_hours(self, plans):
        """Return planned and booked hours, rounded to minutes' hundredths."""
        booked = self.env["account.analytic.line"]._read_group(
            [("project_id", "=", self.project_id.id)], [], ["unit_amount:sum"]
        )[0][0]
        planned = [
            sum(line.planned_hours for line in plan.line_ids if not line.parent_id)
            for plan in (plans[:1], plans[-1:])
        ]
        return {
            "promised": _hours(planned[0]) if plans else None,
            "planned": _hours(planned[1]) if plans else None,
            "actual": _hours(booked),
        }

    def _get_objectives(self):
        objectives = self.env["itsm.quality.objective"].search(
            [("project_id", "=", self.project_id.id)]
        )
        return [
            {
                "name": objective.name,
                "comparison": objective.comparison,
                "target": _number(objective.target),
                "unit": objective.unit,
                "actual": _number(objective.actual) if objective.measured_on else None,
                "source": objective.source_note or "",
                "result": objective.result,
            }
            for objective in objectives
        ]

    def _get_risks(self):
        risks = self.env["itsm.project.risk"].search(
            [("project_id", "=", self.project_id.id)], order="score desc, id"
        )
        return [
            {
                "name": risk.name,
                "score": risk.score,
                "state": risk.state,
                "outcome": risk.outcome or "",
            }
            for risk in risks
        ]


def _number(value):
    return f"{half_up(value, 2).normalize():f}"


def _text(day):
    return str(day) if day else None


def _hours(number):
    return float_round(number or 0.0, precision_digits=2)
