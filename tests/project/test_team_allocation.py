"""Somebody's shares in all projects together, as confirmed and as proposed."""

from freezegun import freeze_time

from odoo.tests import tagged

from .team_common import TeamCommon


@freeze_time("2026-08-03 02:00:00")
@tagged("post_install", "-at_install")
class TestTeamAllocation(TeamCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        other = cls._create_contract(name="Operation of the harbour")
        cls.standard_sla._copy_to_contract(other)
        cls.put_in_force(other)
        cls.other = cls._create_project(other, "Binhai")

    def test_a_proposal_counts_as_if_confirmed(self):
        self.confirm(
            "wu",
            project_id=self.other.id,
            allocation_pct=60,
            date_start="2026-09-10",
            date_end="2026-09-30",
        )
        member = self.propose("wu", allocation_pct=70, date_end="2026-12-31")
        self.assertTrue(member.is_over_allocated)
        self.assertEqual(member.peak_pct, 130)
        self.assertEqual(
            member.allocation_warning,
            "09/10/2026 – 09/30/2026: 130 % of the working time, with Binhai 60 %",
        )
        over = self.env["itsm.project.member"].search(
            [("is_over_allocated", "=", True)]
        )
        self.assertEqual(over, member, "what is confirmed is within the limit")
        member.with_user(self.decider).action_confirm()
        over = over.search([("is_over_allocated", "=", True)])
        self.assertEqual(over.project_id, self.project | self.other)

    def test_one_after_the_other_is_no_overload(self):
        self.confirm("wu", project_id=self.other.id, date_end="2026-08-31")
        member = self.propose("wu", date_start="2026-09-01")
        self.assertFalse(member.is_over_allocated)
        self.assertEqual(member.peak_pct, 100)
        last = self.propose("wu", date_start="2026-08-31", role_id=self.other_role.id)
        self.assertTrue(last.is_over_allocated, "the last day is a day in the team")

    def test_proposals_do_not_add_up_with_proposals(self):
        self.propose("wu", project_id=self.other.id, allocation_pct=80)
        self.assertFalse(self.propose("wu", allocation_pct=80).is_over_allocated)

    def test_other_projects_by_name_only_when_they_may_be_seen(self):
        self.confirm("wu", project_id=self.other.id, allocation_pct=60)
        self.other.privacy_visibility = "followers"
        self.other.user_id = self.decider
        self.other.message_unsubscribe(self.manager.partner_id.ids)
        member = self.propose("wu", allocation_pct=70)
        self.env.invalidate_all()
        text = member.with_user(self.manager).allocation_warning
        self.assertIn("with another project 60 %", text)
        self.assertNotIn("Binhai", text)
        self.assertIn("Binhai 60 %", member.with_user(self.decider).allocation_warning)

    def _by_month(self, user):
        self.env.flush_all()
        return {
            f"{month:%Y-%m}": total
            for month, total in self.env["itsm.project.allocation"]
            .with_user(user)
            ._read_group([], ["month:month"], ["person_months:sum"])
        }

    def test_person_months(self):
        """15 of September's 30 days at 50 %, October's 31 days at 50 %."""
        self.confirm(
            "wu", allocation_pct=50, date_start="2026-09-16", date_end="2026-10-31"
        )
        self.confirm(
            "he",
            project_id=self.other.id,
            allocation_pct=100,
            date_start="2026-10-01",
            date_end="2026-10-31",
        )
        self.other.user_id = self.decider
        self.assertEqual(
            self._by_month(self.decider), {"2026-09": 0.25, "2026-10": 1.5}
        )
        self.assertEqual(
            self._by_month(self.manager), {"2026-09": 0.25, "2026-10": 0.5}
        )
        self.assertEqual(self._by_month(self.users["sales"]), {})

    def test_an_open_end_lasts_as_long_as_the_project(self):
        self.confirm("wu", allocation_pct=100, date_start="2027-06-01")
        months = self._by_month(self.decider)
        self.assertEqual(months, {"2027-06": 1, "2027-07": 1})
