from collections import Counter

from odoo import api, fields, models

from ...engine.attainment import ALL
from ...engine.clock import Metric


class ItsmPresalesCapability(models.Model):
    """What our own approved reports say of our capability (clause 1.1.4 b)."""

    _inherit = "itsm.presales.capability"

    taken_on = fields.Date(
        string="Taken from Reports on",
        readonly=True,
        copy=False,
        help="The line comes from our approved service reports.",
    )

    @api.model
    def _count_past_results(self, reports):
        """Count the targets of reports by service, priority and metric.

        A ticket's service is the one of its category; tickets whose category names
        none are in no count.

        :param reports: approved `itsm.service.report`
        :return: ``{(service entry, priority code, metric): [met, decided]}``
        :rtype: dict
        """
        services = self._services_by_category(reports.company_id)
        met, decided = Counter(), Counter()
        for report in reports:
            tickets = {row["id"]: row for row in report.dataset["tickets"]}
            rows = {row["key"]: row for row in report.dataset["figures"]}
            for metric in Metric:
                row = rows[f"{metric.value}.{ALL}"]
                for ticket in row["tickets"]:
                    place = tickets[ticket]
                    entry = services.get(place["category"])
                    if entry is not None:
                        key = (entry, place["priority"], metric.value)
                        decided[key] += 1
                        met[key] += ticket not in row["missed"]
        return {key: [met[key], decided[key]] for key in decided}

    @api.model
    def _services_by_category(self, companies):
        """Return the service of each category of tickets, by the category's code."""
        categories = (
            self.env["helpdesk.ticket.category"]
            .with_context(active_test=False)
            .search([("company_id", "in", [False, *companies.ids])])
        )
        return {
            category.itsm_code or category.name: category.itsm_service_id._entry()
            for category in categories.filtered("itsm_service_id")
        }
