from decimal import Decimal

from odoo import api, fields, models
from odoo.tools import formatLang

from ..reporting.figure_text import (
    figure_label,
    figure_target,
    figure_value,
    light_name,
    period_text,
)

# Which figures of a report's data set an acceptance shows.
_SECTIONS = ("attainment", "availability")
_SINGLE = ("satisfaction.mean", "credit_pct", "credit")


class ItsmAcceptance(models.Model):
    """How the service levels were kept, by the approved reports (domain 2.9).

    The figures are those of the reports' frozen data sets, as they are: nothing is
    computed anew. 0 of 0 is not applicable.
    """

    _inherit = "itsm.acceptance"

    sla_results = fields.Json(
        string="SLA Results",
        readonly=True,
        help="Taken over from the approved service reports.",
    )
    sla_table = fields.Html(
        string="SLA Results by Report",
        compute="_compute_sla_table",
        sanitize=False,
    )

    # === COMPUTE METHODS === #

    @api.depends("sla_results")
    @api.depends_context("lang")
    def _compute_sla_table(self):
        for acceptance in self:
            results = acceptance._get_sla_rows()
            values = {
                "results": results,
                "credit_total": acceptance._get_credit_total(),
            }
            template = "itsm_service_delivery.acceptance_sla_results"
            table = self.env["ir.qweb"]._render(template, values) if results else False
            acceptance.sla_table = table

    # === ACTION METHODS === #

    def action_take_sla_results(self):
        """Take over the figures of the service reports approved so far."""
        self.check_access("write")
        for acceptance in self:
            acceptance.write({"sla_results": acceptance._read_sla_results()})
        return True

    # === BUSINESS METHODS === #

    def _read_sla_results(self):
        """Return the figures of the contract's approved reports of the period.

        :return: JSON-like list, the first period first: ``{"report", "version",
            "start", "end", "currency", "names", "figures"}``; figures are those of the
            data set, without the lists of their tickets
        """
        self.ensure_one()
        # superuser: whoever drafts the acceptance of a project sees its results
        contract = self.sudo().contract_id
        reports = contract.report_ids.filtered(
            lambda report: report.state == "in_force" and report.dataset
        )
        if self.period_start:
            reports = reports.filtered(lambda r: r.period_end >= self.period_start)
        if self.period_end:
            reports = reports.filtered(lambda r: r.period_start <= self.period_end)
        reports = reports.sorted(lambda report: (report.period_start, report.id))
        return [_result(report) for report in reports]

    def _get_sla_rows(self):
        """Return the results in words, in the reader's language.

        :return: dicts with ``period, report, rows``; rows are dicts with ``label,
            value, detail, target, light, light_name``
        """
        self.ensure_one()
        return [
            {
                "period": period_text(
                    self.env,
                    fields.Date.to_date(result["start"]),
                    fields.Date.to_date(result["end"]),
                ),
                "report": f"{result['report']} v{result['version']}",
                "rows": [self._sla_row(figure, result) for figure in result["figures"]],
            }
            for result in self.sla_results or []
        ]

    def _sla_row(self, figure, result):
        data = {"identity": {"currency": result["currency"]}, "names": result["names"]}
        of = figure.get("denominator")
        counted = of is not None and figure["section"] == "attainment"
        return {
            "label": figure_label(self.env, figure["key"], data),
            "value": figure_value(self.env, figure, data),
            "detail": f"{figure['numerator']}/{of}" if counted else "",
            "target": figure_target(self.env, figure, data),
            "light": figure["light"] or "",
            "light_name": light_name(self.env, figure["light"])
            if figure["light"]
            else "",
        }

    def _get_credit_total(self):
        """Return the service credits of all reports as text, empty without any."""
        self.ensure_one()
        amounts = [
            Decimal(figure["value"])
            for result in self.sla_results or []
            for figure in result["figures"]
            if figure["key"] == "credit" and figure["value"] is not None
        ]
        if not amounts:
            return ""
        # superuser: in which currency the contract is, whoever sees its money
        currency = self.sudo().contract_id.currency_id
        return formatLang(self.env, float(sum(amounts)), currency_obj=currency)


def _result(report):
    data = report.dataset
    return {
        "report": report.number,
        "version": report.version,
        "start": fields.Date.to_string(report.period_start),
        "end": fields.Date.to_string(report.period_end),
        "currency": data["identity"]["currency"],
        "names": {
            kind: data["names"].get(kind, {}) for kind in ("priority", "service")
        },
        "figures": [
            {
                name: figure.get(name)
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
            }
            for figure in data["figures"]
            if figure["section"] in _SECTIONS or figure["key"] in _SINGLE
        ],
    }
