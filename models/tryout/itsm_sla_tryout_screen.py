from markupsafe import Markup

from odoo import api, fields, models

from .tryout_charts import TryoutCharts
from .tryout_view import TryoutView


class ItsmSlaTryout(models.Model):
    """What the form of a try-out shows: what was read, comparison, charts, months."""

    _inherit = "itsm.sla.tryout"

    history_html = fields.Html(
        string="What Was Read", compute="_compute_history_html", sanitize=False
    )
    result_html = fields.Html(
        string="Comparison", compute="_compute_result_html", sanitize=False
    )
    charts_html = fields.Html(
        string="Charts", compute="_compute_result_html", sanitize=False
    )
    months_html = fields.Html(
        string="Months", compute="_compute_result_html", sanitize=False
    )
    assumptions_html = fields.Html(
        string="Assumptions", compute="_compute_result_html", sanitize=False
    )
    last_line = fields.Char(string="Result", compute="_compute_last_line")

    # === COMPUTE METHODS === #

    @api.depends("summary")
    @api.depends_context("lang")
    def _compute_history_html(self):
        for tryout in self:
            summary = tryout.summary
            tryout.history_html = summary and self.env["ir.qweb"]._render(
                "itsm_service_delivery.sla_tryout_history",
                {
                    "most": max(summary["months"].values()),
                    "summary": summary,
                    "tryout": tryout,
                    "view": TryoutView(tryout),
                },
            )

    @api.depends("computed_at", "candidate_ids.name")
    @api.depends_context("lang")
    def _compute_result_html(self):
        pictures = {
            "result_html": "sla_tryout_comparison",
            "charts_html": "sla_tryout_charts",
            "months_html": "sla_tryout_months",
            "assumptions_html": "sla_tryout_assumptions",
        }
        for tryout in self:
            if not tryout.computed_at:
                tryout.update(dict.fromkeys(pictures, False))
                continue
            view = TryoutView(tryout)
            values = {
                "view": view,
                "charts": TryoutCharts(view).all(),
                # The charts are made here, from escaped texts.
                "markup": Markup,
            }
            for name, template in pictures.items():
                tryout[name] = self.env["ir.qweb"]._render(
                    f"itsm_service_delivery.{template}", values
                )

    @api.depends("computed_at", "candidate_ids.name")
    @api.depends_context("lang")
    def _compute_last_line(self):
        for tryout in self:
            tryout.last_line = tryout.computed_at and TryoutView(tryout).last_line()

    # === ACTION METHODS === #

    def _get_print_name(self):
        """Return the name of the files that are printed."""
        self.ensure_one()
        return self.env._("SLA Try-out %s", self.name).replace("/", "-")

    def action_print(self):
        self.ensure_one()
        self._check_computed()
        return self.env.ref(
            "itsm_service_delivery.action_report_sla_tryout"
        ).report_action(self)

    def action_export_xlsx(self):
        self.ensure_one()
        self._check_computed()
        return self.env.ref(
            "itsm_service_delivery.action_report_sla_tryout_xlsx"
        ).report_action(self)
