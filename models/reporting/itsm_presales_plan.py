from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import date_utils

from ...const import METRICS
from ...engine.rounding import percentage, ratio

_MONTHS = 12


class ItsmPresalesPlan(models.Model):
    """Past SLA results as evidence of what we can keep."""

    _inherit = "itsm.presales.plan"

    # === ACTION METHODS === #

    def action_take_past_results(self):
        """Take what our approved reports of twelve months say of the plan's services.

        Lines that were taken before are replaced; what people have entered stays.

        :raise UserError: the plan names no service, or no report says anything of them
        """
        self.ensure_one()
        self.check_access("write")
        services = self.line_ids.service_id
        if not services:
            raise UserError(
                self.env._(
                    "The plan offers no service of the catalogue yet: enter its lines"
                    " first."
                )
            )
        lines = self._prepare_past_results(services)
        if not lines:
            raise UserError(
                self.env._(
                    "No approved service report of the last twelve months counts a"
                    " ticket of these services: %s.",
                    ", ".join(services.mapped("display_name")),
                )
            )
        former = self.capability_ids.filtered("taken_on")
        self.write(
            {
                "capability_ids": [
                    *(Command.delete(line.id) for line in former),
                    *(Command.create(line) for line in lines),
                ]
            }
        )
        return True

    # === BUSINESS METHODS === #

    def _prepare_past_results(self, services):
        """Return the values of one line per service, priority and metric.

        :param services: `itsm.service` whose results are wanted
        :rtype: list[dict]
        """
        today = fields.Date.context_today(self)
        # superuser: how often we kept our targets, of contracts that others run
        reports = self.env["itsm.service.report"].sudo().search(
            [
                ("company_id", "=", self.company_id.id),
                ("state", "=", "in_force"),
                ("period_end", ">", date_utils.subtract(today, months=_MONTHS)),
                ("period_end", "<=", today),
            ],
            order="period_start",
        )
        capability = self.env["itsm.presales.capability"].sudo()
        counts = capability._count_past_results(reports)
        priorities = self.env["itsm.priority"].search([])
        metrics = dict(
            self.env["itsm.sla.target"]._fields["metric"]._description_selection(self.env)
        )
        lines = []
        for service in services:
            for priority in priorities:
                for metric, _label in METRICS:
                    key = (service._entry(), priority.code, metric)
                    met, decided = counts.get(key, (0, 0))
                    if not decided:
                        continue
                    lines.append(
                        {
                            "kind": "sla_results",
                            "sequence": 100 + len(lines),
                            "name": f"{service.code} · {priority.code} ·"
                            f" {metrics[metric]}",
                            "service_id": service._get_published()[:1].id,
                            "required": self._wanted_attainment(priority, metric),
                            "held": float(percentage(ratio(met, decided))),
                            "note": self._describe_results(met, decided, reports),
                            "taken_on": today,
                        }
                    )
        return lines

    def _wanted_attainment(self, priority, metric):
        """Return which share of targets the SLA draft promises to meet, in percent."""
        # superuser: the draft is read as part of the plan
        sla = self.sudo().sla_id
        target = sla.target_ids.filtered(
            lambda line: line.priority_id == priority and line.metric == metric
        )
        return target.attainment_target or sla[f"{metric}_attainment_target"]

    def _describe_results(self, met, decided, reports):
        return self.env._(
            "%(met)s of %(decided)s met, reports from %(first)s to %(last)s",
            met=met,
            decided=decided,
            first=min(reports.mapped("period_start")),
            last=max(reports.mapped("period_end")),
        )
