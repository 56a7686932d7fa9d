from datetime import date

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import ItsmCommon, utc


@freeze_time("2026-11-02 01:00:00")
@tagged("post_install", "-at_install")
class TestItsmContract(ItsmCommon):
    def test_number_per_year(self):
        other = self.env["res.company"].create({"name": "Other provider"})
        first = self._create_contract()
        second = self._create_contract()
        foreign = self._create_contract(
            company_id=other.id, user_id=False, service_manager_id=False
        )
        prefix, _, number = first.number.rpartition("-")
        self.assertEqual(prefix, "HT-2026")
        self.assertEqual(second.number, f"HT-2026-{int(number) + 1:04}")
        self.assertEqual(foreign.number, f"HT-2026-{int(number) + 2:04}")
        with freeze_time("2027-01-04 01:00:00"):
            self.assertEqual(self._create_contract().number, "HT-2027-0001")

    def test_number_is_given_by_the_program(self):
        given = self._create_contract(number="HT-2025-0018")
        self.assertEqual(given.number, "HT-2025-0018", "what was agreed before")
        with self.assertRefused("Number cannot be written"):
            given.with_user(self.users["service_manager"]).number = "HT-2025-0019"

    @mute_logger("odoo.sql_db")
    def test_number_is_unique(self):
        with self.assertRefused("", IntegrityError):
            self._create_contract(number=self.contract.number)
            self.env.flush_all()

    @mute_logger("odoo.sql_db")
    def test_dates_and_amounts(self):
        for values in (
            {"date_start": "2026-08-02", "date_end": "2026-08-01"},
            {"monthly_fee": -1.0},
            {"workload_limit": -1},
        ):
            with self.subTest(values), self.assertRefused("", IntegrityError):
                self.contract.write(values)

    def test_unknown_zone(self):
        with self.assertRefused("Unknown time zone Asia/Atlantis"):
            self.contract.tz = "Asia/Atlantis"

    def test_customer_of_another_company(self):
        other = self.env["res.company"].create({"name": "Other provider"})
        self.partner.company_id = other
        with self.assertRefused("company inconsistencies"):
            self.contract.partner_id = self.partner

    def test_fee_from_lines(self):
        contract = self._create_contract(monthly_fee=False)
        self.env["itsm.contract.line"].create(
            {
                "contract_id": contract.id,
                "product_id": self.services["NET"].product_id.id,
                "quantity": 12,
                "price_unit": 100000.0,
            }
        )
        self.assertEqual(contract.amount_total, 1200000.0)
        self.assertEqual(contract.monthly_fee, 100000.0)
        self.assertEqual(contract.line_ids.service_id, self.services["NET"])
        # From 15 August on: 11 months and 17 of the 31 days from 15 July.
        contract.date_start = "2026-08-15"
        self.assertEqual(contract.monthly_fee, round(1200000 / (11 + 17 / 31), 2))
        contract.monthly_fee = 99000.0
        self.assertEqual(contract.monthly_fee, 99000.0)

    def test_fee_without_lines_stays(self):
        self.contract.date_end = "2028-07-31"
        self.assertEqual(self.contract.monthly_fee, 100000.0)

    def test_state_is_not_written(self):
        with self.assertRefused("state of a document is not written"):
            self.contract.state = "in_force"
        with self.assertRefused("state of a document is not written"):
            self._create_contract(state="in_force")
        sneaky = self.env["itsm.contract"].with_context(
            default_state="in_force", itsm_transition=True
        )
        contract = sneaky.create(
            {
                "name": "Sneaky",
                "partner_id": self.customer.id,
                "date_start": "2026-08-01",
                "date_end": "2026-08-31",
            }
        )
        self.assertEqual(contract.state, "draft")
        with self.assertRefused("state of a document is not written"):
            contract.write({"state": "closed"})

    def test_frozen_in_force(self):
        line = self.env["itsm.contract.line"].create(
            {"contract_id": self.contract.id, "name": "On-site engineer"}
        )
        self.put_in_force()
        for values in (
            {"name": "Something else"},
            {"partner_id": self.contact.id},
            {"date_start": "2026-07-01"},
            {"date_end": "2027-08-31"},
            {"monthly_fee": 90000.0},
            {"workload_limit": 50},
            {"sale_order_id": False},
            {"tz": "UTC"},
            {"line_ids": [(0, 0, {"name": "One more"})]},
        ):
            with self.subTest(values=values), self.assertRefused("frozen"):
                self.contract.write(values)
        with self.assertRefused("frozen"):
            line.price_unit = 5.0
        with self.assertRefused("frozen"):
            line.copy()
        with self.assertRefused("frozen"):
            line.unlink()
        # People come and go.
        manager = self.users["service_director"]
        self.contract.write({"service_manager_id": manager.id, "user_id": manager.id})
        self.assertFalse(self.contract._changed_since_submission())

    def test_line_not_moved_into_a_frozen_contract(self):
        draft = self._create_contract()
        line = self.env["itsm.contract.line"].create(
            {"contract_id": draft.id, "name": "On-site engineer"}
        )
        self.put_in_force()
        with self.assertRefused("frozen"):
            line.contract_id = self.contract

    def test_delete(self):
        draft = self._create_contract()
        self.standard_sla._copy_to_contract(draft)
        draft.unlink()
        self.put_in_force()
        with self.assertRefused("cannot be deleted"):
            self.contract.unlink()
        self.assertTrue(self.contract.exists())
        self.assertTrue(self.sla.exists())

    def test_not_deleted_with_an_sla_in_force(self):
        self.adopt(self.sla)
        with self.assertRefused("cannot be deleted"):
            self.contract.unlink()

    def test_find_for(self):
        find = self.env["itsm.contract"]._find_for
        inside = utc("2026-08-01 00:00")
        self.assertFalse(find(self.customer, inside), "a draft covers nothing")
        self.put_in_force()
        self.assertEqual(find(self.customer, inside), self.contract)
        self.assertEqual(find(self.contact, inside), self.contract)
        self.assertFalse(find(self.customer, utc("2026-07-31 23:59")))
        self.assertEqual(find(self.contact, utc("2027-07-31 23:59")), self.contract)
        self.assertFalse(find(self.customer, utc("2027-08-01 00:00")))
        # The dates count, whether or not the daily job has been at work.
        with freeze_time("2027-08-02"):
            self.assertEqual(find(self.customer, inside), self.contract)
            self.contract._follow_dates()
            self.assertEqual(self.contract.state, "expired")
            self.assertEqual(find(self.customer, inside), self.contract)
        self.assertFalse(find(self.partner, inside))
        self.assertFalse(find(self.env["res.partner"], inside))

    def test_find_for_service(self):
        find = self.env["itsm.contract"]._find_for
        inside = utc("2026-08-03 09:00")
        other = self._create_contract()
        self.env["itsm.contract.line"].create(
            {
                "contract_id": other.id,
                "name": "ERP",
                "service_id": self.services["ERP"].id,
            }
        )
        self.standard_sla._copy_to_contract(other)
        self.put_in_force()
        self.put_in_force(other)
        both = self.contract | other
        self.assertEqual(find(self.customer, inside), both)
        self.assertEqual(find(self.customer, inside, self.services["ERP"]), both)
        self.assertEqual(
            find(self.customer, inside, self.services["NET"]), self.contract
        )

    def test_periods(self):
        self.contract.write({"date_start": "2026-08-15", "date_end": "2026-10-20"})
        months = [
            (date(2026, 8, 15), date(2026, 8, 31)),
            (date(2026, 9, 1), date(2026, 9, 30)),
            (date(2026, 10, 1), date(2026, 10, 20)),
        ]
        periods_until = self.contract._periods_until
        self.assertEqual(periods_until(date(2026, 8, 14)), [])
        self.assertEqual(periods_until(date(2026, 8, 15)), months[:1])
        self.assertEqual(periods_until(date(2026, 9, 1)), months[:2])
        self.assertEqual(periods_until(date(2027, 1, 1)), months)
