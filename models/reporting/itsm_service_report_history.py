from dateutil.relativedelta import relativedelta

from odoo import models

_COMPARED_MONTHS = 12
_KEPT = ("value", "numerator", "denominator", "target")


class ItsmServiceReport(models.Model):
    """What a report takes from those of earlier periods, and says of them."""

    _inherit = "itsm.service.report"

    def _earlier_reports(self):
        """Return the valid reports of the contract's earlier periods, latest last.

        An approved report counts before a draft; at most twelve months back.
        """
        # Superuser: the figures compared are the contract's, whoever looks.
        reports = self.sudo().search(
            [
                ("contract_id", "=", self.contract_id.id),
                ("period_end", "<", self.period_start),
                (
                    "period_start",
                    ">=",
                    self.period_start - relativedelta(months=_COMPARED_MONTHS),
                ),
                ("state", "in", ("draft", "in_review", "reviewed", "in_force")),
                ("dataset", "!=", False),
            ],
            order="period_start, period_end, id",
        )
        valid = {(report.period_start, report.period_end): report for report in reports}
        for report in reports.filtered(lambda item: item.state == "in_force"):
            valid[report.period_start, report.period_end] = report
        return self.browse([report.id for report in valid.values()])

    def _history(self):
        """Return the figures of earlier periods, as their own reports had them."""
        return [
            {
                "number": report.display_name,
                "period_start": str(report.period_start),
                "period_end": str(report.period_end),
                "figures": {
                    row["key"]: {name: row[name] for name in _KEPT}
                    for row in report.dataset["figures"]
                },
            }
            for report in self._earlier_reports().sudo()
        ]

    def _previous_values(self, dataset):
        """Return the values of the period just before this one, by key."""
        day_before = str(self.period_start - relativedelta(days=1))
        for period in dataset["history"]:
            if period["period_end"] == day_before:
                return {
                    key: figure["value"] for key, figure in period["figures"].items()
                }
        return {}

    def _changes(self, known_at):
        """Return what approved reports said and the data now say otherwise.

        They stay as they are; this report mentions it (数据调整说明, domain 3.4). A
        difference that an approved report has mentioned is not mentioned again.
        """
        changes = []
        for report in self._earlier_reports().sudo():
            if report.state != "in_force":
                continue
            now = {
                row["key"]: row["value"]
                for row in report._compute_dataset(known_at)["figures"]
            }
            mentioned = report._mentioned_changes()
            for row in report.dataset["figures"]:
                value = now.get(row["key"])
                if value in (row["value"], mentioned.get(row["key"], row["value"])):
                    continue
                changes.append(
                    {
                        "number": report.display_name,
                        "key": row["key"],
                        "unit": row["unit"],
                        "was": mentioned.get(row["key"], row["value"]),
                        "now": value,
                    }
                )
        return changes

    def _mentioned_changes(self):
        """Return the values of this report's figures that later ones have mended."""
        later = self.search(
            [
                ("contract_id", "=", self.contract_id.id),
                ("period_start", ">", self.period_end),
                ("state", "=", "in_force"),
            ],
            order="period_start",
        )
        return {
            change["key"]: change["now"]
            for report in later
            for change in report.dataset.get("changes", [])
            if change["number"] == self.display_name
        }
