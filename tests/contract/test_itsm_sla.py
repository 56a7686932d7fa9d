from fractions import Fraction

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...engine.clock import Metric
from ...engine.service_hours import ALWAYS
from ..common import ItsmCommon, utc


@freeze_time("2026-09-15 01:00:00")
@tagged("post_install", "-at_install")
class TestItsmSla(ItsmCommon):
    # === FREEZE === #

    def test_state_is_not_written(self):
        for vals in ({"state": "in_force"}, {"state": "closed"}):
            with self.assertRefused("state of a document is not written"):
                self.sla.write(vals)
        with self.assertRefused("state of a document is not written"):
            self.env["itsm.sla"].create({"name": "Sneaky", "state": "in_force"})
        self.put_in_force()
        with self.assertRefused("state of a document is not written"):
            self.sla.with_context(itsm_transition=True).state = "draft"

    def test_frozen_in_force(self):
        self.put_in_force()
        target = self.sla.target_ids[0]
        for values in (
            {"name": "Softer"},
            {"date_start": "2026-09-01"},
            {"date_end": "2026-09-01"},
            {"credit_cap_pct": 1},
            {"contract_id": False},
            {"pause_reason_ids": [Command.clear()]},
            {"target_ids": [Command.update(target.id, {"minutes": 1})]},
        ):
            with self.subTest(values=values):
                with self.assertRefused("frozen: .*Revise"):
                    self.sla.write(values)
        for values in (
            {"version": "9.0"},
            {"last_day": "2026-09-30"},
            {"reviewed_on": "2026-09-30"},
            {"provider_signatory_id": self.users["service_manager"].id},
            {"customer_signed_on": "2026-08-01"},
            {"scan_ids": [Command.clear()]},
        ):
            with self.subTest(values=values):
                with self.assertRefused("cannot be written"):
                    self.sla.write(values)
        talk = "People still talk about it."
        self.sla.message_post(body=talk)

    def test_lines_frozen_in_force(self):
        self.put_in_force()
        for line, values in (
            (self.sla.target_ids[:1], {"minutes": 1}),
            (self.sla.availability_ids[:1], {"target_pct": 1}),
            (self.sla.availability_ids.window_ids, {"hour_to": 24}),
            (self.sla.credit_rule_ids[:1], {"pct": 0.1}),
        ):
            with self.subTest(line=line._name):
                with self.assertRefused("lines are frozen"):
                    line.write(values)
                with self.assertRefused("lines are frozen"):
                    line.unlink()
                with self.assertRefused("lines are frozen"):
                    line.copy()

    def test_line_not_moved_into_a_frozen_sla(self):
        self.put_in_force()
        spare = self.standard_sla.copy()
        spare.target_ids.filtered(lambda t: t.priority_id.code != "P1").unlink()
        self.env["itsm.priority"].create({"code": "P5", "name": "Whenever"})
        spare.target_ids[0].priority_id = self.env["itsm.priority"].search(
            [("code", "=", "P5")]
        )
        with self.assertRefused("lines are frozen"):
            spare.target_ids[0].sla_id = self.sla

    def test_delete(self):
        self.standard_sla.copy().unlink()
        self.put_in_force()
        with self.assertRefused("cannot be deleted"):
            self.sla.unlink()

    # === CONTENT === #

    def test_policy(self):
        policy = self.sla._policy()
        self.assertEqual(len(policy.targets), 8)
        target = policy.targets["P1", Metric.RESPONSE]
        self.assertEqual(target.seconds, 15 * 60)
        self.assertIs(target.hours, ALWAYS)
        target = policy.targets["P3", Metric.RESOLUTION]
        self.assertEqual(target.seconds, 24 * 3600)
        self.assertIs(target.hours, self.calendars["5x8"]._itsm_service_hours())
        self.assertEqual(policy.at_risk_share, Fraction(3, 4))
        self.assertLessEqual(
            {"waiting_customer", "customer_postponed", "change_window"},
            policy.pause_reasons,
        )
        self.assertNotIn("third_party", policy.pause_reasons)
        self.sla.pause_reason_ids = False
        self.assertEqual(self.sla._policy().pause_reasons, frozenset())

    def test_target_in_words(self):
        words = {
            (target.priority_id.code, target.metric): target.duration
            for target in self.sla.target_ids
        }
        self.assertEqual(words["P1", "response"], "15 min around the clock")
        self.assertEqual(words["P1", "resolution"], "4 h around the clock")
        self.assertEqual(words["P3", "response"], "1 h of service time")
        self.assertEqual(
            words["P3", "resolution"],
            "24 h of service time = 3 working days of 8 h",
        )

    def test_submit_without_target(self):
        self.sla.target_ids.unlink()
        with self.assertRefused("no target"):
            self.sla.action_submit()

    def test_submit_outside_the_contract(self):
        self.sla.date_start = "2027-08-01"
        with self.assertRefused("outside of its contract"):
            self.sla.action_submit()

    def test_submit_without_start(self):
        self.sla.date_start = False
        with self.assertRefused("no start date"):
            self.sla.action_submit()

    def test_submit_credits_that_nothing_measures(self):
        self.sla.target_ids.filtered(lambda t: t.priority_id.code == "P1").unlink()
        with self.assertRefused("priority that has no target"):
            self.sla.action_submit()
        self.standard_sla.availability_ids.unlink()
        with self.assertRefused("no availability target"):
            self.standard_sla.action_submit()

    def test_submit_with_a_calendar_emptied_meanwhile(self):
        self.calendars["5x8"].attendance_ids.unlink()
        self.calendars["5x8"].itsm_makeup_day_ids.unlink()
        with self.assertRefused("5x8 cannot serve .* no hours"):
            self.sla.action_submit()
        self.assertEqual(self.sla.state, "draft")

    def test_target_past_the_horizon(self):
        for calendar in self.calendars.values():
            with self.subTest(calendar=calendar.name):
                with self.assertRefused("before 2036-12-31"):
                    self.sla.target_ids[0].write(
                        {"minutes": 2**31 - 1, "calendar_id": calendar.id}
                    )

    def test_calendar_without_hours(self):
        empty = self.env["resource.calendar"].create(
            {"name": "Never", "attendance_ids": [Command.clear()]}
        )
        with self.assertRefused("Never cannot serve"):
            self.sla.target_ids[0].calendar_id = empty
        with self.assertRefused("Never cannot serve"):
            self.sla.availability_ids[0].calendar_id = empty

    @mute_logger("odoo.sql_db")
    def test_figures_that_cannot_be(self):
        target, availability = self.sla.target_ids[0], self.sla.availability_ids[0]
        credit = self.sla.credit_rule_ids[0]
        p1 = self.priorities["P1"]
        for record, values in (
            (target, {"attainment_target": 100.01}),
            (target.copy_data()[0], None),
            (availability, {"target_pct": 0}),
            (availability, {"target_pct": 100.5}),
            (credit, {"pct": 0}),
            (credit, {"pct": 101}),
            (self.sla, {"resolution_attainment_target": 101}),
            (self.sla, {"at_risk_pct": 0}),
            (self.sla, {"credit_cap_pct": -1}),
            (self.sla, {"satisfaction_target": 5.1}),
            (self.sla, {"date_start": "2026-08-02", "date_end": "2026-08-01"}),
            (
                {"sla_id": self.sla.id, "kind": "missed_target", "pct": 1}
                | {"priority_id": p1.id},
                None,
            ),
        ):
            with self.subTest(values=values or record):
                with self.assertRefused("", IntegrityError):
                    if values:
                        record.write(values)
                    elif "kind" in record:
                        self.env["itsm.credit.rule"].create(record)
                    else:
                        self.env["itsm.sla.target"].create(record)
                    self.env.flush_all()
            self.env.invalidate_all(flush=False)

    def test_negative_and_zero_target(self):
        with self.assertRefused("cannot be negative"):
            self.sla.target_ids[0].minutes = -1
        self.sla.target_ids[0].minutes = 0
        self.assertEqual(self.sla.target_ids[0].duration, "0 min around the clock")

    def test_credit_rules_that_make_no_sense(self):
        create = self.env["itsm.credit.rule"].create
        sla = self.standard_sla.copy({"credit_rule_ids": False})
        p1 = self.priorities["P1"]
        for values, message in (
            ({"kind": "missed_target"}, "needs the priority"),
            ({"kind": "overall", "priority_id": p1.id}, "remove the priority"),
            ({"kind": "availability_step"}, "needs the step"),
            ({"kind": "availability_step", "step_points": -1}, "needs the step"),
        ):
            with self.subTest(values=values):
                with self.assertRefused(message):
                    create({"sla_id": sla.id, "pct": 1.0, **values})

    def test_maintenance_windows(self):
        availability = self.sla.availability_ids[0]
        create = self.env["itsm.maintenance.window"].create
        start, end = utc("2026-10-11 00:00"), utc("2026-10-11 04:00")
        for values, message in (
            ({"kind": "once"}, "needs a start"),
            ({"kind": "once", "date_start": start, "date_end": start}, "after it"),
            ({"kind": "monthly", "weekday": "6", "hour_to": 4}, "needs its weekday"),
            ({"kind": "weekly", "hour_to": 4}, "needs its weekday"),
            ({"kind": "weekly", "weekday": "6", "hour_to": 25}, "00:00 to 24:00"),
        ):
            with self.subTest(values=values):
                with self.assertRefused(message):
                    create({"availability_id": availability.id, **values})
        once = {"kind": "once", "date_start": start, "date_end": end}
        overnight = {"kind": "weekly", "weekday": "5", "hour_from": 22, "hour_to": 2}
        names = [
            create({"availability_id": availability.id, **values}).display_name
            for values in (once, overnight)
        ]
        self.assertEqual(names[1], "Every Saturday, 22:00 to 02:00")
        monthly = self.sla.availability_ids.window_ids.filtered("ordinal")
        self.assertEqual(
            monthly.display_name, "Second Sunday of the month, 00:00 to 04:00"
        )

    def test_codes_stay(self):
        with self.assertRefused("stays as it is"):
            self.priorities["P1"].code = "P0"
        with self.assertRefused("stays as it is"):
            self.env.ref(
                "itsm_service_delivery.pause_reason_waiting_customer"
            ).code = "other"
