from odoo import fields

from ..models.approval.content_reader import flattened
from .document_view import DocumentView


class WorkPlanChangeView(DocumentView):
    """A work plan change as its print shows it: request, answer, differences.

    What it costs is not printed: the record is for the project team.
    """

    def request(self):
        """Return who asked whom, when and how: ``[(label, text)]``."""
        change = self._known
        names = ["reason", "request_mode", "requested_by_id", "requested_to_id"]
        rows = [self.doc._print_fact(name) for name in names]
        rows.append(self._moment("requested_at"))
        if change.request_mode == "oral":
            rows += [
                self.doc._print_fact("channel"),
                self.doc._print_fact("place"),
                self.doc._print_fact("witness_ids"),
                self.doc._print_fact("oral_summary"),
            ]
        rows += [self.doc._print_fact("recorded_by_id"), self._moment("recorded_at")]
        return [(label, text) for label, text in rows if text]

    @property
    def late(self):
        """Say that an oral request was recorded late; empty when it was not."""
        if not self._known.is_recorded_late:
            return ""
        return self.env._(
            "Recorded late: it was due by %s.", _day(self._known.record_due)
        )

    def answer(self):
        """Return the answer and who edits: ``[(label, text)]``; empty before it."""
        change = self._known
        if change.request_state == "requested":
            return []
        rows = [
            (self.env._("Answer"), self.choice(change, "request_state")),
            self.doc._print_fact("confirmed_by_id"),
            self._moment("confirmed_at"),
            (self.env._("Comment"), change.answer_comment or ""),
            self.doc._print_fact("editor_id"),
        ]
        return [(label, text) for label, text in rows if text]

    def handovers(self):
        """Return the handovers, as dicts of texts."""
        return [
            {
                "replaced": handover.replaced_id.name,
                "successor": handover.successor_id.name,
                "from": _day(handover.date_from),
                "until": _day(handover.date_until),
                "lines": ", ".join(handover.line_ids.mapped("display_name")),
                "note": handover.note or "",
            }
            for handover in self._known.handover_ids
        ]

    def impact(self):
        """Return the impact on schedule, hours, SLA and contract."""
        change = self.doc
        hours = self._known.impact_hours
        return [
            (self.label(change, "impact_schedule"), change.impact_schedule or ""),
            (self.label(change, "impact_hours"), f"{hours:+.2f}"),
            (self.label(change, "impact_sla"), change.impact_sla or ""),
            (self.label(change, "impact_contract"), change.impact_contract or ""),
        ]

    def differences(self):
        """Return what differs, line by line: ``[(where, before, after)]``."""
        return flattened(self.doc._difference_rows())

    def versions(self):
        """Return the names of the two versions."""
        change = self._known
        return change.plan_id.version, change.new_plan_id.version or ""

    def _moment(self, name):
        label, _text = self.doc._print_fact(name)
        value = self._known[name]
        return label, self.instant(value) if value else ""


def _day(day):
    return fields.Date.to_string(day) or ""
