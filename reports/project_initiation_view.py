from odoo.exceptions import AccessError
from odoo.tools import is_html_empty
from odoo.tools.misc import formatLang

from ..models.project.itsm_project_initiation import COST_VIEWER
from .document_view import DocumentView


class InitiationView(DocumentView):
    """A project initiation form (domain 2.4) without budget and margin."""

    is_internal = False

    def has(self, *names):
        """Return whether one of these parts of the form says something."""
        return any(
            not is_html_empty(value) if isinstance(value, str) else bool(value)
            for value in (self.doc[name] for name in names)
        )

    def changes(self):
        """Return what the form changes of the project; costs in the internal edition.

        :return: list of `content_reader.Row`
        """
        return self.doc._get_changes(with_costs=self.is_internal)

    def after(self, row):
        """Return what is there after the change: a value, or that a line came or went.

        :param row: of `changes`
        """
        if row.depth == 1 and row.kind == "added":
            return self.env._("added")
        if row.depth == 1 and row.kind == "removed":
            return self.env._("removed")
        return row.new or ""

    def money(self, amount):
        """Return an amount in the currency of the contract."""
        return formatLang(self.env, amount, currency_obj=self.doc.currency_id)

    def number_text(self, number):
        """Return a quantity without zeros that say nothing."""
        return f"{number:.10g}"

    def target(self, objective):
        """Return the target of a quality objective in words, such as ``≥ 95 %``."""
        sign = "≤" if objective.is_at_most else "≥"
        unit = self.choice(objective, "unit") if objective.unit != "other" else ""
        return f"{sign} {self.number_text(objective.target)} {unit}".strip()

    def files(self):
        """Return the names of the files that belong to the form."""
        # superuser: which files there are is known to whoever reads the form
        return self._known._content_attachments()[self.doc.id].mapped("name")


class InternalInitiationView(InitiationView):
    """A project initiation form with budget and margin: for cost viewers only.

    :raise AccessError: the user is none
    """

    is_internal = True

    def __init__(self, document, lang=None):
        if not document.env.user.has_group(COST_VIEWER):
            raise AccessError(
                document.env._(
                    "The internal edition has budget and margin: it is for cost viewers"
                    " only. Print the form without them instead."
                )
            )
        super().__init__(document, lang)

    @property
    def type_name(self):
        return self.env._("%s (internal edition)", super().type_name)
