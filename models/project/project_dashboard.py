from collections import defaultdict

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...const import CONTRACT_OVER
from ..presales.itsm_presales_plan_cost import COST_VIEWER
from .itsm_work_plan_change import OPEN_STATES

# A contract that ends within so many days is worth a look.
_SOON = 30
# Scores of risks (1 to 25) from which they are high, and critical.
_HIGH, _CRITICAL = 10, 16


class ProjectProject(models.Model):
    """How a service project stands, on its card, its form and its dashboard.

    `_itsm_dashboard()` collects the entries of all rooms for many projects at once; a
    room adds its own there. What the user may not see is left out.
    """

    _inherit = "project.project"

    itsm_dashboard = fields.Json(
        string="How It Stands",
        compute="_compute_itsm_dashboard",
        groups="itsm_service_delivery.group_user",
    )

    # === COMPUTE METHODS === #

    @api.depends_context("uid", "lang", "allowed_company_ids")
    def _compute_itsm_dashboard(self):
        service = self.filtered("itsm_contract_id")
        entries = service._itsm_dashboard()
        for project in self:
            found = entries.get(project._origin.id, [])
            found = sorted(found, key=lambda entry: entry["sequence"])
            project.itsm_dashboard = found or False

    def get_panel_data(self):
        data = super().get_panel_data()
        if data and self.env.user.has_group("itsm_service_delivery.group_user"):
            data["itsm_dashboard"] = self.itsm_dashboard or []
        return data

    # === ACTION METHODS === #

    def action_itsm_dashboard_approvals(self):
        """Open the documents of the project that wait for a decision."""
        self.ensure_one()
        stages = self._itsm_pending_stages().get(self.id)
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "itsm_service_delivery.itsm_approval_round_action"
        )
        rounds = stages.round_id.ids if stages else []
        return {**action, "domain": [("id", "in", rounds)], "context": {}}

    # === BUSINESS METHODS === #

    def _itsm_dashboard(self):
        """Return how projects stand; rooms add their entries.

        :return: ``{project id: [{key, sequence, label, value, level, action}]}``;
            ``level`` is ``ok``, ``warning``, ``danger`` or ``none``, ``action`` the
            name of the method that opens it, or False
        """
        entries = defaultdict(list)
        for entry in (
            self._itsm_dashboard_contract,
            self._itsm_dashboard_plan,
            self._itsm_dashboard_milestone,
            self._itsm_dashboard_changes,
            self._itsm_dashboard_risks,
            self._itsm_dashboard_team,
            self._itsm_dashboard_approvals,
            self._itsm_dashboard_budget,
        ):
            for project, values in entry().items():
                entries[project].append({"action": False, "level": "none", **values})
        return entries

    def _itsm_dashboard_contract(self):
        """Return the contract in the user's sight, with the days it has left."""
        contracts = self.itsm_contract_id._filtered_access("read")
        entries = {}
        for project in self:
            contract = project.itsm_contract_id
            if contract not in contracts:
                continue
            left = (contract._get_last_day() - contract._today()).days
            if contract.state in CONTRACT_OVER or left < 0:
                value, level = contract._get_state_label(), "none"
            elif contract.state != "in_force":
                value, level = contract._get_state_label(), "warning"
            else:
                value = self.env._("%s days left", left)
                level = "warning" if left <= _SOON else "ok"
            entries[project.id] = {
                "key": "contract",
                "sequence": 10,
                "label": self.env._("Contract %s", contract.number),
                "value": value,
                "level": level,
                "action": "action_itsm_view_contract",
            }
        return entries

    def _itsm_dashboard_plan(self):
        """Return the completion of the work plan in force, and what is late."""
        plans = self.env["itsm.work.plan"]
        if not plans.has_access("read"):
            return {}
        plans = plans.search_fetch(
            [("project_id", "in", self.ids), ("state", "=", "in_force")], ["project_id"]
        )
        progress = self._itsm_count_due(plans)
        entries = {}
        for plan in plans:
            due, done, late = progress.get(plan.id, (0, 0, 0))
            share = f"{100 * done // due} %" if due else self.env._("N/A")
            value = self.env._("%(share)s, %(late)s late", share=share, late=late)
            entries[plan.project_id.id] = {
                "key": "plan",
                "sequence": 40,
                "label": self.env._("Work plan done"),
                "value": value if late else share,
                "level": "warning" if late else "ok",
                "action": "action_itsm_view_work_plan",
            }
        return entries

    def _itsm_count_due(self, plans):
        """Count what is due of work plans; recurring work each time.

        :return: ``{plan id: (due, done of these, lines that are late)}``
        """
        if not plans:
            return {}
        self.env["project.task"].flush_model()
        self.env["itsm.work.plan.line"].flush_model()
        today = fields.Date.context_today(self)
        query = SQL(
            """
            SELECT line.plan_id,
                   COUNT(*),
                   COUNT(*) FILTER (WHERE task.state = '1_done'),
                   COUNT(DISTINCT line.id) FILTER (
                       WHERE task.state != '1_done' AND task.itsm_date_end < %(today)s
                   )
              FROM itsm_work_plan_line line
              JOIN project_task task ON task.itsm_plan_line_key = line.key
             WHERE line.plan_id = ANY(%(plans)s)
               AND line.is_summary IS NOT TRUE
               AND line.is_cancelled IS NOT TRUE
               AND task.state != '1_canceled'
               AND task.itsm_date_end <= %(today)s
               AND (task.itsm_turn IS NOT NULL
                    OR NOT EXISTS (
                        SELECT FROM project_task turn
                         WHERE turn.itsm_plan_line_key = line.key
                           AND turn.itsm_turn IS NOT NULL))
             GROUP BY line.plan_id
            """,
            today=today,
            plans=plans.ids,
        )
        rows = self.env.execute_query(query)
        return {plan: (due, done, late) for plan, due, done, late in rows}

    def _itsm_dashboard_milestone(self):
        """Return the next milestone that is not reached."""
        milestones = self.env["project.milestone"]
        if not milestones.has_access("read"):
            return {}
        open_ones = milestones.search_fetch(
            [
                ("project_id", "in", self.ids),
                ("is_reached", "=", False),
                ("deadline", "!=", False),
            ],
            ["project_id", "name", "deadline"],
            order="deadline, id",
        )
        today = fields.Date.context_today(self)
        entries = {}
        for milestone in open_ones:
            late = milestone.deadline < today
            entries.setdefault(
                milestone.project_id.id,
                {
                    "key": "milestone",
                    "sequence": 45,
                    "label": self.env._("Next milestone"),
                    "value": f"{milestone.name}, {milestone.deadline}",
                    "level": "danger" if late else "ok",
                    "action": "action_get_list_view",
                },
            )
        return entries

    def _itsm_dashboard_changes(self):
        """Return how many work plan changes are on their way."""
        changes = self.env["itsm.work.plan.change"]
        if not changes.has_access("read"):
            return {}
        groups = changes._read_group(
            [("project_id", "in", self.ids), ("state", "in", OPEN_STATES)],
            ["project_id"],
            ["__count"],
        )
        return {
            project.id: {
                "key": "changes",
                "sequence": 50,
                "label": self.env._("Open plan changes"),
                "value": str(count),
                "level": "warning",
                "action": "action_itsm_view_changes",
            }
            for project, count in groups
        }

    def _itsm_dashboard_risks(self):
        """Return how many risks are open, and the highest score."""
        risks = self.env["itsm.project.risk"]
        if not risks.has_access("read"):
            return {}
        groups = risks._read_group(
            [("project_id", "in", self.ids), ("state", "!=", "closed")],
            ["project_id"],
            ["__count", "score:max"],
        )
        return {
            project.id: {
                "key": "risks",
                "sequence": 60,
                "label": self.env._("Open risks"),
                "value": self.env._(
                    "%(count)s, highest score %(score)s", count=count, score=score
                ),
                "level": "danger"
                if score >= _CRITICAL
                else "warning"
                if score >= _HIGH
                else "ok",
                "action": "action_itsm_view_risks",
            }
            for project, count, score in groups
        }

    def _itsm_dashboard_team(self):
        """Return how many members lack a skill that their role demands."""
        members = self.env["itsm.project.member"]
        if not members.has_access("read"):
            return {}
        groups = members._read_group(
            [
                ("project_id", "in", self.ids),
                ("state", "=", "confirmed"),
                ("has_skill_gap", "=", True),
            ],
            ["project_id"],
            ["__count"],
        )
        return {
            project.id: {
                "key": "team",
                "sequence": 70,
                "label": self.env._("Members with a skill gap"),
                "value": str(count),
                "level": "warning",
                "action": "action_itsm_view_team",
            }
            for project, count in groups
        }

    def _itsm_dashboard_approvals(self):
        """Return the decisions that documents of the projects wait for."""
        entries = {}
        for project, stages in self._itsm_pending_stages().items():
            mine = len(stages.filtered("can_decide"))
            others = len(stages) - mine
            if mine and others:
                value = self.env._(
                    "%(mine)s for me, %(others)s for others", mine=mine, others=others
                )
            elif mine:
                value = self.env._("%s for me", mine)
            else:
                value = self.env._("%s for others", others)
            entries[project] = {
                "key": "approvals",
                "sequence": 80,
                "label": self.env._("Waits for approval"),
                "value": value,
                "level": "warning" if mine else "none",
                "action": "action_itsm_dashboard_approvals",
            }
        return entries

    def _itsm_pending_stages(self):
        """Return the pending stages of documents of the projects that the user sees.

        :return: ``{project id: itsm.approval.round.stage}``
        """
        stages = self.env["itsm.approval.round.stage"]
        project_of = {}
        for model in self.env["itsm.document.mixin"]._document_models():
            documents = self.env[model]
            if "project_id" not in documents._fields or not documents.has_access(
                "read"
            ):
                continue
            waiting = documents.search_fetch(
                [
                    ("project_id", "in", self.ids),
                    ("state", "in", ("in_review", "reviewed")),
                ],
                ["project_id"],
            )
            for document in waiting:
                project_of[model, document.id] = document.project_id.id
        if not project_of:
            return {}
        domain = Domain.OR(
            Domain("res_model", "=", model)
            & Domain("res_id", "in", [key[1] for key in project_of if key[0] == model])
            for model in {key[0] for key in project_of}
        )
        # superuser: who sees the documents knows what they wait for
        pending = stages.sudo().search(domain & Domain("state", "=", "pending"))
        found = defaultdict(lambda: stages)
        for stage in pending.sudo(False):
            found[project_of[stage.sudo().res_model, stage.sudo().res_id]] |= stage
        return found

    def _itsm_dashboard_budget(self):
        """Return how much of the budget is spent, to cost viewers."""
        if not self.env.user.has_group(COST_VIEWER):
            return {}
        entries = {}
        for project in self:
            budget, actual = project.itsm_budget_total, project.itsm_cost_actual
            if not budget:
                continue
            share = 100 * actual / budget
            entries[project.id] = {
                "key": "budget",
                "sequence": 90,
                "label": self.env._("Budget used"),
                "value": f"{share:.0f} %",
                "level": "danger" if share > 100 else "warning" if share > 90 else "ok",
                "action": False,
            }
        return entries
