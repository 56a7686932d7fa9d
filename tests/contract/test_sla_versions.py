"""How versions of an SLA follow one another, and which one judges a ticket."""

from datetime import date

from freezegun import freeze_time

from odoo.tests import tagged

from ..common import ItsmCommon, utc


@freeze_time("2026-09-15 01:00:00")
@tagged("post_install", "-at_install")
class TestSlaVersions(ItsmCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.put_in_force()

    def _next(self, start, end=False, after=None):
        """Return the next version, taken over as agreed."""
        draft = (after or self.sla).revise(True, "Other targets")
        draft.write({"date_start": start, "date_end": end})
        self.adopt(draft)
        return draft

    def _run_job(self, text):
        with freeze_time(utc(text)):
            self.env["itsm.sla"]._cron_follow_dates()

    def _check_states(self, *states):
        versions = self.contract.sla_ids.sorted(lambda sla: sla.version)
        self.assertEqual(tuple(versions.mapped("state")), states)

    def _judges(self, *texts):
        """Return the versions that judge tickets opened at these times."""
        return [self.contract._sla_at(utc(text)).version for text in texts]

    def test_scheduled(self):
        second = self._next("2026-10-01")
        self.assertEqual(second.version, "2.0")
        self.assertEqual(second.number, self.sla.number)
        self._check_states("in_force", "signed")
        self.assertEqual(self.sla.last_day, date(2026, 9, 30))
        self.assertFalse(self.sla.date_end, "what was agreed stays as it is")
        self.assertEqual(self.contract.sla_id, self.sla)
        instants = (
            "2026-07-31 23:59",
            "2026-08-01 00:00",
            "2026-09-30 23:59",
            "2026-10-01 00:00",
            "2027-07-31 23:59",
            "2027-08-01 00:00",
        )
        expected = [False, "1.0", "1.0", "2.0", "2.0", False]
        self.assertEqual(self._judges(*instants), expected)
        # 30 September 23:59 in Shanghai, then 1 October 00:00
        self._run_job("2026-09-30 23:59")
        self._check_states("in_force", "signed")
        self._run_job("2026-10-01 00:00")
        self._check_states("superseded", "in_force")
        self.assertEqual(self._judges(*instants), expected)
        self.assertEqual(
            self.sla.decision_ids.sorted("position").mapped("kind"),
            ["adopted", "in_force", "superseded"],
        )
        self.assertEqual(
            second.decision_ids.sorted("position").mapped("kind"),
            ["adopted", "scheduled", "in_force"],
        )

    def test_job_off_for_weeks(self):
        """Two changes of version while nothing ran: the dates tell all the same."""
        second = self._next("2026-10-01", "2026-10-31")
        self._next("2026-11-01", after=second)
        self._check_states("in_force", "signed", "signed")
        instants = ("2026-09-30 23:59", "2026-10-01 00:00", "2026-11-01 00:00")
        with freeze_time(utc("2026-11-20 12:00")):
            self.assertEqual(self._judges(*instants), ["1.0", "2.0", "3.0"])
        self._run_job("2026-11-20 12:00")
        self._check_states("superseded", "superseded", "in_force")
        self.assertEqual(self._judges(*instants), ["1.0", "2.0", "3.0"])
        lines = len(self.contract.sla_ids.decision_ids)
        self._run_job("2026-11-21 12:00")
        self.assertEqual(len(self.contract.sla_ids.decision_ids), lines)

    def test_expired(self):
        self._run_job("2027-07-31 23:59")
        self._check_states("in_force")
        self._run_job("2027-08-01 00:00")
        self._check_states("expired")
        self.assertEqual(self._judges("2027-07-31 23:59"), ["1.0"])

    def test_expired_before_a_gap(self):
        second = self._next("2026-10-01", "2026-10-31")
        self._next("2026-12-01", after=second)
        self._run_job("2026-11-01 00:00")
        # nothing is in force today: the next one to come is, from its first day on
        self._check_states("superseded", "expired", "in_force")
        self.assertEqual(
            self._judges("2026-11-15 12:00", "2026-12-01 00:00"), [False, "3.0"]
        )

    def test_replaced_in_the_past(self):
        second = self._next("2026-09-01")
        self._check_states("superseded", "in_force")
        self.assertEqual(self.sla.last_day, date(2026, 8, 31))
        self.assertEqual(self.contract.sla_id, second)

    def test_agreed_for_days_that_are_over(self):
        first = self._create_contract(date_start="2026-01-01", date_end="2026-12-31")
        late = self.standard_sla._copy_to_contract(first, date(2026, 9, 1))
        self.adopt(late)
        early = late.revise(True, "What held before")
        early.write({"date_start": "2026-01-01", "date_end": "2026-08-31"})
        self.adopt(early)
        self.assertEqual((early.state, late.state), ("superseded", "in_force"))
        self.assertEqual(
            early.decision_ids.sorted("position").mapped("kind"),
            ["adopted", "in_force", "superseded"],
        )

    def test_first_version_before_its_first_day(self):
        contract = self._create_contract(date_start="2026-12-01")
        sla = self.standard_sla._copy_to_contract(contract)
        self.adopt(sla)
        self.assertEqual(sla.state, "in_force")
        self.assertFalse(contract._sla_at(utc("2026-11-30 23:59")))
        self.assertEqual(contract._sla_at(utc("2026-12-01 00:00")), sla)

    def test_overlap_is_refused(self):
        with self.assertRefused("overlaps .*Standard SLA v1.0"):
            self._next("2026-08-01")
        self._check_states("in_force")
        self.assertFalse(self.sla.last_day)

    def test_overlap_with_a_later_version_is_refused(self):
        self._next("2027-01-01")
        with self.assertRefused("v2.0"):
            self._next("2026-11-01")
        self._next("2026-11-01", "2026-12-31")
        self.assertEqual(self.sla.last_day, date(2026, 10, 31))
        self.assertEqual(
            self._judges("2026-10-31 23:59", "2026-12-31 23:59", "2027-01-01 00:00"),
            ["1.0", "3.0", "2.0"],
        )

    def test_cancel_what_was_to_follow(self):
        second = self._next("2026-11-01", "2026-12-31")
        third = self._next("2027-01-01", after=second)
        second.action_cancel()
        # the version before holds on until the third one
        self.assertEqual(self.sla.last_day, date(2026, 12, 31))
        self.assertEqual(self._judges("2026-11-15 12:00"), ["1.0"])
        third.action_cancel()
        self.assertFalse(self.sla.last_day)
        self.assertEqual(self._judges("2027-02-01 12:00"), ["1.0"])
        self._check_states("in_force", "cancelled", "cancelled")

    def test_what_has_begun_is_terminated_not_cancelled(self):
        with self.assertRefused("terminate it, or revise it"):
            self.sla.action_cancel()
        contract = self._create_contract(date_start="2026-12-01")
        sla = self.standard_sla._copy_to_contract(contract)
        self.adopt(sla)
        with self.assertRefused("has not begun yet: cancel it"):
            sla.action_close()
        sla.action_cancel()
        self.assertEqual(sla.state, "cancelled")

    def test_terminate(self):
        self.sla.action_close()
        self.assertEqual(self.sla.state, "closed")
        self.assertEqual(self.sla.last_day, date(2026, 9, 15))
        self.assertEqual(
            self._judges("2026-09-15 23:59", "2026-09-16 00:00"), ["1.0", False]
        )
        self._run_job("2026-10-01 00:00")
        self.assertEqual(self.sla.state, "closed")
        with self.assertRefused("only what is in force is closed"):
            self.sla.action_close()

    def test_revise(self):
        with self.assertRefused("Say what changes"):
            self.sla.revise(True, " ")
        draft = self.sla.revise(False, "Wording of the windows")
        self.assertEqual(draft.version, "1.1")
        self.assertEqual(draft.state, "draft")
        self.assertEqual(draft.number, self.sla.number)
        self.assertEqual(draft.contract_id, self.contract)
        self.assertFalse(draft.date_start)
        self.assertFalse(draft.last_day)
        self.assertEqual(
            draft.target_ids.mapped("minutes"), self.sla.target_ids.mapped("minutes")
        )
        self.assertEqual(len(draft.availability_ids.window_ids), 1)
        self.assertEqual(len(draft.credit_rule_ids), 4)
        self.assertEqual(draft.pause_reason_ids, self.sla.pause_reason_ids)
        with self.assertRefused("v1.1 is being written already"):
            self.sla.revise(True, "Something else")
        with self.assertRefused("is draft: only what is approved"):
            draft.revise(True, "Something else")

    def test_one_document_for_each_contract(self):
        draft = self.standard_sla._copy_to_contract(self.contract, date(2026, 10, 1))
        self.assertEqual(draft.number, self.sla.number)
        self.assertEqual(draft.version, "2.0")
        self.assertEqual(draft.change_summary, "Started anew from Standard SLA v1.0.")
        with self.assertRefused("v2.0 is being written already"):
            self.standard_sla._copy_to_contract(self.contract)
        with self.assertRefused("has its SLA already: revise"):
            self.env["itsm.sla"].create({"name": "X", "contract_id": self.contract.id})
        other = self._create_contract()
        with self.assertRefused("has its SLA already"):
            draft.contract_id = other
        draft.action_cancel()
        third = self.standard_sla._copy_to_contract(self.contract)
        self.assertEqual(third.version, "3.0")

    def test_standard_sla(self):
        self.adopt(self.standard_sla)
        self.assertEqual(self.standard_sla.state, "in_force")
        second = self.standard_sla.revise(True, "Shorter response")
        self.adopt(second)
        self.assertEqual(second.state, "in_force")
        self.assertEqual(self.standard_sla.state, "superseded")
        second.action_close()
        self.assertEqual(second.state, "closed")
        self.assertFalse(second.last_day)
