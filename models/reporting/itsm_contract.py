from datetime import timedelta

from odoo import api, fields, models

from ...engine.instants import from_datetime, local_date, month_days


class ItsmContract(models.Model):
    """The contract with its service reports."""

    _inherit = "itsm.contract"

    report_ids = fields.One2many(
        comodel_name="itsm.service.report",
        inverse_name="contract_id",
        string="Service Reports",
    )
    report_count = fields.Integer(compute="_compute_report_count")

    @api.depends("report_ids")
    def _compute_report_count(self):
        counts = dict(
            self.env["itsm.service.report"]._read_group(
                [("contract_id", "in", self.ids), ("state", "!=", "superseded")],
                ["contract_id"],
                ["__count"],
            )
        )
        for contract in self:
            contract.report_count = counts.get(contract._origin, 0)

    def action_open_reports(self):
        """Open the contract's service reports."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "itsm_service_delivery.itsm_service_report_action"
        )
        return {
            **action,
            "domain": [("contract_id", "=", self.id)],
            "context": {"default_contract_id": self.id},
        }

    def _month_around(self, day):
        """Return the contract's part of a day's calendar month.

        :rtype: (first day, last day)
        """
        first, last = month_days(f"{day:%Y-%m}")
        return max(first, self.date_start), min(last, self._get_last_day())

    def _ended_months(self, since=None):
        """Return the contract's part of each calendar month that is over.

        :param since: the latest reported ``(first day, last day)``; months after it are
            returned, without it only the last one
        :return: ``[(first day, last day)]``
        """
        self.ensure_one()
        today = local_date(from_datetime(fields.Datetime.now()), self.tz)
        months = []
        last = today.replace(day=1) - timedelta(days=1)
        while last >= self.date_start and (not since or last > since[1]):
            first = last.replace(day=1)
            if first <= self._get_last_day():
                months.append(self._month_around(first))
                if not since:
                    break
            elif not since:
                # Over before last month: nothing has just ended.
                break
            last = first - timedelta(days=1)
        return months[::-1]
