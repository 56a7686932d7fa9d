"""Skills required of a team, and held (domain 3.6)."""

from freezegun import freeze_time

from odoo.tests import tagged

from .team_common import TeamCommon


@freeze_time("2026-08-03 02:00:00")
@tagged("post_install", "-at_install")
class TestTeamSkills(TeamCommon):
    def _member(self, *required, **values):
        lines = [(0, 0, self.skill_values(name, level)) for name, level in required]
        return self.propose("wu", skill_ids=lines, **values)

    def test_the_level_held_decides(self):
        self.hold("wu", "CCNP", 60)
        for required, met in ((40, True), (60, True), (61, False)):
            with self.subTest(required):
                member = self._member(("CCNP", required))
                self.assertEqual(member.skill_ids.is_met, met)
                self.assertEqual(member.skill_ids.held_level_id.level_progress, 60)
                self.assertEqual(member.has_skill_gap, not met)
                member.unlink()

    def test_no_such_skill_is_a_gap(self):
        member = self._member(("CCNP", 10))
        self.assertTrue(member.has_skill_gap)
        self.assertFalse(member.skill_ids.held_level_id)

    def test_an_expired_certificate_is_a_gap(self):
        self.hold("wu", "CCNP", 60, valid_to="2026-08-02")
        line = self._member(("CCNP", 10)).skill_ids
        self.assertTrue(line.is_expired)
        self.assertFalse(line.is_met)
        self.assertEqual(f"{line.valid_to}", "2026-08-02")

    def test_a_certificate_is_valid_on_its_last_day(self):
        self.hold("wu", "CCNP", 60, valid_to="2026-08-03")
        line = self._member(("CCNP", 10)).skill_ids
        self.assertTrue(line.is_met)
        self.assertFalse(line.is_expired)

    def test_coverage(self):
        """2 of 3 required are met: 66.666… is shown as 66.66 %."""
        self.assertEqual(self.project.itsm_skill_coverage, "N/A")
        self.hold("wu", "CCNP", 60)
        self.hold("wu", "Firewall", 60)
        member = self._member(("CCNP", 10), ("Firewall", 60), ("Storage", 10))
        self.assertEqual(self.project.itsm_skill_coverage, "N/A", "only proposed")
        member.with_user(self.decider).action_confirm()
        self.assertEqual(self.project.itsm_skill_coverage, "66.66 %")
        self.assertEqual(self.project.itsm_backup_count, 0)
        self.confirm("he", backup_id=self.people["wu"].id)
        self.assertEqual(self.project.itsm_team_count, 2)
        self.assertEqual(self.project.itsm_backup_count, 1)

    def test_gaps_are_found(self):
        self.hold("wu", "CCNP", 60)
        good = self._member(("CCNP", 10))
        bad = self._member(("Storage", 10), role_id=self.other_role.id)
        found = self.env["itsm.project.member"].search([("has_skill_gap", "=", True)])
        self.assertIn(bad, found)
        self.assertNotIn(good, found)

    def test_evidence_of_the_day_of_the_decision(self):
        self.hold("wu", "CCNP", 60)
        member = self._member(("CCNP", 10), ("Storage", 10))
        member.with_user(self.decider).action_confirm()
        lines = member.skill_ids
        told = {line.skill_id.name: line.level_when_confirmed for line in lines}
        self.assertEqual(told, {"CCNP": "Level 60", "Storage": "none"})
        with self.assertRefused("stays as it was decided"):
            member.skill_ids[0].with_user(self.manager).unlink()
        with self.assertRefused("stays as it was decided"):
            member.skill_ids[0].with_user(self.manager).write(
                {"level_when_confirmed": "Level 100"}
            )

    def test_engineers_see_the_gap_without_personnel_data(self):
        self.hold("wu", "CCNP", 60)
        member = self._member(("CCNP", 70))
        member.with_user(self.decider).action_confirm()
        self.env.invalidate_all()
        seen = member.with_user(self.people["wu"].user_id)
        self.assertEqual(seen.skill_ids.held_level_id.name, "Level 60")
        self.assertTrue(seen.has_skill_gap)

    def test_a_level_of_another_skill(self):
        other = self.skill_values("Japanese", 10, kind="Languages")["required_level_id"]
        values = self.skill_values("CCNP", 10) | {"required_level_id": other}
        with self.assertRefused("is no level of CCNP"):
            self.propose("wu", skill_ids=[(0, 0, values)])
