"""Amendments: written as a copy, agreed like a contract, in force from their day on."""

import json
from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from ..common import utc
from .test_contract_states import ContractStatesCommon


class AmendmentCommon(ContractStatesCommon):
    """The contract in force with two lines: 100,000 a month, 40 tickets."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lines = cls.env["itsm.contract.line"].create(
            [
                {
                    "contract_id": cls.contract.id,
                    "service_id": cls.services[code].id,
                    "name": f"{code} operation",
                    "quantity": 12,
                    "price_unit": price,
                    "tax_ids": [Command.clear()],
                }
                for code, price in (("NET", 30000.0), ("ERP", 70000.0))
            ]
        )
        cls.put_in_force()

    def _amend(self, day="2026-10-01", summary="More workplaces", **values):
        """Write an amendment as sales, and change the copy."""
        wizard = self.env["itsm.contract.amend"].with_user(self.users["sales"])
        wizard = wizard.create(
            {
                "contract_id": self.contract.id,
                "date_effective": day,
                "change_summary": summary,
                **values,
            }
        )
        action = wizard.action_amend()
        return self.env["itsm.contract"].browse(action["res_id"])

    def _raise_fee(self, day="2026-10-01", fee=120000.0):
        """Write an amendment that raises the fee, and the workload to 50."""
        amendment = self._amend(day)
        self._as("sales", amendment).write({"monthly_fee": fee, "workload_limit": 50})
        return amendment

    def _sign(self, amendment):
        self._approve(amendment)
        amendment._become_signed()

    def _texts(self, amendment):
        """Return the changes of an amendment as ``[(label, old, new)]``."""
        return [(row.label, row.old, row.new) for row in amendment._get_changes()]


@freeze_time("2026-09-10 01:00:00")
@tagged("post_install", "-at_install")
class TestContractAmendment(AmendmentCommon):
    def test_written_as_a_copy(self):
        amendment = self._amend(change_scope=True)
        self.assertEqual(amendment.number, f"{self.contract.number}-B01")
        self.assertEqual(amendment.kind, "amendment")
        self.assertEqual(amendment.base_id.id, self.contract.id)
        self.assertEqual(amendment.document_type_id.code, "contract_amendment")
        self.assertEqual(amendment.version, "1.0")
        self.assertEqual(amendment.name, self.contract.name)
        self.assertEqual(amendment.line_ids.service_id, self.lines.service_id)
        self.assertEqual(amendment.monthly_fee, 100000.0)
        self.assertEqual(amendment.amount_total, 1200000.0)
        self.assertEqual(amendment.author_id, self.users["sales"])
        self.assertIn("Scope", amendment.change_summary)
        self.assertFalse(self._texts(amendment))
        self.assertEqual(self._amend().number, f"{self.contract.number}-B02")

    def test_what_changes(self):
        amendment = self._raise_fee()
        line = amendment.line_ids[0]
        self._as("sales", line).quantity = 24
        self._as("sales", amendment).monthly_fee = 130000.0
        texts = self._texts(amendment)
        self.assertEqual(
            [text for text in texts if text[1]][:3],
            [
                ("Monthly Fee", "100,000.00", "130,000.00"),
                ("Workload Limit", "40", "50"),
                ("Quantity", "12.00", "24.00"),
            ],
        )
        html = self._as("sales", amendment).amended_changes
        self.assertIn("<ins>130</ins>,000.00", html)
        # frozen with its submission, and the same ever after
        self._sign(amendment)
        self._follow("2026-10-01")
        self.assertEqual(self._texts(amendment), texts)

    def test_in_force_on_its_day(self):
        amendment = self._raise_fee()
        self._sign(amendment)
        self.assertEqual(amendment.state, "signed")
        hash_ = amendment.round_id.content_hash
        self._follow("2026-09-30")
        self.assertEqual(self.contract.monthly_fee, 100000.0)
        self._follow("2026-10-01")
        self.assertEqual(amendment.state, "in_force")
        self.assertEqual(self.contract.state, "in_force")
        self.assertEqual(self.contract.version, "2.0")
        self.assertEqual(self.contract.monthly_fee, 120000.0)
        self.assertEqual(self.contract.workload_limit, 50)
        line = self.contract.decision_ids.sorted("position")[-1]
        self.assertEqual(line.kind, "amended")
        self.assertIn(amendment.number, line.comment)
        self.assertIn(hash_, line.comment)
        facts = json.loads(line.sudo().payload)["facts"]
        self.assertEqual(facts["amendment"]["content"], hash_)
        self._check_evidence(self.contract)
        self._check_evidence(amendment)

    def test_at_once_when_its_day_has_come(self):
        amendment = self._raise_fee("2026-09-05")
        self._sign(amendment)
        self.assertEqual(amendment.state, "in_force")
        self.assertEqual(self.contract.monthly_fee, 120000.0)

    def test_lines_stay_the_same_records(self):
        """Changed, added and removed lines, with their texts."""
        amendment = self._amend()
        net, erp = amendment.line_ids
        self._as("sales", amendment).write(
            {
                "line_ids": [
                    Command.update(net.id, {"quantity": 24}),
                    Command.delete(erp.id),
                    Command.create(
                        {
                            "service_id": self.services["OA"].id,
                            "name": "OA operation",
                            "price_unit": 5000.0,
                            "tax_ids": [Command.clear()],
                        }
                    ),
                ]
            }
        )
        self._sign(amendment)
        self._follow("2026-10-01")
        lines = self.contract.line_ids
        self.assertEqual(lines[0], self.lines[0])
        self.assertEqual(lines[0].quantity, 24)
        self.assertFalse(self.lines[1].exists())
        self.assertEqual(lines[1].name, "OA operation")
        # 24 × 30,000 + 1 × 5,000
        self.assertEqual(self.contract.amount_total, 725000.0)
        self.assertEqual(self.contract.monthly_fee, amendment.monthly_fee)

    def test_terms(self):
        self.assertEqual(
            tuple(self.contract._terms_on(date(2026, 9, 30))),
            (100000.0, 40, date(2027, 7, 31)),
        )
        amendment = self._raise_fee()
        self._as("sales", amendment).date_end = "2027-12-31"
        self._sign(amendment)
        self._follow("2026-10-01")
        for day, terms in (
            (date(2026, 7, 1), (100000.0, 40, date(2027, 7, 31))),
            (date(2026, 9, 30), (100000.0, 40, date(2027, 7, 31))),
            (date(2026, 10, 1), (120000.0, 50, date(2027, 12, 31))),
            (date(2028, 1, 1), (120000.0, 50, date(2027, 12, 31))),
        ):
            self.assertEqual(tuple(self.contract._terms_on(day)), terms)
        self.assertEqual(self.contract._get_last_day(), date(2027, 12, 31))
        self.assertEqual(self.sla._get_last_day(), date(2027, 12, 31))
        second = self._amend("2026-11-01")
        self._as("sales", second).monthly_fee = 110000.0
        self._sign(second)
        self._follow("2026-11-01")
        fees = [
            self.contract._terms_on(date(2026, month, 15)).monthly_fee
            for month in (9, 10, 11)
        ]
        self.assertEqual(fees, [100000.0, 120000.0, 110000.0])
        self.assertEqual(self.contract.version, "3.0")
        self._check_evidence(self.contract)

    def test_the_sla_goes_along(self):
        amendment = self._amend(change_sla=True)
        sla = amendment.amended_sla_id
        self.assertEqual((sla.number, sla.version), (self.sla.number, "2.0"))
        self.assertEqual(sla.contract_id, self.contract)
        self.assertEqual(sla.date_start, date(2026, 10, 1))
        self._as("sales", amendment).date_effective = "2026-10-15"
        self.assertEqual(sla.date_start, date(2026, 10, 15))
        sla.target_ids[0].minutes = 10
        self._sign(amendment)
        self._follow("2026-10-15")
        self.assertEqual(amendment.state, "signed", "its SLA is not agreed yet")
        self.adopt(sla)
        self._follow("2026-10-15")
        self.assertEqual(amendment.state, "in_force")
        sla_at = self.contract._sla_at
        self.assertEqual(sla_at(utc("2026-10-14 23:59")), self.sla)
        self.assertEqual(sla_at(utc("2026-10-15 00:00")), sla)

    def test_refused(self):
        self.assertTrue(self._as("sales").can_amend)
        for day, message in (
            ("2026-07-31", "from 2026-08-01 to 2027-07-31"),
            ("2027-08-01", "from 2026-08-01 to 2027-07-31"),
        ):
            with self.assertRefused(message):
                self._amend(day)
        with self.assertRefused("Say what changes"):
            self._amend(summary=" ")
        amendment = self._amend()
        with self.assertRefused("changes nothing"):
            self._as("sales", amendment).action_submit()
        self._as("sales", amendment).write({"tz": "UTC", "workload_limit": 1})
        with self.assertRefused("does not change Time Zone"):
            self._as("sales", amendment).action_submit()
        with self.assertRefused("only a contract that is signed or in force"):
            amendment.action_amend()
        self.contract.action_close()
        with self.assertRefused("only a contract that is signed or in force"):
            self._amend()
        self._as("sales", amendment).tz = self.contract.tz
        with self.assertRefused("is not amended any more"):
            self._as("sales", amendment).action_submit()
        draft = self._create_contract()
        with self.assertRefused("only a contract that is signed or in force"):
            draft.action_amend()

    def test_who_amends(self):
        for role in ("engineer", "project_manager", "auditor", "technical_manager"):
            with self.subTest(role=role), self.assertRefused("", AccessError):
                self._as(role).amend("More", date(2026, 10, 1))
        self._as("service_manager").amend("More", date(2026, 10, 1))

    def test_before_the_last_amendment(self):
        """What was agreed last holds last."""
        self._sign(self._raise_fee("2026-09-05"))
        with self.assertRefused("from 2026-09-05 to"):
            self._amend("2026-09-04")

    def test_one_at_a_time(self):
        first, second = self._raise_fee(), self._raise_fee("2026-11-01", 130000.0)
        self._as("sales", first).action_submit()
        with self.assertRefused("B01.* is in review: submit this one when"):
            self._as("sales", second).action_submit()
        self.pass_review(first)
        first._become_signed()
        self._follow("2026-10-01")
        self.assertTrue(second.is_outdated)
        with self.assertRefused("has changed to version 2.0 since"):
            self._as("sales", second).action_submit()

    def test_brought_up_to_date(self):
        """What only the contract changed comes in; what both changed is named."""
        first, second = self._amend(), self._amend("2026-11-01")
        self._as("sales", first).write(
            {
                "monthly_fee": 120000.0,
                "workload_limit": 50,
                "line_ids": [
                    Command.update(first.line_ids[0].id, {"name": "Network"}),
                    Command.update(first.line_ids[1].id, {"quantity": 6}),
                ],
            }
        )
        self._as("sales", first).monthly_fee = 120000.0
        self._as("sales", second).write(
            {
                "workload_limit": 60,
                "line_ids": [Command.update(second.line_ids[1].id, {"price_unit": 1})],
            }
        )
        self._as("sales", second).monthly_fee = 100000.0
        self._sign(first)
        self._follow("2026-10-01")
        action = self._as("sales", second).action_refresh_from_base()
        self.assertIn("Workload Limit", action["params"]["message"])
        self.assertNotIn("Monthly Fee", action["params"]["message"])
        self.assertEqual(second.workload_limit, 60)
        self.assertEqual(second.monthly_fee, 120000.0)
        self.assertEqual(second.line_ids[0].name, "Network")
        self.assertEqual(second.line_ids[1].quantity, 6)
        self.assertEqual(second.line_ids[1].price_unit, 1)
        self.assertFalse(second.is_outdated)
        self._sign(second)
        self._follow("2026-11-01")
        self.assertEqual(self.contract.workload_limit, 60)
        self.assertEqual(self.contract.version, "3.0")

    def test_given_up_with_its_sla(self):
        amendment = self._amend(change_sla=True)
        self._as("sales", amendment).action_cancel()
        self.assertEqual(amendment.amended_sla_id.state, "cancelled")
        other = self._amend(change_sla=True)
        sla = other.amended_sla_id
        other.unlink()
        self.assertFalse(sla.exists())

    def test_ends_with_its_contract(self):
        first, second = self._raise_fee("2026-09-05"), self._amend("2026-11-01")
        self._sign(first)
        self._as("sales", second).action_refresh_from_base()
        self._as("sales", second).workload_limit = 70
        self._sign(second)
        with self.assertRefused("ends with the contract"):
            self._as("service_manager", first).action_close()
        self._as("service_manager").action_close()
        self.assertEqual((first.state, second.state), ("closed", "cancelled"))
        for contract in (first, second, self.contract):
            self._check_evidence(contract)

    def test_no_contract_of_its_own(self):
        amendment = self._raise_fee("2026-09-05")
        self._sign(amendment)
        find = self.env["itsm.contract"]._find_for
        self.assertEqual(find(self.customer, utc("2026-09-06 09:00")), self.contract)
        due = self.env["itsm.service.report"]._due_periods()
        self.assertNotIn(amendment, [contract for contract, *_days in due])
        with self.assertRefused("which has no project yet: initiate that one"):
            self._as("service_manager", amendment).action_initiate()

    def test_revised_while_to_be_signed(self):
        amendment = self._amend(change_sla=True)
        self._as("sales", amendment).workload_limit = 45
        self._approve(amendment)
        newer = self._as("sales", amendment).revise(True, "Fewer").sudo()
        self._as("sales", newer).workload_limit = 44
        self.assertEqual(newer.number, amendment.number)
        self.assertIn(("Workload Limit", "40", "44"), self._texts(newer))
        self._approve(newer)
        self.assertEqual(amendment.state, "cancelled")
        self.assertEqual(newer.amended_sla_id.state, "draft")

    def test_files(self):
        """Annexes come into the contract, those taken away go."""
        files = self.env["ir.attachment"]
        amendment = self._amend()
        annex = files.create(
            {"name": "Equipment.pdf", "raw": b"new", "res_model": "itsm.contract"}
            | {"res_id": amendment.id}
        )
        self._sign(amendment)
        self._follow("2026-10-01")
        self.assertTrue(annex.exists())
        own = self.contract._content_attachments()[self.contract.id]
        self.assertEqual(own.mapped("name"), ["Equipment.pdf"])
        self._check_evidence(self.contract)
