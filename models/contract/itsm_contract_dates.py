import logging

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

_logger = logging.getLogger(__name__)

START_ACTIVITY = "itsm_service_delivery.mail_activity_contract_start"


class ItsmContract(models.Model):
    """The states of a signed contract follow its dates.

    They do when it is signed, by a daily job, or by a service manager's button. The
    dates decide what the contract covers: what the job has not done yet changes
    nothing of that.
    """

    _inherit = "itsm.contract"

    # === BUSINESS METHODS === #

    def _state_on(self, day):
        """Return the state that a signed contract has on a day.

        :param date day: in the contract's time zone
        """
        self.ensure_one()
        if self.state not in ("signed", "in_force"):
            return self.state
        begun = self._get_first_day() <= day
        if self.kind == "amendment":
            # it ends with its contract
            return "in_force" if begun else self.state
        if self._get_last_day() < day:
            return "expired"
        # what was taken over may be in force before its first day
        return "in_force" if begun else self.state

    def _follow_dates(self):
        """Bring the states of signed contracts up to date.

        One whose SLA is not agreed yet goes on waiting for it.
        """
        # superuser: dates follow by themselves, whoever looks
        for contract in self.sudo():
            state = contract._state_on(contract._today())
            if state == contract.state:
                continue
            contract._lock()
            if contract.state == "signed":
                if not contract._is_sla_ready():
                    continue
                contract._put_first_sla_in_force()
                # agreed for days that are over, it was in force all the same
                contract._enter("in_force", "in_force")
                contract._after_beginning()
            if state == "expired" and contract.state == "in_force":
                contract._enter("expired", "expired")
                contract._after_ending()

    def _enter(self, state, kind):
        """Write a state that the dates bring about, and the line of the log."""
        facts = {
            "first_day": str(self._get_first_day()),
            "last_day": str(self._get_last_day()),
        }
        self._append_log(kind, {self.id: {"facts": facts}})
        self._transition({"state": state})

    def _after_beginning(self):
        """Do what a contract brings about on its first day."""
        self.activity_unlink([START_ACTIVITY])

    def _after_ending(self):
        """Do what goes with the end of a contract."""

    @api.model
    def _cron_follow_dates(self):
        """Put contracts in force on their first day, and end those that are over.

        Each is committed by itself: one that fails stops no other.
        """
        running = self.with_context(active_test=False).search(
            Domain("state", "in", ("signed", "in_force")), order="date_start, id"
        )
        due = running.filtered(lambda c: c._state_on(c._today()) != c.state)
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(due))
        for contract in due:
            contract._follow_dates_or_say_why()
            if not cron._commit_progress(1):
                break

    def _follow_dates_or_say_why(self):
        """Follow the dates of one contract; ask the service manager if it cannot be."""
        if not self.try_lock_for_update():
            # somebody works on it: the next run follows
            return
        self.invalidate_recordset()
        try:
            with self.env.cr.savepoint():
                self._follow_dates()
        except UserError as error:
            _logger.warning("Contract %s does not follow its dates: %s", self, error)
            self._ask_to_complete(str(error))
            return
        if self.state == "signed":
            self._ask_to_complete("\n".join(self._lacks_to_begin()))

    def _ask_to_complete(self, problem):
        """Tell the service manager, once, what keeps a contract from its first day."""
        activity_type = self.env.ref(START_ACTIVITY)
        asked = self.activity_ids.filtered(
            lambda activity: activity.activity_type_id == activity_type
        )
        user = self.service_manager_id or self.user_id
        if asked or not user:
            return
        self.activity_schedule(
            START_ACTIVITY,
            user_id=user.id,
            note=problem,
            summary=self.with_context(lang=user.lang).env._(
                "The contract has begun, but is not in force"
            ),
        )

    # === THE SLA OF THE FIRST DAY === #

    def _is_sla_ready(self):
        """Return whether an SLA holds from the first day, or can be put in force."""
        return self._leaves_sla() or bool(self._holding_sla() or self._signed_sla())

    def _leaves_sla(self):
        """Return whether it is an amendment that does not change the SLA."""
        return self.kind == "amendment" and not self.amended_sla_id

    def _holding_sla(self):
        """Return the released version of the SLA that covers the first day."""
        return self._get_valid_slas().filtered(
            lambda sla: sla._is_applicable_on(self._get_first_day())
        )

    def _signed_sla(self):
        """Return the version that was approved and signed for the first day."""
        return self._get_valid_slas().filtered(
            lambda sla: (
                sla.state == "approved"
                and sla.date_start == self._get_first_day()
                and not sla._missing_signatures()
            )
        )[:1]

    def _get_valid_slas(self):
        """Return the versions of the SLA that were not given up."""
        # superuser: what holds does not depend on who looks
        return self.sudo()._get_slas().filtered(
            lambda sla: sla.state not in ("rejected", "cancelled")
        )

    def _get_slas(self):
        """Return the versions of the SLA that this contract, or amendment, agrees on.

        :rtype: itsm.sla
        """
        self.ensure_one()
        return self.amended_sla_id if self.kind == "amendment" else self.sla_ids

    def _put_first_sla_in_force(self):
        """Make sure that an SLA in force covers the contract's first day.

        One that is approved and signed is put in force along.

        :raise UserError: what is missing, and what to do
        """
        self.ensure_one()
        if self._leaves_sla() or self._holding_sla():
            return
        if ready := self._signed_sla():
            ready._check_ready_for_force()
            ready._put_in_force()
            return
        raise UserError(
            self.env._(
                "%(contract)s needs an SLA that holds from its first day, %(start)s:\n"
                "%(problems)s",
                contract=self.display_name,
                start=self._get_first_day(),
                problems="\n".join(
                    f"- {problem}" for problem in self._lacks_to_begin()
                ),
            )
        )

    def _lacks_to_begin(self):
        """Return what lacks of the SLA on the contract's first day, as sentences."""
        slas = self._get_valid_slas()
        problems = [problem for sla in slas for problem in self._lacks_of(sla)]
        if problems:
            return problems
        return [self.env._('There is no SLA: add one under "SLA Versions".')]

    def _lacks_of(self, sla):
        """Return what a version lacks to hold from the contract's first day."""
        values = {"sla": sla.display_name}
        if sla.date_start and sla.date_start != self._get_first_day():
            values["start"] = sla.date_start
            return [self.env._("%(sla)s starts on %(start)s.", **values)]
        if sla.state == "draft":
            return [self.env._("%(sla)s is a draft: submit it for approval.", **values)]
        if sla.state in ("in_review", "reviewed"):
            values["people"] = sla.waiting_for
            return [self.env._("%(sla)s waits for %(people)s to decide.", **values)]
        problems = sla._missing_signatures()
        return [f"{sla.display_name}: {problem}" for problem in problems]
