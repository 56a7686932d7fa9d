import re

import polib

from odoo.tests import TransactionCase, tagged
from odoo.tools import file_open, mute_logger
from odoo.tools.translate import TranslationModuleReader

from .common import MODULE

LANG = "zh_CN"

# Those whose addons ship no Chinese: i18n_extra holds it.
HELPDESK = ("helpdesk_mgmt", "helpdesk_mgmt_project", "helpdesk_type", "report_xlsx")

# The same in both languages.
UNCHANGED = {
    "CSV",
    "ID",
    "JSON",
    "PDF",
    "SLA",
    "WeasyPrint",
    "XLSX",
    "Odoo (wkhtmltopdf)",
    "object.file_name",
}

PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd%]|\{\{.*?\}\}|<[^>]*>")


def _terms(path):
    with file_open(f"{MODULE}/{path}") as file:
        return [entry for entry in polib.pofile(file.read()) if not entry.obsolete]


def _placeholders(text):
    """Return what a translation has to keep: placeholders and tags, titles aside."""
    return sorted(PLACEHOLDER.findall(re.sub(r'title="[^"]*"', "", text)))


@tagged("post_install", "-at_install")
class TestTranslationFiles(TransactionCase):
    """The files themselves: whole, certain, and with every placeholder in its place."""

    def test_chinese_has_every_term_of_the_template(self):
        template = {entry.msgid for entry in _terms(f"i18n/{MODULE}.pot")}
        chinese = {entry.msgid for entry in _terms("i18n/zh_CN.po") if entry.msgstr}
        self.assertEqual(template - chinese, set())
        self.assertEqual(chinese - template, set(), "terms that the addon has no more")

    def test_no_doubts(self):
        for path in ("i18n/zh_CN.po", "i18n_extra/zh_CN.po"):
            for entry in _terms(path):
                self.assertFalse(entry.fuzzy, f"{path}: {entry.msgid}")

    def test_placeholders_are_kept(self):
        for path in ("i18n/zh_CN.po", "i18n_extra/zh_CN.po"):
            for entry in _terms(path):
                with self.subTest(path=path, term=entry.msgid):
                    self.assertEqual(
                        _placeholders(entry.msgstr), _placeholders(entry.msgid)
                    )
