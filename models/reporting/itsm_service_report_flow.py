from odoo import api, fields, models

from ...engine.instants import to_datetime
from .summary_text import summary_lines


class ItsmServiceReport(models.Model):
    """How the figures of a draft come about."""

    _inherit = "itsm.service.report"

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        reports = super().create(vals_list)
        # a job computes by itself, to show on the draft why it cannot
        if not self.env.context.get("itsm_uncomputed"):
            for report in reports:
                report._refresh()
        return reports

    def write(self, vals):
        result = super().write(vals)
        if "lang" in vals:
            # Names and statements are in the report's language.
            for report in self.filtered("dataset"):
                report._refresh()
        return result

    # === ACTION METHODS === #

    def action_compute(self):
        """Compute the draft again with what is known now.

        What people have written stays: the summary, causes and corrective actions.
        """
        self.check_access("write")
        self._check_draft()
        for report in self:
            report._refresh()
        self._note_contributor()
        return True

    def action_reset_summary(self):
        """Replace the summary by the generated statements."""
        self.check_access("write")
        self._check_draft()
        for report in self:
            report.write({"summary": report.generated_summary})
        return True

    # === COMPUTING === #

    def _refresh(self):
        """Compute data set, figures, misses and statements of a draft."""
        self.ensure_one()
        self._check_draft()
        known_at = fields.Datetime.now()
        dataset = self._compute_dataset(known_at)
        dataset["history"] = self._history()
        dataset["changes"] = self._changes(known_at)
        statements = "\n".join(self._in_own_language(summary_lines, dataset))
        vals = {
            "known_at": known_at,
            "dataset": dataset,
            "generated_summary": statements,
            "error_message": False,
        }
        if not self.summary or self.summary == self.generated_summary:
            vals["summary"] = statements
        self._write_result(vals)
        self._replace_figures(dataset)
        self._replace_misses(dataset)

    def _compute_dataset(self, known_at):
        model = self.env["itsm.report.dataset"].with_context(lang=self.lang)
        return model._compute(
            self.contract_id, self.period_start, self.period_end, known_at
        )

    def _in_own_language(self, function, *args):
        """Call ``function(env, …)`` in the report's language."""
        return function(self.with_context(lang=self.lang).env, *args)

    def _replace_figures(self, dataset):
        """Mirror the data set's figures as rows."""
        previous = self._previous_values(dataset)
        # Superuser: nobody has the right to write figures, they are computed.
        model = self.env["itsm.service.report.figure"].sudo()
        self.sudo().figure_ids.unlink()
        model.create(
            [
                {
                    "report_id": self.id,
                    "sequence": sequence,
                    "section": row["section"],
                    "key": row["key"],
                    "unit": row["unit"],
                    "value": row["value"],
                    "numerator": row["numerator"],
                    "denominator": row["denominator"],
                    "target": row["target"],
                    "previous": previous.get(row["key"]),
                    "light": row["light"],
                    "ticket_ids": row["tickets"],
                    "outage_ids": row.get("outages"),
                }
                for sequence, row in enumerate(dataset["figures"])
            ]
        )

    def _replace_misses(self, dataset):
        """Mirror the missed targets; cause and action of the former rows stay."""
        # Superuser: misses are computed, people only write their causes.
        misses = self.sudo().miss_ids
        kept = {miss._identity(): (miss.cause, miss.action) for miss in misses}
        misses.unlink()
        rows = []
        for row in dataset["misses"]:
            cause, action = kept.get((row["ticket"], row["metric"]), (False, False))
            rows.append(
                {
                    "report_id": self.id,
                    "ticket_id": row["ticket"],
                    "title": row["title"],
                    "metric": row["metric"],
                    "priority": row["priority"],
                    "target_seconds": row["target_seconds"],
                    "used_seconds": row["used_seconds"],
                    "outcome_at": to_datetime(row["outcome_at"]),
                    "cause": cause,
                    "action": action,
                }
            )
        misses.create(rows)
