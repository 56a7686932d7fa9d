"""Hooks of the addon named in its manifest."""

from collections import defaultdict
from pathlib import Path

import polib

from odoo.tools.misc import ReadonlyDict
from odoo.tools.translate import (
    JAVASCRIPT_TRANSLATION_COMMENT,
    PYTHON_TRANSLATION_COMMENT,
    code_translations,
)

I18N_EXTRA = Path(__file__).parent / "i18n_extra"


def share_code_translations():
    """Let the code of the addons that we build on speak the languages of `i18n_extra`.

    Odoo applies the translations of records (fields, views, menus, stages) whatever
    addon's file they come from, but looks up a string in code only in the files of the
    addon that the code belongs to. An addon's own translation of a string wins.
    """
    for path in sorted(I18N_EXTRA.glob("*.po")):
        for (addon, comment), terms in _code_terms(path).items():
            if comment == PYTHON_TRANSLATION_COMMENT:
                _share_python(addon, path.stem, terms)
            else:
                _share_javascript(addon, path.stem, terms)


def _code_terms(path):
    """Return `{(addon, kind of code): {source: translation}}` of a po file."""
    terms = defaultdict(dict)
    for entry in polib.pofile(str(path)).translated_entries():
        for name, _line in entry.occurrences:
            if not name.startswith("code:addons/"):
                continue
            addon = name.split("/")[1]
            for comment in entry.comment.splitlines():
                if comment in (
                    PYTHON_TRANSLATION_COMMENT,
                    JAVASCRIPT_TRANSLATION_COMMENT,
                ):
                    terms[addon, comment][entry.msgid] = entry.msgstr
    return terms


def _share_python(addon, lang, terms):
    own = code_translations.get_python_translations(addon, lang)
    code_translations.python_translations[addon, lang] = ReadonlyDict({**terms, **own})


def _share_javascript(addon, lang, terms):
    own = code_translations.get_web_translations(addon, lang)
    messages = {message["id"]: message["string"] for message in own["messages"]}
    code_translations.web_translations[addon, lang] = ReadonlyDict(
        {
            "messages": tuple(
                ReadonlyDict({"id": source, "string": value})
                for source, value in {**terms, **messages}.items()
            )
        }
    )


def uninstall_hook(env):
    """Take the triggers off that keep the addon's own tables as they are.

    With the tables Odoo drops their triggers, but not the functions these call.
    """
    from .models.approval import append_only

    append_only.uninstall(env.cr, ["itsm_approval_decision", "itsm_evidence_seal"])
    env.cr.execute("DROP FUNCTION IF EXISTS itsm_ticket_event_append_only() CASCADE")
