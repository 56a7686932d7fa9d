from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import MODULE
from .common import ApprovalCommon


@tagged("post_install", "-at_install")
class TestStageDefinition(ApprovalCommon):
    def stages(self, document=None):
        """Submit a document, and return the names of the stages it passes."""
        document = self.submit(document)
        return document.sudo().round_id._sorted_stages().mapped("name")

    # === WHO DEFINES THEM === #

    def test_administrators_define_them(self):
        stage = self.approval_stage
        for role, user in self.users.items():
            with self.subTest(role):
                self.assertEqual(
                    stage.with_user(user).has_access("write"), role == "administrator"
                )
        self.assertFalse(stage.with_user(self.plain_user).has_access("read"))
        self.assertFalse(stage.with_user(self.portal_user).has_access("read"))
        stage.with_user(self.users["administrator"]).name = "Release"
        self.assertEqual(stage.name, "Release")

    def test_bad_ones(self):
        outside = self.env.ref("base.group_system")
        people = (self.approver | self.reviewer).ids
        for values, message in (
            ({"group_id": False}, "Choose who decides"),
            ({"decider_kind": "person", "person": False}, "Choose who decides"),
            ({"decider_kind": "users", "user_ids": False}, "Choose who decides"),
            (
                {"decider_kind": "users", "user_ids": people, "needed": 3},
                "only 2 are named",
            ),
            (
                {"decider_kind": "person", "person": "sales_owner", "needed": 2},
                "one must agree",
            ),
            ({"group_id": outside.id}, "choose a role of Service Delivery"),
            ({"escalation_group_id": outside.id}, "choose a role of Service Delivery"),
            (
                {"decider_kind": "users", "user_ids": self.plain_user.ids},
                "cannot open what they would decide",
            ),
            (
                {"decider_kind": "users", "user_ids": self.portal_user.ids},
                "cannot open what they would decide",
            ),
        ):
            if isinstance(values.get("user_ids"), list):
                values = {**values, "user_ids": [Command.set(values["user_ids"])]}
            with self.subTest(values), self.assertRefused(message, ValidationError):
                self.approval_stage.write(values)

    @mute_logger("odoo.sql_db")
    def test_bad_figures(self):
        for values in (
            {"needed": 0},
            {"answer_days": -1},
            {"reminder_days": -1},
            {"escalation_days": -1},
            {"amount_above": -0.01},
        ):
            with self.subTest(values), self.assertRaises(IntegrityError):
                with self.env.cr.savepoint():
                    self.approval_stage.write(values)
                    self.env.flush_all()

    # === CONDITIONS === #

    def test_bad_conditions(self):
        for condition in (
            "[('code', '=', ]",
            "nonsense",
            "5",
            "True",
            "'code'",
            "[('code', 'resembles', 'X')]",
            "[('no_such_field', '=', 1)]",
            "[('owner_id.no_such_field', '=', 1)]",
            "[('code', '=')]",
            "['&', ('code', '=', 'X')]",
            "__import__('os').getcwd()",
            "[('owner_id', '=', env.user.id)]",
        ):
            with (
                self.subTest(condition),
                self.assertRefused("cannot be read", ValidationError),
            ):
                self.approval_stage.condition = condition

    def test_a_condition(self):
        self.new_stage(
            "Security",
            "review",
            "security_officer",
            sequence=15,
            condition="[('code', '=like', 'SEC-%')]",
        )
        self.assertEqual(self.stages(), ["Review", "Approval"])
        self.assertEqual(
            self.stages(self.new_document("SEC-1")), ["Review", "Security", "Approval"]
        )

    def test_an_empty_condition(self):
        for condition in ("", "  ", "[]", False):
            with self.subTest(condition):
                self.approval_stage.condition = condition
                self.assertTrue(self.approval_stage._applies_to(self.document))

    def test_a_condition_on_what_the_author_cannot_read(self):
        """It is evaluated for everyone alike."""
        condition = [("round_ids.parts", "!=", False)]
        self.approval_stage.condition = str(condition)
        self.submit().with_user(self.author).action_withdraw()
        document = self.document.with_user(self.author)
        with self.assertRaises(AccessError):
            document.filtered_domain(condition)
        self.assertTrue(self.approval_stage._applies_to(document))

    def test_a_condition_of_a_model_to_come(self):
        """It cannot be checked before there is the model; its form can."""
        problem = self.env.ref(f"{MODULE}.document_type_problem")
        stage = problem.stage_ids[0]
        self.assertNotIn(problem.model, self.env)
        stage.condition = "[('margin', '<', 0.2)]"
        with self.assertRefused("cannot be read", ValidationError):
            stage.condition = "[('margin', '<'"

    def test_a_condition_broken_by_an_upgrade(self):
        """A field has gone: the submission says which stage and what to do."""
        self.env.cr.execute(
            "UPDATE itsm_approval_stage SET condition = %s WHERE id = %s",
            ["[('gone', '=', 1)]", self.approval_stage.id],
        )
        self.approval_stage.invalidate_recordset(["condition"])
        with self.assertRefused("condition of the stage Approval cannot", UserError):
            self.submit()

    # === AMOUNTS === #

    def test_amounts(self):
        """Above the limit, not at it; in the currency of the company.

        A catalogue entry has no amount: it is set here as an SLA's is computed.
        """
        euro = self._enable_currency("EUR")
        self.env["res.currency.rate"].create(
            {
                "name": "2026-01-01",
                "currency_id": euro.id,
                "company_id": self.provider.id,
                "rate": 0.125,  # 1 EUR = 8 CNY
            }
        )
        yuan = self.provider.currency_id
        self.assertEqual(yuan.name, "CNY")
        stage = self.new_stage(
            "Board", "approve", "general_manager", amount_above=800000
        )
        for currency, amount, applies in (
            (yuan, 0, False),
            (yuan, 799999.99, False),
            (yuan, 800000, False),
            (yuan, 800000.01, True),
            (euro, 99999.99, False),
            (euro, 100000, False),
            (euro, 100000.01, True),
        ):
            with self.subTest(currency=currency.name, amount=amount):
                document = self.env["itsm.service"].new(
                    {
                        "company_id": self.provider.id,
                        "approval_amount": amount,
                        "approval_currency_id": currency.id,
                    }
                )
                document._cache  # noqa: B018 - values of `new` count as computed
                self.assertEqual(stage._applies_to(document), applies)

    # === COMPANIES AND TYPES === #

    def test_a_stage_of_a_company(self):
        other = self.env["res.company"].create({"name": "Elsewhere"})
        for name, company in (("Here", self.provider), ("There", other)):
            self.new_stage(name, "approve", "general_manager", company_id=company.id)
        self.assertEqual(self.stages(), ["Review", "Approval", "Here"])

    def test_stages_of_other_companies_are_hidden(self):
        other = self.env["res.company"].create({"name": "Elsewhere"})
        stage = self.new_stage(
            "There", "approve", "general_manager", company_id=other.id
        )
        found = stage.with_user(self.users["administrator"]).search([])
        self.assertNotIn(stage, found)
        self.assertIn(self.approval_stage, found)

    def test_no_stage_applies(self):
        self.type.stage_ids.active = False
        with self.assertRefused("No approval stage applies"):
            self.submit()

    def test_an_archived_type(self):
        self.type.active = False
        with self.assertRefused('type "Service Catalogue Entry" is archived'):
            self.submit()
        self.type.active = True
        self.submit()
        self.type.active = False
        self.pass_review()
        self.document.with_user(self.approver).action_approve()
        self.assertEqual(self.document.state, "approved", "What runs is finished.")

    # === WHAT RUNS KEEPS ITS STAGES === #

    def test_a_running_round_keeps_its_stages(self):
        """Edited, archived, deleted or added to: what was submitted stays."""
        self.approval_stage.write({"answer_days": 7, "condition": "[('id', '>', 0)]"})
        self.submit()
        self.review_stage.write(
            {
                "name": "Other",
                "group_id": self.env.ref(f"{MODULE}.group_auditor").id,
                "needed": 2,
                "answer_days": 9,
                "condition": "[('id', '=', 0)]",
            }
        )
        self.approval_stage.unlink()
        self.new_stage("More", "approve", "general_manager")
        first, second = self.document.sudo().round_id.stage_ids
        self.assertEqual(first.name, "Review")
        self.assertEqual(
            first.group_id, self.env.ref(f"{MODULE}.group_technical_manager")
        )
        self.assertEqual((first.needed, first.answer_days), (1, 3))
        self.assertEqual((second.name, second.answer_days), ("Approval", 7))
        self.assertEqual(second.condition_text, "further condition")
        self.assertEqual(first.asked_ids, self.reviewer)
        self.pass_review()
        self.document.with_user(self.approver).action_approve()
        self.assertEqual(self.document.state, "approved")

    def test_people_by_name_are_kept(self):
        self.approval_stage.write(
            {"decider_kind": "users", "user_ids": [Command.set(self.approver.ids)]}
        )
        self.submit()
        self.approval_stage.user_ids = self.second_approver
        self.pass_review()
        waiting = self.document.sudo().waiting_stage_id
        self.assertEqual(waiting.asked_ids, self.approver)

    def test_the_next_submission_takes_the_new_stages(self):
        self.submit()
        self.new_stage("More", "approve", "general_manager")
        self.document.with_user(self.author).action_withdraw()
        self.assertEqual(self.stages(), ["Review", "Approval", "More"])

    @mute_logger("odoo.sql_db")
    def test_a_group_in_use_is_not_deleted(self):
        """Neither by a definition, nor by a round that has copied it."""
        privilege = self.env.ref(f"{MODULE}.privilege_service_delivery")
        group = self.env["res.groups"].create(
            {
                "name": "Lawyer",
                "privilege_id": privilege.id,
                "user_ids": [Command.set(self.users["auditor"].ids)],
            }
        )
        stage = self.new_stage("Legal", "review", sequence=15, group_id=group.id)
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            group.unlink()
        self.submit()
        stage.unlink()
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            group.unlink()
