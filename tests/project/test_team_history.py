"""Leaving, replacing, appointing: what was confirmed stays as history (1.8)."""

from datetime import date

from freezegun import freeze_time
from psycopg2.errors import CheckViolation

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import MODULE
from .team_common import TeamCommon

TODAY = date(2026, 8, 3)


@freeze_time("2026-08-03 02:00:00")
@tagged("post_install", "-at_install")
class TestTeamHistory(TeamCommon):
    def _on(self, day):
        """Go on to a day, with the job that follows it."""
        self.env.invalidate_all()
        with freeze_time(f"{day} 02:00:00"):
            self.env["itsm.project.member"]._cron_follow_dates()
            self.env.flush_all()
        return self.project.itsm_team_user_ids

    def test_confirmed_is_neither_edited_nor_deleted(self):
        member = self.confirm("wu")
        values = {
            "allocation_pct": 1,
            "date_end": "2026-09-01",
            "employee_id": self.people["he"].id,
            "state": "proposed",
            "reason_out": "x",
        }
        for name, value in values.items():
            for records in (member.with_user(self.users["administrator"]), member):
                with self.subTest(name, su=records.env.su):
                    with self.assertRefused("changed by its buttons"):
                        records.write({name: value})
        with self.assertRefused("it is the history of the team"):
            member.unlink()
        with self.assertRefused("it is the history of the team"):
            member.with_user(self.users["administrator"]).unlink()
        skills = {"skill_ids": [(0, 0, self.skill_values("CCNP", 50))]}
        with self.assertRefused("changed by its buttons"):
            member.write(skills)

    def test_a_proposal_is_deleted_by_its_project_manager(self):
        member = self.propose("wu")
        member.with_user(self.manager).unlink()
        self.assertFalse(member.exists())

    def test_what_the_flow_writes_is_no_value_of_a_proposal(self):
        member = self.propose(
            "wu",
            state="confirmed",
            confirmed_by_id=self.decider.id,
            proposed_by_id=self.director.id,
        )
        self.assertEqual(member.state, "proposed")
        self.assertFalse(member.confirmed_by_id)
        self.assertEqual(member.proposed_by_id, self.manager)
        with self.assertRefused("changed by its buttons"):
            member.with_user(self.manager).state = "confirmed"

    def test_declined_with_a_reason(self):
        member = self.propose("wu")
        with self.assertRefused("Say why"):
            member.with_user(self.decider).decline("  ")
        member.with_user(self.decider).decline("Wanted elsewhere")
        self.assertEqual(member.state, "declined")
        self.assertEqual(member.decline_reason, "Wanted elsewhere")
        with self.assertRefused("is declined already"):
            member.with_user(self.decider).action_confirm()
        self.assertFalse(self.project.itsm_team_user_ids)

    def test_the_service_manager_is_asked(self):
        kind = self.env.ref(f"{MODULE}.mail_activity_project_member")
        member = self.propose("wu")
        activity = member.activity_ids
        self.assertEqual(activity.activity_type_id, kind)
        self.assertEqual(activity.user_id, self.decider)
        member.with_user(self.decider).action_confirm()
        self.assertFalse(member.activity_ids)
        own = self.propose("he", by=self.decider)
        self.assertEqual(own.activity_ids.user_id, self.director)

    def test_leaving_takes_effect_after_the_last_day(self):
        member = self.confirm("wu")
        user = member.user_id
        member.with_user(self.manager).leave("2026-08-10", "Parental leave")
        self.assertEqual(member.state, "confirmed")
        self.assertTrue(member.is_leaving)
        self.assertEqual(self._on("2026-08-10"), user)
        self.assertFalse(self._on("2026-08-11"))
        self.assertEqual(member.state, "left")
        self.assertEqual(member.reason_out, "Parental leave")
        self.assertEqual(member.date_end, date(2026, 8, 10))

    def test_leaving_yesterday_is_at_once(self):
        member = self.confirm("wu")
        member.with_user(self.manager).leave("2026-08-02", "Left the company")
        self.assertEqual(member.state, "left")
        self.assertFalse(self.project.itsm_team_user_ids)

    def test_who_never_began_was_never_in_the_team(self):
        member = self.confirm("wu", date_start="2026-09-01")
        member.with_user(self.decider).leave("2026-08-05", "Ill")
        self.assertEqual(member.state, "left")
        self.assertEqual(member.date_end, date(2026, 8, 31))
        self.assertFalse(self._on("2026-09-02"))

    def test_ends_that_cannot_be(self):
        member = self.confirm("wu", date_end="2026-12-31")
        proposal = self.propose("he")
        for record, day, reason, message in (
            (member, "2026-07-20", "x", "cannot be before it"),
            (member, "2027-01-01", "x", "as a new member"),
            (member, "2026-08-10", " ", "Say why"),
            (member, "soon", "x", "Say on which day"),
            (proposal, "2026-08-10", "x", "only who is in the team"),
        ):
            with self.subTest(day), self.assertRefused(message):
                record.with_user(self.manager).leave(day, reason)

    def test_joining_on_a_day_to_come(self):
        member = self.confirm("wu", date_start="2026-08-05")
        self.assertFalse(self.project.itsm_team_user_ids)
        self.assertFalse(self._on("2026-08-04"))
        self.assertEqual(self._on("2026-08-05"), member.user_id)

    def test_the_day_begins_where_the_contract_is(self):
        """16:30 UTC on the 4th is 00:30 on the 5th in Shanghai."""
        self.confirm("wu", date_start="2026-08-05")
        with freeze_time("2026-08-04 16:30:00"):
            self.env["itsm.project.member"]._cron_follow_dates()
            self.env.flush_all()
        self.assertTrue(self.project.itsm_team_user_ids)

    def test_replaced_once_the_successor_is_confirmed(self):
        member = self.confirm("wu", support_line="2", allocation_pct=60)
        member_skills = {"skill_ids": [(0, 0, self.skill_values("CCNP", 50))]}
        he = self.people["he"]
        new = member.with_user(self.manager).replace(he.id, "2026-09-01", "Transferred")
        new.with_user(self.manager).write(member_skills)
        self.assertEqual(new.state, "proposed")
        self.assertEqual(new.predecessor_id, member)
        self.assertEqual((new.support_line, new.allocation_pct), ("2", 60))
        self.assertFalse(member.date_end, "nothing happens before the decision")
        new.with_user(self.decider).action_confirm()
        self.assertEqual(member.date_end, date(2026, 8, 31))
        self.assertEqual(member.reason_out, "Transferred")
        self.assertEqual(self._on("2026-08-31"), self.people["wu"].user_id)
        self.assertEqual(self._on("2026-09-01"), he.user_id)

    def test_another_share_is_another_membership(self):
        member = self.confirm("wu", allocation_pct=60)
        again = member.with_user(self.manager).replace(
            member.employee_id, "2026-09-01", "More to do"
        )
        again.with_user(self.manager).allocation_pct = 90
        self.assertFalse(again.is_over_allocated, "the former share ends")
        again.with_user(self.decider).action_confirm()
        self.assertEqual(member.date_end, date(2026, 8, 31))
        self.assertEqual(again.peak_pct, 90)

    def test_nobody_is_twice_in_a_role(self):
        self.confirm("wu", date_end="2026-12-31")
        with self.assertRefused("in this role already"):
            self.propose("wu", date_start="2026-12-31")
        self.propose("wu", date_start="2027-01-01")

    def test_the_manager_is_appointed(self):
        role = self.env["itsm.project.role"]._get_project_manager()
        first = self.project._itsm_appoint_manager(self.manager, TODAY)
        self.assertEqual((first.role_id, first.state), (role, "confirmed"))
        self.assertEqual(self.project.itsm_team_user_ids, self.manager)
        again = self.project._itsm_appoint_manager(self.manager, date(2026, 9, 1))
        self.assertEqual(again, first)
        other = self.people["ma"].user_id
        second = self.project._itsm_appoint_manager(other, date(2026, 9, 1))
        self.assertEqual(second.employee_id, self.people["ma"])
        self.assertEqual(first.date_end, date(2026, 8, 31))
        self.assertEqual(self._on("2026-09-01"), other)
        with self.assertRefused("a project change"):
            second.with_user(self.decider).leave("2026-09-30", "Tired")

    def test_a_proposal_names_a_person_of_a_service_project(self):
        members = self.env["itsm.project.member"]
        with self.assertRefused("choose an employee"):
            self.propose("wu", employee_id=False)
        with self.assertRefused("Nobody is his own backup"):
            self.propose("wu", backup_id=self.people["wu"].id)
        for name, value in (("date_end", "2026-07-31"), ("allocation_pct", 101)):
            with (
                self.subTest(name),
                mute_logger("odoo.sql_db"),
                self.assertRefused("violates check constraint", CheckViolation),
            ):
                self.propose("wu", **{name: value})
        plain = self.env["project.project"].create({"name": "Internal"})
        with self.assertRefused("has no service contract"):
            members.create(
                {
                    "project_id": plain.id,
                    "employee_id": self.people["wu"].id,
                    "role_id": self.role.id,
                }
            )

    def test_the_role_of_the_manager_stays(self):
        role = self.env["itsm.project.role"]._get_project_manager()
        for way in (role.unlink, role.action_archive):
            with self.assertRefused("so this role stays", UserError):
                way()
