from datetime import date

from odoo.exceptions import RedirectWarning
from odoo.tests import tagged

from .common import DemoCommon

# Whose hours domain 7 counts.
FOUR = ("sunyue", "majun", "wuhao", "hejingyi")


class StoryCommon(DemoCommon):
    def assertEvidence(self, document):
        """Check that log, content and seals of a document are as they were written."""
        reader = document.with_user(self.ref("user_chenjing"))
        action = reader.action_verify_evidence()
        run = self.env[action["res_model"]].browse(action["res_id"])
        self.assertEqual(run.state, "done")
        self.assertEqual(run.finding_ids.mapped("what"), [])

    def assertTold(self, record, names):
        """Check that texts are in the language of the story."""
        for name in names:
            has_chinese = any("\u4e00" <= sign <= "\u9fff" for sign in record[name])
            with self.subTest(record=record, name=name):
                self.assertEqual(has_chinese, self.lang == "zh_CN")


@tagged("post_install", "-at_install")
class TestDemoStory(StoryCommon):
    """From need to signed contract, with the numbers and dates of domain 7."""

    def test_sheet(self):
        sheet = self.ref("sheet_jiangcheng")
        self.assertEqual(sheet.state, "used")
        self.assertEqual(sheet.collected_on, date(2026, 6, 8))
        self.assertEqual(sheet.user_id, self.ref("user_linfang"))
        self.assertEqual(sheet.service_collector_id, self.ref("user_zhaolei"))
        self.assertEqual(sheet.completeness, 100)
        self.assertEqual(len(sheet.requirement_ids), 10)
        self.assertEvidence(sheet)

    def test_plan(self):
        plan = self.ref("plan_jiangcheng")
        self.assertEqual(plan.number, "SQ-2026-0011")
        self.assertEqual(plan.state, "converted")
        self.assertEqual(plan.sheet_id, self.ref("sheet_jiangcheng"))
        self.assertEqual(plan.sale_order_id, self.ref("order_jiangcheng"))
        self.assertEqual(plan.amount_untaxed, 1132075.47)
        # 132,000 + 144,000 + 135,000 + 198,000 + 72,000 + 44,000 for people, 30,000
        # for spares, 45,000 for scans, 18,000 for travel, 42,000 overhead
        self.assertEqual(plan.cost_total, 860000.0)
        self.assertEqual(plan.margin, 272075.47)
        # 272,075.47 / 1,132,075.47 = 0.24033…
        self.assertEqual(plan.margin_pct, 24.03)
        self.assertEvidence(plan)

    def test_review(self):
        contract = self.ref("contract_jiangcheng")
        review = contract.review_id
        self.assertEqual(review.number, "PS-2026-0015")
        self.assertEqual(review.state, "in_force")
        self.assertFalse(review.is_void)
        rounds = review.round_ids.sorted("sequence")
        self.assertEqual(rounds.mapped("state"), ["returned", "approved"])
        returned = review.decision_ids.filtered(lambda line: line.kind == "returned")
        self.assertEqual(returned.user_id, self.ref("user_shenzhe"))
        self.assertIn("upper limit", returned.comment)
        for lang in ("en_US", "zh_CN"):
            bodies = contract.clause_ids.with_context(lang=lang).mapped("body")
            capped = [body for body in bodies if "{damages_cap}" in str(body)]
            self.assertEqual(len(capped), 1, lang)
        chinese = contract.clause_ids.with_context(lang="zh_CN").mapped("body")
        capped = next(body for body in chinese if "{damages_cap}" in str(body))
        self.assertIn("违约", capped)
        self.assertIn("间接损失不予赔偿", capped)
        self.assertEvidence(review)

    def test_contract(self):
        contract = self.ref("contract_jiangcheng")
        self.assertEqual(contract.state, "in_force")
        self.assertEqual(contract.date_start, date(2026, 8, 1))
        self.assertEqual(contract.date_end, date(2027, 7, 31))
        self.assertEqual(contract.workload_limit, 40)
        self.assertEqual(contract.plan_id, self.ref("plan_jiangcheng"))
        self.assertEqual(contract.plan_difference_count, 0)
        self.assertEqual(
            contract.payment_ids.mapped("amount"),
            [300000.0, 300000.0, 300000.0, 300000.0],
        )
        self.assertEqual(
            contract.payment_ids.mapped("date_to"),
            [
                date(2026, 10, 31),
                date(2027, 1, 31),
                date(2027, 4, 30),
                date(2027, 7, 31),
            ],
        )
        self.assertTrue(all(contract.payment_ids.mapped("condition")))
        for party in ("party_a", "party_b"):
            for part in ("code", "representative", "address", "bank", "account"):
                self.assertTrue(contract[f"{party}_{part}"], f"{party}_{part}")
        equipment, staff = contract.annex_ids.sorted("number")
        self.assertEqual((equipment.number, staff.number), (2, 3))
        self.assertEqual(equipment.name, "Equipment list")
        self.assertTrue(equipment.file)
        self.assertTrue(staff.is_to_follow)

    def test_signed_on_the_portal(self):
        contract = self.ref("contract_jiangcheng")
        today = contract._today()
        for document in (contract, self.ref("contract_jiangcheng_sla")):
            self.assertEqual(
                document.customer_signatory_id, self.ref("partner_yangfan")
            )
            self.assertEqual(
                document.provider_signatory_id, self.ref("user_zhoujianguo")
            )
            self.assertEqual(document.customer_signed_on, today)
            self.assertTrue(document.customer_signature)
            self.assertTrue(document.provider_signature)
            self.assertTrue(document.released_at)
            self.assertEvidence(document)
        self.assertEqual(contract.signed_on, today)
        self.assertTrue(contract._is_shown_to(self.ref("partner_fengxue")))
        self.assertFalse(contract._is_shown_to(self.ref("partner_gaojie")))

    def test_signed_on_paper(self):
        contract = self.ref("contract_binhai")
        self.assertEqual(contract.number, "HT-2026-0007")
        self.assertEqual(contract.state, "completed")
        self.assertEqual(contract.payment_ids.mapped("amount"), [90000.0])
        for document in (contract, self.ref("contract_binhai_sla")):
            self.assertEqual(document.scan_ids.name, "HT-2026-0007.pdf")
            self.assertEqual(
                document.provider_signatory_id, self.ref("user_wanghaitao")
            )
            self.assertFalse(document.customer_signature)
            self.assertEvidence(document)

    def test_amendment(self):
        amendment = self.ref("amendment_jiangcheng")
        self.assertEqual(amendment.number, "HT-2026-0018-B01")
        self.assertEqual(amendment.state, "draft")
        self.assertEqual(amendment.base_id, self.ref("contract_jiangcheng"))
        self.assertEqual(amendment.date_effective, date(2027, 1, 1))
        # 7 × 4,000 more
        self.assertEqual(amendment.amount_total, 1228000.0)
        self.assertEqual(amendment.monthly_fee, 104000.0)
        # January; February to April; May to July
        self.assertEqual(
            amendment.payment_ids.mapped("amount"),
            [300000.0, 304000.0, 312000.0, 312000.0],
        )
        self.assertFalse(amendment.payment_warning)
        self.assertEqual(self.ref("contract_jiangcheng").amount_total, 1200000.0)

    def test_change(self):
        """Customer A's next needs are still being collected."""
        sheet = self.ref("sheet_warehouse")
        self.assertEqual(sheet.origin, "change")
        self.assertEqual(sheet.contract_id, self.ref("contract_jiangcheng"))
        self.assertEqual(sheet.state, "draft")
        self.assertLess(sheet.completeness, 100)

    def test_team(self):
        """Domain 7: who works on the project, in which line; 赵磊 manages it."""
        project = self.ref("project_jiangcheng")
        team = project._itsm_get_team(date(2026, 8, 3))
        self.assertEqual(
            {
                (member.user_id.login.partition("@")[0], member.support_line)
                for member in team
            },
            {
                ("zhaolei", False),
                ("liuyang", False),
                ("sunyue", "1"),
                ("majun", "1"),
                ("wuhao", "2"),
                ("hejingyi", "2"),
                ("zhengkai", False),
            },
        )
        self.assertEqual(team.proposed_by_id, self.ref("user_zhaolei"))
        self.assertEqual(team.confirmed_by_id, self.ref("user_chenjing"))
        self.assertTrue(all(team.mapped("backup_id")))
        backup = {member.employee_id: member.backup_id for member in team}
        self.assertEqual(
            backup[self.ref("employee_wuhao")], self.ref("employee_hejingyi")
        )
        # 2 + 1 + 2 + 3 + 3 + 2 + 2 skills; the network is new to 马骏: 14/15
        self.assertEqual(project.itsm_skill_required_count, 15)
        self.assertEqual(project.itsm_skill_coverage, "93.33 %")
        gaps = team.filtered("has_skill_gap")
        self.assertEqual(gaps.user_id, self.ref("user_majun"))

    def test_hours(self):
        """Domain 7: hours of August, September, October, on working days only."""
        project = self.ref("project_jiangcheng")
        hours = self.env["account.analytic.line"].search(
            [("project_id", "=", project.id)]
        )
        by_month = {
            month: sum(line.unit_amount for line in hours if line.date.month == month)
            for month in set(hours.mapped(lambda line: line.date.month))
        }
        self.assertEqual(by_month, {8: 512, 9: 496.5, 10: 468})
        people = [self.ref(f"user_{name}") for name in FOUR]
        self.assertEqual(set(hours.user_id), set(people))
        self.assertTrue(all(hours.task_id.mapped("itsm_plan_line_key")))
        worked = set(hours.mapped("date"))
        # 国庆节; and a Sunday and a Saturday that work, by the State Council's notice
        self.assertFalse({date(2026, 10, day) for day in range(1, 8)} & worked)
        self.assertLessEqual({date(2026, 9, 20), date(2026, 10, 10)}, worked)
        absent = hours.filtered(
            lambda line: (
                line.user_id == self.ref("user_wuhao")
                and date(2026, 9, 21) <= line.date <= date(2026, 9, 23)
            )
        )
        self.assertFalse(absent)
        days = {}
        for line in hours:
            key = line.user_id, line.date
            days[key] = days.get(key, 0) + line.unit_amount
        self.assertLessEqual(max(days.values()), 8)

    def test_renewal(self):
        order = self.ref("order_binhai_renewal")
        sheet, plan = self.ref("sheet_binhai"), self.ref("plan_binhai")
        self.assertEqual(order.itsm_sheet_ids, sheet)
        self.assertEqual(order.itsm_plan_ids, plan)
        self.assertEqual(sheet.state, "in_force")
        self.assertEqual(sheet.completeness, 100)
        self.assertEqual(plan.number, "SQ-2026-0019")
        self.assertEqual(plan.state, "draft")
        self.assertEqual(plan.sheet_id, sheet)
        self.assertEqual(plan.amount_total, 264000.0)
        # 48,000 + 96,000 + 14,400 + 15,600 + 18,000
        self.assertEqual(plan.cost_total, 192000.0)
        self.assertEqual(plan._get_missing(), [])
        with self.assertRaises(RedirectWarning):
            order.with_user(self.ref("user_linfang")).action_itsm_create_contract()

    def test_tryout(self):
        plan, tryout = self.ref("plan_binhai"), self.ref("tryout_binhai")
        self.assertEqual(tryout.state, "done")
        self.assertEqual(tryout.plan_id, plan)
        self.assertEqual(tryout.ticket_count, 226)
        self.assertEqual(tryout.date_start, date(2026, 5, 1))
        self.assertEqual(tryout.date_end, date(2026, 10, 31))
        self.assertEqual(tryout.candidate_ids.sla_id, plan.sla_ids)
        self.assertEqual(len(plan.sla_ids), 2)
        self.assertEqual(
            plan.sla_ids.sorted("id").mapped("name"),
            ["Desktop only", "Counters first"],
        )
        self.assertEqual(tryout.candidate_ids.mapped("monthly_fee"), [22000.0] * 2)
        self.assertTrue(plan.tryout_line)

    def test_closed_project(self):
        """Customer B's project: summed up, accepted with a condition, closed."""
        project = self.ref("project_binhai")
        summary, acceptance, closure = (
            self.ref(f"{kind}_binhai") for kind in ("summary", "acceptance", "closure")
        )
        self.assertEqual(summary.number, "ZJ-2026-0006")
        self.assertEqual(acceptance.number, "YS-2026-0006")
        self.assertEqual(closure.number, "JX-2026-0004")
        for document in (summary, acceptance, closure):
            self.assertEqual(document.state, "in_force")
            self.assertEvidence(document)
        self.assertEqual(acceptance.conclusion, "conditional")
        self.assertEqual(acceptance.issue_ids.mapped("state"), ["closed"])
        self.assertEqual(acceptance.issue_ids.closed_on, date(2026, 8, 20))
        self.assertEqual(closure.approved_by_id, self.ref("user_wanghaitao"))
        self.assertNotIn("open", closure.item_ids.mapped("state"))
        self.assertFalse(closure.is_waived)
        self.assertTrue(project.itsm_is_closed)
        self.assertTrue(project.stage_id.fold)
        # all that was registered from May to July for desktops and printers
        reports = self.ref("contract_binhai").report_ids
        self.assertEqual(reports.mapped("state"), ["in_force"] * 3)
        rows = {row["key"]: row["value"] for row in summary.figures["rows"]}
        self.assertEqual(rows["registered"], "81")

    def test_milestones(self):
        milestones = self.ref("project_jiangcheng").milestone_ids
        began = milestones.filtered(lambda one: one.name == "Service begins")
        self.assertTrue(began)
        self.assertTrue(all(one.is_reached for one in began))
        self.assertEqual(set(began.mapped("reached_date")), {date(2026, 8, 1)})

    def test_nobody_is_asked_to_sign_any_more(self):
        asked = self.env["itsm.contract"].search(
            [("state", "=", "approved"), ("released_at", "!=", False)]
        )
        self.assertFalse(asked)


@tagged("post_install", "-at_install")
class TestDemoStoryInChinese(StoryCommon):
    """The same, where the administrator's language is Chinese."""

    lang = "zh_CN"

    def test_told_in_chinese(self):
        self.assertTold(self.ref("sheet_warehouse"), ("name", "objective"))
        for name in ("jiangcheng", "binhai"):
            sheet, plan = self.ref(f"sheet_{name}"), self.ref(f"plan_{name}")
            self.assertTold(sheet, ("name", "objective", "strategy"))
            self.assertTold(plan, ("name", "background"))
            for line in (*sheet.requirement_ids, *plan.risk_ids, *plan.cost_ids):
                self.assertTold(line, ("name",))
        contract = self.ref("contract_jiangcheng")
        self.assertTold(contract, ("name", "party_a_name", "party_a_bank"))
        self.assertTold(self.ref("tryout_binhai"), ("name",))
        summary, closure = self.ref("summary_binhai"), self.ref("closure_binhai")
        self.assertTold(closure, ("conclusion",))
        for lesson in summary.lesson_ids:
            self.assertTold(lesson, ("name", "suggestion"))
        for item in closure.item_ids.filtered("evidence"):
            self.assertTold(item, ("evidence",))
        project = self.ref("project_jiangcheng")
        for member in project._itsm_get_team(date(2026, 8, 3)):
            self.assertTold(member, ("reason_in",))
            self.assertTold(member.employee_id, ("job_title",))
        for model in ("itsm.special.measure", "itsm.verification", "itsm.validation"):
            for record in self.env[model].search([("project_id", "=", project.id)]):
                self.assertTold(record, ("name",))
        amendment = self.ref("amendment_jiangcheng")
        self.assertTold(amendment, ("change_summary",))
        self.assertTold(amendment.line_ids[-1], ("name",))

    def test_same_figures(self):
        contract = self.ref("contract_jiangcheng")
        self.assertEqual(contract.state, "in_force")
        self.assertEqual(contract.amount_untaxed, 1132075.47)
        self.assertEqual(contract.amount_tax, 67924.53)
        self.assertEqual(contract.review_id.number, "PS-2026-0015")
        self.assertEqual(self.ref("plan_jiangcheng").margin, 272075.47)
        self.assertEqual(self.ref("tryout_binhai").state, "done")
        self.assertEvidence(contract)
        variant = self.ref("plan_binhai").sla_ids.sorted("id")[1]
        self.assertEqual(variant.with_context(lang="zh_CN").name, "窗口优先")
        self.assertEqual(variant.with_context(lang="en_US").name, "Counters first")
