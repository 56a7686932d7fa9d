"""How an SLA is agreed: reviewed, approved, signed by both parties, in force."""

import base64
import hashlib
import json
from datetime import date

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import ItsmCommon, utc

SCAN = b"%PDF-1.4 signed"


@freeze_time("2026-07-15 01:00:00")
@tagged("post_install", "-at_install")
class TestSlaApproval(ItsmCommon):
    def _as(self, role, record=None):
        return (record or self.sla).with_user(self.users[role])

    def _approve(self, sla=None):
        """Have an SLA submitted by sales and decided by those whose task it is."""
        self._as("sales", sla).action_submit()
        self._as("technical_manager", sla).action_approve()
        self._as("service_manager", sla).action_approve()

    def _sign(self, role="sales", sla=None, **values):
        """Record signatures by the dialog; by default both of today."""
        values = values or {
            "provider_signatory_id": self.users["general_manager"].id,
            "customer_signatory_id": self.contact.id,
        }
        wizard = self.env["itsm.signature.paper"].with_user(self.users[role])
        wizard.create(
            {
                "res_model": "itsm.sla",
                "res_id": (sla or self.sla).id,
                "scan": base64.b64encode(SCAN),
                "scan_name": "signed.pdf",
                **values,
            }
        ).action_record()

    def _kinds(self, sla=None):
        return (sla or self.sla).decision_ids.sorted("position").mapped("kind")

    def _label(self):
        labels = dict(self.sla._fields["state"]._description_selection(self.env))
        return labels[self.sla.state]

    # === THE WHOLE WAY === #

    def test_from_draft_to_force(self):
        with self.assertRefused("only what is approved is put in force"):
            self._as("service_manager").action_put_in_force()
        self._as("sales").action_submit()
        self.assertEqual(self._label(), "In Review")
        self.assertRegex(
            self.contract._lacks_to_begin()[0],
            "waits for .*technical_manager.* to decide",
        )
        self._as("technical_manager").action_approve()
        self._as("service_manager").action_approve("Fine")
        self.assertEqual(self._label(), "To Sign")
        with self.assertRefused("not signed for the customer"):
            self._as("service_manager").action_put_in_force()
        self.assertFalse(self.contract._sla_at(utc("2026-08-03 09:00")))
        self._sign()
        self.assertEqual(self.sla.state, "approved")
        self._as("service_manager").action_put_in_force()
        self.assertEqual(self.sla.state, "in_force")
        self.assertEqual(self.contract._sla_at(utc("2026-08-03 09:00")), self.sla)
        self.assertEqual(self.sla.reviewed_by_id, self.users["technical_manager"])
        self.assertEqual(self.sla.approved_by_id, self.users["service_manager"])
        self.assertEqual(
            self._kinds(),
            ["submitted", "approved", "approved", "signed", "signed", "in_force"],
        )

    def test_second_version(self):
        self.put_in_force()
        second = self._as("sales").revise(True, "Shorter response").sudo()
        second.date_start = "2026-10-01"
        self._approve(second)
        self._sign(sla=second)
        self._as("service_manager", second).action_put_in_force()
        self.assertEqual(second.state, "signed")
        self.assertEqual(self.sla.state, "in_force")
        with freeze_time(utc("2026-10-01 00:00")):
            self.env["itsm.sla"]._cron_follow_dates()
        self.assertEqual(second.state, "in_force")
        self.assertEqual(self.sla.state, "superseded")
        self.assertEqual(
            self._kinds(second)[-4:], ["signed", "signed", "scheduled", "in_force"]
        )

    def test_returned_and_rejected(self):
        self._as("sales").action_submit()
        self._as("technical_manager").decide("returned", "P1 in 15 minutes at night?")
        self.assertEqual(self.sla.state, "draft")
        self.sla.target_ids[0].minutes = 20
        self._as("sales").action_submit()
        self._as("technical_manager").decide("rejected", "We cannot")
        self.assertEqual(self.sla.state, "rejected")
        self.assertIn("There is no SLA: add one", self.contract._lacks_to_begin()[0])
        # a new document may take its place
        again = self.standard_sla._copy_to_contract(self.contract)
        self.assertEqual(again.version, "1.0")
        self.assertNotEqual(again.number, self.sla.number)

    def test_standard_sla_needs_no_signature(self):
        standard = self.standard_sla
        self._as("service_manager", standard).action_submit()
        self._as("technical_manager", standard).action_approve()
        with self.assertRefused("", AccessError):
            self._as("service_manager", standard).action_approve()
        self._as("service_director", standard).action_approve()
        self.assertFalse(standard.can_sign)
        self._as("service_manager", standard).action_put_in_force()
        self.assertEqual(standard.state, "in_force")
        self.assertEqual(standard.document_type_id.code, "standard_sla")

    def test_author_does_not_approve(self):
        self._as("service_manager").name = "Mine"
        with self.assertRefused("nobody could decide the stage Approval"):
            self._as("sales").action_submit()

    def test_amount_is_the_contracts(self):
        # 12 months of 100,000
        self.assertEqual(self.sla.approval_amount, 1200000.0)
        self.env["itsm.contract.line"].create(
            {"contract_id": self.contract.id, "name": "Operation", "price_unit": 9e5}
        )
        self.assertEqual(self.sla.approval_amount, 900000.0)
        self.assertEqual(self.sla.approval_currency_id.name, "CNY")
        self.assertEqual(self.standard_sla.approval_amount, 0.0)

    def test_one_numbering(self):
        numbers = (self.standard_sla | self.sla).mapped("number")
        first = int(numbers[0].removeprefix("SLA-2026-"))
        self.assertEqual(numbers[1], f"SLA-2026-{first + 1:04}")

    def test_deciders_see_what_they_are_asked(self):
        reviewer = self._as("technical_manager")
        self.assertFalse(reviewer.has_access("read"), "a draft of a draft contract")
        self._as("sales").action_submit()
        lines = (self.sla, *self.sla.target_ids, *self.sla.availability_ids.window_ids)
        for record in lines:
            record = self._as("technical_manager", record)
            self.assertTrue(record.has_access("read"))
            self.assertFalse(record.has_access("write"))
        self.assertIn(self.sla, reviewer.search([("can_decide", "=", True)]))
        reviewer.action_approve()
        self.assertTrue(reviewer.has_access("read"), "what he has decided")

    # === SIGNATURES === #

    def test_evidence_of_signatures(self):
        self._approve()
        with freeze_time("2026-07-17 01:00:00"):
            self._sign(
                provider_signatory_id=self.users["general_manager"].id,
                provider_signed_on="2026-07-16",
                customer_signatory_id=False,
            )
        self.assertEqual(self.sla.provider_signed_on, date(2026, 7, 16))
        self.assertFalse(self.sla.customer_signatory_id)
        self._sign(
            role="service_manager",
            provider_signatory_id=False,
            customer_signatory_id=self.contact.id,
        )
        lines = self.sla.decision_ids.filtered(lambda line: line.kind == "signed")
        lines = lines.sorted("position")
        self.assertEqual(
            lines.mapped("user_id"),
            self.users["sales"] | self.users["service_manager"],
        )
        self.assertIn(self.users["general_manager"].name, lines[0].comment)
        facts = json.loads(lines[1].sudo().payload)["facts"]
        self.assertEqual(facts["party"], "customer")
        self.assertEqual(facts["signatory"]["name"], "Feng Xue")
        self.assertEqual(facts["signed_on"], "2026-07-15")
        self.assertEqual(facts["scan"], hashlib.sha256(SCAN).hexdigest())
        self.assertEqual(self.sla.scan_ids.mapped("raw"), [SCAN, SCAN])
        # copies of the signatures came later: what was approved is unchanged
        self.assertFalse(self.sla._changed_since_submission())
        with self.assertRefused("frozen", AccessError):
            self.sla.scan_ids[0].raw = b"forged"
        with self.assertRefused("frozen", AccessError):
            self.sla.scan_ids.unlink()

    def test_who_signs_for_the_provider(self):
        self._approve()
        for role in ("engineer", "sales", "administrator", "project_manager"):
            with self.subTest(role=role):
                with self.assertRefused("may not sign for the provider"):
                    self._sign(provider_signatory_id=self.users[role].id)
        for role in ("service_manager", "service_director", "general_manager"):
            with self.subTest(role=role), self.env.cr.savepoint() as savepoint:
                self._sign(provider_signatory_id=self.users[role].id)
                savepoint.rollback()
        gone = self.users["general_manager"]
        gone.active = False
        with self.assertRefused("may not sign for the provider"):
            self._sign(provider_signatory_id=gone.id)

    def test_who_signs_for_the_customer(self):
        self._approve()
        stranger = self.env["res.partner"].create({"name": "Stranger"})
        own = self.users["sales"].partner_id
        for partner in (stranger, own, self.customer):
            with self.subTest(partner=partner.name):
                with self.assertRefused("is no contact of Jiangcheng"):
                    self._sign(customer_signatory_id=partner.id)
        branch = self.env["res.partner"].create(
            {"name": "Plant 3", "parent_id": self.customer.id, "type": "other"}
        )
        chief = self.env["res.partner"].create(
            {"name": "Yang Fan", "parent_id": branch.id}
        )
        self._sign(customer_signatory_id=chief.id)
        self.assertEqual(self.sla.customer_signatory_id, chief)

    def test_days_of_signatures(self):
        self._approve()
        manager = self.users["service_manager"].id
        for day in ("2026-07-14", "2026-07-16"):
            with self.subTest(day=day):
                with self.assertRefused("was approved on 2026-07-15"):
                    self._sign(provider_signatory_id=manager, provider_signed_on=day)
        with self.assertRefused("Enter who signed"):
            self._sign(provider_signatory_id=False)

    def test_signed_once(self):
        self._approve()
        self._sign()
        with self.assertRefused("signed for the provider already"):
            self._sign()
        with self.assertRefused("signed for the customer already"):
            self._sign(customer_signatory_id=self.contact.id)
        self.assertFalse(self._as("service_manager").can_sign)

    def test_who_records_signatures(self):
        with self.assertRefused("only what is approved and waits"):
            self._as("sales").action_record_signatures()
        self._approve()
        for role in ("technical_manager", "auditor", "general_manager", "engineer"):
            with self.subTest(role=role):
                with self.assertRefused("", AccessError):
                    self._as(role).action_record_signatures()
                with self.assertRefused("", AccessError):
                    self._as(role)._record_signatures(
                        (self.users["general_manager"], date(2026, 7, 15)),
                        None,
                        ("x.pdf", SCAN),
                    )
        for role in ("sales", "service_manager"):
            self.assertTrue(self._as(role).can_sign)
        self.contract.user_id = self.users["project_manager"]
        with self.assertRefused("", AccessError):
            self._as("sales").action_record_signatures()

    # === WHAT THE DATABASE HOLDS === #

    @mute_logger("odoo.sql_db")
    def test_one_version_in_force_whoever_writes_it(self):
        self.put_in_force()
        second = self.sla.revise(True, "Shorter response")
        for number in (self.sla.number, "SLA-2026-9999"):
            with self.subTest(number=number), self.assertRefused("", IntegrityError):
                self.env.cr.execute(
                    "UPDATE itsm_sla SET state = 'in_force', number = %s WHERE id = %s",
                    [number, second.id],
                )
