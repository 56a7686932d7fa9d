"""From the signature to the project: nothing that is signed is forgotten."""

from datetime import date

from freezegun import freeze_time

from odoo.tests import tagged

from ..common import MODULE
from .common import ItsmProjectFlow


@freeze_time("2026-07-20 01:00:00")
@tagged("post_install", "-at_install")
class TestInitiation(ItsmProjectFlow):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.itsm_initiation_days = 5
        cls._sign(cls.contract)

    @classmethod
    def _sign(cls, contract):
        contract.with_user(cls.users["sales"]).action_submit()
        cls.pass_review(contract)
        contract._become_signed()

    def _asked(self, contract):
        kind = self.env.ref(f"{MODULE}.mail_activity_contract_initiation")
        return contract.with_user(self.service_manager).activity_ids.filtered(
            lambda activity: activity.activity_type_id == kind
        )

    def _listed(self, contract, day="2026-07-20"):
        """Return whether it is to be initiated, the days passed, whether it is late."""
        with freeze_time(f"{day} 04:00:00"):
            contract.invalidate_recordset()
            contracts = self.env["itsm.contract"].with_user(self.service_manager)
            for name in ("is_to_initiate", "is_initiation_late"):
                found = contracts.search([(name, "=", True)])
                self.assertEqual(contract in found, contract[name])
            return (
                contract.is_to_initiate,
                contract.days_since_signature,
                contract.is_initiation_late,
            )

    def test_a_signed_contract_waits_for_its_project(self):
        self.assertEqual(self._listed(self.contract), (True, 0, False))
        self.assertEqual(self._listed(self.contract, "2026-07-25"), (True, 5, False))
        self.assertEqual(self._listed(self.contract, "2026-07-26"), (True, 6, True))
        activity = self._asked(self.contract)
        self.assertEqual(activity.user_id, self.service_manager)
        self.assertEqual(activity.date_deadline, date(2026, 7, 25))
        initiation = self.begin(self.contract)
        self.assertEqual(self._listed(self.contract, "2026-07-26")[0], True)
        self.assertEqual(self.contract.initiation_phase, "appoint")
        self.complete(initiation)
        self.approve(initiation)
        self.assertEqual(self._listed(self.contract, "2026-07-26")[0], False)
        self.assertFalse(self._asked(self.contract))

    def test_what_was_taken_over_is_asked_of_nobody(self):
        other = self._create_contract()
        self.standard_sla._copy_to_contract(other)
        self.put_in_force(other)
        self.assertFalse(self._asked(other))
        self.assertFalse(other.signed_on)
        self.assertEqual(self._listed(other), (True, 0, False))

    def test_an_amendment_changes_the_project(self):
        amendment = self.contract.with_user(self.users["sales"]).amend(
            "More", date(2026, 9, 1)
        )
        amendment.workload_limit = 50
        self.assertEqual(self._listed(amendment)[0], False)
        self._sign(amendment.sudo())
        self.assertEqual(self._listed(amendment)[0], True)
        self.assertEqual(self._asked(amendment).summary, "Change the project")
        with self.assertRefused("which has no project yet"):
            self.begin(amendment)
        self.initiate(self.contract)
        self.initiate(amendment, date_end="2027-08-31")
        self.assertEqual(self.contract.project_id.date, date(2027, 8, 31))
        self.assertEqual(amendment.initiated_on, date(2026, 7, 20))
        self.assertEqual(self._listed(amendment)[0], False)
        self.assertFalse(self._asked(amendment))
        with self.assertRefused("cannot be written"):
            amendment.with_user(self.service_manager).initiated_on = "2026-07-19"

    def test_the_list(self):
        action = self.env.ref(f"{MODULE}.itsm_contract_action_initiation")
        contracts = self.env["itsm.contract"].with_user(self.service_manager)
        views = contracts.get_views(
            [view for view in action.views], {"action_id": action.id}
        )
        self.assertIn("days_since_signature", views["views"]["list"]["arch"])

    def test_late_ones_are_reported_once(self):
        def reported():
            kind = self.env.ref(f"{MODULE}.mail_activity_contract_initiation_late")
            found = self.contract.sudo().activity_ids.filtered(
                lambda activity: activity.activity_type_id == kind
            )
            return found.user_id & self.director

        cron = self.env.ref(f"{MODULE}.cron_escalate_initiation")
        for day, expected in (("2026-07-25", False), ("2026-07-26", True)):
            with freeze_time(f"{day} 04:00:00"), self.enter_registry_test_mode():
                cron.method_direct_trigger()
            self.env.invalidate_all()
            self.assertEqual(bool(reported()), expected, day)
        self.assertEqual(self.contract.initiation_escalated_on, date(2026, 7, 26))
        self.contract.sudo().activity_ids.filtered(
            lambda activity: activity.user_id == self.director
        ).unlink()
        with freeze_time("2026-07-27 04:00:00"), self.enter_registry_test_mode():
            cron.method_direct_trigger()
        self.env.invalidate_all()
        self.assertFalse(reported())
        # what was reported ends with the initiation
        self.initiate(self.contract)
        self.assertFalse(self.contract.sudo().activity_ids)
