import json

from odoo.tests import tagged

from ..common import MODULE, read_json
from .common import DemoCommon

# The demo's catalogue has codes of its own for the services of demo_service.json.
SERVICES = {"NET": "SC-03", "ERP": "SC-02", "OA": "SC-07"}


@tagged("post_install", "-at_install")
class TestDemo(DemoCommon):
    """What the demo company shows is what domain 7 says, to the digit."""

    def test_catalogue(self):
        """Domain 7: ten services are published, each by those whose task it is."""
        company = self.ref("company_yunling")
        services = self.env["itsm.service"].search([("company_id", "=", company.id)])
        published = services.filtered(lambda service: service.state == "in_force")
        self.assertEqual(
            published.sorted("code").mapped("code"),
            [f"SC-{number:02}" for number in range(1, 11)],
        )
        self.assertEqual(published.author_id, self.ref("user_chenjing"))
        self.assertEqual(published.reviewed_by_id, self.ref("user_liuyang"))
        self.assertEqual(published.approved_by_id, self.ref("user_wanghaitao"))
        self.assertFalse(published._changed_since_submission())
        others = {
            (service.code, service.version): service.state
            for service in services - published
        }
        self.assertEqual(
            others,
            {
                ("SC-02", "1.1"): "in_review",
                ("SC-06", "1.0"): "superseded",
                ("SC-11", "1.0"): "draft",
            },
        )
        self.assertIn("customer provides", self.ref("service_backup").return_reason)
        # the contract keeps what it agreed on, tickets mean what is published
        lines = self.ref("contract_jiangcheng").line_ids.service_id
        self.assertIn(self.ref("service_desktop"), lines)
        desktop = self.ref("service_desktop_next")
        categories = self.env["helpdesk.ticket.category"].search(
            [("itsm_service_id.code", "=", "SC-06")]
        )
        self.assertEqual(categories.itsm_service_id, desktop)
        self.assertIn("Video conference rooms", desktop.inclusions)
        chinese = desktop.with_context(lang="zh_CN")
        self.assertEqual(chinese.name, "桌面支持")
        self.assertIn("视频会议室", chinese.inclusions)
        self.assertIn("办公软件", chinese.inclusions)

    def test_contract_amounts(self):
        contract = self.ref("contract_jiangcheng")
        self.assertEqual(contract.number, "HT-2026-0018")
        self.assertEqual(contract.state, "in_force")
        self.assertEqual(contract.amount_untaxed, 1132075.47)
        self.assertEqual(contract.amount_tax, 67924.53)
        self.assertEqual(contract.amount_total, 1200000.0)
        self.assertEqual(contract.monthly_fee, 100000.0)
        self.assertEqual(contract.sale_order_id.amount_total, 1200000.0)
        self.assertEqual(contract.project_id.user_id, self.ref("user_zhaolei"))
        self.assertEqual(self.ref("contract_binhai").state, "completed")
        self.assertEqual(self.ref("contract_binhai").amount_total, 90000.0)

    def test_imported_tickets(self):
        tickets = self.tickets([("itsm_import_ref", "!=", False)])
        self.assertEqual(len(tickets), 90)
        self.assertTrue(all(ticket.user_id for ticket in tickets))
        self.assertTrue(all(ticket.itsm_service_id for ticket in tickets))
        self.assertTrue(all(ticket.channel_id and ticket.type_id for ticket in tickets))
        open_refs = tickets.filtered(
            lambda ticket: ticket.itsm_state in ("new", "active", "paused")
        ).mapped("number")
        self.assertCountEqual(
            open_refs, read_json("demo_stats.json")["2026-10"]["closing_backlog_refs"]
        )

    def test_live_tickets(self):
        tickets = self.tickets([("itsm_import_ref", "=", False)], "itsm_opened_at")
        self.assertEqual(
            tickets.mapped("itsm_state"),
            ["paused", "active", "active", "active", "new"],
        )
        self.assertEqual(
            tickets.itsm_priority_id.mapped("code"), ["P3", "P4", "P2"]
        )
        # 405 of 480 minutes, around the clock: more than three quarters.
        self.assertEqual(tickets[2].itsm_resolution_state, "at_risk")

    def test_report_figures(self):
        contract = self.ref("contract_jiangcheng")
        reports = self.env["itsm.service.report"].search(
            [("contract_id", "=", contract.id)], order="period_start"
        )
        self.assertEqual(reports.mapped("state"), ["in_force", "in_force", "draft"])
        expected = read_json("demo_stats.json")
        for report, (period, figures) in zip(reports, expected.items(), strict=True):
            figures["availability"] = {
                SERVICES[code]: values
                for code, values in figures["availability"].items()
            }
            found = json.loads(json.dumps(report._stats()))
            for key, value in figures.items():
                with self.subTest(period=period, key=key):
                    self.assertEqual(found[key], value)
            self.assertTrue(all(miss.cause and miss.action for miss in report.miss_ids))
            self.assertEqual(len(report.miss_ids), len(figures["missed"]))

    def test_objectives(self):
        """October by domain 7: only the ERP was too often down (99.52 %)."""
        objectives = self.ref("project_jiangcheng").itsm_objective_ids
        found = {
            (objective.metric, objective.actual): objective.result
            for objective in objectives
        }
        self.assertEqual(
            found,
            {
                ("response", 96.87): "met",
                ("resolution", 96.77): "met",
                ("satisfaction", 4.43): "met",
                ("availability", 99.52): "missed",
                ("availability", 100): "met",
                ("availability", 99.89): "met",
            },
        )

    def test_control(self):
        """One measure is done, one is open; both records of conformity have passed."""
        project = self.ref("project_jiangcheng")
        measures = self.env["itsm.special.measure"].search(
            [("project_id", "=", project.id)]
        )
        self.assertEqual(
            {measure.owner_id: measure.is_done for measure in measures},
            {self.ref("user_sunyue"): True, self.ref("user_wuhao"): False},
        )
        verification, validation = (
            self.env[model].search([("project_id", "=", project.id)])
            for model in ("itsm.verification", "itsm.validation")
        )
        self.assertEqual((verification.state, verification.result), ("done", "pass"))
        self.assertEqual((validation.state, validation.outcome), ("done", "pass"))
        self.assertEqual(validation.contact_id, self.ref("partner_fengxue"))

    def test_cost(self):
        """Hours of the team, one controller billed, four disks ordered."""
        project = self.ref("project_jiangcheng")
        # 416 h × 66 + 392.5 h × 72 + 326 h × 115 + 342 h × 142
        self.assertEqual(project.itsm_cost_labour, 141770.0)
        self.assertEqual(project.itsm_cost_purchase, 18000.0)
        # 4 × 1,500
        self.assertEqual(project.itsm_cost_committed, 6000.0)

    def test_roles_hold_one_role_each(self):
        people = self.env["res.users"].search([("login", "like", "@yunling.example")])
        self.assertEqual(len(people), 17)
        roles = self.env.ref(f"{MODULE}.privilege_service_delivery").group_ids
        for person in people:
            self.assertEqual(len(person.group_ids & roles), 1, person.login)

    def test_an_update_changes_nothing(self):
        models = (
            "account.analytic.line",
            "helpdesk.ticket",
            "hr.employee",
            "itsm.contract",
            "itsm.contract.review",
            "itsm.information.sheet",
            "itsm.presales.plan",
            "itsm.project.member",
            "itsm.service.report",
            "itsm.sla.tryout",
            "itsm.special.measure",
            "itsm.verification",
            "purchase.order",
            "res.users",
        )
        before = [self.env[model].search_count([]) for model in models]
        self.load("update")
        self.assertEqual([self.env[model].search_count([]) for model in models], before)


@tagged("post_install", "-at_install")
class TestDemoInChinese(DemoCommon):
    """Where the administrator's language is Chinese, so is the story."""

    lang = "zh_CN"

    def test_story(self):
        ticket = self.env["helpdesk.ticket"].search([("number", "=", "GD202610014")])
        self.assertEqual(ticket.name, "ERP系统全面不可用")
        self.assertIn("连接池", ticket.description)
        customer = self.ref("partner_jiangcheng")
        self.assertEqual(customer.name, "江城制造集团有限公司(示例)")
        self.assertEqual(self.ref("user_chenjing").lang, "zh_CN")
        report = self.env["itsm.service.report"].search(
            [("state", "=", "draft"), ("contract_id.partner_id", "=", customer.id)]
        )
        self.assertEqual(report.lang, "zh_CN")
        self.assertTrue(all("。" in miss.cause for miss in report.miss_ids))
        contract = self.ref("contract_jiangcheng")
        self.assertIn("服务台", contract.line_ids[0].name)
        self.assertIn("监控告警", json.dumps(report.dataset, ensure_ascii=False))
        self.assertNotIn("Monitoring", json.dumps(report.dataset))
