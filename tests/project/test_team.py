"""The project team: proposed, confirmed, history (clause 1.8)."""

from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .team_common import TeamCommon


@freeze_time("2026-08-03 02:00:00")
@tagged("post_install", "-at_install")
class TestTeam(TeamCommon):
    def test_who_is_confirmed_is_in_the_team(self):
        member = self.propose("wu")
        self.assertEqual(member.state, "proposed")
        self.assertEqual(member.proposed_by_id, self.manager)
        self.assertFalse(self.project.itsm_team_user_ids)
        member.with_user(self.decider).action_confirm()
        self.assertEqual(member.state, "confirmed")
        self.assertEqual(member.confirmed_by_id, self.decider)
        self.assertEqual(member.confirmed_on, date(2026, 8, 3))
        self.assertEqual(self.project.itsm_team_user_ids, self.people["wu"].user_id)

    def test_who_has_proposed_does_not_confirm(self):
        member = self.propose("wu", by=self.decider)
        with self.assertRefused("You have proposed", AccessError):
            member.with_user(self.decider).action_confirm()
        member.with_user(self.director).action_confirm()
        self.assertEqual(member.confirmed_by_id, self.director)

    def test_who_has_changed_the_proposal_does_not_confirm(self):
        member = self.propose("wu")
        member.with_user(self.decider).allocation_pct = 80
        with self.assertRefused("or changed the proposal", AccessError):
            member.with_user(self.decider).action_confirm()

    def test_nobody_but_a_service_manager_decides(self):
        member = self.propose("wu", by=self.decider)
        for way in (member.with_user(self.manager).action_confirm,):
            with self.assertRefused("decided by a service manager", AccessError):
                way()
