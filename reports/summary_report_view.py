from markupsafe import Markup

from odoo.exceptions import AccessError
from odoo.tools import is_html_empty
from odoo.tools.misc import formatLang

from ..models.presales.itsm_presales_plan_cost import COST_VIEWER
from ..models.reporting.figure_text import NO_VALUE
from ..models.reporting.summary_view import SummaryFigures
from .document_view import DocumentView


class SummaryReportView(DocumentView):
    """A project summary report as it is filed (domain 2.8): without costs."""

    is_internal = False
    # the charts are made here, from escaped texts
    markup = staticmethod(Markup)

    def __init__(self, document, lang=None):
        super().__init__(document, lang)
        self.summary = self.doc
        self.texts = SummaryFigures(self.env, self.doc.figures)
        self.charts = self.texts.charts

    def sections(self):
        """Return the sections in their order.

        :return: ``[{no, code, title, text, reason}]``
        """
        return [
            {
                "no": section.sequence,
                "code": section.code,
                "title": self.choice(section, "code"),
                "text": None
                if section.not_applicable or is_html_empty(section.content)
                else section.content,
                "reason": section.reason if section.not_applicable else None,
            }
            for section in self.doc.section_ids
        ]

    def costs(self):
        """Return ``[(label, amount)]``: of the internal edition only."""
        return []

    def state_of(self, model, value):
        """Return the label of a state that the figures keep.

        :param str model: whose state it is
        """
        field = self.env[model]._fields["state"]
        return dict(field._description_selection(self.env)).get(value, value)

    def side(self, value):
        """Return who of the two parties is responsible for an issue."""
        return {
            "provider": self.env._("Provider"),
            "customer": self.env._("Customer"),
        }.get(value, NO_VALUE)

    def person(self, user):
        """Return a person's name, which everybody reads who reads the report."""
        return user.sudo().name


class InternalSummaryView(SummaryReportView):
    """The summary with what the project has cost: for cost viewers only.

    :raise AccessError: the user is none
    """

    is_internal = True

    def __init__(self, document, lang=None):
        if not document.env.user.has_group(COST_VIEWER):
            raise AccessError(
                document.env._(
                    "The internal edition has costs: it is for cost viewers only. Print"
                    " the summary report itself instead."
                )
            )
        super().__init__(document, lang)

    @property
    def type_name(self):
        return self.env._("%s (internal edition)", super().type_name)

    def costs(self):
        costs = self.doc.cost_figures
        if not costs:
            return []
        rows = [
            (self.env._("Budget"), self._money(costs["budget"])),
            (self.env._("Labour"), self._money(costs["labour"])),
            (self.env._("Purchases"), self._money(costs["purchase"])),
            (self.env._("Other costs"), self._money(costs["other"])),
            (self.env._("Actual cost"), self._money(costs["actual"])),
            (
                self.env._("Variance (budget less actual)"),
                self._money(costs["variance"]),
            ),
        ]
        share = costs["variance_pct"]
        share = self.env._("N/A") if share is None else f"{share} %"
        return [*rows, (self.env._("Variance in percent of the budget"), share)]

    def _money(self, amount):
        currency = self.env["res.currency"].browse(self.doc.cost_figures["currency"])
        return formatLang(self.env, amount, currency_obj=currency)
