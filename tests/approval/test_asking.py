from datetime import date

from odoo.tests import tagged

from ..common import MODULE, utc
from .common import ApprovalCommon


@tagged("post_install", "-at_install")
class TestAsking(ApprovalCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.administrator = cls.users["administrator"]
        cls.director_role = cls.env.ref(f"{MODULE}.group_service_director")

    def pending(self, document=None):
        return (document or self.document).sudo().waiting_stage_id

    def activities(self, user, name="mail_activity_approval", document=None):
        """Return a user's activities of a type on a document."""
        return self.env["mail.activity"].search(
            [
                ("user_id", "=", user.id),
                ("res_model", "=", "itsm.service"),
                ("res_id", "=", (document or self.document).id),
                ("activity_type_id", "=", self.env.ref(f"{MODULE}.{name}").id),
            ]
        )

    # === WHO IS ASKED === #

    def test_holders_of_the_role_have_an_activity(self):
        self.submit()
        self.assertEqual(self.pending().asked_ids, self.reviewer)
        self.assertEqual(self.activities(self.reviewer).summary, "Review")
        self.assertFalse(self.activities(self.approver), "It is not his turn.")
        self.pass_review()
        self.assertFalse(self.activities(self.reviewer))
        self.assertTrue(self.activities(self.approver))
        self.assertTrue(self.activities(self.second_approver))
        self.document.with_user(self.approver).action_approve()
        self.assertFalse(self.activities(self.second_approver))

    def test_a_role_that_includes_another_is_no_licence(self):
        """The administrator's role includes the director's."""
        self.pass_review(self.submit())
        self.assertTrue(self.administrator.has_group(f"{MODULE}.group_service_director"))
        self.assertNotIn(self.administrator, self.pending().asked_ids)

    def test_first_of_two_is_asked_no_more(self):
        self.approval_stage.needed = 2
        self.pass_review(self.submit())
        stage = self.pending()
        self.assertEqual(stage.asked_ids, self.approver | self.second_approver)
        self.document.with_user(self.approver).action_approve()
        self.assertEqual(self.pending(), stage, "Another one must agree.")
        self.assertEqual(stage.asked_ids, self.second_approver)
        self.assertFalse(self.activities(self.approver))
        self.assertTrue(self.activities(self.second_approver))
        self.assertFalse(self.document.with_user(self.approver).can_decide)

    def test_an_author_is_not_asked(self):
        """A director who has written in the draft approves nothing (R1)."""
        self.document.with_user(self.second_approver).description = "<p>More.</p>"
        self.pass_review(self.submit())
        self.assertEqual(self.pending().asked_ids, self.approver)

    def test_an_activity_is_not_marked_done(self):
        """Marking it done would look like an approval, and be none."""
        self.submit()
        activity = self.activities(self.reviewer)
        with self.assertRefused("still waits for the stage Review"):
            activity.with_user(self.reviewer).action_feedback()

    # === PEOPLE COME AND GO === #

    def test_a_role_given_and_taken(self):
        self.pass_review(self.submit())
        newcomer = self.users["engineer"]
        newcomer.group_ids += self.director_role
        self.assertIn(newcomer, self.pending().asked_ids)
        self.assertTrue(self.activities(newcomer))
        newcomer.group_ids -= self.director_role
        self.assertNotIn(newcomer, self.pending().asked_ids)
        self.assertFalse(self.activities(newcomer))

    def test_a_role_given_and_taken_by_the_group(self):
        self.pass_review(self.submit())
        newcomer = self.users["engineer"]
        self.director_role.user_ids += newcomer
        self.assertTrue(self.activities(newcomer))
        self.director_role.user_ids -= newcomer
        self.assertFalse(self.activities(newcomer))

    def test_a_new_user_with_the_role(self):
        self.pass_review(self.submit())
        newcomer = self.new_user("third_director", "service_director")
        self.assertIn(newcomer, self.pending().asked_ids)

    def test_a_deactivated_user_leaves_it_to_the_others(self):
        self.pass_review(self.submit())
        self.approver.active = False
        self.assertEqual(self.pending().asked_ids, self.second_approver)
        self.assertFalse(self.activities(self.approver))
        self.approver.active = True
        self.assertTrue(self.activities(self.approver))
        self.document.with_user(self.second_approver).action_approve()
        self.assertEqual(self.document.state, "approved")

    def test_nobody_remains(self):
        """Administrators hear of it, and the stage goes on with a new holder."""
        self.pass_review(self.submit())
        (self.approver | self.second_approver).active = False
        stage = self.pending()
        self.assertFalse(stage.asked_ids)
        self.assertEqual(self.document.state, "reviewed")
        told = self.activities(self.administrator, "mail_activity_nobody_decides")
        self.assertEqual(len(told), 1)
        self.assertIn("Service Director", told.note)
        self.assertIn("Configuration &gt; Roles", told.note)
        self.env["itsm.approval.round.stage"]._refresh_asked()
        self.assertEqual(
            self.activities(self.administrator, "mail_activity_nobody_decides"),
            told,
            "Once.",
        )
        self.director_role.user_ids += self.users["engineer"]
        self.assertFalse(told.exists())
        self.document.with_user(self.users["engineer"]).action_approve()
        self.assertEqual(self.document.state, "approved")

    def test_too_few_remain(self):
        """Two must agree: one alone cannot, but is asked all the same."""
        self.approval_stage.needed = 2
        self.pass_review(self.submit())
        self.second_approver.active = False
        self.assertEqual(self.pending().asked_ids, self.approver)
        name = "mail_activity_nobody_decides"
        self.assertTrue(self.activities(self.administrator, name))
        self.second_approver.active = True
        self.assertFalse(self.activities(self.administrator, name))

    def test_another_company_is_not_asked(self):
        other = self.env["res.company"].create({"name": "Elsewhere"})
        self.second_approver.write(
            {"company_ids": [(4, other.id)], "company_id": other.id}
        )
        self.second_approver.company_ids = other
        self.pass_review(self.submit())
        self.assertEqual(self.pending().asked_ids, self.approver)
        self.second_approver.company_ids += self.provider
        self.assertIn(self.second_approver, self.pending().asked_ids)

    def test_people_by_name_of_another_company(self):
        other = self.env["res.company"].create({"name": "Elsewhere"})
        self.approval_stage.write(
            {
                "decider_kind": "users",
                "user_ids": [(6, 0, (self.approver | self.second_approver).ids)],
            }
        )
        self.pass_review(self.submit())
        self.approver.write(
            {"company_ids": [(4, other.id)], "company_id": other.id}
        )
        self.approver.company_ids = other
        self.assertEqual(self.pending().asked_ids, self.second_approver)

    # === IN BULK === #

    def test_queries_do_not_grow_with_the_stages(self):
        """A role given concerns all that waits for it, in as many queries."""

        def queries(count):
            documents = self.env["itsm.service"].union(
                *(self.new_document(f"SC-{count}-{n}") for n in range(count))
            )
            documents.with_user(self.author).action_submit()
            self.env.flush_all()
            self.env.invalidate_all()
            newcomer = self.users["engineer"]
            before = self.cr.sql_log_count
            newcomer.group_ids += self.reviewer.group_ids
            self.env.flush_all()
            spent = self.cr.sql_log_count - before
            for document in documents:
                self.assertTrue(self.activities(newcomer, document=document))
            newcomer.group_ids -= self.reviewer.group_ids
            documents.with_user(self.author).action_withdraw()
            return spent

        queries(2)
        few, many = queries(5), queries(25)
        self.assertLess(many - few, 10, "20 more stages.")

    # === DUE DATES === #

    def due(self, opened_at, days):
        """Return when an answer is due to a stage opened at a local time."""
        stages = self.env["itsm.approval.round.stage"]
        return stages._due_date(days, self.provider, utc(opened_at))

    def test_working_days(self):
        """Counted by hand, in the calendar of autumn 2026.

        Holidays: 25 to 27 September, 1 to 7 October. Make-up workdays: Sunday 20
        September and Saturday 10 October.
        """
        self.provider.resource_calendar_id = self.calendars["5x8"]
        for opened_at, days, due in (
            ("2026-09-14 09:00", 1, date(2026, 9, 15)),  # Monday
            ("2026-09-14 09:00", 4, date(2026, 9, 18)),
            ("2026-09-18 10:00", 1, date(2026, 9, 20)),  # Sunday that is worked
            ("2026-09-18 10:00", 3, date(2026, 9, 22)),  # 20, 21, 22
            ("2026-09-18 20:00", 3, date(2026, 9, 22)),  # after hours: the same day
            ("2026-09-24 10:00", 1, date(2026, 9, 28)),  # mid-autumn until the 27th
            ("2026-09-29 10:00", 2, date(2026, 10, 8)),  # 30 September, 8 October
            ("2026-09-30 10:00", 3, date(2026, 10, 10)),  # 8, 9, 10: Saturday worked
            ("2026-09-30 10:00", 4, date(2026, 10, 12)),  # not Sunday the 11th
            ("2026-10-03 10:00", 1, date(2026, 10, 8)),  # opened on a holiday
            ("2026-09-18 00:30", 1, date(2026, 9, 20)),  # the 17th in UTC
        ):
            with self.subTest(opened_at=opened_at, days=days):
                self.assertEqual(self.due(opened_at, days), due)

    def test_working_days_before(self):
        self.provider.resource_calendar_id = self.calendars["5x8"]
        stages = self.env["itsm.approval.round.stage"]
        for day, days, before in (
            (date(2026, 10, 12), 1, date(2026, 10, 10)),
            (date(2026, 10, 8), 1, date(2026, 9, 30)),
            (date(2026, 9, 28), 4, date(2026, 9, 21)),  # 24, 23, 22, 21
            (date(2026, 9, 22), 2, date(2026, 9, 20)),
        ):
            with self.subTest(day=day, days=days):
                self.assertEqual(
                    stages._add_working_days(self.provider, day, -days), before
                )

    def test_calendar_days_without_working_hours(self):
        """Friday to Monday: three days, where the calendar does not say when."""
        for calendar in (
            self.env["resource.calendar"],
            self.env["resource.calendar"].create(
                {"name": "Flexible", "schedule_type": "flexible"}
            ),
        ):
            with self.subTest(calendar.name):
                self.provider.resource_calendar_id = calendar
                self.assertEqual(self.due("2026-09-18 10:00", 3), date(2026, 9, 21))

    def test_without_a_due_date(self):
        """0 days to answer: no due date, but an activity of today."""
        self.review_stage.answer_days = 0
        self.submit()
        self.assertFalse(self.pending().due_date)
        self.assertTrue(self.activities(self.reviewer))
