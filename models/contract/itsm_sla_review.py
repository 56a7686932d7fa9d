from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import date_utils

from ...const import STANDARD_SLA
from ..approval import guard

REVIEW_ACTIVITY = "itsm_service_delivery.mail_activity_sla_review"
RENEWAL_DAYS = "itsm_service_delivery.renewal_days"


class ItsmSla(models.Model):
    """What falls due while an SLA is in force: its yearly review, its renewal."""

    _inherit = "itsm.sla"

    reviewed_on = fields.Date(
        string="Last Reviewed",
        readonly=True,
        copy=False,
        help="Last day on which it was found to be right: approval, or a review.",
    )
    review_due_date = fields.Date(
        string="Next Review",
        compute="_compute_review_due_date",
        help="An SLA is reviewed at least yearly, even if nothing changes.",
    )
    is_review_due = fields.Boolean(
        string="Review Due",
        compute="_compute_review_due_date",
        search="_search_is_review_due",
    )
    is_renewal_due = fields.Boolean(
        string="Renewal Due",
        compute="_compute_is_renewal_due",
        search="_search_is_renewal_due",
        help="It ends soon, and no version follows it.",
    )
    ends_on = fields.Date(string="Holds until", compute="_compute_ends_on")

    # === COMPUTE METHODS === #

    @api.depends("state", "reviewed_on")
    def _compute_review_due_date(self):
        today = fields.Date.context_today(self)
        for sla in self:
            due = False
            months = sla.document_type_id.review_months
            if sla.state == "in_force" and sla.reviewed_on and months:
                due = date_utils.add(sla.reviewed_on, months=months)
            sla.review_due_date = due
            sla.is_review_due = bool(due) and due <= today

    def _search_is_review_due(self, operator, value):
        if operator != "in" or list(value) != [True]:
            return NotImplemented
        today = fields.Date.context_today(self)
        domain = Domain.FALSE
        kinds = (
            ("sla", Domain("contract_id", "!=", False)),
            ("standard_sla", Domain(STANDARD_SLA)),
        )
        for code, of_kind in kinds:
            months = self.env["itsm.document.type"]._get(code).review_months
            if months:
                # a day more or less for months of different lengths: filtered below
                latest = date_utils.subtract(today, months=months) + timedelta(days=3)
                domain |= of_kind & Domain("reviewed_on", "<=", latest)
        candidates = self.search(Domain("state", "=", "in_force") & domain)
        return Domain("id", "in", candidates.filtered("is_review_due").ids)

    @api.depends(
        "state",
        "date_end",
        "last_day",
        "contract_id.date_end",
        "contract_id.last_day",
    )
    def _compute_is_renewal_due(self):
        due = self.filtered_domain(self._domain_of_renewal())
        for sla in self:
            sla.is_renewal_due = sla in due

    def _search_is_renewal_due(self, operator, value):
        if operator != "in" or list(value) != [True]:
            return NotImplemented
        return self._domain_of_renewal()

    @api.model
    def _domain_of_renewal(self):
        """Return which SLAs in force end soon without another version."""
        days = self.env["ir.config_parameter"].sudo().get_param(RENEWAL_DAYS, "60")
        horizon = fields.Date.context_today(self) + timedelta(days=int(days))
        return (
            Domain("state", "=", "in_force")
            & Domain("contract_id", "!=", False)
            & Domain("last_day", "=", False)
            & (
                Domain("date_end", "<=", horizon)
                | Domain("date_end", "=", False)
                & Domain("contract_id.date_end", "<=", horizon)
            )
        )

    @api.depends("date_end", "last_day", "contract_id.date_end", "contract_id.last_day")
    def _compute_ends_on(self):
        for sla in self:
            sla.ends_on = sla._get_last_day()

    # === ACTION METHODS === #

    def action_confirm_unchanged(self):
        """Note that the SLA was reviewed and stays as it is."""
        self._check_may_release()
        for sla in self:
            if sla.state != "in_force":
                raise UserError(
                    self.env._(
                        "%(sla)s is %(state)s: only what is in force is reviewed.",
                        sla=sla.display_name,
                        state=sla._get_state_label(),
                    )
                )
        self._lock()
        self._append_log("still_valid", {})
        today = fields.Date.context_today(self)
        # superuser: the right was checked, and nobody writes the date by himself
        guard.with_key(self.sudo()).write({"reviewed_on": today})
        for sla in self:
            sla.message_post(body=self.env._("Reviewed without change."))
        self.activity_feedback([REVIEW_ACTIVITY])
        return True

    # === BUSINESS METHODS === #

    def _transition(self, vals):
        """Count the year from the approval on; ask for no review of what is over."""
        result = super()._transition(vals)
        if "state" not in vals:
            return result
        if vals["state"] in ("signed", "in_force"):
            for sla in self.filtered(lambda sla: not sla.reviewed_on):
                guard.with_key(sla).write({"reviewed_on": sla._get_agreed_on()})
        elif vals["state"] in ("superseded", "expired", "closed"):
            self.activity_unlink([REVIEW_ACTIVITY])
        return result

    def _get_agreed_on(self):
        """Return the day of approval; of what was taken over, its first day."""
        self.ensure_one()
        if self.approved_by_id:
            return self.env["itsm.approval.decision"]._local_day(
                self.company_id, self.approved_at
            )
        return self.date_start or fields.Date.context_today(self)

    @api.model
    def _cron_ask_for_review(self):
        """Ask the responsible service managers to review what is due."""
        activity_type = self.env.ref(REVIEW_ACTIVITY)
        for sla in self.search([("is_review_due", "=", True)]):
            if sla.activity_ids.filtered(lambda a: a.activity_type_id == activity_type):
                continue
            responsible = sla.contract_id.service_manager_id or sla.approved_by_id
            sla.activity_schedule(
                REVIEW_ACTIVITY,
                date_deadline=sla.review_due_date,
                user_id=(responsible or sla.author_id).id,
                summary=self.env._("Review the SLA: at least yearly"),
            )
