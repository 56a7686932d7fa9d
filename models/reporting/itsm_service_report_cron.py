import logging

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...const import CONTRACT_BEGUN

_logger = logging.getLogger(__name__)


class ItsmServiceReport(models.Model):
    """Drafts of the month that has just ended, made by the scheduler."""

    _inherit = "itsm.service.report"

    @api.model
    def _cron_make_drafts(self):
        """Make the drafts of ended months, contract by contract.

        A month is due from its following first day on, in the contract's time zone.
        Doing it again changes nothing; after a pause the months missed since a
        contract's last report are made up. A contract that fails stops no other: its
        draft shows the error and is tried again by the next run.
        """
        due = self._due_periods()
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(due))
        for contract, start, end in due:
            self._make_draft(contract, start, end)
            if not cron._commit_progress(1):
                break

    @api.model
    def _due_periods(self):
        """Return the periods of contracts in force that have no figures yet.

        :return: ``[(contract, first day, last day)]``
        """
        contracts = self.env["itsm.contract"].search(
            [("state", "in", CONTRACT_BEGUN), ("kind", "!=", "amendment")], order="id"
        )
        periods = {}
        for contract, start, end, has_figures in self._existing_periods(contracts):
            periods.setdefault(contract, {})[start, end] = has_figures
        due = []
        for contract in contracts:
            made = periods.get(contract, {})
            # A draft without figures has failed; its contract is tried again.
            failed = [period for period, has_figures in made.items() if not has_figures]
            missing = [
                period
                for period in contract._ended_months(max(made, default=None))
                if period not in made
            ]
            due += [(contract, *period) for period in sorted(failed + missing)]
        return due

    def _existing_periods(self, contracts):
        groups = self._read_group(
            [("contract_id", "in", contracts.ids)],
            ["contract_id", "period_start:day", "period_end:day"],
            ["known_at:max"],
        )
        for contract, start, end, known_at in groups:
            yield contract, _day(start), _day(end), bool(known_at)

    def _make_draft(self, contract, start, end):
        """Make or repair one draft.

        :return: the draft, empty when not even that could be made
        """
        period = [
            ("contract_id", "=", contract.id),
            ("period_start", "=", start),
            ("period_end", "=", end),
        ]
        draft = self.search([*period, ("state", "=", "draft")], limit=1)
        try:
            with self.env.cr.savepoint():
                draft = draft or self.with_context(itsm_uncomputed=True).create(
                    {
                        "contract_id": contract.id,
                        "period_start": start,
                        "period_end": end,
                    }
                )
                draft._ask_to_prepare()
        except Exception:
            _logger.exception("No report draft for contract %s", contract.number)
            return self.browse()
        try:
            with self.env.cr.savepoint():
                draft._refresh()
        except Exception as error:
            _logger.exception("The report %s cannot be computed", draft.number)
            text = str(error) if isinstance(error, UserError) else repr(error)
            draft._write_result({"error_message": text})
        return draft

    def _ask_to_prepare(self):
        """Put the draft on the to-do list of the project manager."""
        self.ensure_one()
        contract = self.contract_id
        manager = contract.project_id.user_id or contract.service_manager_id
        user = manager or contract.user_id
        if not user or self.activity_ids:
            return
        self.activity_schedule(
            "mail.mail_activity_data_todo",
            user_id=user.id,
            summary=self.with_context(lang=user.lang).env._("Report to prepare"),
        )


def _day(value):
    return fields.Date.to_date(value)
