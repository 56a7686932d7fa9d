from odoo import models

from .requirement_answer import Answer, compare_least, compare_time

_METRICS = ("response", "resolution")
# The figures of an SLA itself: field and unit.
_FIGURES = {
    "satisfaction": ("satisfaction_target", "score"),
    "overall_response": ("response_attainment_target", "percent"),
    "overall_resolution": ("resolution_attainment_target", "percent"),
}


class ItsmServiceRequirement(models.Model):
    """Where an SLA answers a requirement, and whether it promises enough."""

    _inherit = "itsm.service.requirement"

    def _get_sla_line(self, sla):
        """Return what of an SLA answers this requirement, by its `answer_kind`.

        A requirement without priority or service is about all of them.

        :param sla: `itsm.sla`, any version; may be empty
        :return: records of `itsm.sla.target` (response, resolution), of
            `itsm.sla.availability`, or the `itsm.sla` for its own figures; empty when
            it says nothing of it
        """
        self.ensure_one()
        kind = self.answer_kind
        if kind in _METRICS:
            return sla.target_ids.filtered(
                lambda line: (
                    line.metric == kind
                    and (not self.priority_id or line.priority_id == self.priority_id)
                )
            )
        if kind == "availability":
            entry = self.service_id and self.service_id._entry()
            return sla.availability_ids.filtered(
                lambda line: not entry or line.service_id._entry() == entry
            )
        name, _unit = _FIGURES.get(kind, (None, None))
        return sla if name and sla[name] else sla.browse()

    def _get_answer(self, sla):
        """Return what an SLA says to this requirement.

        :param sla: `itsm.sla`, any version; empty: nothing is agreed or drafted
        :rtype: Answer
        """
        self.ensure_one()
        lines = self._get_sla_line(sla)
        if self.answer_kind == "other" and self.answer_note:
            return Answer("words", lines, reason=self.answer_note)
        if not lines:
            return Answer("no", lines, reason=self._why_unanswered(sla))
        texts = [self._describe_line(line) for line in lines]
        if not self.target:
            reason = self.env._("The requirement has no figure.")
            return Answer("not_comparable", lines, texts, reason)
        found = [(line, *self._compare(line)) for line in lines]
        verdicts = {verdict for _line, verdict, _reason in found}
        if verdicts == {True}:
            return Answer("yes", lines, texts)
        reasons = [
            reason if len(lines) == 1 else f"{self._name_line(line)}: {reason}"
            for line, verdict, reason in found
            if not verdict
        ]
        verdict = "not_comparable" if verdicts == {None} else "partly"
        return Answer(verdict, lines, texts, " ".join(reasons))

    def _compare(self, line):
        """Return ``(whether a line promises enough, why not)``."""
        if line._name == "itsm.sla.target":
            return compare_time(self, line)
        if line._name == "itsm.sla.availability":
            return compare_least(self, "percent", line.target_pct)
        name, unit = _FIGURES[self.answer_kind]
        return compare_least(self, unit, line[name])

    def _why_unanswered(self, sla):
        if self.answer_kind in (False, "none"):
            return self.env._("Nothing is meant to answer it.")
        if self.answer_kind == "other":
            return self.env._("Nobody has said where it is answered.")
        if not sla:
            return self.env._("There is no service level agreement yet.")
        return self.env._("The agreement says nothing of it.")

    def _name_line(self, line):
        """Return which of several lines one is: its priority or service."""
        if line._name == "itsm.sla.target":
            return line.priority_id.code
        return line.service_id.display_name

    def _describe_line(self, line):
        """Return what a line of an SLA promises, as it is read."""
        if line._name == "itsm.sla.target":
            return f"{line.priority_id.code}: {line.duration}"
        if line._name == "itsm.sla.availability":
            name = line.service_id.display_name
            return f"{name}: ≥ {line.target_pct:g} % ({line.hours_name})"
        name, unit = _FIGURES[self.answer_kind]
        label = line._fields[name]._description_string(self.env)
        return f"{label}: ≥ {line[name]:g}" + (" / 5" if unit == "score" else "")
