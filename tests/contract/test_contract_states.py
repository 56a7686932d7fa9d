"""The life of a contract: agreed, signed, in force by its dates, over or terminated."""

from datetime import date
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..common import MODULE, ItsmCommon, utc

JULY, AUGUST, NOVEMBER = (
    f"{day} 01:00:00" for day in ("2026-07-15", "2026-08-15", "2026-11-02")
)


class ContractStatesCommon(ItsmCommon):
    def _as(self, role, record=None):
        return (record or self.contract).with_user(self.users[role])

    def _approve(self, contract=None):
        """Have a contract submitted by sales and decided by those whose task it is."""
        self._as("sales", contract).action_submit()
        self.pass_review(contract or self.contract)

    def _reject(self, reason, contract=None):
        """Have a contract submitted, and rejected by whoever concludes its review."""
        self._as("sales", contract).action_submit()
        review = (contract or self.contract).review_id
        self._as("service_manager", review).give_opinion("agree")
        for person in review._get_mandatory_people():
            review.with_user(person).give_opinion("agree")
        self._as("service_director", review).decide("rejected", reason)

    def _kinds(self, document=None):
        decisions = (document or self.contract).decision_ids.sorted("position")
        return decisions.mapped("kind")

    def _label(self):
        labels = dict(self.contract._fields["state"]._description_selection(self.env))
        return labels[self.contract.state]

    def _check_evidence(self, document=None):
        found, _count = self.env["itsm.evidence.check"]._check(
            document or self.contract
        )
        self.assertEqual([one.what for one in found], [])

    def _follow(self, day):
        """Run the daily job on a day, at noon in Shanghai."""
        with freeze_time(f"{day} 04:00:00"):
            self._run_job()

    def _run_job(self):
        with patch.object(self.env.cr, "commit", lambda: None):
            self.env["itsm.contract"]._cron_follow_dates()


@freeze_time(JULY)
@tagged("post_install", "-at_install")
class TestContractAgreed(ContractStatesCommon):
    def test_from_draft_to_force(self):
        self._as("sales").action_submit()
        self.assertEqual(self._label(), "In Review")
        with self.assertRefused("name.*frozen|frozen.*Title"):
            self.contract.name = "Something else"
        self.pass_review(self.contract)
        self.assertEqual(self._label(), "To Sign")
        self.assertEqual(self.sla.state, "draft")
        with self.assertRefused("only what both parties have signed"):
            self._as("service_manager").action_put_in_force()
        self.contract._become_signed(date(2026, 7, 14))
        self.assertEqual(self._label(), "Signed")
        self.assertEqual(self.contract.signed_on, date(2026, 7, 14))
        with self.assertRefused("begins on 2026-08-01"):
            self._as("service_manager").action_put_in_force()
        self._check_evidence()
        self.adopt(self.sla)
        self._follow("2026-07-31")
        self.assertEqual(self.contract.state, "signed")
        self._follow("2026-08-01")
        self.assertEqual(self.contract.state, "in_force")
        self.assertEqual(
            self._kinds(),
            ["submitted", "approved", "scheduled", "in_force"],
        )
        self._follow("2027-07-31")
        self.assertEqual(self.contract.state, "in_force")
        self._follow("2027-08-01")
        self.assertEqual(self._label(), "Expired")
        self.assertEqual(self._kinds()[-1], "expired")
        self._check_evidence()

    def test_signed_for_days_that_have_begun(self):
        self._approve()
        self.adopt(self.sla)
        with freeze_time(AUGUST):
            self.contract._become_signed()
        self.assertEqual(self.contract.state, "in_force")
        self.assertEqual(self.contract.signed_on, date(2026, 8, 15))

    def test_signed_after_it_is_over(self):
        """Agreed late, it was in force all the same."""
        self._approve()
        self.adopt(self.sla)
        with freeze_time("2027-08-15"):
            self.contract._become_signed()
        self.assertEqual(self.contract.state, "expired")
        self.assertEqual(self._kinds()[-3:], ["scheduled", "in_force", "expired"])

    def test_begun_without_an_sla(self):
        """It waits for its SLA, the service manager is asked once, and told why."""
        self._approve()
        self.contract._become_signed()
        self._follow("2026-08-01")
        self._follow("2026-08-02")
        self.assertEqual(self.contract.state, "signed")
        asked = self.env.ref(f"{MODULE}.mail_activity_contract_start")
        activity = self.contract.activity_ids.filtered(
            lambda activity: activity.activity_type_id == asked
        )
        self.assertEqual(len(activity), 1)
        self.assertEqual(activity.user_id, self.users["service_manager"])
        self.assertIn("Standard SLA v1.0 is a draft: submit it", activity.note)
        with freeze_time(AUGUST):
            with self.assertRefused("Standard SLA v1.0 is a draft: submit it"):
                self._as("service_manager").action_put_in_force()
            self.adopt(self.sla)
            self.assertTrue(self._as("service_manager").can_put_in_force)
            self._as("service_manager").action_put_in_force()
        self.assertEqual(self.contract.state, "in_force")
        self.assertFalse(activity.exists())

    def test_put_in_force_with_its_sla(self):
        """An SLA that is approved and signed goes along."""
        sla = self.sla
        for role, method in (
            ("sales", "action_submit"),
            ("technical_manager", "action_approve"),
            ("service_manager", "action_approve"),
        ):
            getattr(self._as(role, sla), method)()
        self._approve()
        self.contract._become_signed()
        with freeze_time(AUGUST):
            with self.assertRefused("not signed for the customer"):
                self._as("service_manager").action_put_in_force()
            sla.with_user(self.users["sales"])._record_signatures(
                (self.users["general_manager"], date(2026, 7, 15)),
                (self.contact, date(2026, 7, 15)),
                ("signed.pdf", b"%PDF-1.7 signed"),
            )
            self._run_job()
        self.assertEqual((self.contract.state, sla.state), ("in_force", "in_force"))

    def test_not_ready(self):
        self.contract.write({"monthly_fee": 0, "partner_id": self.company.partner_id})
        self.sla.unlink()
        with self.assertRefused(
            "is the provider itself.*\n.*It sells nothing.*\n.*There is no SLA: add one"
        ):
            self._as("sales").action_submit()
        self.assertEqual(self.contract.state, "draft")

    def test_sla_after_the_first_day(self):
        self.sla.date_start = "2026-09-01"
        with self.assertRefused("starts on 2026-09-01, but the contract on 2026-08-01"):
            self._as("sales").action_submit()

    def test_amount_in_the_companys_currency(self):
        # 12 months of 100,000
        self.assertEqual(self.contract.approval_amount, 1200000.0)
        euro = self._enable_currency("EUR")
        self.env["res.currency.rate"].create(
            {
                "currency_id": euro.id,
                "company_id": self.company.id,
                "name": "2026-07-01",
                # 1 CNY = 0.125 EUR
                "rate": 0.125,
            }
        )
        self.contract.currency_id = euro
        self.assertEqual(self.contract.approval_amount, 9600000.0)
        self.assertEqual(self.contract.approval_currency_id.name, "CNY")

    def test_rejected_by_its_review(self):
        self._reject("We have nobody for it")
        self.assertEqual(self.contract.state, "rejected")
        self.assertFalse(self.env["itsm.contract"]._find_for(self.customer, utc(JULY)))
        with self.assertRefused("only a contract in force"):
            self._as("service_manager").action_close()


@freeze_time(JULY)
@tagged("post_install", "-at_install")
class TestContractRevised(ContractStatesCommon):
    def test_revised_before_it_is_signed(self):
        line = self.env["itsm.contract.line"].create(
            {
                "contract_id": self.contract.id,
                "name": "Operation",
                "service_id": self.services["ERP"].id,
                "price_unit": 1200000.0,
            }
        )
        self.contract.monthly_fee = 99000.0
        with self.assertRefused("only what is approved or in force"):
            self._as("sales").revise(False, "Wording")
        self._approve()
        newer = self._as("sales").revise(True, "Another fee").sudo()
        self.assertEqual((newer.number, newer.version), (self.contract.number, "2.0"))
        self.assertEqual(newer.name, self.contract.name)
        self.assertEqual(newer.line_ids.service_id, line.service_id)
        self.assertEqual(newer.monthly_fee, 99000.0)
        self.assertEqual(newer.sla_ids, self.sla, "negotiated together")
        self.assertFalse(self.sla._changed_since_submission())
        with self.assertRefused("revised at present: sign version 2.0"):
            self.contract._become_signed()
        newer.monthly_fee = 98000.0
        self._approve(newer)
        self.assertEqual(self.contract.state, "cancelled")
        self.assertEqual(self._kinds()[-1], "cancelled")
        self.assertEqual(newer.sla_ids, self.sla)
        newer._become_signed()
        self.assertEqual(newer.state, "signed")
        for contract in self.contract | newer:
            self._check_evidence(contract)
        comparison = self.env["itsm.document.comparison"]
        self.assertEqual(newer.action_compare()["res_model"], comparison._name)

    def test_revision_given_up(self):
        """The version that is to be signed gets its SLA back."""
        self._approve()
        for end in ("action_cancel", "_reject"):
            with self.subTest(end=end), self.env.cr.savepoint() as savepoint:
                newer = self._as("sales").revise(True, "Another fee").sudo()
                if end == "_reject":
                    self._reject("No", newer)
                else:
                    self._as("sales", newer).action_cancel()
                self.assertEqual(self.contract.sla_ids, self.sla)
                self.assertEqual(self.sla.state, "draft")
                self.contract._become_signed()
                self.assertEqual(self.contract.state, "signed")
                savepoint.rollback()

    def test_sla_approved_for_the_version_before(self):
        """What was agreed of the SLA is the same under the next version."""
        self._as("sales", self.sla).action_submit()
        self._approve()
        newer = self._as("sales").revise(False, "Wording").sudo()
        self._as("technical_manager", self.sla).action_approve()
        self._as("service_manager", self.sla).action_approve()
        self.assertEqual(self.sla.state, "approved")
        self.assertEqual(self.sla.contract_id, newer)
        self._check_evidence(self.sla)

    def test_signed_is_changed_by_an_amendment_only(self):
        self._approve()
        self.contract._become_signed()
        with self.assertRefused("An amendment changes it"):
            self._as("sales").action_revise()
        with self.assertRefused("an amendment changes"):
            self.contract.monthly_fee = 1.0

    def test_cancelled_with_its_sla(self):
        self._approve()
        with self.assertRefused("", AccessError):
            self._as("sales").action_cancel()
        self._as("service_manager").action_cancel()
        self.assertEqual(self.contract.state, "cancelled")
        self.assertEqual(self.sla.state, "cancelled")

    def test_signed_is_cancelled_before_its_first_day_only(self):
        self.put_in_force()
        self.assertEqual(self.contract.state, "signed")
        self.assertTrue(self._as("service_manager").can_cancel)
        with freeze_time(AUGUST):
            self.contract.invalidate_recordset(["can_cancel"])
            self.assertFalse(self._as("service_manager").can_cancel)
            with self.assertRefused("has begun on 2026-08-01"):
                self._as("service_manager").action_cancel()
        self._as("service_manager").action_cancel()
        self.assertEqual(self.sla.state, "cancelled")
        self.assertFalse(self.contract._sla_at(utc("2026-08-01 00:00")))


@freeze_time(NOVEMBER)
@tagged("post_install", "-at_install")
class TestContractEnded(ContractStatesCommon):
    def test_taken_over(self):
        self.put_in_force()
        self.assertEqual((self.contract.state, self.sla.state), ("in_force",) * 2)
        self.assertEqual(self._kinds(), ["adopted", "scheduled", "in_force"])
        adopted = self.contract.decision_ids.sorted("position")[0]
        self.assertEqual(adopted.comment, "Agreed on paper")
        self.assertFalse(self.contract.approved_by_id)
        self._check_evidence()

    def test_taken_over_by_dates(self):
        coming = self._create_contract(date_start="2026-12-01")
        over = self._create_contract(date_end="2026-10-31")
        for contract, state in ((coming, "signed"), (over, "expired")):
            self.standard_sla._copy_to_contract(contract)
            self.put_in_force(contract)
            self.assertEqual(contract.state, state)
        self.assertEqual(
            over._sla_at(utc("2026-10-31 23:59")).state,
            "expired",
        )

    def test_not_taken_over_without_an_sla(self):
        self.sla.unlink()
        with self.assertRefused("There is no SLA: add one"):
            self.put_in_force()
        self.assertEqual(self.contract.state, "draft")

    def test_taken_over_by_the_program_only(self):
        self.adopt(self.sla)
        with self.assertRefused("Only the program", AccessError):
            self._as("administrator").sudo(False)._adopt("I say so")

    def test_terminated(self):
        self.put_in_force()
        self._as("service_manager").action_close()
        self.assertEqual(self._label(), "Terminated")
        self.assertEqual(self.contract.last_day, date(2026, 11, 2))
        self.assertEqual(self.contract.date_end, date(2027, 7, 31), "as agreed")
        self.assertEqual(self.contract._get_last_day(), date(2026, 11, 2))
        self.assertEqual(self.sla.state, "closed")
        self.assertEqual(self.sla.last_day, date(2026, 11, 2))
        self.assertEqual(self._kinds(self.sla), ["adopted", "in_force", "closed"])
        self._check_evidence()
        # What was in force stays known; tomorrow it covers nothing.
        self.assertEqual(self.contract._sla_at(utc("2026-08-01 00:00")), self.sla)
        find = self.env["itsm.contract"]._find_for
        self.assertEqual(find(self.customer, utc("2026-11-02 23:59")), self.contract)
        self.assertFalse(find(self.customer, utc("2026-11-03 00:00")))
        months = self.contract._periods_until(date(2027, 1, 1))
        self.assertEqual(months[-1], (date(2026, 11, 1), date(2026, 11, 2)))
        with self.assertRefused("frozen"):
            self.contract.workload_limit = 1
        self._follow("2027-08-01")
        self.assertEqual(self.contract.state, "closed")

    def test_terminated_on_its_last_day(self):
        self.put_in_force()
        with freeze_time("2027-07-31 04:00:00"):
            self._as("service_manager").action_close()
        self.assertFalse(self.contract.last_day)
        self.assertEqual(self.contract._get_last_day(), date(2027, 7, 31))

    def test_only_what_is_in_force_is_terminated(self):
        with self.assertRefused("only a contract in force"):
            self.contract.action_close()
        self.put_in_force()
        self._follow("2027-08-01")
        with self.assertRefused("only a contract in force"):
            self.contract.action_close()

    def test_terminated_with_a_version_to_come(self):
        self.put_in_force()
        second = self.sla.revise(True, "Shorter response")
        second.date_start = "2027-01-01"
        self.adopt(second)
        self.contract.action_close()
        self.assertEqual(self.sla.state, "closed")
        self.assertEqual(self.sla.last_day, date(2026, 11, 2))
        self.assertEqual(second.state, "cancelled")

    def test_expired_with_its_sla(self):
        self.put_in_force()
        self._follow("2027-08-01")
        with freeze_time("2027-08-01 04:00:00"):
            self.env["itsm.sla"]._cron_follow_dates()
        self.assertEqual(self.sla.state, "expired")
        self.assertEqual(self.sla.ends_on, date(2027, 7, 31))

    def test_one_that_fails_stops_no_other(self):
        """The job goes on with the next contract, and says what was wrong."""
        other = self._create_contract()
        self.standard_sla._copy_to_contract(other)
        with freeze_time(JULY):
            self.put_in_force()
            self.put_in_force(other)
        self.env.flush_all()
        # somebody removes the SLA past the program
        self.env.cr.execute(
            "UPDATE itsm_sla SET state = 'cancelled' WHERE id = %s", [self.sla.id]
        )
        self.env.invalidate_all()
        self._follow("2026-11-02")
        self.assertEqual((self.contract.state, other.state), ("signed", "in_force"))
        self.assertIn("There is no SLA", self.contract.activity_ids.note)
