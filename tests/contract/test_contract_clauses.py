"""Clauses of a contract, from sets, in two languages; its annexes (domain 2.2)."""

import base64

from markupsafe import Markup

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .terms import TermsCommon

FILE = base64.b64encode(b"Rack 1: two servers")


@tagged("post_install", "-at_install")
class TestContractClauses(TermsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.template = cls.env["itsm.contract.clause.template"].create(
            {
                "name": "Short",
                "sequence": 1,
                "line_ids": [
                    Command.create(
                        {
                            "sequence": 1,
                            "name": "Secrecy",
                            "body": "<p>{customer} keeps it.</p>"
                            "<p>So does {provider}.</p>",
                        }
                    ),
                    Command.create(
                        {
                            "sequence": 2,
                            "name": "Damages",
                            "body": "<p>At most {damages_cap}.</p>",
                        }
                    ),
                ],
            }
        )
        cls.translate(
            cls.template.line_ids[0],
            "保密",
            {
                "{customer} keeps it.": "{customer}保密。",
                "So does {provider}.": "{provider}亦然。",
            },
        )
        cls.translate(
            cls.template.line_ids[1],
            "违约",
            {"At most {damages_cap}.": "不超过{damages_cap}。"},
        )

    @classmethod
    def translate(cls, line, name, paragraphs):
        """Translate a clause as the dialog beside its text does."""
        line.update_field_translations("name", {"zh_CN": name})
        line.update_field_translations("body", {"zh_CN": paragraphs})

    def insert(self):
        self.contract._insert_clauses(self.template)
        return self.contract.clause_ids

    def test_copied_in_both_languages(self):
        secrecy, damages = self.insert()
        self.assertEqual(secrecy.name, "Secrecy")
        self.assertEqual(
            secrecy.body, "<p>{customer} keeps it.</p><p>So does {provider}.</p>"
        )
        chinese = secrecy.with_context(lang="zh_CN")
        self.assertEqual(chinese.name, "保密")
        self.assertEqual(chinese.body, "<p>{customer}保密。</p><p>{provider}亦然。</p>")
        # after the four articles that every contract has
        self.assertEqual((secrecy | damages).mapped("number"), [5, 6])

    def test_inserted_by_a_chinese_user(self):
        chinese = self.contract.with_context(lang="zh_CN")
        chinese._insert_clauses(self.template.with_context(lang="zh_CN"))
        self.assertEqual(self.contract.clause_ids[0].name, "Secrecy")
        self.assertEqual(chinese.clause_ids[0].name, "保密")

    def test_contract_keeps_its_text(self):
        secrecy, _damages = self.insert()
        self.template.line_ids[0].body = "<p>Changed</p>"
        self.assertIn("keeps it", secrecy.body)
        self.template.unlink()
        self.assertTrue(secrecy.exists())

    def test_translations_are_independent(self):
        secrecy, _damages = self.insert()
        self.translate(
            secrecy, "保密", {"{customer} keeps it.": "{customer}永远保密。"}
        )
        self.assertIn("keeps it", secrecy.body)
        self.assertIn("永远", secrecy.with_context(lang="zh_CN").body)

    def test_placeholders(self):
        secrecy, damages = self.insert()
        self.contract.party_a_name = 'A & B <img src="x" onerror="alert(1)">'
        self.assertEqual(
            str(secrecy.text),
            '<p>A &amp; B &lt;img src="x" onerror="alert(1)"&gt; keeps it.</p>'
            "<p>So does Yunling IT Services.</p>",
        )
        self.assertEqual(str(damages.text), "<p>At most 20 %.</p>")

    def test_placeholders_are_no_code(self):
        for text in (
            "{customer.env}",
            "{customer!r}",
            "{0}",
            "{}",
            "{{ 1 + 1 }}",
            "{unknown}",
            "an open {customer",
        ):
            for model, owner in (
                ("itsm.contract.clause", {"contract_id": self.contract.id}),
                (
                    "itsm.contract.clause.template.line",
                    {"template_id": self.template.id},
                ),
            ):
                with self.subTest(text, model=model):
                    with self.assertRefused("stands for nothing", ValidationError):
                        self.env[model].create(
                            {"name": "X", "body": f"<p>{text}</p>", **owner}
                        )

    def test_placeholders_of_translations(self):
        secrecy, _damages = self.insert()
        with self.assertRefused("{env}", ValidationError):
            self.translate(secrecy, "保密", {"So does {provider}.": "{env}亦然。"})

    def test_value_of_a_value_is_no_placeholder(self):
        secrecy, _damages = self.insert()
        self.contract.party_a_name = "{provider}"
        self.assertIn("<p>{provider} keeps it.</p>", str(secrecy.text))

    def test_disputes(self):
        self.assertEqual(
            self.contract._dispute_text(),
            "by the people's court that is competent at Beijing",
        )
        self.contract.write(
            {
                "dispute_resolution": "arbitration",
                "arbitration_commission": "the Beijing Arbitration Commission",
            }
        )
        self.assertIn("of the Beijing Arb", self.contract._dispute_text())

    def test_what_is_not_entered(self):
        self.insert()
        self.assertEqual(self.contract._wrong_clauses(), [])
        self.contract.damages_cap_pct = 0
        (problem,) = self.contract._wrong_clauses()
        self.assertIn("The clause Damages says {damages_cap}", problem)

    def test_missing_language(self):
        self.insert()
        self.contract.clause_ids.create(
            {
                "contract_id": self.contract.id,
                "name": "Holidays",
                "body": "<p>Closed on Sundays.</p>",
            }
        )
        self.assertEqual(self.contract._wrong_clauses(), [])
        self.contract.language = "both"
        (problem,) = self.contract._wrong_clauses()
        self.assertIn("Holidays is not all in Chinese", problem)
        # a paragraph written in Chinese is the same in both languages until translated
        self.contract.clause_ids[-1].unlink()
        self.contract.clause_ids[0].body += Markup("<p>本条另行约定。</p>")
        self.contract.language = "en_US"
        (problem,) = self.contract._wrong_clauses()
        self.assertIn("Secrecy is not all in English", problem)
        self.contract.language = "zh_CN"
        self.assertEqual(self.contract._wrong_clauses(), [])

    def test_shipped_set(self):
        """Domain 2.2 names them; damages have a cap, and each placeholder a value."""
        standard = self.env.ref("itsm_service_delivery.clause_template_standard")
        names = standard.line_ids.mapped("name")
        self.assertEqual(len(names), 12)
        for name in ("Liability for Breach", "Force Majeure", "Disputes", "Acceptance"):
            self.assertIn(name, names)
        self.contract._insert_clauses(standard)
        self.assertEqual(self.contract._wrong_clauses(), [])
        breach = self.contract.clause_ids.filtered(lambda c: "Breach" in c.name)
        self.assertIn("at most 20 % of the contract's total", str(breach.text))

    def test_choice_of_a_set(self):
        action = self.contract.action_insert_clauses()
        self.assertEqual(action["res_model"], "itsm.contract.clause.choice")
        choice = self.env[action["res_model"]].with_context(**action["context"])
        choice = choice.with_user(self.users["sales"]).create({})
        self.assertEqual(choice.template_id, self.template)
        choice.action_insert()
        self.assertEqual(len(self.contract.clause_ids), 2)

    def test_only_set_is_no_question(self):
        self.template.active = False
        self.assertIs(self.contract.action_insert_clauses(), True)
        self.assertEqual(len(self.contract.clause_ids), 12)
        self.env["itsm.contract.clause.template"].search([]).active = False
        with self.assertRefused("There is no set of clauses"):
            self.contract.action_insert_clauses()

    def test_sets_of_another_company(self):
        other = self.env["res.company"].create({"name": "Other provider"})
        self.template.company_id = other
        self.assertNotIn(self.template, self.contract._get_clause_templates())
        for record in (self.template, self.template.line_ids[0]):
            self.assertFalse(
                record.with_user(self.users["administrator"]).has_access("read")
            )

    def test_sets_are_of_administrators(self):
        for role, user in self.users.items():
            for record in (self.template, self.template.line_ids[0]):
                with self.subTest(role, model=record._name):
                    record = record.with_user(user)
                    self.assertTrue(record.has_access("read"))
                    writes = role == "administrator"
                    self.assertEqual(record.has_access("write"), writes)
        self.assertFalse(self.template.with_user(self.plain_user).has_access("read"))

    def test_frozen(self):
        clause = self.insert()[0]
        self.put_in_force()
        for change in (
            lambda: clause.write({"name": "Other"}),
            lambda: clause.with_context(lang="zh_CN").write({"body": "<p>无</p>"}),
            lambda: clause.update_field_translations("name", {"zh_CN": "无"}),
            lambda: clause.unlink(),
            lambda: self.insert(),
        ):
            with self.assertRefused("frozen|冻结", UserError):
                change()

    def test_copied_with_the_contract(self):
        self.insert()
        copied = self.contract.copy().clause_ids
        self.assertEqual(len(copied), 2)
        self.assertEqual(copied[0].with_context(lang="zh_CN").name, "保密")


@tagged("post_install", "-at_install")
class TestContractAnnexes(TermsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.contract.annex_ids = [
            Command.create({"kind": "staff", "is_to_follow": True, "sequence": 20}),
            Command.create(
                {
                    "kind": "equipment",
                    "file": FILE,
                    "file_name": "racks.txt",
                    "sequence": 10,
                }
            ),
        ]
        cls.env.flush_all()
        cls.env.invalidate_all()

    def test_order_and_names(self):
        annexes = self.contract.annex_ids
        self.assertEqual(annexes.mapped("name"), ["Equipment list", "Staff list"])
        # the first one is the SLA
        self.assertEqual(annexes.mapped("number"), [2, 3])

    def test_files_are_frozen(self):
        annex = self.contract.annex_ids[0]
        attachment = (
            self.env["ir.attachment"]
            .sudo()
            .search(
                [
                    ("res_model", "=", "itsm.contract.annex"),
                    ("res_id", "=", annex.id),
                    ("res_field", "=", "file"),
                ]
            )
        )
        self.assertEqual(attachment.raw, b"Rack 1: two servers")
        self.put_in_force()
        for change in (
            lambda: annex.write({"file": base64.b64encode(b"Other")}),
            lambda: annex.unlink(),
            lambda: attachment.write({"raw": b"Other"}),
            lambda: attachment.unlink(),
        ):
            with self.assertRefused("frozen", UserError):
                change()

    def test_seen_with_the_contract(self):
        annex = self.contract.annex_ids[0]
        sales = annex.with_user(self.users["sales"])
        self.assertEqual(sales.file, FILE)
        self.contract.user_id = self.users["service_manager"]
        self.env.invalidate_all()
        with self.assertRefused("", AccessError):
            sales.read(["file"])
        found = (
            self.env["itsm.contract.annex"].with_user(self.users["sales"]).search([])
        )
        self.assertFalse(found & annex)
