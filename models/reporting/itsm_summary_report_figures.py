from odoo import fields, models

from ...const import CONTRACT_BEGUN
from .requirement_measured import without_overlap
from .summary_figures import SummaryRows
from .summary_periods import uncovered_days


class ItsmSummaryReport(models.Model):
    """How the figures of a summary come about: from what is frozen only.

    ``figures`` is JSON: ``sources`` (the service reports: id, name, contract, period),
    ``missing`` (days without an approved report), ``rows`` and ``months`` (see
    `summary_figures`), ``names``, ``identity`` and ``currencies`` for their texts, and
    under the code of a section what else it shows, a list of dicts.
    """

    _inherit = "itsm.summary.report"

    # === ACTION METHODS === #

    def action_refresh_figures(self):
        """Draw the figures of drafts anew, from what is approved by now."""
        self.check_access("write")
        for summary in self:
            summary._refresh()
        self._note_contributor()
        return True

    def action_open_reports(self):
        """Open the service reports that the figures come from."""
        self.ensure_one()
        sources = (self.figures or {}).get("sources", ())
        return self._open_reports(
            [source["id"] for source in sources], self.env._("Service Reports")
        )

    def _open_reports(self, ids, name):
        """Open service reports, with the rights of the user."""
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": "itsm.service.report",
            "view_mode": "list,form",
            "domain": [("id", "in", ids)],
            "context": {"create": False},
        }

    # === BUSINESS METHODS === #

    def _refresh(self):
        """Draw the figures of one draft."""
        self.ensure_one()
        self._check_editable(["figures"])
        # superuser: figures do not depend on which reports their reader may see
        known = self.sudo()
        contracts = known._get_contracts()
        figures = known._get_figures(contracts)
        self._draw(
            {
                "figures": figures,
                "cost_figures": known._get_cost_figures(),
                "figures_at": fields.Datetime.now(),
                "date_start": min(contracts.mapped("date_start"), default=False),
                "date_end": max(
                    (contract._get_last_day() for contract in contracts), default=False
                ),
            }
        )
        known._mirror_rows(figures["rows"])

    def _get_contracts(self):
        """Return the contracts that the project has run under, the oldest first."""
        return self.project_id.itsm_contract_ids.filtered(
            lambda contract: (
                contract.kind != "amendment" and contract.state in CONTRACT_BEGUN
            )
        ).sorted("date_start")

    def _get_figures(self, contracts):
        """Return the data set; later rooms add what their sections show.

        :rtype: dict
        """
        reports = self.env["itsm.service.report"]
        for contract in contracts:
            approved = contract.report_ids.filtered(
                lambda report: report.state == "in_force"
            )
            reports |= without_overlap(approved)
        sums = SummaryRows([(report.id, report.dataset) for report in reports])
        names = {}
        for _report, dataset in sums.sources:
            for kind, labels in dataset.get("names", {}).items():
                names.setdefault(kind, {}).update(labels)
        identity = sums.sources[-1][1]["identity"] if sums.sources else {}
        return {
            "sources": [
                {
                    "id": report.id,
                    "name": f"{report.number} v{report.version}",
                    "contract": report.contract_id.number,
                    "period_start": str(report.period_start),
                    "period_end": str(report.period_end),
                }
                for report in reports
            ],
            "missing": [
                row
                for contract in contracts
                for row in _missing_days(contract, reports)
            ],
            "rows": sums.collect(),
            "months": sums.months(),
            "names": names,
            "currencies": sums.currencies(),
            "identity": {"currency": identity.get("currency")},
        }

    def _get_cost_figures(self):
        """Return what is for cost viewers only; None when nothing is booked.

        :rtype: dict | None
        """
        return None

    def _mirror_rows(self, rows):
        """Replace the rows of the screen by those of the data set."""
        self.figure_ids.unlink()
        self.env["itsm.summary.figure"].create(
            [
                {
                    "summary_id": self.id,
                    "sequence": sequence,
                    "report_ids": row["reports"],
                    **{
                        name: row[name]
                        for name in (
                            "key",
                            "section",
                            "unit",
                            "value",
                            "numerator",
                            "denominator",
                            "target",
                            "light",
                        )
                    },
                }
                for sequence, row in enumerate(rows)
            ]
        )


def _missing_days(contract, reports):
    """Return the parts of a contract's months that no approved report covers.

    :return: ``[{contract, period_start, period_end, is_over}]``, as JSON
    """
    own = reports.filtered(lambda report: report.contract_id == contract)
    today = contract._today()
    return [
        {
            "contract": contract.number,
            "period_start": str(first),
            "period_end": str(last),
            "is_over": last < today,
        }
        for first, last in uncovered_days(contract, own)
    ]
