from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import date_utils

from ..approval import guard

RENEWAL_ACTIVITY = "itsm_service_delivery.mail_activity_contract_renewal"
GIVEN_UP = ("cancelled", "rejected")


class ItsmContract(models.Model):
    """A contract that ends is renewed by another one: reminder, draft, taking over."""

    _inherit = "itsm.contract"

    renewal_ids = fields.One2many(
        comodel_name="itsm.contract",
        inverse_name="base_id",
        string="Renewals",
        domain=[("kind", "=", "renewal")],
        copy=False,
    )
    renewal_asked_on = fields.Date(
        string="Renewal Reminder Sent on", readonly=True, copy=False
    )
    is_renewal_due = fields.Boolean(
        string="Renewal Due",
        compute="_compute_is_renewal_due",
        search="_search_is_renewal_due",
        help="It ends within the days that the company's settings say, and no renewal"
        " is written yet.",
    )
    can_renew = fields.Boolean(compute="_compute_can_renew")

    # === COMPUTE METHODS === #

    @api.depends("state", "kind", "date_end", "last_day", "renewal_ids.state")
    def _compute_is_renewal_due(self):
        due = self.filtered_domain(self._domain_of_due_renewals())
        for contract in self:
            contract.is_renewal_due = contract in due

    def _search_is_renewal_due(self, operator, value):
        if operator != "in" or list(value) != [True]:
            return NotImplemented
        return self._domain_of_due_renewals()

    @api.depends("state", "kind", "renewal_ids.state")
    @api.depends_context("uid")
    def _compute_can_renew(self):
        allowed = self.browse().has_access("create")
        for contract in self:
            contract.can_renew = (
                allowed
                and contract.kind != "amendment"
                and contract.state in ("signed", "in_force", "expired")
                and not contract._get_renewal()
            )

    # === ACTION METHODS === #

    def action_renew(self):
        """Write the renewal as a draft, and open it; open the one that is there."""
        self.ensure_one()
        renewal = self._get_renewal() or self.renew()
        return renewal._get_records_action(name=self.env._("Renewal"))

    # === BUSINESS METHODS === #

    def renew(self):
        """Write the contract of the next period: as long, with the same agreements.

        :return: the draft
        :raise UserError: there is nothing to renew
        """
        self.ensure_one()
        self.check_access("read")
        if self.kind == "amendment" or self.state not in (
            "signed",
            "in_force",
            "expired",
        ):
            raise UserError(
                self.env._(
                    "%(contract)s is %(state)s: only a contract that is signed, in"
                    " force or expired is renewed.",
                    contract=self.display_name,
                    state=self._get_state_label(),
                )
            )
        self._lock()
        first, last = self._get_next_period()
        draft = guard.with_key(self).copy(
            {
                "author_id": self.env.uid,
                "base_id": self.id,
                "date_end": last,
                "date_start": first,
                "kind": "renewal",
                "name": self.name,
                "project_id": self.project_id.id,
            }
        )
        draft._keep_fee_of(self)
        draft = draft.with_env(self.env)
        # superuser: the SLA is the contract's, whoever sees it
        sla = self.sudo()._sla_to_renew().with_env(self.env)
        if sla:
            sla.copy(
                {
                    "company_id": self.company_id.id,
                    "contract_id": draft.id,
                    "date_start": first,
                }
            )
        self._end_reminder()
        return draft

    def _get_renewal(self):
        """Return the renewal that is written or agreed, if there is one."""
        # superuser: there is one, whoever keeps it
        renewals = self.sudo().renewal_ids
        renewals = renewals.filtered(lambda renewal: renewal.state not in GIVEN_UP)
        return renewals[:1].sudo(self.env.su)

    def _get_next_period(self):
        """Return the first and the last day of a renewal, as long as this contract."""
        last = self._get_last_day()
        first = last + timedelta(days=1)
        agreed = self.date_end + timedelta(days=1)
        months = round(self._count_months())
        if months and date_utils.add(self.date_start, months=months) == agreed:
            return first, date_utils.add(first, months=months) - timedelta(days=1)
        return first, first + (self.date_end - self.date_start)

    def _sla_to_renew(self):
        """Return the version of the SLA that held last."""
        slas = self.sla_ids.filtered(
            lambda sla: sla.state in ("in_force", "signed", "expired", "superseded")
        )
        return slas.sorted("date_start")[-1:]

    def _after_beginning(self):
        """A contract is renewed once the renewal is in force."""
        result = super()._after_beginning()
        former = self.base_id
        if self.kind == "renewal" and former.state in ("in_force", "expired"):
            former._lock()
            if former._get_last_day() >= self.date_start:
                day = self.date_start - timedelta(days=1)
                guard.with_key(former).last_day = day
            former._enter("renewed", "renewed")
            former._after_ending()
        return result

    def _after_ending(self):
        result = super()._after_ending()
        self._end_reminder()
        return result

    # === REMINDERS === #

    @api.model
    def _domain_of_due_renewals(self):
        """Return which contracts end soon without a renewal."""
        today = fields.Date.context_today(self)
        due = Domain.FALSE
        # superuser: what a company has settled is no secret
        for company in self.env["res.company"].sudo().search([]):
            horizon = today + timedelta(days=company.itsm_renewal_notice_days)
            due |= Domain("company_id", "=", company.id) & (
                Domain("date_end", "<=", horizon) | Domain("last_day", "<=", horizon)
            )
        running = Domain("state", "=", "in_force") & Domain("kind", "!=", "amendment")
        renewed = Domain("renewal_ids", "any", [("state", "not in", GIVEN_UP)])
        return running & due & ~renewed

    @api.model
    def _cron_ask_to_renew(self):
        """Remind the sales owners, once, of contracts that end."""
        due = self.search(
            self._domain_of_due_renewals() & Domain("renewal_asked_on", "=", False)
        )
        for contract in due:
            contract._ask_to_renew()

    def _ask_to_renew(self):
        user = self.user_id or self.service_manager_id
        if not user:
            return
        today = self._today()
        guard.with_key(self).renewal_asked_on = today
        self.activity_schedule(
            RENEWAL_ACTIVITY,
            user_id=user.id,
            date_deadline=max(today, self._get_last_day()),
            summary=self.with_context(lang=user.lang).env._(
                "The contract ends: renew it"
            ),
        )

    def _end_reminder(self):
        # superuser: the reminder is somebody else's, perhaps
        self.sudo().activity_unlink([RENEWAL_ACTIVITY])
