from datetime import date

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import ItsmCommon, utc


@freeze_time("2026-11-02 01:00:00")
@tagged("post_install", "-at_install")
class TestItsmContract(ItsmCommon):
    def test_number_per_company_and_year(self):
        other = self.env["res.company"].create({"name": "Other provider"})
        first = self._create_contract()
        second = self._create_contract()
        foreign = self._create_contract(
            company_id=other.id, user_id=False, service_manager_id=False
        )
        prefix, _, number = first.number.rpartition("-")
        self.assertEqual(prefix, "HT-2026")
        self.assertEqual(second.number, f"HT-2026-{int(number) + 1:04}")
        self.assertEqual(foreign.number, "HT-2026-0001")
        given = self._create_contract(number="HT-2026-0018")
        self.assertEqual(given.number, "HT-2026-0018")

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

    def test_put_in_force_with_an_sla_in_force(self):
        self.adopt(self.sla)
        self.contract.action_put_in_force()
        self.assertEqual(self.contract.state, "in_force")
        self.assertEqual(self.contract.sla_id, self.sla)

    def test_put_in_force_without_sla(self):
        self.sla.unlink()
        with self.assertRefused("There is none: add one"):
            self.contract.action_put_in_force()
        self.assertEqual(self.contract.state, "draft")

    def test_put_in_force_with_a_draft_sla(self):
        with self.assertRefused("Standard SLA v1.0 is a draft: submit it"):
            self.contract.action_put_in_force()

    def test_put_in_force_with_a_late_sla(self):
        self.sla.date_start = "2026-09-01"
        self.adopt(self.sla)
        with self.assertRefused("Standard SLA v1.0 starts on 2026-09-01"):
            self.contract.action_put_in_force()

    def test_put_in_force_twice(self):
        self.put_in_force()
        with self.assertRefused("only a draft"):
            self.contract.action_put_in_force()

    def test_state_is_not_written(self):
        with self.assertRefused("state is not written"):
            self.contract.state = "in_force"
        with self.assertRefused("state is not written"):
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
        with self.assertRefused("state is not written"):
            contract.write({"state": "closed"})

    def test_frozen_in_force(self):
        line = self.env["itsm.contract.line"].create(
            {"contract_id": self.contract.id, "name": "On-site engineer"}
        )
        self.put_in_force()
        for values in (
            {"partner_id": self.contact.id},
            {"date_start": "2026-07-01"},
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
        # What a service manager may correct, with a trace in the chatter.
        self.contract.write({"workload_limit": 50, "monthly_fee": 90000.0})

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

    def test_close_before_the_end(self):
        self.put_in_force()
        self.contract.action_close()
        self.assertEqual(self.contract.state, "closed")
        self.assertEqual(self.contract.date_end, date(2026, 11, 2))
        self.assertEqual(self.sla.state, "closed")
        self.assertEqual(self.sla.last_day, date(2026, 11, 2))
        self.assertEqual(
            self.sla.decision_ids.sorted("position").mapped("kind"),
            ["adopted", "in_force", "closed"],
        )
        # What was in force stays known.
        self.assertEqual(self.contract._sla_at(utc("2026-08-01 00:00")), self.sla)
        with self.assertRefused("frozen"):
            self.contract.workload_limit = 1

    @freeze_time("2027-09-01")
    def test_close_after_the_end(self):
        self.put_in_force()
        self.contract.action_close()
        self.assertEqual(self.contract.date_end, date(2027, 7, 31))
        self.assertEqual(self.sla.state, "expired")
        self.assertEqual(self.sla.ends_on, date(2027, 7, 31))

    def test_close_before_the_start(self):
        """An SLA that never held is cancelled, not terminated."""
        with freeze_time("2026-07-15"):
            self.put_in_force()
            self.contract.action_close()
        self.assertEqual(self.sla.state, "cancelled")
        self.assertFalse(self.contract._sla_at(utc("2026-08-01 00:00")))

    def test_close_with_a_version_to_come(self):
        self.put_in_force()
        second = self.sla.revise(True, "Shorter response")
        second.date_start = "2027-01-01"
        self.adopt(second)
        self.contract.action_close()
        self.assertEqual(self.sla.state, "closed")
        self.assertEqual(self.sla.last_day, date(2026, 11, 2))
        self.assertEqual(second.state, "cancelled")

    def test_close_a_draft(self):
        with self.assertRefused("only a contract in force"):
            self.contract.action_close()

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
