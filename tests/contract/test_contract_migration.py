"""Contracts from before they were documents, as 19.0.3.0.0 takes them over."""

import importlib.util
from datetime import date
from pathlib import Path

from freezegun import freeze_time

from odoo.tests import tagged

from ..common import ItsmCommon, utc

FOLDER = Path(__file__).parents[2] / "migrations" / "19.0.3.0.0"


def load(name):
    """Import a migration script, whose name is no identifier."""
    spec = importlib.util.spec_from_file_location(
        name.replace("-", "_"), FOLDER / f"{name}.py"
    )
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@freeze_time("2026-11-02 01:00:00")
@tagged("post_install", "-at_install")
class TestContractMigration(ItsmCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pre, cls.post = load("pre-contracts"), load("post-contracts")
        cls.adopt(cls.sla)

    def _make_old(self, state, contract=None, **columns):
        """Bring a contract into the form that the version before gave it."""
        contract = contract or self._create_contract()
        columns = {
            "state": state,
            "author_id": None,
            "create_uid": self.users["sales"].id,
            **columns,
        }
        contract.flush_recordset()
        names = ", ".join(f"{name} = %s" for name in columns)
        self.env.cr.execute(
            f"UPDATE itsm_contract SET {names} WHERE id = %s",
            [*columns.values(), contract.id],
        )
        contract.invalidate_recordset()
        return contract

    def _migrate(self):
        self.pre.prepare(self.env.cr)
        self.post.convert_contracts(self.env)
        self.post.adopt(self.env)

    def _kinds(self, contract):
        return contract.decision_ids.sorted("position").mapped("kind")

    def _check_evidence(self, contract):
        found, _count = self.env["itsm.evidence.check"]._check(contract)
        self.assertEqual([one.what for one in found], [])

    def test_in_force(self):
        contract = self._make_old("in_force", self.contract)
        number = contract.number
        self._migrate()
        self.assertEqual(contract.state, "in_force")
        self.assertEqual((contract.number, contract.version), (number, "1.0"))
        self.assertEqual(contract.kind, "new")
        self.assertEqual(contract.author_id, self.users["sales"])
        self.assertEqual(self._kinds(contract), ["adopted"])
        self.assertIn("before the program kept", contract.decision_ids.comment)
        self._check_evidence(contract)
        # and its life goes on
        contract.with_user(self.users["service_manager"]).action_close()
        self.assertEqual(contract.last_day, date(2026, 11, 2))
        self._check_evidence(contract)

    def test_over_but_never_closed(self):
        contract = self._make_old("in_force", date_end="2026-10-31")
        self._migrate()
        self.assertEqual(contract.state, "expired")
        self.assertEqual(self._kinds(contract), ["adopted", "expired"])
        self._check_evidence(contract)

    def test_not_begun(self):
        contract = self._make_old(
            "in_force", date_start="2099-01-01", date_end="2099-12-31"
        )
        self._migrate()
        self.assertEqual(contract.state, "signed")
        self._check_evidence(contract)

    def test_closed(self):
        """The day of an early end was written over the end date agreed."""
        contract = self._make_old("closed", date_end="2026-09-15")
        self._migrate()
        self.assertEqual(contract.state, "closed")
        self.assertEqual(contract.last_day, date(2026, 9, 15))
        self.assertEqual(self._kinds(contract), ["adopted"])
        self._check_evidence(contract)
        find = self.env["itsm.contract"]._find_for
        self.assertIn(contract, find(self.customer, utc("2026-09-15 12:00")))
        self.assertNotIn(contract, find(self.customer, utc("2026-09-16 12:00")))

    def test_draft(self):
        contract = self._make_old("draft")
        self._migrate()
        self.assertEqual(contract.state, "draft")
        self.assertFalse(contract.decision_ids)
        self.assertEqual(contract.author_id, self.users["sales"])

    def test_twice_is_once(self):
        contract = self._make_old("in_force")
        self._migrate()
        self._migrate()
        self.assertEqual(self._kinds(contract), ["adopted"])

    def test_versions_share_a_number(self):
        self.env.cr.execute(
            "ALTER TABLE itsm_contract ADD CONSTRAINT itsm_contract_number_uniq"
            " UNIQUE (number, company_id)"
        )
        self.pre.prepare(self.env.cr)
        self.env.cr.execute(
            "SELECT 1 FROM pg_constraint WHERE conname = 'itsm_contract_number_uniq'"
        )
        self.assertFalse(self.env.cr.fetchall())

    # === NUMBERS === #

    def _old_sequence(self, company, numbers, prefix="HT-%(range_year)s-"):
        """Make a company's sequence as it was.

        :param dict numbers: ``{year: next number}``
        """
        return self.env["ir.sequence"].create(
            {
                "name": "Service Contract",
                "code": "itsm.contract",
                "prefix": prefix,
                "padding": 4,
                "use_date_range": True,
                "company_id": company.id,
                "date_range_ids": [
                    (
                        0,
                        0,
                        {
                            "date_from": f"{year}-01-01",
                            "date_to": f"{year}-12-31",
                            "number_next_actual": number,
                        },
                    )
                    for year, number in numbers.items()
                ],
            }
        )

    def _forget_numbers(self):
        """Let the type have no sequence yet, and no contract a number of this year."""
        document_type = self.env["itsm.document.type"]._get("contract")
        document_type.sequence_id = False
        self.env.cr.execute("UPDATE itsm_contract SET number = 'X-' || id")
        self.env.invalidate_all()
        return document_type

    def test_numbers_go_on(self):
        document_type = self._forget_numbers()
        other = self.env["res.company"].create({"name": "Other provider"})
        old = self._old_sequence(self.company, {2025: 31, 2026: 12})
        old |= self._old_sequence(other, {2026: 7})
        self.post.take_over_numbers(self.env)
        self.assertFalse(old.exists())
        self.assertEqual(self._create_contract().number, "HT-2026-0012")
        self.assertEqual(document_type._next_number(date(2025, 12, 31)), "HT-2025-0031")

    def test_numbers_given_by_hand(self):
        """A number that the sequence had not reached yet is not given twice."""
        self._forget_numbers()
        self._old_sequence(self.company, {2026: 5})
        given = self._create_contract(number="HT-2026-0018")
        self._create_contract(number="Frame agreement 2026-77777")
        self.post.take_over_numbers(self.env)
        self.assertEqual(given.number, "HT-2026-0018")
        self.assertEqual(self._create_contract().number, "HT-2026-0019")

    def test_numbers_of_their_own_form(self):
        self._forget_numbers()
        self._old_sequence(self.company, {2026: 5}, prefix="SC/%(range_year)s/")
        self.post.take_over_numbers(self.env)
        self.assertEqual(self._create_contract().number, "SC/2026/0005")
