from odoo import api, fields, models

from ...engine.rounding import exact
from .requirement_measured import (
    MEASURES,
    Measured,
    keys_of,
    number,
    without_overlap,
)

_METRICS = ("response", "resolution")


class ItsmRequirementTrace(models.TransientModel):
    """What was measured of a requirement, by the contract's approved reports.

    A time is measured by the share of tickets that kept the SLA's target. It is held
    against the share agreed for the priority or, where none is, for all tickets.
    """

    _inherit = "itsm.requirement.trace"

    measured_period = fields.Char(string="Last Report", readonly=True)
    measured_last = fields.Char(string="Last Measured", readonly=True)
    met_last = fields.Selection(
        selection=MEASURES, string="Last Met", readonly=True
    )
    measured_total = fields.Char(
        string="Contract to Date",
        readonly=True,
        help="Over all approved reports.",
    )
    met_total = fields.Selection(
        selection=MEASURES, string="Met to Date", readonly=True
    )

    @api.model
    def _get_row(self, requirement, contract, sla):
        return {
            **super()._get_row(requirement, contract, sla),
            **self._get_measured(requirement, contract, sla),
        }

    @api.model
    def _get_measured(self, requirement, contract, sla):
        """Return the measured values of a requirement.

        :rtype: dict
        """
        # superuser: who reads a requirement reads whether it is met
        reports = contract.sudo().report_ids.filtered(
            lambda report: report.state == "in_force"
        )
        reports = without_overlap(reports)
        keys = keys_of(requirement)
        if not keys or not reports:
            return {"met_last": "not_measured", "met_total": "not_measured"}
        last = self._measure(requirement, sla, reports[-1], keys)
        total = self._measure(requirement, sla, reports, keys)
        in_minutes = requirement.answer_kind == "availability"
        return {
            "measured_period": reports[-1].period_name,
            "measured_last": last and last.text(self.env, in_minutes),
            "met_last": last.verdict() if last else "not_measured",
            "measured_total": total and total.text(self.env, in_minutes),
            "met_total": total.verdict() if total else "not_measured",
        }

    @api.model
    def _measure(self, requirement, sla, reports, keys):
        """Return one value over reports; of several services the lowest.

        :rtype: Measured
        """
        figures = reports.figure_ids.filtered(
            lambda figure: (
                figure.key in keys
                or any(figure.key.startswith(key) for key in keys if key.endswith("."))
            )
        )
        found = [
            self._sum_up(requirement, sla, rows)
            for _key, rows in sorted(figures.grouped("key").items())
        ]
        decided = [item for item in found if item.share is not None]
        return min(decided or found, key=lambda item: item.share or 0, default=None)

    @api.model
    def _sum_up(self, requirement, sla, figures):
        whole = sum(number(figure.denominator) for figure in figures)
        is_overall = figures[0].key.endswith(".ALL")
        newest = figures.sorted(lambda figure: figure.report_id.period_start)[-1:]
        return Measured(
            part=sum(number(figure.numerator) for figure in figures),
            whole=whole,
            target=self._target_of(requirement, sla, newest),
            is_score=newest.unit == "score",
            # too few for a percentage: the misses are counted (domain 3.4)
            enough=not is_overall or whole >= sla.minimum_decided,
        )

    @api.model
    def _target_of(self, requirement, sla, figure):
        """Return what a figure is held against, None when nothing is agreed."""
        if figure.target:
            return exact(figure.target)
        if requirement.answer_kind in _METRICS:
            share = sla[f"{requirement.answer_kind}_attainment_target"]
            return exact(share) if share else None
        return None
