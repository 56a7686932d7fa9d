"""What a presales plan says, and what it needs before it is submitted (domain 2.1)."""

from datetime import timedelta

from psycopg2 import IntegrityError

from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .plan_common import TAX, TOTAL, TOTAL_COST, UNTAXED, PlanCommon


@tagged("post_install", "-at_install")
class TestPresalesPlan(PlanCommon):
    # === FIGURES === #

    def test_amounts(self):
        self.assertRecordValues(
            self.plan,
            [{"amount_untaxed": UNTAXED, "amount_tax": TAX, "amount_total": TOTAL}],
        )
        self.plan.line_ids[0].discount = 50
        self.assertEqual(self.plan.amount_total, 840000.0)

    def test_margin(self):
        self.assertEqual(self.plan.cost_total, TOTAL_COST)
        self.assertEqual(self.plan.margin, 332075.47)
        self.assertEqual(self.plan.margin_pct, 29.33)
        self.assertFalse(self.plan.is_low_margin)
        self.lower_margin()
        self.assertEqual(self.plan.margin_pct, 18.73)
        self.assertTrue(self.plan.is_low_margin)

    def test_margin_at_the_limit(self):
        """Exactly the limit is not below it; a cent less is."""
        self.plan.line_ids = [Command.clear()]
        line = {"name": "Service", "price_unit": 1000.0, "tax_ids": False}
        self.plan.line_ids = [Command.create(line)]
        cost = {"name": "All", "unit_cost": 800.0}
        self.plan.cost_ids = [Command.clear(), Command.create(cost)]
        self.assertEqual(self.plan.margin_pct, 20.0)
        self.assertFalse(self.plan.is_low_margin)
        self.plan.cost_ids.unit_cost = 800.01
        self.assertTrue(self.plan.is_low_margin)
        self.company.itsm_margin_limit = 15.0
        self.assertFalse(self.plan.is_low_margin)

    def test_limit_of_a_later_day(self):
        """What was decided keeps the limit it was decided by."""
        self.approve()
        self.company.itsm_margin_limit = 90.0
        self.env.flush_all()
        self.plan.invalidate_recordset()
        self.assertFalse(self.plan.is_low_margin)

    def test_bad_figures(self):
        for line, values in (
            (self.plan.line_ids[0], {"quantity": -1}),
            (self.plan.cost_ids[0], {"unit_cost": -1}),
            (self.plan.cost_ids[0], {"quantity": -1}),
            (self.plan.capability_ids[0], {"held": -1}),
            (self.plan, {"date_end": "2026-07-31"}),
        ):
            with (
                self.subTest(values),
                mute_logger("odoo.sql_db"),
                self.assertRefused("", IntegrityError),
            ):
                line.write(values)
        with self.assertRefused("at most 5", ValidationError):
            self.plan.capability_ids[0].held = 6

    def test_exposure(self):
        self.assertEqual(self.plan.risk_ids.exposure, 6)

    # === THE SHEET === #

    def test_choosing_the_sheet_fills_what_is_empty(self):
        with Form(self.env["itsm.presales.plan"].with_user(self.author)) as form:
            form.name = "Filled"
            form.partner_id = self.customer
            form.objective = "<p>Ours</p>"
            form.sheet_id = self.sheet
        plan = form.record
        self.assertEqual(plan.objective, "<p>Ours</p>")
        self.assertEqual(plan.scope_out, "<p>Plant control</p>")
        self.assertEqual(plan.background, "<p>One point of contact</p>")
        self.assertEqual(plan.delivery_mode, "<p>Remote, one engineer on site</p>")
        self.assertIn("ERP server", plan.current_state)
        self.assertIn("The former supplier kept no figures", plan.current_state)
        self.assertIn("Graded protection", plan.influence)

    def test_fill_again(self):
        self.plan.scope_out = False
        self.plan.action_fill_from_sheet()
        self.assertEqual(self.plan.scope_out, "<p>Plant control</p>")
        self.assertEqual(self.plan.scope_in, "<p>ERP and the network</p>")

    def test_strategy_stays_between_us(self):
        self.plan.action_fill_from_sheet()
        self.assertNotIn("Standard services", self.plan.delivery_mode)

    def test_fill_from_a_draft(self):
        draft = self._create_sheet(name="Another")
        self.plan.sheet_id = draft
        with self.assertRefused("is draft: a plan is filled from a confirmed one"):
            self.plan.action_fill_from_sheet()
        self.plan.sheet_id = False
        with self.assertRefused("Choose the information sheet"):
            self.plan.action_fill_from_sheet()

    # === READY TO SUBMIT === #

    def test_complete(self):
        self.submit()
        self.assertEqual(self.plan.state, "in_review")

    def assertMissing(self, *messages):
        """Check that all of it is named in one refusal."""
        with self.assertRefused("is not ready to be submitted"):
            self.submit()
        missing = self.plan._get_missing()
        for message in messages:
            self.assertTrue(
                any(message in problem for problem in missing), (message, missing)
            )
        self.assertEqual(len(missing), len(messages))

    def test_all_that_is_missing(self):
        self.plan.write(
            {
                "sheet_id": False,
                "line_ids": [Command.clear()],
                "cost_ids": [Command.clear()],
                "capability_ids": [Command.clear()],
                "date_end": False,
                "validity_date": False,
                "merged_with_service_plan": True,
                "sla_id": False,
            }
        )
        self.assertMissing(
            "no information sheet",
            "offers nothing",
            "costs are not estimated",
            "no period",
            "until when",
            "why it is merged",
            "capability is not assessed",
            "no SLA draft",
        )

    def test_sheet_of_another_customer(self):
        other = self.env["res.partner"].create({"name": "Binhai", "is_company": True})
        self.plan.partner_id = other
        self.assertMissing("choose one of the plan's customer")

    def test_contact_of_the_customer(self):
        self.plan.partner_id = self.contact
        self.assertFalse(self.plan._get_missing())

    def test_sheet_not_confirmed(self):
        draft = self._create_sheet(name="Another")
        self.plan.sheet_id = draft
        self.assertMissing("have it confirmed")

    def test_must_that_is_not_feasible(self):
        sheet = self._create_sheet(name="Another")
        must, should = sheet.requirement_ids[:2].with_user(self.technician)
        must.write({"feasible": "no", "feasibility_note": "Not at night"})
        should.write({"importance": "should", "feasible": "no"})
        should.feasibility_note = "Not yet"
        self.plan.sheet_id = self.confirm(sheet)
        self.assertMissing("Requirement R1 is a must")

    def test_must_on_conditions(self):
        sheet = self._create_sheet(name="Another")
        must = sheet.requirement_ids[0].with_user(self.technician)
        must.write(
            {"feasible": "conditional", "feasibility_note": "With a night shift"}
        )
        self.confirm(sheet)
        self.plan.sheet_id = sheet
        self.assertFalse(self.plan._get_missing())

    def test_gap_without_a_measure(self):
        gap = self.plan.capability_ids.filtered("is_gap")
        self.assertEqual(gap.name, "Engineers on site")
        gap.measure = False
        self.assertMissing("Engineers on site is a gap")

    def test_not_valid_any_more(self):
        self.plan.validity_date = self.today - timedelta(days=1)
        self.assertMissing("It was valid until")

    def test_sla_without_targets(self):
        self.draft_sla.credit_rule_ids.unlink()
        self.draft_sla.target_ids.unlink()
        self.assertMissing("It has no target")

    # === FROM AND TO A QUOTATION === #

    def test_plan_of_a_sheet(self):
        sheet = self.confirm(self._create_sheet(name="Network only"))
        action = sheet.with_user(self.author).action_create_plan()
        plan = self.env["itsm.presales.plan"].browse(action["res_id"])
        self.assertEqual(plan.sheet_id, sheet)
        self.assertEqual(plan.name, "Network only")
        self.assertEqual(plan.user_id, self.sales)
        self.assertEqual(plan.scope_out, "<p>Plant control</p>")
        again = sheet.with_user(self.author).action_create_plan()
        self.assertEqual(again["res_id"], plan.id)
        draft = self._create_sheet(name="Draft")
        with self.assertRefused("made from a confirmed"):
            draft.with_user(self.author).action_create_plan()

    def test_quotation_of_a_plan(self):
        self.plan.with_user(self.sales).action_create_quotation()
        order = self.plan.sale_order_id
        self.assertEqual(order.amount_total, TOTAL)
        self.assertEqual(order.partner_id, self.customer)
        self.assertEqual(order.user_id, self.sales)
        self.assertEqual(str(order.itsm_date_start), "2026-08-01")
        self.assertEqual(order.itsm_plan_count, 1)
        with self.assertRefused("has its quotation"):
            self.plan.with_user(self.sales).action_create_quotation()

    def test_quotation_of_an_approved_plan(self):
        self.approve()
        self.plan.with_user(self.sales).action_create_quotation()
        self.assertEqual(self.plan.sale_order_id.amount_total, TOTAL)
        self.assertFalse(self.plan.sudo()._changed_since_submission())

    def test_line_without_a_product(self):
        self.plan.line_ids[0].write({"product_id": False, "service_id": False})
        with self.assertRefused("names no product"):
            self.plan.with_user(self.sales).action_create_quotation()

    def test_plan_of_a_quotation(self):
        self.plan.with_user(self.sales).action_create_quotation()
        order = self.plan.sale_order_id.copy({"itsm_date_start": "2026-08-01"})
        action = order.with_user(self.sales).action_itsm_create_plan()
        plan = self.env["itsm.presales.plan"].browse(action["res_id"])
        self.assertEqual(plan.amount_total, TOTAL)
        self.assertEqual(plan.user_id, self.sales)
        self.assertEqual(plan.line_ids.sale_line_id, order.order_line)
        self.assertEqual(str(plan.date_end), "2027-07-31")
        again = order.with_user(self.sales).action_itsm_create_plan()
        self.assertEqual(again["res_id"], plan.id)

    def test_plan_of_a_quotation_with_a_sheet(self):
        self.plan.with_user(self.sales).action_create_quotation()
        order = self.plan.sale_order_id.copy()
        sheet = self._create_sheet(name="Of the order", sale_order_id=order.id)
        self.confirm(sheet)
        action = order.with_user(self.sales).action_itsm_create_plan()
        plan = self.env["itsm.presales.plan"].browse(action["res_id"])
        self.assertEqual(plan.sheet_id, sheet)
        self.assertEqual(plan.scope_out, "<p>Plant control</p>")
