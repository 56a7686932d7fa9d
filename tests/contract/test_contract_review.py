"""How a contract is reviewed: template, opinions, conclusion (clause 1.1.7)."""

from freezegun import freeze_time

from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from ..common import MODULE
from .review_common import ReviewCommon


@freeze_time("2026-07-08 01:00:00")
@tagged("post_install", "-at_install")
class TestContractReview(ReviewCommon):
    # === TEMPLATES === #

    def test_template_by_amount(self):
        """CNY 1,200,000 wants finance, legal and the general manager; 120,000 not."""
        large, small = self.submit(), self.submit(self.small)
        self.assertEqual(large.amount, 1200000.0)
        self.assertEqual(small.amount, 120000.0)
        self.assertEqual(
            large.opinion_ids.filtered("mandatory").department_id.mapped("name"),
            ["Service Department", "Finance", "Legal"],
        )
        self.assertEqual(
            small.opinion_ids.filtered("mandatory").department_id.mapped("name"),
            ["Service Department"],
        )
        self.assertEqual(
            large.round_stage_ids.mapped("act"),
            ["service_opinion", "review", "approve", "approve"],
        )
        self.assertEqual(
            small.round_stage_ids.mapped("act"), ["service_opinion", "approve"]
        )
        self.assertEqual(len(large.item_ids), 10)

    def test_template_from_the_limit_on(self):
        templates = self.env["itsm.contract.review.template"]
        large = self.env.ref(f"{MODULE}.review_template_large")
        standard = self.env.ref(f"{MODULE}.review_template_standard")
        for amount, expected in (
            (0.0, standard),
            (499999.99, standard),
            (500000.0, large),
            (9e9, large),
        ):
            with self.subTest(amount=amount):
                found = templates._find_for(self.provider, "new", amount)
                self.assertEqual(found, expected)

    def test_template_by_kind(self):
        templates = self.env["itsm.contract.review.template"]
        standard = self.env.ref(f"{MODULE}.review_template_standard")
        renewals = standard.copy({"kind": "renewal"})
        other = self.env["res.company"].create({"name": "Other"})
        foreign = standard.copy({"company_id": other.id})
        find = templates._find_for
        self.assertEqual(find(self.provider, "renewal", 100.0), renewals)
        self.assertEqual(find(self.provider, "new", 100.0), standard)
        self.assertEqual(find(other, "new", 100.0), foreign)

    def test_service_department_in_every_template(self):
        standard = self.env.ref(f"{MODULE}.review_template_standard")
        line = standard.department_ids.filtered("department_id.is_service")
        for change in (
            lambda: line.unlink(),
            lambda: line.write({"mandatory": False}),
            lambda: standard.write({"department_ids": [Command.clear()]}),
        ):
            with self.assertRefused("service department is mandatory", ValidationError):
                change()

    def test_no_template(self):
        self.env["itsm.contract.review.template"].search([]).active = False
        with self.assertRefused("no review template fits"):
            self.submit()
        self.assertEqual(self.contract.state, "draft")
        self.assertFalse(self.contract.review_ids)

    def test_nobody_speaks_for_a_department(self):
        legal = self.env.ref(f"{MODULE}.review_department_legal")
        legal.user_ids = self.people["finance"]
        with self.assertRefused("nobody can speak for Legal"):
            self.submit()
        # without names the role speaks: one who does not speak for another
        legal.user_ids = False
        review = self.submit()
        line = review.opinion_ids.filtered(lambda one: one.department_id == legal)
        self.assertIn(line.user_id, self.users["reviewer"] | self.people["legal"])

    # === ONE REVIEW FROM BEGIN TO END === #

    def test_passed(self):
        review = self.submit()
        self.assertRegex(review.number, r"^PS-2026-\d{4}$")
        self.assertEqual(review.contract_hash, self.contract.round_id.content_hash)
        self.assertEqual(review.contract_version, "1.0")
        self.assertEqual(
            (review.state, self.contract.state), ("in_review", "in_review")
        )
        self.give("service", review, comment="Feasible")
        # in parallel: in any order
        self.give("legal", review)
        self.assertEqual(review.waiting_for, self.people["finance"].name)
        self.give("finance", review)
        self.assertEqual(review.state, "reviewed")
        self.answer(review)
        self.as_("director", review).action_approve()
        self.assertEqual(review.waiting_for, self.people["manager"].name)
        self.assertEqual(self.contract.state, "in_review")
        self.as_("manager", review).action_approve()
        self.assertEqual(review.state, "in_force")
        self.assertEqual(review.conclusion, "pass")
        self.assertEqual(self.contract.state, "approved")
        self.assertFalse(self.contract._missing_review())
        self.assertEqual(
            self.kinds(review),
            [
                ("submitted", "itsm_sales"),
                ("approved", "itsm_service_manager"),
                ("approved", "shen_zhe"),
                ("approved", "xu_li"),
                ("approved", "itsm_service_director"),
                ("approved", "itsm_general_manager"),
                ("in_force", "itsm_general_manager"),
            ],
        )
        self.assertEqual(
            self.kinds(self.contract),
            [("submitted", "itsm_sales"), ("approved", "itsm_general_manager")],
        )
        self.assertEqual(self.found(review, self.contract), [])

    def test_opinions_are_read_from_the_log(self):
        review = self.submit()
        self.give("service", review, comment="Feasible")
        self.give(
            "finance", review, "conditions", "Cap the penalty", [self.point()]
        )
        said = {
            line.department_id.name: (line.opinion, line.comment, line.given_by_id)
            for line in review.opinion_ids
        }
        nobody = self.env["res.users"]
        self.assertEqual(
            said,
            {
                "Service Department": ("agree", "Feasible", self.people["service"]),
                "Finance": ("conditions", "Cap the penalty", self.people["finance"]),
                "Legal": (False, False, nobody),
                "Commercial": (False, False, nobody),
            },
        )
        opinion = review.opinion_ids[0]
        with self.assertRefused("frozen"):
            opinion.write({"user_id": self.people["legal"].id})
        # plain approval of a stage that asks for opinions is agreement
        self.as_("legal", review).action_approve("Read it")
        legal = review.opinion_ids.filtered(
            lambda line: line.user_id == self.people["legal"]
        )
        self.assertEqual((legal.opinion, legal.comment), ("agree", "Read it"))

    def test_invited_departments(self):
        """Who is invited may speak at any time, and nobody waits for him."""
        review = self.submit()
        self.assertTrue(self.as_("commercial", review).can_give_opinion)
        told = self.env["mail.message"].search(
            [("model", "=", review._name), ("res_id", "=", review.id)]
        ).partner_ids
        self.assertEqual(told, self.people["commercial"].partner_id)
        self.give("commercial", review, "disagree", "Too cheap")
        self.assertEqual(review.state, "in_review")
        line = review.opinion_ids.filtered(lambda one: not one.mandatory)
        self.assertEqual((line.opinion, line.comment), ("disagree", "Too cheap"))
        self.hear_all(review)
        self.conclude(review)
        self.assertEqual(review.state, "in_force")
        self.assertEqual(self.found(review, self.contract), [])
        with self.assertRefused("no opinion is asked for"):
            self.give("commercial", review)

    def test_what_an_opinion_needs(self):
        review = self.submit()
        for opinion, comment, points, message in (
            ("disagree", " ", (), "Say what must change"),
            ("conditions", "", [self.point()], "Say what must change"),
            ("conditions", "If capped", (), "at least one open point"),
            ("conditions", "If capped", [{"name": "Cap"}], "who is responsible"),
            ("agree", "", ["Cap"], "who is responsible"),
            ("perhaps", "", (), "Choose whether you agree"),
        ):
            with self.subTest(opinion=opinion, message=message):
                with self.assertRefused(message):
                    self.give("service", review, opinion, comment, points)
        self.assertFalse(review.point_ids)
        self.assertEqual(len(review.decision_ids), 1)

    def test_conclusion_waits_for_the_checklist(self):
        review = self.submit(self.small)
        self.give("service", review)
        with self.assertRefused("not answered: 10"):
            self.as_("director", review).action_approve()
        self.answer(review)
        review.item_ids[3].with_user(self.people["service"]).answer = False
        with self.assertRefused("not answered: 1"):
            self.as_("director", review).action_approve()
        self.answer(review, answer="not_applicable")
        self.as_("director", review).action_approve()
        self.assertEqual(review.state, "in_force")

    def test_conclusion_waits_for_mandatory_opinions(self):
        """Also when an administrator has taken the stage away that asks for them."""
        stage = self.env.ref(f"{MODULE}.approval_stage_contract_review_2")
        stage.active = False
        review = self.submit()
        self.give("service", review)
        self.answer(review)
        with self.assertRefused("opinion is missing of: Finance, Legal"):
            self.as_("director", review).action_approve()

    def test_meeting(self):
        review = self.submit(self.small)
        self.as_("sales", review).mode = "meeting"
        self.give("service", review)
        self.answer(review)
        with self.assertRefused("enter its date and participants"):
            self.as_("director", review).action_approve()
        self.as_("service", review).write(
            {
                "meeting_date": "2026-07-08",
                "participant_ids": [Command.link(self.people["director"].id)],
                "minutes": "<p>Agreed.</p>",
            }
        )
        with self.assertRefused("written by the sales owner", AccessError):
            self.as_("director", review).browse(review.id).with_user(
                self.people["legal"]
            ).write({"minutes": "<p>Not agreed.</p>"})
        self.as_("director", review).action_approve()
        with self.assertRefused("frozen"):
            self.as_("service", review).minutes = "<p>Otherwise.</p>"

    # === CONDITIONS === #

    def test_passed_with_conditions(self):
        review = self.submit(self.small)
        self.give(
            "service",
            review,
            "conditions",
            "If the spare parts are there",
            [self.point("Spare parts"), self.point("Access", "service")],
        )
        self.answer(review)
        self.as_("director", review).action_approve()
        self.assertEqual(review.state, "approved")
        self.assertEqual(review.conclusion, "conditions")
        self.assertEqual(self.small.state, "approved")
        self.assertIn("Spare parts; Access", self.small._missing_review()[0])
        first, second = review.point_ids.sorted("id")
        with self.assertRefused("is closed by", AccessError):
            self.as_("director", first).with_user(self.people["finance"]).close("Done")
        with self.assertRefused("Say how"):
            self.as_("sales", first).close(" ")
        self.as_("sales", first).close("Stocked by the supplier")
        self.assertEqual(review.state, "approved")
        with self.assertRefused("closed this point already"):
            self.as_("sales", first).close("Again")
        self.as_("service", second).close("Cards are ordered")
        self.assertEqual(review.state, "in_force")
        self.assertEqual(review.conclusion, "conditions", "as it was concluded")
        self.assertFalse(self.small._missing_review())
        self.assertEqual(
            self.kinds(review)[-3:],
            [
                ("point_closed", "itsm_sales"),
                ("point_closed", "itsm_service_manager"),
                ("in_force", "itsm_service_manager"),
            ],
        )
        self.assertEqual(self.found(review, self.small), [])

    def test_points_closed_before_the_conclusion(self):
        review = self.submit(self.small)
        points = [self.point()]
        self.give("service", review, "conditions", "If capped", points)
        self.answer(review)
        self.as_("sales", review.point_ids).close("Capped at 10 %")
        self.as_("director", review).action_approve()
        self.assertEqual((review.state, review.conclusion), ("in_force", "pass"))
        self.assertEqual(self.found(review, self.small), [])

    def test_points_overdue(self):
        review = self.submit(self.small)
        points = [self.point("Late", due="2026-07-08"), self.point(due="2026-07-09")]
        self.give("service", review, "conditions", "If settled", points)
        self.assertFalse(review.point_ids.filtered("is_overdue"))
        self.enterContext(freeze_time("2026-07-09 01:00:00"))
        self.env.invalidate_all()
        self.assertEqual(
            review.point_ids.search([("is_overdue", "=", True)]).mapped("name"),
            ["Late"],
        )
        late = review.point_ids.filtered("is_overdue")
        self.assertEqual(late.mapped("name"), ["Late"])
        late.close("Settled")
        self.assertFalse(late.is_overdue)

    def test_points_due_in_the_past(self):
        review = self.submit(self.small)
        points = [self.point(due="2026-07-07")]
        with self.assertRefused("would be due on 07/07/2026", ValidationError):
            self.give("service", review, "conditions", "If settled", points)
        self.give("service", review, "conditions", "If settled", [self.point()])
        with self.assertRefused("choose today or a later day", ValidationError):
            self.as_("service", review.point_ids).date_due = "2026-07-07"

    # === RETURNED, REJECTED, WITHDRAWN === #

    def test_returned(self):
        """The story of domain 7: legal returns once, the penalty is capped."""
        review = self.submit()
        number = review.number
        self.give("service", review)
        self.give("finance", review)
        self.answer(review, "finance")
        self.give("legal", review, "disagree", "The penalty has no cap")
        self.assertEqual((review.state, self.contract.state), ("draft", "draft"))
        self.assertEqual(self.contract.return_reason, "The penalty has no cap")
        self.assertEqual(self.contract.version, "1.0")
        self.assertEqual(
            self.kinds(self.contract)[-1], ("returned", self.people["legal"].login)
        )
        before = review.contract_hash
        self.as_("sales", self.contract).workload_limit = 50
        self.assertEqual(self.submit(), review)
        self.assertEqual(review.number, number)
        self.assertEqual(len(review.round_ids), 2)
        self.assertNotEqual(review.contract_hash, before)
        # nothing of the former round counts (R13)
        self.assertFalse(any(review.opinion_ids.mapped("opinion")))
        self.assertFalse(any(review.item_ids.mapped("answer")))
        self.hear_all(review)
        self.conclude(review)
        self.assertEqual(self.contract.state, "approved")
        self.assertEqual(self.found(review, self.contract), [])

    def test_points_stay_over_the_rounds(self):
        review = self.submit(self.small)
        points = [self.point()]
        self.give("service", review, "disagree", "No cap", points)
        self.assertEqual(self.small.state, "draft")
        self.submit(self.small)
        self.hear_all(review)
        self.conclude(review)
        self.assertEqual(review.state, "approved")

    def test_rejected(self):
        review = self.submit(self.small)
        with self.assertRefused("rejected for good by whoever concludes"):
            self.as_("service", review).decide("rejected", "Never")
        self.give("service", review)
        self.as_("director", review).decide("rejected", "We cannot")
        self.assertEqual((review.state, self.small.state), ("rejected", "rejected"))
        self.assertEqual(review.conclusion, "fail")
        self.assertEqual(self.found(review, self.small), [])

    def test_withdrawn(self):
        for record in ("contract", "review"):
            with self.subTest(record):
                review = self.submit(self.small)
                self.give("service", review)
                taken = self.small if record == "contract" else review
                with self.assertRefused("submit", AccessError):
                    self.as_("service", taken).action_withdraw()
                self.as_("sales", taken).action_withdraw("Later")
                self.assertEqual((review.state, self.small.state), ("draft", "draft"))
                self.assertEqual(self.found(review, self.small), [])
        self.as_("sales", self.small).action_cancel()
        self.assertEqual(review.state, "cancelled")
        self.assertEqual(self.found(review, self.small), [])
