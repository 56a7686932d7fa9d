"""What a contract agrees: parties, amounts in words, payments (domain 2.2)."""

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .terms import CUSTOMER_CODE, PROVIDER_CODE, TermsCommon


@tagged("post_install", "-at_install")
class TestContractParties(TermsCommon):
    def test_filled_from_the_contacts(self):
        self.users["sales"].partner_id.phone = "+86 10 5555 0199"
        self.contract.action_fill_parties()
        expected = {
            "party_a_name": "Jiangcheng Manufacturing",
            "party_a_code": CUSTOMER_CODE,
            "party_a_representative": "Jiang Cheng",
            "party_a_address": "2 Licence Road, Jiangcheng",
            "party_a_contact": "Feng Xue",
            "party_a_phone": "+86 27 5555 0200",
            "party_a_bank": "Bank of Jiangcheng",
            "party_a_account": "6222 0000 1111",
            "party_b_name": "Yunling IT Services",
            "party_b_code": PROVIDER_CODE,
            "party_b_representative": "Zhou Jianguo",
            # no registered address of its own: the contact's
            "party_b_address": "China, Beijing 18 Yunling Road",
            "party_b_contact": self.users["sales"].name,
            "party_b_phone": "+86 10 5555 0199",
            "party_b_bank": "",
        }
        self.assertEqual({name: self.contract[name] for name in expected}, expected)

    def test_a_contact_of_the_customer(self):
        self.contact.phone = "+86 27 5555 0201"
        contract = self._create_contract(partner_id=self.contact.id)
        self.assertEqual(contract.party_a_name, "Jiangcheng Manufacturing")
        self.assertEqual(contract.party_a_contact, "Feng Xue")
        self.assertEqual(contract.party_a_phone, "+86 27 5555 0201")

    def test_stays_as_agreed(self):
        self.customer.itsm_legal_representative = "Someone Else"
        self.assertEqual(self.contract.party_a_representative, "Jiang Cheng")
        self.contract.party_a_representative = "By hand"
        self.contract.user_id = self.users["service_manager"]
        self.assertEqual(self.contract.party_a_representative, "By hand")
        self.contract.action_fill_parties()
        self.assertEqual(self.contract.party_a_representative, "Someone Else")
        self.put_in_force()
        self.customer.itsm_legal_representative = "A Third One"
        with self.assertRefused("stay as they were agreed"):
            self.contract.action_fill_parties()
        # people may change, what the contract says of its contact does not
        before = self.contract.party_b_contact
        self.contract.user_id = self.users["sales"]
        self.assertEqual(self.contract.party_b_contact, before)

    def test_mistyped_code_of_a_contact(self):
        wrong = f"{CUSTOMER_CODE[:-1]}4"
        with self.assertRefused(f"{wrong} is mistyped", ValidationError):
            self.customer.vat = wrong
        with self.assertRefused("is mistyped", ValidationError):
            self.customer.company_registry = wrong
        # an old tax number, a person's number, a company of another country
        self.customer.vat = "110108600037341"
        china = self.customer.country_id
        self.env["res.partner"].create(
            {"name": "Gao Jie", "vat": wrong, "country_id": china.id}
        )
        self.customer.write({"country_id": self.env.ref("base.de").id, "vat": wrong})

    def test_mistyped_code_in_a_contract(self):
        with self.assertRefused("is mistyped", ValidationError):
            self.contract.party_a_code = f"{CUSTOMER_CODE[:-1]}4"
        with self.assertRefused("which no unified social", ValidationError):
            self.contract.party_b_code = f"{PROVIDER_CODE[:-1]}I"

    def test_missing_details(self):
        self.assertEqual(self.contract._missing_details(), [])
        self.contract.write({"party_a_code": False, "party_b_representative": False})
        customer, provider = self.contract._missing_details()
        self.assertIn("party A (the customer)", customer)
        self.assertIn("does not say: unified social credit code.", customer)
        self.assertIn("does not say: legal representative.", provider)

    def test_people_are_customers_by_name(self):
        person = self.env["res.partner"].create({"name": "Gao Jie"})
        contract = self._create_contract(partner_id=person.id)
        self.assertEqual(contract._missing_details(), [])
        self.assertEqual(contract.party_a_name, "Gao Jie")


@tagged("post_install", "-at_install")
class TestContractWords(TermsCommon):
    def test_english(self):
        for total, expected in (
            (1200000, "One million, two hundred thousand Yuan only"),
            (
                1132075.47,
                "One million, one hundred and thirty-two thousand and seventy-five"
                " Yuan and forty-seven Fen only",
            ),
            (100.05, "One hundred Yuan and five Fen only"),
            (0.5, "Zero Yuan and fifty Fen only"),
        ):
            with self.subTest(total):
                self.contract.line_ids.price_unit = total
                self.assertEqual(self.contract.amount_in_words, expected)

    def test_chinese(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        contract = self.contract.with_context(lang="zh_CN")
        self.assertEqual(contract.amount_in_words, "人民币壹佰贰拾万元整")
        contract.line_ids.price_unit = 1680.32
        self.assertEqual(contract.amount_in_words, "人民币壹仟陆佰捌拾元叁角贰分")
        contract.currency_id = self._enable_currency("USD")
        self.assertEqual(contract.amount_in_words, "USD壹仟陆佰捌拾元叁角贰分")

    def test_out_of_all_reason(self):
        self.contract.line_ids.price_unit = 2e12
        self.assertFalse(self.contract.amount_in_words)
        self.contract.payment_ids = [Command.create({"name": "All", "percentage": 100})]
        (problem,) = self.contract._wrong_payments()
        self.assertIn("is too much", problem)


@tagged("post_install", "-at_install")
class TestContractPayments(TermsCommon):
    def amounts(self, payments=None):
        return (payments or self.contract.payment_ids).mapped("amount")

    def test_quarterly(self):
        """Domain 7: quarterly payment after the reports are accepted."""
        payments = self.make_schedule(rhythm="quarterly", moment="after")
        self.assertEqual(self.amounts(), [300000.0] * 4)
        self.assertEqual(payments.mapped("percentage"), [25.0] * 4)
        self.assertEqual(
            [(str(line.date_from), str(line.date_to)) for line in payments],
            [
                ("2026-08-01", "2026-10-31"),
                ("2026-11-01", "2027-01-31"),
                ("2027-02-01", "2027-04-30"),
                ("2027-05-01", "2027-07-31"),
            ],
        )
        self.assertEqual(payments[0].name, "Quarter 1")
        self.assertIn("reports of the period are accepted", payments[0].condition)
        self.assertEqual(set(payments.mapped("invoice_type")), {"special"})
        self.assertEqual(self.contract._wrong_payments(), [])

    def test_advance_and_months(self):
        self.contract.line_ids.price_unit = 1000000
        payments = self.make_schedule(advance_pct=30, rhythm="monthly", due_days=10)
        # 700,000 / 12 = 58,333.333…: eleven of 58,333.33, the last takes the rest
        self.assertEqual(self.amounts(), [300000.0] + [58333.33] * 11 + [58333.37])
        self.assertEqual(payments[0].kind, "advance")
        self.assertFalse(payments[0].date_from)
        self.assertEqual(set(payments.mapped("percentage")), {0.0})
        self.assertEqual(set(payments.mapped("due_days")), {10})
        self.assertEqual(self.contract._wrong_payments(), [])

    @mute_logger("odoo.sql_db")
    def test_days_to_pay(self):
        for days in (-1, 366):
            with self.subTest(days=days):
                with self.assertRefused("schedule_check_days", IntegrityError):
                    self.make_schedule(due_days=days)
        payment = self.make_schedule(due_days=365)[0]
        with self.assertRefused("payment_check_days", IntegrityError):
            payment.due_days = 366

    def test_last_period_is_shorter(self):
        self.contract.write({"date_end": "2027-08-31"})
        self.contract.line_ids.price_unit = 130000
        payments = self.make_schedule(rhythm="quarterly")
        # 31 of the 92 days of a quarter: 4 + 31/92 = 399/92 quarters
        # 130,000 × 92/399 = 29,974.94 (29,974.9373…), the rest is 10,100.24
        self.assertEqual(self.amounts(), [29974.94] * 4 + [10100.24])
        self.assertEqual(str(payments[-1].date_to), "2027-08-31")

    def test_yearly_and_at_once(self):
        self.make_schedule(rhythm="yearly", moment="before")
        self.assertEqual(self.amounts(), [1200000.0])
        payments = self.make_schedule(rhythm="once", advance_pct=40)
        self.assertEqual(self.amounts(), [480000.0, 720000.0])
        self.assertEqual(payments.mapped("name"), ["Advance", "Service fee"])
        self.make_schedule(advance_pct=100)
        self.assertEqual(self.amounts(), [1200000.0])

    def test_both_languages(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        payments = self.make_schedule(advance_pct=40)
        stored = payments._fields["name"]._get_stored_translations(payments[0])
        self.assertEqual(set(stored), {"en_US", "zh_CN"})
        self.assertEqual(stored["en_US"], "Advance")

    def test_shares_follow_the_total(self):
        self.make_schedule()
        self.contract.line_ids.price_unit = 0.1
        # 0.025 each is rounded up to 0.03, the last takes the rest
        self.assertEqual(self.amounts(), [0.03, 0.03, 0.03, 0.01])
        self.contract.payment_ids[1].percentage = 20
        self.assertEqual(self.amounts(), [0.03, 0.02, 0.03, 0.03])
        (problem,) = self.contract._wrong_payments()
        self.assertIn("are 95 % together: they must be 100 %", problem)
        self.assertEqual(self.contract.payment_warning, problem)

    def test_amounts_must_be_the_total(self):
        self.contract.payment_ids = [
            Command.create({"name": "First", "percentage": 30}),
            Command.create({"name": "Second", "amount": 840000.01}),
        ]
        self.assertEqual(self.amounts(), [360000.0, 840000.01])
        (problem,) = self.contract._wrong_payments()
        self.assertIn("1,200,000.01", problem)
        self.assertIn("1,200,000.00", problem)
        self.contract.payment_ids[1].amount = 840000
        self.assertEqual(self.contract._wrong_payments(), [])

    def test_no_payments(self):
        (problem,) = self.contract._wrong_payments()
        self.assertIn("Make a Schedule", problem)
        self.assertFalse(self.contract.payment_warning)
        self.contract.line_ids.unlink()
        self.assertEqual(self.contract._wrong_payments(), [])
        with self.assertRefused("has no price yet"):
            self.make_schedule()

    def test_too_small(self):
        self.contract.line_ids.price_unit = 0.06
        with self.assertRefused("too small to be split into 12 shares"):
            self.make_schedule(rhythm="monthly")

    @mute_logger("odoo.sql_db")
    def test_bounds(self):
        for values in (
            {"percentage": 101},
            {"percentage": -1},
            {"amount": -1},
            {"due_days": -1},
            {"date_from": "2026-09-01", "date_to": "2026-08-01"},
        ):
            with self.subTest(values), self.assertRefused("", IntegrityError):
                self.contract.payment_ids = [Command.create({"name": "X", **values})]
        for values in (
            {"copy_count": 0},
            {"notice_days": -1},
            {"damages_cap_pct": 100.5},
            {"damages_cap_pct": -1},
        ):
            with self.subTest(values), self.assertRefused("", IntegrityError):
                self.contract.write(values)
        with self.assertRefused("", IntegrityError):
            self.make_schedule(advance_pct=101)

    def test_frozen(self):
        self.make_schedule()
        self.put_in_force()
        payment = self.contract.payment_ids[0]
        for change in (
            lambda: payment.write({"amount": 1}),
            lambda: payment.unlink(),
            lambda: self.make_schedule(),
            lambda: self.env["itsm.contract.payment"].create(
                {"contract_id": self.contract.id, "name": "More"}
            ),
        ):
            with self.assertRefused("frozen", UserError):
                change()
        self.assertEqual(self.amounts(), [300000.0] * 4)

    def test_who_may_make_a_schedule(self):
        self.make_schedule(user=self.users["sales"], rhythm="yearly")
        self.assertEqual(self.amounts(), [1200000.0])
        self.contract.user_id = self.users["service_manager"]
        for role in ("sales", "auditor", "engineer"):
            with self.subTest(role), self.assertRefused("", AccessError):
                self.make_schedule(user=self.users[role], rhythm="monthly")
