from odoo.fields import Command
from odoo.tests import tagged

from ...models.approval import guard
from ..common import not_before
from ..reporting.common import ReportingCommon

COST_VIEWER = "itsm_service_delivery.group_cost_viewer"


@tagged("post_install", "-at_install")
class TestDashboard(ReportingCommon):
    """How a project stands, on its card, form and dashboard."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(not_before("2026-09-02 09:00"))
        cls.report = cls.make_report()
        cls.report.sudo()._adopt("Agreed on paper")

    def entries(self, user=None, project=None):
        project = (project or self.project).with_user(user or self.pm)
        project.invalidate_recordset(["itsm_dashboard"])
        return {entry["key"]: entry for entry in project.itsm_dashboard or []}

    def test_contract(self):
        entry = self.entries()["contract"]
        left = (self.contract.date_end - self.contract._today()).days
        self.assertEqual(entry["value"], f"{left} days left")
        self.assertEqual(entry["label"], f"Contract {self.contract.number}")

    def test_attainment_of_the_last_report(self):
        # August: 2 of 3 responses, 2 of 2 resolutions in time; 95 % are agreed
        entry = self.entries()["attainment"]
        self.assertEqual(entry["value"], "66.66 % · 100.00 %")
        self.assertIn("August 2026", entry["label"])
        action = self.project.with_user(self.pm).action_itsm_view_last_report()
        self.assertEqual(action["res_id"], self.report.id)

    def test_next_report(self):
        self.assertIn("September 2026", self.entries()["report"]["value"])

    def test_risks(self):
        self.assertNotIn("risks", self.entries())
        self.env["itsm.project.risk"].create(
            [
                {
                    "name": f"Risk {degree}",
                    "project_id": self.project.id,
                    "probability": degree,
                    "impact": degree,
                }
                for degree in ("2", "4")
            ]
        )
        entry = self.entries()["risks"]
        self.assertEqual(entry["value"], "2, highest score 16")
        self.assertEqual(entry["level"], "danger")

    def test_approvals(self):
        self.assertNotIn("approvals", self.entries())
        report = self.make_report("2026-09-01", "2026-09-30", at="2026-10-05 09:00")
        self.submit(report, at="2026-10-05 09:00")
        self.assertEqual(self.entries()["approvals"]["value"], "1 for others")
        entry = self.entries(self.manager)["approvals"]
        self.assertEqual((entry["value"], entry["level"]), ("1 for me", "warning"))
        project = self.project.with_user(self.manager)
        action = project.action_itsm_dashboard_approvals()
        rounds = self.env[action["res_model"]].search(action["domain"])
        self.assertEqual(rounds, report.sudo().round_id)

    def test_what_one_may_not_see(self):
        """Entries of what the user may not see are left out."""
        engineer = self.users["engineer"]
        self.assertNotIn("budget", self.entries(engineer))
        plain = self.plain_user
        group = self.env.ref("project.group_project_user")
        plain.group_ids = [Command.link(group.id)]
        panel = self.project.with_user(plain).get_panel_data()
        self.assertIn("buttons", panel)
        self.assertNotIn("itsm_dashboard", panel)

    def test_panel(self):
        panel = self.project.with_user(self.pm).get_panel_data()
        keys = [entry["key"] for entry in panel["itsm_dashboard"]]
        self.assertEqual(keys, ["contract", "attainment", "report"])

    def test_actions_exist(self):
        for entry in self.entries().values():
            if entry["action"]:
                action = getattr(self.project.with_user(self.pm), entry["action"])()
                self.assertIn("type", action)

    def _make_budget(self, contract, project):
        """Give a project a budget of 1,000, of which 250 are spent."""
        initiation = self.env["itsm.project.initiation"].create(
            {
                "contract_id": contract.id,
                "existing_project_id": project.id,
                "budget_ids": [Command.create({"kind": "labour", "amount": 1000.0})],
            }
        )
        # as its approval leaves it
        guard.with_key(initiation).write(
            {"project_id": project.id, "state": "in_force"}
        )
        project._itsm_ensure_account()
        self.env["account.analytic.line"].create(
            {
                "name": "Travel",
                "account_id": project.account_id.id,
                "company_id": self.provider.id,
                "amount": -250.0,
            }
        )

    def test_many_projects(self):
        """The number of queries does not grow with the number of projects."""
        # who sees costs, too
        self.pm.group_ids = [Command.link(self.env.ref(COST_VIEWER).id)]
        projects = self.project
        for number in range(5):
            contract = self._create_contract(name=f"Contract {number}")
            self.standard_sla._copy_to_contract(contract)
            self.put_in_force(contract)
            project = self.env["project.project"].create(
                {
                    "name": f"Project {number}",
                    "user_id": self.pm.id,
                    "company_id": self.provider.id,
                }
            )
            contract.project_id = project
            contract.amend("One service more", contract._today())
            self._make_budget(contract, project)
            self.env["itsm.project.risk"].create(
                {"name": "Risk", "project_id": project.id}
            )
            projects |= project
        counts = []
        for some in (projects[:2], projects):
            some = some.with_user(self.pm)
            for _warm in range(2):
                self.env.flush_all()
                self.env.invalidate_all()
                before = self.env.cr.sql_log_count
                boards = some.mapped("itsm_dashboard")
                count = self.env.cr.sql_log_count - before
            counts.append(count)
            budgets = [
                entry["value"]
                for board in boards
                for entry in board
                if entry["key"] == "budget"
            ]
            self.assertEqual(budgets, ["25 %"] * (len(some) - 1))
        self.assertEqual(counts[0], counts[1])
