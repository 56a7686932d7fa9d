from odoo.tools import is_html_empty

from .document_view import DocumentView

_HEADINGS = (
    "objective",
    "scope_in",
    "scope_out",
    "requirements",
    "strategy",
    "delivery_approach",
)


class InformationSheetView(DocumentView):
    """An information sheet as its print shows it (clauses 1.1.1 to 1.1.3)."""

    is_internal = True

    def headings(self):
        """Return the five headings, scope in its two halves: ``[(label, text)]``."""
        return [
            (self.label(self.doc, name), self.doc[name])
            for name in _HEADINGS
            if (self.is_internal or name != "strategy")
            and not is_html_empty(self.doc[name])
        ]

    def talks(self):
        """Return the communication log: dicts of texts."""
        return [
            {
                "date": line.date,
                "mode": self.choice(line, "mode"),
                # superuser: the names of whom was talked to are part of the sheet
                "people": ", ".join(
                    [*line.sudo().contact_ids.mapped("name"), line.participants or ""]
                ).strip(", "),
                "content": line.content if self.is_internal else "",
                "conclusion": line.conclusion or "",
                "recorded_by": line.sudo().user_id.name,
            }
            for line in self.doc.communication_ids
        ]

    def requirements(self):
        """Return the requirements to print."""
        lines = self.doc.requirement_ids
        if self.is_internal:
            return lines
        return lines.filtered(lambda line: line.source != "internal")

    def about(self, requirement):
        """Return which services and tickets a requirement is about."""
        # superuser: what a requirement is about is part of the sheet
        known = requirement.sudo()
        parts = [known.service_id.display_name, known.priority_id.display_name]
        return " · ".join(filter(None, [*parts, requirement.metric]))


class CustomerSheetView(InformationSheetView):
    """The edition for the customer: in his language, nothing internal."""

    is_internal = False

    def __init__(self, document, lang=None):
        # superuser: the language is the customer's, whoever prints
        customer = document.sudo().partner_id
        super().__init__(document, lang or document._installed_lang(customer.lang))
