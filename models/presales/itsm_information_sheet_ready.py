from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import is_html_empty

from ...const import NAMED_REQUIREMENT_TYPES

_HEADINGS = (
    "objective",
    "scope_in",
    "scope_out",
    "requirements",
    "strategy",
    "delivery_approach",
)
# Lists that have a line or a reason why they have none.
_LISTS = (
    ("ci_ids", "ci_none_reason"),
    ("operating_ids", "operating_none_reason"),
    ("factor_ids", "factor_none_reason"),
)


class ItsmInformationSheet(models.Model):
    """What must be on a sheet before it is submitted (clauses 1.1.1 to 1.1.3)."""

    _inherit = "itsm.information.sheet"

    completeness = fields.Integer(
        string="Complete (%)",
        compute="_compute_completeness",
        help="Share of what a sheet must have.",
    )
    missing = fields.Html(string="Still Missing", compute="_compute_completeness")

    # === COMPUTE METHODS === #

    @api.depends(lambda self: self._get_checked_fields())
    @api.depends_context("lang")
    def _compute_completeness(self):
        for sheet in self:
            checks = sheet._get_checklist()
            missing = [text for is_done, text in checks if not is_done]
            done = len(checks) - len(missing)
            sheet.completeness = done * 100 // len(checks)
            sheet.missing = missing and Markup("<ul>%s</ul>") % Markup().join(
                Markup("<li>%s</li>") % text for text in missing
            )

    @api.model
    def _get_checked_fields(self):
        """Return the names of the fields that the checklist reads; models add.

        :rtype: list[str]
        """
        lines = ("code", "type", "name", "target", "unit", "comparison", "metric")
        answers = ("feasible", "answer_kind", "answer_note")
        return [
            *("user_id", "service_collector_id", "collected_on", "communication_ids"),
            *_HEADINGS,
            *(name for pair in _LISTS for name in pair),
            *(f"requirement_ids.{name}" for name in (*lines, *answers)),
            "not_applicable_ids.type",
        ]

    # === BUSINESS METHODS === #

    def _check_ready_to_submit(self):
        """Check that the sheet is complete.

        :raise UserError: all that is missing, and what to do
        """
        result = super()._check_ready_to_submit()
        missing = [text for is_done, text in self._get_checklist() if not is_done]
        if missing:
            raise UserError(
                self.env._(
                    "%(sheet)s is not complete:\n%(missing)s",
                    sheet=self.display_name,
                    missing="\n".join(f"- {text}" for text in missing),
                )
            )
        self._check_sales_confirm()
        return result

    def _get_checklist(self):
        """Return what a sheet must have; models add.

        :return: ``[(whether it is there, what to do if not)]``
        """
        self.ensure_one()
        return [
            *self._check_collecting(),
            *self._check_headings(),
            *self._check_lists(),
            *self._check_requirements(),
        ]

    def _check_collecting(self):
        """Who has collected what, when and from whom (clause 1.1.1)."""
        return [
            (bool(self.user_id), self.env._("Choose the sales owner.")),
            (
                bool(self.service_collector_id),
                self.env._("Choose who collects for the service department."),
            ),
            (
                bool(self.communication_ids),
                self.env._("Record at least one talk with the customer."),
            ),
        ]

    def _check_headings(self):
        """The five headings; scope has two halves (clause 1.1.2)."""
        labels = self.fields_get(_HEADINGS, ["string"])
        return [
            (
                not is_html_empty(self[name]),
                self.env._("Fill in: %s.", labels[name]["string"]),
            )
            for name in _HEADINGS
        ]

    def _check_lists(self):
        """Lines, or a reason why there are none (clause 1.1.2)."""
        names = [name for name, _reason in _LISTS]
        labels = self.fields_get(names, ["string"])
        return [
            (
                bool(self[name] or (self[reason] or "").strip()),
                self.env._(
                    "%s: enter at least one line, or why there is none.",
                    labels[name]["string"],
                ),
            )
            for name, reason in _LISTS
        ]

    def _check_requirements(self):
        """The five named types, present or not applicable, and their lines (1.1.3)."""
        labels = dict(
            self.requirement_ids._fields["type"]._description_selection(self.env)
        )
        required = set(self.requirement_ids.mapped("type"))
        excluded = set(self.not_applicable_ids.mapped("type"))
        checks = []
        for code, _label in NAMED_REQUIREMENT_TYPES:
            if code in required & excluded:
                sentence = self.env._(
                    "%s is required and marked as not applicable: remove one of them.",
                    labels[code],
                )
            else:
                sentence = self.env._(
                    "%s: enter a requirement, or mark it as not applicable and say"
                    " why.",
                    labels[code],
                )
            checks.append(((code in required) != (code in excluded), sentence))
        open_points = self.requirement_ids._get_missing()
        return checks + ([(False, point) for point in open_points] or [(True, "")])
