from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError


class ItsmSla(models.Model):
    """How the versions of an SLA follow one another."""

    _inherit = "itsm.sla"

    # === CONSTRAINT METHODS === #

    @api.constrains("contract_id", "date_start", "date_end", "state")
    def _check_versions_follow(self):
        for sla in self:
            if sla.state == "draft" or not sla.contract_id:
                continue
            for other in sla.contract_id.sla_ids - sla:
                if other.state != "draft" and sla._overlaps(other):
                    raise ValidationError(
                        self.env._(
                            "%(sla)s overlaps %(other)s, which is in force from"
                            " %(start)s to %(end)s. Start the new version after the"
                            " first day of the other one, or close that one earlier.",
                            sla=sla.display_name,
                            other=other.display_name,
                            start=other.date_start,
                            end=other.date_end or sla.contract_id.date_end,
                        )
                    )

    # === ACTION METHODS === #

    def action_put_in_force(self):
        """Freeze this version and make it the one that tickets are judged by.

        The version before it ends the day before.
        """
        self._check_manager()
        for sla in self:
            sla._check_ready()
            if sla.contract_id:
                sla.contract_id._serialise()
                sla._end_former_version()
            sla._transition({"state": "in_force"})
        return True

    def action_close(self):
        """End this version today, in the contract's time zone."""
        self._check_manager()
        for sla in self:
            if sla.state != "in_force":
                raise UserError(
                    self.env._(
                        "%(sla)s is not in force: only an SLA in force is closed.",
                        sla=sla.display_name,
                    )
                )
            sla._close(sla._today())
        return True

    def action_revise(self):
        """Copy this version as a draft with the next version number.

        :return: the action that opens the draft
        """
        self.ensure_one()
        if self.state == "draft":
            raise UserError(
                self.env._(
                    "%(sla)s is a draft: change it as it is.", sla=self.display_name
                )
            )
        draft = self._copy_version(self.contract_id)
        return draft._get_records_action()

    def action_view_contract(self):
        self.ensure_one()
        return self.contract_id._get_records_action(name=self.env._("Service Contract"))

    # === BUSINESS METHODS === #

    def _copy_to_contract(self, contract, date_start=None):
        """Copy a standard SLA as the draft of a contract's first or next version.

        :param contract: the `itsm.contract` that gets the copy
        :param date date_start: empty: as the contract starts
        :return: the draft
        """
        self.ensure_one()
        draft = self._copy_version(contract)
        draft.date_start = date_start or contract.date_start
        return draft

    def _copy_version(self, contract):
        siblings = contract.sla_ids if contract else self
        majors = [version.partition(".")[0] for version in siblings.mapped("version")]
        latest = max((int(major) for major in majors if major.isdigit()), default=0)
        return self.copy(
            {
                "contract_id": contract.id,
                "company_id": (contract or self).company_id.id,
                "version": f"{latest + 1}.0",
            }
        )

    def _is_applicable_on(self, day):
        """Return whether a released version is the one of a day.

        :param date day: in the contract's time zone
        """
        self.ensure_one()
        if self.state == "draft" or not self.date_start:
            return False
        end = self.date_end or self.contract_id.date_end
        return self.date_start <= day and (not end or day <= end)

    def _overlaps(self, other):
        last = fields.Date.to_date("9999-12-31")
        return self.date_start <= (other.date_end or last) and other.date_start <= (
            self.date_end or last
        )

    def _end_former_version(self):
        """End the version in force the day before this one starts."""
        for former in self.contract_id.sla_ids - self:
            if former.state != "in_force" or not self._overlaps(former):
                continue
            if former.date_start < self.date_start:
                former._close(self.date_start - timedelta(days=1))

    def _close(self, last_day):
        """Let this version end on a day; it is closed when that day is over."""
        self.ensure_one()
        end = min(filter(None, [self.date_end, last_day]))
        # A version that never came into force ends on the day it would have started.
        vals = {"date_end": max(end, self.date_start) if self.date_start else end}
        if vals["date_end"] <= self._today():
            vals["state"] = "closed"
        self._transition(vals)

    def _today(self):
        """Return today's date in the contract's time zone."""
        return self.contract_id._today() if self.contract_id else fields.Date.today()

    def _check_manager(self):
        self.check_access("write")
        manager = "itsm_service_delivery.group_service_manager"
        if not (self.env.su or self.env.user.has_group(manager)):
            raise AccessError(
                self.env._("Only service managers put SLAs in force and close them.")
            )

    def _check_ready(self):
        """Check that nothing is missing before the SLA is frozen.

        :raise UserError: what is missing, and what to do
        """
        self.ensure_one()
        problems = []
        if self.state != "draft":
            problems.append(self.env._("Only a draft is put in force."))
        if not self.target_ids:
            problems.append(
                self.env._(
                    "It has no target: enter at least one response or resolution"
                    " target."
                )
            )
        if self.contract_id:
            contract = self.contract_id
            if not self.date_start:
                problems.append(
                    self.env._("It has no start date: enter the first day it holds.")
                )
            elif not contract.date_start <= self.date_start <= contract.date_end:
                problems.append(
                    self.env._(
                        "It starts on %(start)s, outside of its contract (%(first)s to"
                        " %(last)s): correct the start date.",
                        start=self.date_start,
                        first=contract.date_start,
                        last=contract.date_end,
                    )
                )
        if problems:
            raise UserError(
                self.env._(
                    "%(sla)s cannot be put in force:\n%(problems)s",
                    sla=self.display_name,
                    problems="\n".join(f"- {problem}" for problem in problems),
                )
            )
        # Calendars may have changed since the lines were saved.
        self.target_ids._check_reachable()
        self.availability_ids._check_calendar()
        self.availability_ids.window_ids._check_window()
        self.credit_rule_ids._check_kind()

    @api.model
    def _cron_close_ended(self):
        """Close the versions whose last day is over."""
        slas = self.search([("state", "=", "in_force"), ("date_end", "!=", False)])
        for sla in slas:
            if sla.date_end < sla._today():
                sla._transition({"state": "closed"})
