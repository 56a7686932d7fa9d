"""Quality objectives and special measures of a project (domain 1.1)."""

from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ...models.approval import guard
from ..common import MODULE
from .common import ItsmProjectCommon
from .team_common import TeamCommon


@freeze_time("2026-08-03 02:00:00")
@tagged("post_install", "-at_install")
class TestObjectives(TeamCommon):
    def _objective(self, **values):
        objectives = self.env["itsm.quality.objective"].with_user(self.manager)
        return objectives.create(
            {"project_id": self.project.id, "name": "Attainment", **values}
        )

    def test_met_or_missed(self):
        for comparison, target, actual, result in (
            ("at_least", 95, 95, "met"),
            ("at_least", 95, 94.99, "missed"),
            ("at_least", 4.2, 4.21, "met"),
            ("at_most", 3, 3, "met"),
            ("at_most", 3, 4, "missed"),
            ("at_least", 0.3, 0.1 + 0.2, "met"),
            ("at_most", 0, 0, "met"),
        ):
            with self.subTest(comparison, target=target, actual=actual):
                objective = self._objective(
                    comparison=comparison,
                    target=target,
                    actual=actual,
                    measured_on="2026-08-03",
                )
                self.assertEqual(objective.result, result)
                self.assertEqual(objective.is_met, result == "met")

    def test_not_measured_is_not_applicable(self):
        objective = self._objective(comparison="at_most", target=3)
        self.assertEqual(objective.result, "na")
        self.assertFalse(objective.is_met)

    def test_measured_on_a_day_to_come(self):
        with self.assertRefused("a day to come"):
            self._objective(target=1, measured_on="2026-08-04")

    def test_what_the_initiation_planned_stays(self):
        keyed = guard.with_key(self.env["itsm.quality.objective"])
        planned = keyed.create(
            {
                "project_id": self.project.id,
                "name": "Response",
                "target": 95,
                "is_planned": True,
                "planned_key": "a",
            }
        ).with_env(self.env)
        for user in (self.manager, self.users["administrator"]):
            with self.assertRefused("a project change changes or drops it"):
                planned.with_user(user).target = 90
            with self.assertRefused("a project change changes or drops it"):
                planned.with_user(user).unlink()
        with self.assertRefused("not written by hand"):
            planned.with_user(self.manager).is_planned = False
        planned.with_user(self.manager).write(
            {"actual": 96, "measured_on": "2026-08-03", "source_note": "Report"}
        )
        self.assertTrue(planned.is_met)
        own = self._objective(target=1, is_planned=True)
        self.assertFalse(own.is_planned)
        own.with_user(self.manager).unlink()


@freeze_time("2026-08-03 02:00:00")
@tagged("post_install", "-at_install")
class TestSpecialMeasures(TeamCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.owner = cls.people["wu"].user_id
        cls.measure = cls._measure()

    @classmethod
    def _measure(cls, **values):
        measures = cls.env["itsm.special.measure"].with_user(cls.manager)
        return measures.create(
            {
                "project_id": cls.project.id,
                "name": "On call over the holidays",
                "owner_id": cls.owner.id,
                "date_due": "2026-08-10",
                **values,
            }
        )

    def _asked(self):
        kind = self.env.ref(f"{MODULE}.mail_activity_special_measure")
        activities = self.measure.sudo().activity_ids
        return activities.filtered(lambda a: a.activity_type_id == kind)

    def test_the_owner_is_asked_until_it_is_done(self):
        self.assertEqual(self._asked().user_id, self.owner)
        self.assertEqual(self._asked().date_deadline, date(2026, 8, 10))
        other = self.people["he"].user_id
        self.measure.write({"owner_id": other.id, "date_due": "2026-08-12"})
        self.assertEqual(self._asked().user_id, other)
        self.assertEqual(self._asked().date_deadline, date(2026, 8, 12))
        self.measure.with_user(other).evidence = "Rota signed on 2026-08-03"
        self.measure.with_user(other).action_done()
        self.assertEqual(self.measure.date_done, date(2026, 8, 3))
        self.assertFalse(self._asked())

    def test_done_needs_evidence(self):
        with self.assertRefused("say under Evidence"):
            self.measure.with_user(self.owner).action_done()
        self.measure.evidence = "Rota"
        with self.assertRefused("a day to come"):
            self.measure.with_user(self.owner).date_done = "2026-08-04"

    def test_the_owner_says_when_it_was_done_and_nothing_else(self):
        measure = self.measure.with_user(self.owner)
        self.assertTrue(measure.can_answer)
        self.assertFalse(measure.can_manage)
        for name, value in (("date_due", "2027-01-01"), ("name", "Nothing")):
            with self.subTest(name), self.assertRefused("the rest is for", AccessError):
                measure.write({name: value})
        with self.assertRaises(AccessError):
            measure.unlink()

    def test_overdue(self):
        for day, overdue in (("2026-08-10", False), ("2026-08-11", True)):
            with self.subTest(day), freeze_time(f"{day} 02:00:00"):
                self.measure.invalidate_recordset()
                found = self.measure.search([("is_overdue", "=", True)])
                self.assertEqual(self.measure.is_overdue, overdue)
                self.assertEqual(self.measure in found, overdue)
                self.project.invalidate_recordset()
                self.assertEqual(self.project.itsm_measure_overdue_count, int(overdue))

    def test_what_was_done_stays(self):
        self.measure.write({"evidence": "Rota", "date_done": "2026-08-03"})
        with self.assertRefused("it is evidence and stays"):
            self.measure.with_user(self.manager).unlink()
        self._measure(name="Another").with_user(self.manager).unlink()


@tagged("post_install", "-at_install")
class TestPlannedObjectives(ItsmProjectCommon):
    def _told(self):
        return {
            one.name: (one.comparison, one.target, one.is_planned)
            for one in self.project.itsm_objective_ids
        }

    def _planned(self):
        return {
            line.name: ("at_most" if line.is_at_most else "at_least", line.target, True)
            for line in self.project.itsm_initiation_id.quality_objective_ids
        }

    def test_the_initiation_brings_them(self):
        self.assertTrue(self._told())
        self.assertEqual(self._told(), self._planned())

    def test_a_change_changes_and_drops_them(self):
        kept, dropped, measured = self.project.itsm_objective_ids[:3]
        measured.write({"actual": 1, "measured_on": "2026-08-03"})
        change = self.begin(self.contract)
        lines = change.quality_objective_ids.grouped("name")
        self.complete(change, change_reason="More", change_impact="None")
        change = change.with_user(self.service_manager)
        lines[kept.name].target = 12.5
        (lines[dropped.name] | lines[measured.name]).unlink()
        self.approve(change)
        self.assertFalse(dropped.exists())
        self.assertEqual(self._told()[kept.name][1:], (12.5, True))
        self.assertFalse(measured.is_planned, "what was measured stays")
