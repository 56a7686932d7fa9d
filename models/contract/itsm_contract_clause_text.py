"""What stands in a clause for something of its contract: ``{customer}``."""

import re

from markupsafe import Markup, escape

from odoo import api, models
from odoo.exceptions import ValidationError

# As a person writes it; nothing but these names is ever looked up.
_PLACEHOLDER = re.compile(r"\{\s*([a-z_]+)\s*\}")
_BRACES = re.compile(r"\{[^{}]*\}?|\}")

PLACEHOLDERS = (
    "contract",
    "copies",
    "customer",
    "damages_cap",
    "date_end",
    "date_start",
    "dispute_resolution",
    "notice_days",
    "number",
    "provider",
    "signing_place",
    "total",
)


class ItsmContractClauseText(models.AbstractModel):
    """A text with placeholders, which are no code: names of a short list."""

    _name = "itsm.contract.clause.text"
    _description = "Text of a Contract Clause"

    @api.constrains("name", "body")
    def _check_placeholders(self):
        for clause in self:
            for text in (clause.name, clause.body):
                for found in _BRACES.findall(text or ""):
                    known = _PLACEHOLDER.fullmatch(found)
                    if not known or known[1] not in PLACEHOLDERS:
                        raise ValidationError(
                            self.env._(
                                "%(text)s in the clause %(clause)s stands for nothing."
                                " Braces enclose one of: %(names)s.",
                                text=found,
                                clause=clause.name,
                                names=", ".join(PLACEHOLDERS),
                            )
                        )

    def _update_field_translations(
        self, field_name, translations, digest=None, source_lang=""
    ):
        result = super()._update_field_translations(
            field_name, translations, digest=digest, source_lang=source_lang
        )
        for code in translations:
            self.with_context(lang=code)._check_placeholders()
        return result


def used_placeholders(*texts):
    """Return the names of the placeholders in texts.

    :rtype: set[str]
    """
    return {name for text in texts for name in _PLACEHOLDER.findall(text or "")}


def fill(text, values):
    """Put values for the placeholders of a text.

    :param text: HTML as it is stored, or plain text; sanitized
    :param dict values: plain texts by name
    :rtype: Markup
    """
    return Markup(
        _PLACEHOLDER.sub(
            lambda found: escape(values.get(found[1]) or "…"), str(text or "")
        )
    )
