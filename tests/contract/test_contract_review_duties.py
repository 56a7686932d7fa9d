"""Who may say what of a contract: the duty rules, delegation, one place to decide."""

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from ..common import MODULE
from .review_common import ReviewCommon


@freeze_time("2026-07-08 01:00:00")
@tagged("post_install", "-at_install")
class TestContractReviewDuties(ReviewCommon):
    # === DUTY RULES === #

    def test_authors_neither_review_nor_conclude(self):
        """Whoever wrote the contract is an author of its review (R1, R2)."""
        second = self.new_user("second_manager", "service_manager")
        self.as_("service", self.small).workload_limit = 30
        self.as_("director", self.small).workload_limit = 35
        with self.assertRefused("nobody could decide the stage Conclusion"):
            self.submit(self.small)
        director = self.new_user("second_director", "service_director")
        review = self.submit(self.small)
        self.assertEqual(review.opinion_ids.filtered("is_service").user_id, second)
        with self.assertRefused("author may not review"):
            self.give("service", review)
        with self.assertRefused("You have written"):
            self.answer(review, "service")
        review.with_user(second).give_opinion("agree")
        review.with_user(second).item_ids.write({"answer": "yes"})
        with self.assertRefused("wrote or submitted a document may not approve"):
            self.as_("director", review).action_approve()
        review.with_user(director).action_approve()
        self.assertEqual(self.small.state, "approved")

    def test_sales_owner_gives_no_service_opinion(self):
        second = self.new_user("second_manager", "service_manager")
        self.small.user_id = self.people["service"]
        # the author, who is not the sales owner any more, may still submit it
        self.people["sales"].group_ids += self.env.ref(f"{MODULE}.group_administrator")
        review = self.submit(self.small)
        with self.assertRefused("sales owner may not give the opinion"):
            self.give("service", review)
        review.with_user(second).give_opinion("agree")
        self.assertEqual(review.state, "reviewed")

    def test_project_manager_does_not_conclude(self):
        second = self.new_user("second_director", "service_director")
        project = self.env["project.project"].create(
            {"name": "Operation", "user_id": self.people["director"].id}
        )
        self.small.project_id = project
        review = self.submit(self.small)
        self.hear_all(review)
        with self.assertRefused("Project managers may not approve"):
            self.as_("director", review).action_approve()
        review.with_user(second).action_approve()
        self.assertEqual(review.state, "in_force")

    def test_two_roles_on_one_review(self):
        """R12: the service manager who is director too decides once."""
        both = self.people["service"]
        both.group_ids += self.env.ref(f"{MODULE}.group_service_director")
        review = self.submit()
        self.hear_all(review)
        with self.assertRefused("in two roles"):
            self.as_("service", review).action_approve()
        self.conclude(review)
        self.assertEqual(review.state, "in_force")

    def test_only_those_named(self):
        """Another reviewer does not speak for legal, nor legal for the service."""
        review = self.submit()
        for who in ("legal", "finance", "director", "sales"):
            with self.subTest(who), self.assertRefused("Who can", AccessError):
                self.give(who, review)
        self.give("service", review)
        stranger = review.with_user(self.users["reviewer"])
        with self.assertRefused("Who can", AccessError):
            stranger.give_opinion("agree")
        with self.assertRefused("Who can", AccessError):
            self.as_("director", review).action_approve()
        self.give("legal", review)
        with self.assertRefused("already"):
            self.give("legal", review)

    # === DELEGATION === #

    def _delegate(self, who, delegate, **values):
        self.env["itsm.approval.delegation"].with_user(self.people[who]).create(
            {
                "user_id": self.people[who].id,
                "delegate_id": delegate.id,
                "date_from": "2026-07-08",
                "date_to": "2026-07-10",
                "reason": "Annual leave",
                "company_id": self.provider.id,
                **values,
            }
        )

    def test_delegate_speaks_for_a_department(self):
        engineer = self.users["engineer"]
        review = self.submit()
        self.assertFalse(review.with_user(engineer).has_access("read"))
        kinds = self.env.ref(f"{MODULE}.document_type_contract_review")
        self._delegate("legal", engineer, document_type_ids=[Command.set(kinds.ids)])
        self.give("service", review)
        for record in (review, self.contract, self.sla, self.sla.target_ids[0]):
            self.assertTrue(record.with_user(engineer).has_access("read"))
        review.with_user(engineer).give_opinion("disagree", "The penalty has no cap")
        self.assertEqual(self.contract.state, "draft")
        # on the contract he is who he is: the delegation is for reviews only
        line = self.contract.sudo().decision_ids.sorted("position")[-1]
        self.assertEqual((line.user_id, line.principal_id.id), (engineer, False))
        self.assertEqual(self.found(review, self.contract), [])

    def test_opinion_shows_who_spoke_for_whom(self):
        engineer = self.users["engineer"]
        self._delegate("legal", engineer)
        review = self.submit()
        self.give("service", review)
        review.with_user(engineer).give_opinion("agree", "Read it")
        line = review.opinion_ids.filtered(
            lambda one: one.user_id == self.people["legal"]
        )
        self.assertEqual((line.opinion, line.given_by_id), ("agree", engineer))
        self.assertEqual(self.found(review, self.contract), [])

    # === ONE PLACE TO DECIDE === #

    def test_nobody_decides_on_the_contract(self):
        review = self.submit(self.small)
        for who in ("service", "director", "manager"):
            for kind in ("approved", "returned", "rejected"):
                with self.subTest(who=who, kind=kind):
                    with self.assertRefused(f"contract review.*{review.number}"):
                        self.as_(who, self.small).decide(kind, "So be it")
            with self.assertRefused("decided by its contract review"):
                wizard = self.env["itsm.approval.decide"].with_user(self.people[who])
                wizard.with_context(
                    default_res_model="itsm.contract", default_res_ids=self.small.ids
                ).create({"kind": "approved"}).action_decide()
        self.assertEqual(len(self.small.sudo().decision_ids), 1)

    def test_people_are_asked_once(self):
        review = self.submit(self.small)
        asked = self.env.ref(f"{MODULE}.mail_activity_approval")
        nobody = self.env.ref(f"{MODULE}.mail_activity_nobody_decides")
        activities = self.env["mail.activity"].search(
            [
                ("activity_type_id", "in", (asked | nobody).ids),
                ("res_model", "in", ("itsm.contract", "itsm.contract.review")),
                ("res_id", "in", (self.small.id, review.id)),
            ]
        )
        self.assertEqual(activities.mapped("res_model"), ["itsm.contract.review"])
        self.assertEqual(activities.user_id, self.people["service"])
        self.assertEqual(self.small.waiting_for, self.people["service"].name)
        action = activities.with_user(self.people["service"]).action_itsm_decide(
            "approved"
        )
        self.assertEqual(action["res_model"], "itsm.contract.review.give")
        action = activities.with_user(self.people["service"]).action_itsm_decide(
            "returned"
        )
        self.assertEqual(action["context"]["default_opinion"], "disagree")

    def test_activity_asks_for_an_opinion_until_it_is_concluded(self):
        review = self.submit(self.small)
        shown = self._asked("service")
        self.assertEqual(shown, [(review.id, True)])
        self.give("service", review)
        self.assertEqual(self._asked("director"), [(review.id, False)])

    def _asked(self, who):
        """Return what the screen shows of a person's activities."""
        activities = self.env["mail.activity"].search(
            [
                ("user_id", "=", self.people[who].id),
                ("res_model", "=", "itsm.contract.review"),
            ]
        )
        shown = activities.with_user(self.people[who]).activity_format()
        return [
            (line["res_id"], line["itsm_asks_opinion"])
            for line in shown["mail.activity"]
        ]

    def test_dialog(self):
        review = self.submit(self.small)
        action = self.as_("service", review).action_give_opinion()
        wizards = self.env[action["res_model"]].with_user(self.people["service"])
        point = self.point()
        wizard = wizards.with_context(**action["context"]).create(
            {
                "opinion": "conditions",
                "comment": "If capped",
                "point_ids": [Command.create(point)],
            }
        )
        self.assertFalse(wizard.is_returning)
        wizard.action_give()
        self.assertEqual(review.state, "reviewed")
        self.assertEqual(
            [(p.name, p.owner_id, p.raised_by_id) for p in review.point_ids],
            [("Cap of the penalty", self.people["sales"], self.people["service"])],
        )

    def test_review_goes_with_its_contract(self):
        review = self.submit(self.small)
        self.give("service", review, "disagree", "No")
        for method in ("action_submit", "action_put_in_force", "action_close"):
            for who in ("sales", "service"):
                with self.subTest(method=method, who=who):
                    with self.assertRefused("contract|closing", Exception):
                        getattr(self.as_(who, review), method)()
        for method in ("action_cancel", "action_revise"):
            with self.subTest(method=method), self.assertRefused("", Exception):
                getattr(self.as_("service", review), method)()
        self.assertEqual(review.state, "draft")

    def test_stages_of_reviews_are_for_reviews(self):
        types = self.env["itsm.document.type"]
        for kind, code in (("opinions", "sla"), ("review", "contract_review")):
            with self.subTest(kind), self.assertRefused("cannot be decided by"):
                self.env["itsm.approval.stage"].create(
                    {
                        "document_type_id": types._get(code).id,
                        "name": "Odd",
                        "act": "review",
                        "decider_kind": kind,
                    }
                )

    def test_more_stages_around_the_review(self):
        """An administrator lets commercial look first, the general manager last."""
        contract_type = self.env["itsm.document.type"]._get("contract")
        for sequence, role, act in (
            (5, "commercial", "review"),
            (99, "general_manager", "approve"),
        ):
            self.env["itsm.approval.stage"].create(
                {
                    "document_type_id": contract_type.id,
                    "sequence": sequence,
                    "name": role,
                    "act": act,
                    "group_id": self.env.ref(f"{MODULE}.group_{role}").id,
                }
            )
        self.submit(self.small)
        self.assertFalse(self.small.review_ids)
        self.as_("commercial", self.small).action_approve()
        review = self.small.review_id
        self.assertEqual(review.round_id.submitted_by_id, self.people["sales"])
        self.hear_all(review)
        self.conclude(review)
        self.assertEqual(self.small.state, "reviewed")
        self.as_("manager", self.small).decide("returned", "Cheaper, please")
        self.assertEqual((self.small.state, review.state), ("draft", "in_force"))
        # what had passed is reviewed anew: the next version of the same review
        self.submit(self.small)
        self.as_("commercial", self.small).action_approve()
        again = self.small.review_id
        self.assertEqual((again.number, again.version), (review.number, "2.0"))
        self.hear_all(again)
        self.conclude(again)
        self.as_("manager", self.small).action_approve()
        self.assertEqual((review.state, again.state), ("superseded", "in_force"))
        self.assertFalse(self.small._missing_review())
        self.assertEqual(self.found(review, again, self.small), [])
