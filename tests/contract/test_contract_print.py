"""The printed contract, as both parties sign it (domain 2.2)."""

from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import tagged

from ..approval.pdf import PdfReading
from .terms import CUSTOMER_CODE, TermsCommon


@tagged("post_install", "-at_install")
class TestContractPrint(PdfReading, TermsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.contract.action_fill_parties()
        cls.contract._insert_clauses(
            cls.env.ref("itsm_service_delivery.clause_template_standard")
        )
        cls.make_schedule(moment="after")
        cls.contract.annex_ids = [
            Command.create({"kind": "equipment", "is_to_follow": True})
        ]

    def print_in(self, report, contract=None, user=None):
        """Print by one of the reports: of the contract's language, ``zh``, ``en``."""
        reports = self.env["ir.actions.report"].with_user(user or self.env.user)
        name = f"itsm_service_delivery.action_report_contract{report}"
        pdf = reports.with_context(force_report_rendering=True)._render_qweb_pdf(
            name, (contract or self.contract).ids
        )[0]
        return self.text(pdf)

    def test_parties(self):
        text = self.print_in("")
        for expected in (
            f"Contract number: {self.contract.number}",
            "Party A (customer) Jiangcheng Manufacturing",
            "Party B (provider) Yunling IT Services",
            CUSTOMER_CODE,
            "Legal representative Jiang Cheng",
            "2 Licence Road, Jiangcheng",
            "Bank of Jiangcheng",
            "2026-08-01 – 2027-07-31",
            "Seal",
        ):
            with self.subTest(expected):
                self.assertIn(expected, text)

    def test_price(self):
        """Domain 7: 1,200,000 with 6 % VAT is 1,132,075.47 and 67,924.53."""
        text = self.print_in("")
        for expected in (
            "1,132,075.47",
            "VAT 6 % ¥ 67,924.53",
            "Total, taxes included ¥ 1,200,000.00",
            "in words: One million, two hundred thousand Yuan only.",
            "Quarter 1 2026-08-01 – 2026-10-31",
            "25 % ¥ 300,000.00",
            "Special VAT invoice",
        ):
            with self.subTest(expected):
                self.assertIn(expected, text.replace("\xa0", " "))

    def test_clauses_and_annexes(self):
        text = self.print_in("")
        for expected in (
            "Article 1 Services and Scope",
            "Article 4 Fees and Payment",
            "Article 5 Rights and Duties",
            "Article 13 Liability for Breach",
            "13.3 All damages and penalties",
            "at most 20 % of the contract's total",
            "competent at Beijing",
            "Article 16 Other Provisions",
            "Annex 1 Service level agreement",
            "Annex 2 Equipment list (To follow)",
        ):
            with self.subTest(expected):
                self.assertIn(expected, text)
        self.assertNotIn("{", text)

    def test_sla_is_annex_1(self):
        """What the SLA says is what its own print says."""
        contract = self.print_in("")
        sla = self.text(self.print_pdf(self.sla))
        start = "Response and resolution targets Priority"
        body = sla[sla.index(start) :].split("Signatures")[0]
        for expected in ("15 min around the clock", "≥ 99.9 %", "High P1 P2 P3"):
            self.assertIn(expected, body)
            self.assertIn(expected, contract)

    def test_chinese(self):
        text = self.print_in("_zh").replace(" ", "")
        for expected in ("第一条", "第十六条", "人民币壹佰贰拾万元整", "附件一"):
            with self.subTest(expected):
                self.assertIn(expected, text)

    def test_both_languages(self):
        self.contract.language = "both"
        text = self.print_in("")
        self.assertIn("人民币壹佰贰拾万元整", text.replace(" ", ""))
        self.assertIn("One million, two hundred thousand Yuan only", text)
        self.assertLess(text.index("第一条"), text.index("Article 1 "))
        self.assertEqual(text.count("Where the texts differ"), 1)
        # each annex is in the language of its text
        self.assertEqual(text.count("15 min around the clock"), 1)

    def test_language_is_the_contracts(self):
        chinese = self.users["sales"]
        chinese.lang = "zh_CN"
        self.assertIn("Article 1", self.print_in("", user=chinese))
        self.contract.language = "zh_CN"
        self.assertEqual(self.contract._get_print_lang(), "zh_CN")
        self.assertIn("第一条", self.print_in("", user=chinese))
        self.assertIn("Article 1", self.print_in("_en", user=chinese))

    def test_contract_of_before(self):
        """One without terms and SLA opens and prints all the same."""
        old = self._create_contract(payment_ids=[], clause_ids=[])
        names = [name for name in old._fields if name.startswith("party_")]
        old.write(dict.fromkeys(names, False))
        old.language = "both"
        text = self.print_in("", old)
        self.assertIn("Party A (customer) Jiangcheng Manufacturing", text)
        self.assertIn("As annex 1 has it.", text)
        self.assertNotIn("Response and resolution targets", text)

    def _amend(self):
        """Amend the contract in force: fee, workload, a service more, and the SLA."""
        with freeze_time("2026-09-10 01:00:00"):
            self.put_in_force()
            amendment = self.contract.amend("More of all", "2026-10-01", True)
        line = {
            "service_id": self.services["OA"].id,
            "name": "Operation of OA",
            "quantity": 10,
            "price_unit": 5000.0,
            "tax_ids": [Command.clear()],
        }
        amendment.line_ids = [
            Command.update(amendment.line_ids.id, {"name": "Operation of ERP, 7x24"}),
            Command.create(line),
        ]
        amendment.write({"monthly_fee": 120000.0, "workload_limit": 50})
        return amendment

    def test_amendment(self):
        """What changes stands before the contract as changed, in plain words."""
        amendment = self._amend()
        sla = self.sla.number
        oa = (
            "Service: OA OA operation\nDescription: Operation of OA\n"
            "Quantity: 10.00\nUnit Price: 5,000.00\nDiscount (%): 0.00"
        )
        # a quarter of 1,200,000, and of 1,200,000 + 10 × 5,000
        quarters = [
            (f"Payments · By period Quarter {n} · Amount", "300,000.00", "312,500.00")
            for n in (1, 2, 3, 4)
        ]
        self.assertEqual(
            amendment._get_printed_changes(),
            [
                ("Monthly Fee", "100,000.00", "120,000.00"),
                ("Workload Limit", "40", "50"),
                (
                    "Services · ERP ERP operation · Description",
                    "Operation of ERP",
                    "Operation of ERP, 7x24",
                ),
                ("Services · OA OA operation", "", oa),
                *quarters,
                (
                    "Service level agreement (annex 1)",
                    f"{sla} 1.0",
                    f"{sla} 2.0",
                ),
            ],
        )
        text = self.print_in("", amendment)
        self.assertIn(
            f"changes the contract {self.contract.number}, Operation of", text
        )
        self.assertIn("Monthly Fee 100,000.00 120,000.00", text)
        self.assertFalse(self.contract._get_printed_changes())

    def test_removed_line_of_amendment(self):
        amendment = self._amend()
        amendment.line_ids[0].unlink()
        removed = [row for row in amendment._get_printed_changes() if not row[2]]
        self.assertEqual([row[0] for row in removed], ["Services · ERP ERP operation"])
        self.assertIn("Unit Price: 1,200,000.00", removed[0][1])

    def test_amendment_in_chinese(self):
        text = self.print_in("_zh", self._amend())
        self.assertIn("月费 100,000.00 120,000.00", text)

    def test_texts_are_escaped(self):
        self.contract.party_a_name = "A & B <b>Ltd.</b>"
        text = self.print_in("")
        self.assertIn("A & B <b>Ltd.</b>", text)
