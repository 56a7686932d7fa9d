from odoo import models
from odoo.exceptions import UserError

from ...const import CONTRACT_OVER


class ItsmSla(models.Model):
    """What must be there before an SLA is submitted, and before it is in force."""

    _inherit = "itsm.sla"

    def _check_ready_to_submit(self):
        """Check that every target can be measured, and that the dates fit.

        :raise UserError: what is missing, and what to do
        """
        result = super()._check_ready_to_submit()
        self._refuse_for(self._missing_targets() + self._wrong_dates())
        self._check_measurable()
        return result

    def _check_measurable(self):
        """Check the lines again: calendars may have changed since they were saved.

        :raise ValidationError:
        """
        self.target_ids._check_reachable()
        self.availability_ids._check_calendar()
        self.availability_ids.window_ids._check_window()
        self.credit_rule_ids._check_kind()

    def _check_ready_for_force(self):
        result = super()._check_ready_for_force()
        if self.contract_id:
            self._refuse_for(self._missing_signatures() + self._wrong_dates())
        return result

    def _refuse_for(self, problems):
        """Refuse to go on while there are problems.

        :param problems: sentences, what is wrong and what to do
        :raise UserError: names them all
        """
        if problems:
            raise UserError(
                self.env._(
                    "%(sla)s is not ready:\n%(problems)s",
                    sla=self.display_name,
                    problems="\n".join(f"- {problem}" for problem in problems),
                )
            )

    def _missing_targets(self):
        """Return what lacks to measure the targets: metric, figure and hours."""
        problems = []
        if not self.target_ids:
            problems.append(
                self.env._(
                    "It has no target: enter at least one response or resolution"
                    " target."
                )
            )
        if any(
            rule.kind == "missed_target"
            and rule.priority_id not in self.target_ids.priority_id
            for rule in self.credit_rule_ids
        ):
            problems.append(
                self.env._(
                    "It credits missed targets of a priority that has no target: enter"
                    " the target, or remove the credit rule."
                )
            )
        steps = self.credit_rule_ids.filtered(
            lambda rule: rule.kind == "availability_step"
        )
        if steps and not self.availability_ids:
            problems.append(
                self.env._(
                    "It credits missed availability but has no availability target:"
                    " enter one, or remove the credit rule."
                )
            )
        return problems

    def _wrong_dates(self):
        """Return what is wrong with the first day of a contract's SLA."""
        contract = self.contract_id
        if not contract:
            return []
        if contract.state in CONTRACT_OVER:
            return [
                self.env._(
                    "Its contract is %s: it judges no ticket any more.",
                    contract._get_state_label(),
                )
            ]
        if not self.date_start:
            return [self.env._("It has no start date: enter the first day it holds.")]
        if not contract.date_start <= self.date_start <= contract._get_last_day():
            return [
                self.env._(
                    "It starts on %(start)s, outside of its contract (%(first)s to"
                    " %(last)s): correct the start date.",
                    start=self.date_start,
                    first=contract.date_start,
                    last=contract._get_last_day(),
                )
            ]
        return []
