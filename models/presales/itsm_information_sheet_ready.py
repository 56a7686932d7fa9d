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
            done = sum(bool(is_done) for is_done, _sentence, _what in checks)
            sheet.completeness = done * 100 // len(checks)
            sheet.missing = Markup("<ul>%s</ul>") % Markup().join(
                Markup("<li>%s</li>") % text for text in sheet._get_missing()
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
        if missing := self._get_missing():
            raise UserError(
                self.env._(
                    "%(sheet)s is not complete:\n%(missing)s",
                    sheet=self.display_name,
                    missing="\n".join(f"- {text}" for text in missing),
                )
            )
        self._check_sales_confirm()
        return result

    def _get_missing(self):
        """Return what is missing as the user reads it: what is alike, in one line.

        :rtype: list[str]
        """
        missing = {}
        for is_done, sentence, what in self._get_checklist():
            if not is_done:
                missing.setdefault(sentence, []).append(what)
        return [
            sentence % ", ".join(what) if all(what) else sentence
            for sentence, what in missing.items()
        ]

    def _get_checklist(self):
        """Return what a sheet must have; models add.

        :return: ``[(whether it is there, what to do if not, with what)]``; the
            sentence has a ``%s`` for what is to be filled in, if there is any
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
            (self.user_id, self.env._("Choose the sales owner."), ""),
            (
                self.service_collector_id,
                self.env._("Choose who collects for the service department."),
                "",
            ),
            (
                self.communication_ids,
                self.env._("Record at least one talk with the customer."),
                "",
            ),
        ]

    def _check_headings(self):
        """The five headings; scope has two halves (clause 1.1.2)."""
        sentence = self.env._("Fill in: %s.")
        return [
            (not is_html_empty(self[name]), sentence, self._label_of(name))
            for name in _HEADINGS
        ]

    def _check_lists(self):
        """Lines, or a reason why there are none (clause 1.1.2)."""
        sentence = self.env._("Enter at least one line, or why there is none: %s.")
        return [
            (self[name] or (self[reason] or "").strip(), sentence, self._label_of(name))
            for name, reason in _LISTS
        ]

    def _label_of(self, name):
        return self._fields[name]._description_string(self.env)

    def _check_requirements(self):
        """The five named types, present or not applicable, and their lines (1.1.3)."""
        lines = self.requirement_ids
        labels = dict(lines._fields["type"]._description_selection(self.env))
        required = set(lines.mapped("type"))
        excluded = set(self.not_applicable_ids.mapped("type"))
        absent = self.env._(
            "Enter a requirement, or mark it as not applicable and say why: %s."
        )
        both = self.env._(
            "Required, and marked as not applicable; remove one of them: %s."
        )
        checks = [
            (
                (code in required) != (code in excluded),
                both if code in required else absent,
                labels[code],
            )
            for code, _label in NAMED_REQUIREMENT_TYPES
        ]
        # without a requirement there is nothing to ask of them
        return checks + [
            (not found, sentence, ", ".join(line._label() for line in found))
            for sentence, found in lines._get_open_points()
            if lines
        ]
