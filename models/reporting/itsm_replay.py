from odoo import api, models
from odoo.exceptions import UserError

from ...engine.instants import month_days


class ItsmReplay(models.AbstractModel):
    """A service desk's past, replayed through the product: ``script/replay``.

    The contract comes from a description in JSON, its tickets from a CSV file, and each
    period of the description gets its approved report: by the same models, in the same
    order as people do it.
    """

    _name = "itsm.replay"
    _description = "Replay of a Ticket History"

    @api.model
    def _replay(self, description, tickets, tell=None):
        """Build the contract, import the tickets and make the reports.

        :param bytes description: JSON, see ``engine.history.read_service``
        :param bytes tickets: CSV of either format, times in the description's zone
        :param tell: called with a sentence before each step
        :return: ``{"YYYY-MM": itsm.service.report}`` in the description's order
        :raise UserError: what is wrong with the files
        """
        tell = tell or (lambda sentence: None)
        tell("Reading the description of the contract")
        definitions = self.env["itsm.service.definition"]
        definition = definitions._read(description)
        if not definition.periods:
            raise UserError(
                self.env._(
                    "The description names no periods: there is nothing to report."
                )
            )
        tell("Building the contract")
        contract = definitions._load(definition)
        importer = self.env["itsm.ticket.importer"]
        tell("Reading the tickets")
        history = importer._read(tickets, definition.timezone)
        plan = importer._plan(contract, history)
        count = len(plan.new)
        tell(f"Importing {count} tickets")
        importer._apply(plan)
        reports = {}
        for period in definition.periods:
            tell(f"Reporting {period}")
            reports[period] = self._report(contract, period)
        return reports

    @api.model
    def _report(self, contract, period):
        """Create and approve the report of a month, clipped to the contract's dates.

        :param str period: ``"YYYY-MM"``
        :return: the ``itsm.service.report``
        """
        first, last = month_days(period)
        start = max(first, contract.date_start)
        end = min(last, contract._get_last_day())
        if start > end:
            raise UserError(
                self.env._(
                    "The period %(period)s lies outside the contract (%(first)s to "
                    "%(last)s). Take it out of the periods, or correct the contract.",
                    period=period,
                    first=contract.date_start,
                    last=contract._get_last_day(),
                )
            )
        report = self.env["itsm.service.report"].create(
            {"contract_id": contract.id, "period_start": start, "period_end": end}
        )
        report.action_compute()
        report._adopt(self.env._("Replayed from the history of tickets"))
        return report
