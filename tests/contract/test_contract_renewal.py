"""Renewals: reminder, draft of the next period, taking over."""

from datetime import date

from freezegun import freeze_time

from odoo.tests import tagged

from ..common import MODULE
from .test_contract_states import ContractStatesCommon


@freeze_time("2026-09-10 01:00:00")
@tagged("post_install", "-at_install")
class TestContractRenewal(ContractStatesCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.put_in_force()
        cls.company.itsm_renewal_notice_days = 90

    def _remind(self, day):
        with freeze_time(f"{day} 04:00:00"):
            self.env["itsm.contract"]._cron_ask_to_renew()
        kind = self.env.ref(f"{MODULE}.mail_activity_contract_renewal")
        return self.contract.activity_ids.filtered(
            lambda activity: activity.activity_type_id == kind
        )

    def _due(self, day):
        with freeze_time(f"{day} 04:00:00"):
            self.contract.invalidate_recordset(["is_renewal_due"])
            found = self.env["itsm.contract"].search([("is_renewal_due", "=", True)])
            self.assertEqual(self.contract in found, self.contract.is_renewal_due)
            return self.contract.is_renewal_due

    def test_reminder(self):
        """90 days before 31 July 2027 is 2 May."""
        self.assertFalse(self._due("2027-05-01"))
        self.assertFalse(self._remind("2027-05-01"))
        self.assertTrue(self._due("2027-05-02"))
        activity = self._remind("2027-05-02")
        self.assertEqual(activity.user_id, self.users["sales"])
        self.assertEqual(activity.date_deadline, date(2027, 7, 31))
        activity.action_done()
        self.assertFalse(self._remind("2027-05-03"), "once")

    def test_reminder_ends_with_a_renewal(self):
        self.assertTrue(self._remind("2027-05-02"))
        renewal = self._as("sales").renew()
        self.assertFalse(self._remind("2027-05-03"))
        self.assertFalse(self._due("2027-05-03"))
        renewal.action_cancel()
        self.assertTrue(self._due("2027-05-03"))

    def test_reminder_ends_with_the_contract(self):
        activity = self._remind("2027-05-02")
        self._follow("2027-08-01")
        self.assertFalse(activity.exists())

    def test_draft(self):
        action = self._as("sales").action_renew()
        renewal = self.env["itsm.contract"].browse(action["res_id"])
        self.assertEqual((renewal.kind, renewal.base_id), ("renewal", self.contract))
        self.assertEqual(renewal.name, self.contract.name)
        self.assertEqual(renewal.monthly_fee, 100000.0)
        self.assertEqual(renewal.date_start, date(2027, 8, 1))
        self.assertEqual(renewal.date_end, date(2028, 7, 31))
        self.assertNotEqual(renewal.number, self.contract.number)
        sla = renewal.sla_ids
        self.assertEqual((sla.state, sla.date_start), ("draft", date(2027, 8, 1)))
        self.assertNotEqual(sla.number, self.sla.number)
        self.assertEqual(len(sla.target_ids), len(self.sla.target_ids))
        # Another click opens the same one.
        again = self._as("sales").action_renew()
        self.assertEqual(again["res_id"], renewal.id)
        self.assertFalse(self._as("sales").can_renew)

    def test_periods(self):
        for start, end, first, last in (
            ("2026-08-15", "2026-11-14", date(2026, 11, 15), date(2027, 2, 14)),
            # 45 days, no whole months: 45 days again
            ("2026-08-01", "2026-09-14", date(2026, 9, 15), date(2026, 10, 29)),
            ("2026-09-01", "2027-02-28", date(2027, 3, 1), date(2027, 8, 31)),
        ):
            contract = self._create_contract(date_start=start, date_end=end)
            self.assertEqual(contract._get_next_period(), (first, last))

    def test_renewed_on_the_first_day(self):
        renewal = self._as("sales").renew().sudo()
        self.put_in_force(renewal)
        self.assertEqual((self.contract.state, renewal.state), ("in_force", "signed"))
        self._follow("2027-08-01")
        self.assertEqual((self.contract.state, renewal.state), ("renewed", "in_force"))
        self.assertFalse(self.contract.last_day)
        self.assertEqual(self._kinds()[-1], "renewed")
        self._check_evidence()
        self._check_evidence(renewal)

    def test_renewed_early(self):
        """The former contract ends the day before."""
        renewal = self._as("sales").renew().sudo()
        renewal.date_start = renewal.sla_ids.date_start = "2027-01-01"
        self.put_in_force(renewal)
        self._follow("2027-01-01")
        self.assertEqual(self.contract.state, "renewed")
        self.assertEqual(self.contract._get_last_day(), date(2026, 12, 31))

    def test_refused(self):
        draft = self._create_contract()
        with self.assertRefused("only a contract that is signed, in force or expired"):
            draft.renew()
        self.contract.action_close()
        with self.assertRefused("only a contract that is signed, in force or expired"):
            self.contract.renew()
