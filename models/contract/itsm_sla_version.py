from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...const import SLA_RELEASED
from ...engine.approval import next_version
from ..approval import guard

# What the log says of a state that the dates bring about.
_LOG_OF_STATE = {
    "signed": "scheduled",
    "in_force": "in_force",
    "superseded": "superseded",
    "expired": "expired",
}


class ItsmSla(models.Model):
    """How the versions of an SLA follow one another in time.

    The dates decide which version judges a ticket; the states of released versions
    follow the dates, when something is agreed and by a daily job.
    """

    _inherit = "itsm.sla"

    last_day = fields.Date(
        readonly=True,
        copy=False,
        help="The last day on which this version holds, if that is before the end date"
        " agreed: the next version starts, or this one was terminated.",
    )
    has_begun = fields.Boolean(compute="_compute_has_begun")

    # === COMPUTE METHODS === #

    @api.depends("date_start", "contract_id.tz")
    def _compute_has_begun(self):
        for sla in self:
            sla.has_begun = not sla.date_start or sla.date_start <= sla._today()

    def _compute_can_release(self):
        result = super()._compute_can_release()
        for sla in self.filtered(lambda sla: sla.state == "in_force"):
            sla.can_cancel = sla.can_cancel and not sla.has_begun
            sla.can_close = sla.can_close and sla.has_begun
        return result

    # === CONSTRAINT METHODS === #

    @api.constrains("contract_id", "date_start", "date_end", "last_day", "state")
    def _check_versions_follow(self):
        for sla in self:
            for other in sla._get_released_siblings():
                if sla.state in SLA_RELEASED and sla._overlaps(other):
                    raise ValidationError(
                        self.env._(
                            "%(sla)s overlaps %(other)s, which holds from %(start)s to"
                            " %(end)s. Start the new version after the first day of the"
                            " other one, or end that one earlier.",
                            sla=sla.display_name,
                            other=other.display_name,
                            start=other.date_start,
                            end=other._get_last_day(),
                        )
                    )

    @api.constrains("contract_id", "number", "state")
    def _check_one_document(self):
        """The SLA of a contract is one document, and no contract shares it."""
        given_up = ("cancelled", "rejected")
        for sla in self.filtered(lambda sla: sla.state not in given_up):
            # superuser: one document, whoever sees its versions
            sla = sla.sudo()
            relatives = sla._get_versions() | sla.contract_id.sla_ids
            for other in relatives.filtered(lambda other: other.state not in given_up):
                if (other.contract_id, other.number) != (sla.contract_id, sla.number):
                    raise ValidationError(
                        self.env._(
                            "%(contract)s has its SLA already: revise %(other)s instead"
                            " of adding another document.",
                            contract=(
                                sla.contract_id or other.contract_id
                            ).display_name,
                            other=other.display_name,
                        )
                    )

    # === ACTION METHODS === #

    def action_view_contract(self):
        self.ensure_one()
        return self.contract_id._get_records_action(name=self.env._("Service Contract"))

    # === COPIES === #

    def _copy_to_contract(self, contract, date_start=None):
        """Copy a standard SLA, or a plan's draft, as a contract's next version.

        :param contract: the `itsm.contract` that gets the copy
        :param date date_start: empty: as the contract starts
        :return: the draft
        """
        self.ensure_one()
        # superuser: one document, whoever sees its versions
        chain = contract.sudo().sla_ids.filtered(
            lambda sla: sla.state not in ("cancelled", "rejected")
        )
        values = {
            "contract_id": contract.id,
            "company_id": contract.company_id.id,
            "date_start": date_start or contract.date_start,
        }
        if not chain:
            return self.copy(values)
        newest = chain[0]._get_versions()[:1]
        newest._check_no_open_version()
        draft = guard.with_key(self).copy(
            {
                **values,
                "author_id": self.env.uid,
                "change_summary": self.env._(
                    "Started anew from %s.", self.display_name
                ),
                "number": newest.number,
                "version": next_version(newest.version, major=True),
            }
        )
        return draft.with_env(self.env)

    def _get_revision_defaults(self):
        return {
            **super()._get_revision_defaults(),
            "contract_id": self.contract_id.id,
            "company_id": self.company_id.id,
        }

    # === DATES === #

    def _get_last_day(self):
        """Return the last day on which this version holds, False without one."""
        self.ensure_one()
        return self.last_day or self.date_end or self._get_contract_end()

    def _get_contract_end(self):
        """Return the last day of the contract, False without one."""
        return bool(self.contract_id) and self.contract_id._get_last_day()

    def _is_applicable_on(self, day):
        """Return whether a released version is the one of a day.

        :param date day: in the contract's time zone
        """
        self.ensure_one()
        if self.state not in SLA_RELEASED or not self.date_start:
            return False
        end = self._get_last_day()
        return self.date_start <= day and (not end or day <= end)

    def _overlaps(self, other):
        last = fields.Date.to_date("9999-12-31")
        return self.date_start <= (
            other._get_last_day() or last
        ) and other.date_start <= (self._get_last_day() or last)

    def _get_released_siblings(self):
        """Return the other released versions of the contract."""
        self.ensure_one()
        # superuser: what holds does not depend on who looks
        return self.sudo().contract_id.sla_ids.filtered(
            lambda other: other != self and other.state in SLA_RELEASED
        )

    def _today(self):
        """Return today's date in the contract's time zone."""
        return self.contract_id._today() if self.contract_id else fields.Date.today()

    def _states_on(self, day):
        """Return the states that these versions of one contract have on a day.

        In force is the one whose dates cover the day or, if there is none, the next
        one to come. Terminated ones stay so.

        :param date day: in the contract's time zone
        :return: ``{version: state}``
        """
        alive = self.filtered(lambda sla: sla.state != "closed").sorted("date_start")
        begun = alive.filtered(lambda sla: sla.date_start <= day)
        current = begun.filtered(lambda sla: sla._get_last_day() >= day)[-1:]
        current = current or (alive - begun)[:1]
        starts = set(self.mapped("date_start"))
        states = {}
        for sla in alive:
            if sla == current:
                states[sla] = "in_force"
            elif sla not in begun:
                states[sla] = "signed"
            elif sla.last_day or sla._get_last_day() + timedelta(days=1) in starts:
                states[sla] = "superseded"
            else:
                states[sla] = "expired"
        return states

    def _follow_dates(self):
        """Bring the states of released versions of one contract up to date.

        Which tickets they judge does not change by it.
        """
        states = self._states_on(self._today())
        changed = self.filtered(lambda sla: states.get(sla, sla.state) != sla.state)
        changed._lock()
        # out of force before into force: there is one at a time
        for sla in changed.sorted(lambda sla: states[sla] == "in_force"):
            facts = {
                "first_day": str(sla.date_start),
                "last_day": str(sla.last_day or ""),
            }
            sla._append_log(_LOG_OF_STATE[states[sla]], {sla.id: {"facts": facts}})
            sla._transition({"state": states[sla]})

    @api.model
    def _cron_follow_dates(self):
        """Put versions in force on their first day, and end those that are over."""
        slas = self.search(
            [("state", "in", ("signed", "in_force")), ("contract_id", "!=", False)]
        )
        for contract in slas.contract_id:
            versions = contract.sla_ids.filtered(lambda sla: sla.state in SLA_RELEASED)
            states = versions._states_on(contract._today())
            if any(sla.state != state for sla, state in states.items()):
                contract._serialise()
                versions._follow_dates()

    # === INTO FORCE AND OUT OF IT === #

    def _put_in_force(self):
        standard = self.filtered(lambda sla: not sla.contract_id)
        for sla in (self - standard).sorted("date_start"):
            sla._release()
        return super(ItsmSla, standard)._put_in_force() if standard else None

    def _release(self):
        """Let a version hold from its first day; the one before ends the day before."""
        self.ensure_one()
        # superuser: the right was checked; releasing is more than writing
        sla = self.sudo()
        sla.contract_id._serialise()
        siblings = sla._get_released_siblings()
        (sla | siblings)._lock()
        former = siblings.filtered(
            lambda other: (
                other.state != "closed"
                and other.date_start < sla.date_start
                and other._overlaps(sla)
            )
        )
        former._transition({"last_day": sla.date_start - timedelta(days=1)})
        versions = sla | siblings
        if versions._states_on(sla._today())[sla] not in ("signed", "in_force"):
            # agreed for days that are over: it was in force all the same
            sla._append_log("in_force", {})
        versions._follow_dates()
        sla.contract_id._sla_versions_changed()

    def _close(self):
        """Terminate versions today, in the contract's time zone."""
        self._lock()
        for sla in self.sudo():
            if not sla.has_begun:
                raise UserError(
                    self.env._(
                        "%s has not begun yet: cancel it instead of terminating it.",
                        sla.display_name,
                    )
                )
            sla.contract_id._serialise()
            end = sla._get_last_day()
            vals = {}
            if sla.contract_id:
                vals["last_day"] = min(end, sla._today())
            sla._append_log("closed", {sla.id: {"facts": {"last_day": str(end or "")}}})
            sla._transition({"state": "closed", **vals})
            sla._after_ending()

    def action_cancel(self):
        for sla in self:
            if sla.state == "in_force" and sla.has_begun:
                raise UserError(
                    self.env._(
                        "%s is in force: terminate it, or revise it.", sla.display_name
                    )
                )
        return super().action_cancel()

    def _cancel(self):
        released = self.filtered(lambda sla: sla.state in SLA_RELEASED)
        released.contract_id._serialise()
        result = super()._cancel()
        for sla in released.sudo():
            sla._give_days_back()
            sla._after_ending()
        return result

    def _give_days_back(self):
        """Let the version before hold on: this one, which was to follow, does not."""
        for former in self._get_released_siblings():
            if former.state == "closed" or former.last_day != (
                self.date_start - timedelta(days=1)
            ):
                continue
            later = former._get_released_siblings().filtered(
                lambda other, end=former.last_day: other.date_start > end
            )
            agreed = former.date_end or former._get_contract_end()
            start = min(later.mapped("date_start"), default=None)
            last_day = start and start <= agreed and start - timedelta(days=1)
            former._transition({"last_day": last_day})

    def _after_ending(self):
        """Let the other versions of the contract follow the change."""
        self.flush_recordset()
        self._get_released_siblings()._follow_dates()
        self.contract_id._sla_versions_changed()
