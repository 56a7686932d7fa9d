"""The Chinese of the product and of the helpdesk's addons, which ship none."""

import re
from unittest.mock import patch

import polib
from lxml import etree

from odoo.exceptions import UserError
from odoo.modules import Manifest
from odoo.tests import TransactionCase, tagged
from odoo.tools import file_open
from odoo.tools.translate import TranslationModuleReader, code_translations

from .. import hooks
from ..hooks import share_code_translations
from .common import MODULE

LANG = "zh_CN"
FILES = ("i18n/zh_CN.po", "i18n_extra/zh_CN.po")
HELPDESK = ("helpdesk_mgmt", "helpdesk_mgmt_project", "helpdesk_type", "report_xlsx")

# The same in both languages.
UNCHANGED = {
    "GB",
    "ID",
    "JSON",
    "Odoo (wkhtmltopdf)",
    "PDF",
    "SLA",
    "SLA %(contract)s",
    "WeasyPrint",
    "XLSX",
    '<span class="ms-1">%</span>',
    '<span class="o_stat_text">SLA</span>',
    "object._get_print_name()",
    "object._get_print_name() + '_customer'",
    'object._get_print_name() + "_internal"',
    "object.file_name",
    "object.name",
}
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd%]|\{\{.*?\}\}|<[^>]*>")
CHINESE = re.compile(r"[\u4e00-\u9fff]")
WORD = re.compile(r"[A-Za-z]{2}")

# Attributes of a view that people read.
READ = (
    "string",
    "help",
    "title",
    "placeholder",
    "confirm",
    "aria-label",
    "data-tooltip",
)


def _entries(path):
    with file_open(f"{MODULE}/{path}") as file:
        return [entry for entry in polib.pofile(file.read()) if not entry.obsolete]


def _placeholders(text):
    """Return what a translation has to keep: placeholders and tags, titles aside."""
    return sorted(PLACEHOLDER.findall(re.sub(r'title="[^"]*"', "", text)))


class TestTranslationFiles(TransactionCase):
    """The files: whole, certain, and with every placeholder in its place."""

    def test_chinese_has_the_terms_of_the_template(self):
        template = {entry.msgid for entry in _entries(f"i18n/{MODULE}.pot")}
        chinese = {entry.msgid for entry in _entries(FILES[0]) if entry.msgstr}
        self.assertEqual(template - chinese, set(), "terms without translation")
        self.assertEqual(chinese - template, set(), "translations of no term")

    def test_no_doubts(self):
        for path in FILES:
            for entry in _entries(path):
                self.assertFalse(entry.fuzzy, f"{path}: {entry.msgid}")
                self.assertTrue(entry.msgstr, f"{path}: {entry.msgid}")

    def test_placeholders_are_kept(self):
        for path in FILES:
            for entry in _entries(path):
                with self.subTest(path=path, term=entry.msgid):
                    self.assertEqual(
                        _placeholders(entry.msgstr), _placeholders(entry.msgid)
                    )


@tagged("post_install", "-at_install")
class TestChinese(TransactionCase):
    """What a Chinese user sees."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang(LANG)
        modules = cls.env["ir.module.module"].search([("state", "=", "installed")])
        modules._update_translations(LANG)
        cls.env = cls.env(context=dict(cls.env.context, lang=LANG))
        # A runner of tests may import the addon before Odoo loads it; Odoo then calls
        # no hook.
        getattr(hooks, Manifest.for_addon(MODULE)["post_load"])()

    def test_every_term_is_chinese(self):
        modules = (MODULE, *HELPDESK)
        english = {
            f"{source!r} ({name} {place})"
            for _module, _type, name, place, source, value, _comments in (
                TranslationModuleReader(self.env.cr, modules, LANG)
            )
            if not value
            and source not in UNCHANGED
            and not str(place).startswith(f"{MODULE}.demo_")
        }
        self.assertEqual(english, set())

    def _read(self, model, view_types):
        """Yield what people read in a model's views."""
        views = self.env[model].get_views([(None, name) for name in view_types])
        for view in views["views"].values():
            for node in etree.fromstring(view["arch"]).iter(etree.Element):
                yield from (node.get(name) for name in READ if node.get(name))
                if node.tag != "field":
                    yield from (text for text in (node.text, node.tail) if text)
                field = views["models"][model]["fields"].get(node.get("name"))
                if node.tag == "field" and field and not node.get("string"):
                    yield field["string"]
                    if node.get("name") not in ("lang", "tz"):
                        yield from (label for _, label in field.get("selection") or ())

    def test_screens_are_chinese(self):
        screens = {
            "helpdesk.ticket": ("list", "form", "kanban", "search"),
            "helpdesk.ticket.team": ("list", "form", "kanban", "search"),
            "itsm.approval.decide": ("form",),
            "itsm.approval.decision": ("list", "form", "search"),
            "itsm.approval.delegation": ("list", "form", "search"),
            "itsm.approval.round": ("list", "search"),
            "itsm.approval.round.stage": ("list", "search"),
            "itsm.approval.stage": ("form",),
            "itsm.contract": ("list", "form", "kanban", "search"),
            "itsm.contract.amend": ("form",),
            "itsm.contract.clause.template": ("list", "form", "search"),
            "itsm.contract.review": ("list", "form", "kanban", "search"),
            "itsm.contract.review.give": ("form",),
            "itsm.contract.review.point": ("list", "form", "search"),
            "itsm.contract.review.template": ("list", "form"),
            "itsm.contract.schedule": ("form",),
            "itsm.document.comparison": ("form",),
            "itsm.document.revise": ("form",),
            "itsm.document.type": ("list", "form", "search"),
            "itsm.evidence.seal": ("list", "form"),
            "itsm.evidence.verification": ("form",),
            "itsm.information.sheet": ("list", "form", "kanban", "search"),
            "itsm.outage": ("list", "form", "search"),
            "itsm.presales.lost": ("form",),
            "itsm.presales.plan": ("list", "form", "kanban", "search"),
            "itsm.requirement.trace": ("list", "form", "search"),
            "itsm.role": ("list", "form"),
            "itsm.service": ("list", "form", "kanban", "search"),
            "itsm.service.report": ("list", "form", "search"),
            "itsm.service.requirement": ("list", "form", "pivot", "search"),
            "itsm.signature.draw": ("form",),
            "itsm.signature.paper": ("form",),
            "itsm.signature.send": ("form",),
            "itsm.sla": ("list", "form", "kanban", "search"),
            "itsm.sla.tryout": ("list", "form", "search"),
            "itsm.ticket.import": ("form",),
        }
        for model, view_types in screens.items():
            english = {
                text.strip()
                for text in self._read(model, view_types)
                if WORD.search(text)
                and not CHINESE.search(text)
                and text.strip() not in UNCHANGED
            }
            self.assertEqual(english, set(), model)

    def test_stages_and_channels_are_chinese(self):
        names = {
            "helpdesk_ticket_stage_new": "新建",
            "helpdesk_ticket_stage_awaiting": "挂起",
            "helpdesk_ticket_stage_done": "已完成",
            "helpdesk_ticket_channel_phone": "电话",
        }
        for xmlid, name in names.items():
            self.assertEqual(self.env.ref(f"helpdesk_mgmt.{xmlid}").name, name)

    def test_messages_of_the_helpdesk_are_chinese(self):
        ticket = self.env["helpdesk.ticket"].create({"name": "A", "description": "A"})
        wizard = self.env["helpdesk.ticket.duplicate.wizard"].create(
            {"ticket_id": ticket.id, "duplicate_of_id": ticket.id}
        )
        with self.assertRaisesRegex(UserError, "请选择有效的原工单"):
            wizard.action_confirm()

    def test_jobs_speak_one_language(self):
        """Without a language Odoo takes the user's for a half of this message."""
        self.env.user.lang = LANG
        ticket = self.env["helpdesk.ticket"].create({"name": "A", "description": "A"})
        message = ticket.with_context(lang=None)._creation_message()
        self.assertEqual(message, "工单 创建")

    def test_scripts_of_the_helpdesk_are_chinese(self):
        terms = code_translations.get_web_translations("helpdesk_mgmt", LANG)
        self.assertIn(
            "所选文件（%sB）超过了允许的最大文件大小（%sB）。",
            [message["string"] for message in terms["messages"]],
        )

    def test_an_addons_own_translation_wins(self):
        own = {("helpdesk_mgmt", LANG): {"No Subject": "没有主题"}}
        with patch.dict(code_translations.python_translations, own):
            share_code_translations()
            terms = code_translations.get_python_translations("helpdesk_mgmt", LANG)
        self.assertEqual(terms["No Subject"], "没有主题")
        self.assertEqual(terms["None"], "无")
