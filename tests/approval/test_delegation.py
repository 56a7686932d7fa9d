
from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from ..common import MODULE, utc
from .common import ApprovalCommon

TODAY = "2026-09-15 10:00"  # a Tuesday


@tagged("post_install", "-at_install")
class TestDelegation(ApprovalCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.provider.resource_calendar_id = cls.calendars["5x8"]
        cls.deputy = cls.users["engineer"]
        cls.second_approver.active = False

    def setUp(self):
        super().setUp()
        self.go_to(TODAY)

    def go_to(self, text):
        """Let it be a local time from now on."""
        clock = freeze_time(utc(text))
        clock.start()
        self.addCleanup(clock.stop)

    def delegate(self, principal=None, delegate=None, user=None, **values):
        """Delegate today, as a user: by default the principal himself."""
        principal = principal or self.approver
        return (
            self.env["itsm.approval.delegation"]
            .with_user(user or principal)
            .with_context(tracking_disable=False, mail_create_nolog=False)
            .create(
                {
                    "user_id": principal.id,
                    "delegate_id": (delegate or self.deputy).id,
                    "date_from": "2026-09-15",
                    "date_to": "2026-09-18",
                    "reason": "Annual leave",
                    "company_id": self.provider.id,
                    **values,
                }
            )
        )

    def asked(self):
        return self.document.sudo().waiting_stage_id.asked_ids

    # === WHO DELEGATES WHAT === #

    def test_one_delegates_ones_own_approvals(self):
        delegation = self.delegate()
        self.assertEqual(delegation.state, "running")
        with self.assertRefused("", AccessError):
            self.delegate(user=self.deputy)
        with self.assertRefused("", AccessError):
            delegation.with_user(self.deputy).write({"date_to": "2026-09-30"})
        with self.assertRefused("", AccessError):
            delegation.with_user(self.deputy).action_revoke()

    def test_an_administrator_enters_it_for_somebody_away(self):
        administrator = self.users["administrator"]
        delegation = self.delegate(user=administrator)
        self.assertEqual(delegation.user_id, self.approver)
        self.assertEqual(
            delegation.sudo().message_ids.author_id,
            administrator.partner_id,
            "The chatter keeps who entered it.",
        )
        delegation.with_user(self.approver).action_revoke()
        self.assertEqual(delegation.state, "revoked")

    def test_who_sees_it(self):
        delegation = self.delegate()
        for user, sees in (
            (self.approver, True),
            (self.deputy, True),
            (self.users["auditor"], True),
            (self.users["administrator"], True),
            (self.reviewer, False),
        ):
            with self.subTest(user.login):
                found = delegation.with_user(user).search([("id", "=", delegation.id)])
                self.assertEqual(bool(found), sees)
        for user in (self.plain_user, self.portal_user):
            with self.subTest(user.login), self.assertRaises(AccessError):
                delegation.with_user(user).search([])

    def test_not_in_the_past(self):
        with self.assertRefused("today or later", ValidationError):
            self.delegate(date_from="2026-09-14")
        planned = self.delegate(date_from="2026-09-16")
        with self.assertRefused("today or later", ValidationError):
            planned.date_from = "2026-09-14"

    def test_today_is_where_the_company_is(self):
        """At 01:00 of the 16th in Shanghai it is the 15th in UTC and in Paris."""
        self.go_to("2026-09-16 01:00")
        self.approver.tz = "Europe/Paris"
        with self.assertRefused("today or later", ValidationError):
            self.delegate(date_from="2026-09-15")
        self.assertEqual(self.delegate(date_from="2026-09-16").state, "running")

    def test_bad_ones(self):
        for values, message in (
            ({"reason": "  "}, "Say why"),
            ({"delegate_id": self.portal_user.id}, "cannot decide in"),
            ({"delegate_id": self.plain_user.id}, "cannot decide in"),
            ({"delegate_id": self.second_approver.id}, "cannot decide in"),
        ):
            with self.subTest(message), self.assertRefused(message, ValidationError):
                self.delegate(**values)

    def test_days_in_order_and_two_people(self):
        for values in (
            {"date_to": "2026-09-14"},
            {"delegate_id": self.approver.id},
        ):
            with self.subTest(values), self.assertRaises(Exception) as refused:
                with self.env.cr.savepoint():
                    self.delegate(**values)
            self.assertIn(
                refused.exception.__class__.__name__,
                ("CheckViolation", "ValidationError"),
            )

    def test_a_delegate_of_another_company(self):
        other = self.env["res.company"].create({"name": "Elsewhere"})
        stranger = new_test_user(
            self.env,
            login="stranger",
            groups=f"{MODULE}.group_engineer",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        with self.assertRefused("cannot decide in Yunling", ValidationError):
            self.delegate(delegate=stranger)

    # === WHAT HAS BEGUN IS EVIDENCE === #

    def test_a_running_one_ends_earlier_and_is_else_unchangeable(self):
        delegation = self.delegate()
        for values in (
            {"delegate_id": self.reviewer.id},
            {"date_from": "2026-09-16"},
            {"reason": "Another"},
            {"document_type_ids": [Command.link(self.type.id)]},
            {"date_to": "2026-09-19"},
            {"date_to": "2026-09-14"},
            {"date_to": "2026-09-16", "reason": "Another"},
        ):
            with self.subTest(values), self.assertRefused("has begun"):
                delegation.write(values)
        with self.assertRefused("has begun"):
            delegation.unlink()
        delegation.date_to = "2026-09-16"
        self.assertEqual(delegation.state, "running")

    def test_a_planned_one_is_still_open(self):
        delegation = self.delegate(date_from="2026-09-17")
        self.assertEqual(delegation.state, "planned")
        delegation.write({"delegate_id": self.reviewer.id, "date_to": "2026-09-30"})
        delegation.unlink()

    def test_a_revoked_one_stays_revoked(self):
        delegation = self.delegate()
        for value in (False, "2026-09-01 00:00:00"):
            with self.assertRefused('Use "Revoke"'):
                delegation.write({"revoked_at": value})
        delegation.action_revoke()
        self.assertEqual(delegation.revoked_at, utc(TODAY))
        with self.assertRefused('Use "Revoke"'):
            delegation.write({"revoked_at": False})
        with self.assertRefused("has begun"):
            delegation.date_to = "2026-09-16"
        with self.assertRefused('Use "Revoke"'):
            self.delegate(revoked_at="2026-09-15 00:00:00")

    def test_over(self):
        delegation = self.delegate()
        self.go_to("2026-09-18 23:59")
        delegation.invalidate_recordset(["state"])
        self.assertEqual(delegation.state, "running", "The last day is inclusive.")
        self.go_to("2026-09-19 00:01")
        delegation.invalidate_recordset(["state"])
        self.assertEqual(delegation.state, "over")
        delegation.action_revoke()
        self.assertFalse(delegation.revoked_at, "What is over stays as it was.")

    # === DECIDING FOR SOMEBODY === #

    def test_the_log_shows_who_for_whom_and_by_what(self):
        delegation = self.delegate()
        self.pass_review(self.submit())
        self.assertEqual(self.asked(), self.approver | self.deputy)
        as_deputy = self.document.with_user(self.deputy)
        self.assertTrue(as_deputy.can_decide)
        self.assertEqual(as_deputy.name, "Service SC-TEST", "He can read it.")
        as_deputy.decide("approved", "As agreed by telephone.")
        line = self.document.sudo().decision_ids.sorted("position")[-1]
        self.assertEqual(line.kind, "approved")
        self.assertEqual(line.user_id, self.deputy)
        self.assertEqual(line.principal_id, self.approver)
        self.assertEqual(line.delegation_id, delegation)
        self.assertEqual(delegation.sudo().decision_ids, line)

    def test_which_delegation_was_used(self):
        """The one for this type of document, not another of the same people."""
        others = self.env.ref(f"{MODULE}.document_type_presales_plan")
        used = self.delegate(document_type_ids=[Command.set(self.type.ids)])
        self.delegate(document_type_ids=[Command.set(others.ids)])
        self.pass_review(self.submit())
        self.document.with_user(self.deputy).decide("approved")
        line = self.document.sudo().decision_ids.sorted("position")[-1]
        self.assertEqual(line.delegation_id, used)

    def test_principal_named(self):
        """One who decides for two says for whom."""
        self.second_approver.active = True
        self.delegate()
        self.delegate(principal=self.second_approver)
        self.pass_review(self.submit())
        as_deputy = self.document.with_user(self.deputy)
        as_deputy.decide("approved", principal_id=self.second_approver.id)
        line = self.document.sudo().decision_ids.sorted("position")[-1]
        self.assertEqual(line.principal_id, self.second_approver)

    def test_for_other_types_only(self):
        others = self.env.ref(f"{MODULE}.document_type_presales_plan")
        self.delegate(document_type_ids=[Command.set(others.ids)])
        self.pass_review(self.submit())
        self.assertEqual(self.asked(), self.approver)
        with self.assertRefused("", AccessError):
            self.document.with_user(self.deputy).decide("approved")

    def test_on_its_days_only(self):
        """Whatever the job has done: the days count when somebody decides."""
        auditor = self.users["auditor"]  # who reads the document at any rate
        self.delegate(
            delegate=auditor, date_from="2026-09-16", date_to="2026-09-16"
        )
        self.pass_review(self.submit())
        as_deputy = self.document.with_user(auditor)
        for at in ("2026-09-15 23:59", "2026-09-17 00:01"):
            self.go_to(at)
            with self.subTest(at), self.assertRefused("", AccessError):
                as_deputy.decide("approved")
        self.go_to("2026-09-16 00:01")
        as_deputy.decide("approved")
        self.assertEqual(self.document.state, "approved")

    def test_not_after_it_was_revoked(self):
        delegation = self.delegate()
        self.pass_review(self.submit())
        delegation.action_revoke()
        self.assertEqual(self.asked(), self.approver)
        with self.assertRefused("", AccessError):
            self.document.with_user(self.deputy).decide("approved")

    def test_no_chain(self):
        """A delegate does not pass on what was delegated to him."""
        third = self.users["sales"]
        self.delegate()
        self.delegate(principal=self.deputy, delegate=third)
        self.pass_review(self.submit())
        self.assertEqual(self.asked(), self.approver | self.deputy)
        for principal_id in (False, self.deputy.id, self.approver.id):
            with self.assertRefused("", AccessError):
                self.document.with_user(third).decide(
                    "approved", principal_id=principal_id
                )

    def test_without_a_delegation(self):
        self.pass_review(self.submit())
        with self.assertRefused("", AccessError):
            self.document.with_user(self.deputy).decide(
                "approved", principal_id=self.approver.id
            )

    def test_a_principal_who_has_left(self):
        """Nobody decides for somebody who has no account any more."""
        self.second_approver.active = True
        self.delegate()
        self.pass_review(self.submit())
        self.approver.active = False
        self.assertEqual(self.asked(), self.second_approver)
        with self.assertRefused("", AccessError):
            self.document.with_user(self.deputy).decide("approved")

    def test_a_principal_who_has_lost_the_role(self):
        self.delegate()
        self.second_approver.active = True
        self.pass_review(self.submit())
        self.approver.group_ids -= self.env.ref(f"{MODULE}.group_service_director")
        self.assertEqual(self.asked(), self.second_approver)

    # === NO DUTY RULE IS DEFEATED === #

    def test_the_author_does_not_approve_by_a_delegation(self):
        """R1: the director delegates to the author of the document."""
        self.delegate(delegate=self.author)
        self.pass_review(self.submit())
        self.assertEqual(self.asked(), self.approver)
        with self.assertRefused("may not approve", UserError):
            self.document.with_user(self.author).decide("approved")

    def test_nobody_approves_for_the_author(self):
        """R1: a director has written it, and delegates to an engineer."""
        self.second_approver.active = True
        self.document.with_user(self.approver).description = "<p>More.</p>"
        auditor = self.users["auditor"]  # who reads the document at any rate
        self.delegate(delegate=auditor)
        self.pass_review(self.submit())
        self.assertEqual(self.asked(), self.second_approver)
        for principal_id in (False, self.approver.id):
            with self.assertRefused("may not approve", UserError):
                self.document.with_user(auditor).decide(
                    "approved", principal_id=principal_id
                )

    def test_the_reviewer_does_not_approve_by_a_delegation(self):
        """R2 and R12: the only reviewer, in the director's role."""
        self.delegate(delegate=self.reviewer)
        self.pass_review(self.submit())
        self.assertEqual(self.asked(), self.approver)
        with self.assertRefused("only reviewer may not|in two roles", UserError):
            self.document.with_user(self.reviewer).decide("approved")

    def test_one_is_not_two(self):
        """Two must agree: nobody agrees for himself and for somebody else."""
        self.second_approver.active = True
        self.approval_stage.needed = 2
        self.delegate(delegate=self.second_approver)
        self.pass_review(self.submit())
        as_second = self.document.with_user(self.second_approver)
        as_second.decide("approved")
        self.assertEqual(self.asked(), self.approver)
        with self.assertRefused("approved this stage already", UserError):
            as_second.decide("approved", principal_id=self.approver.id)
        self.assertEqual(self.document.state, "reviewed")
