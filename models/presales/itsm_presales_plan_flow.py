from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..approval import guard

# What a deal was lost for, to learn from.
LOST_KINDS = [
    ("price", "Price"),
    ("level", "Service Level"),
    ("competitor", "Competitor"),
    ("budget", "No Budget"),
    ("postponed", "Postponed"),
    ("other", "Other"),
]
# States that follow the approval, by the line of the log that brings them about.
_AFTERMATH = ("converted", "lost", "expired")


class ItsmPresalesPlan(models.Model):
    """What becomes of an approved plan: a contract, a lost deal, nothing in time."""

    _inherit = "itsm.presales.plan"
    _revisable_states = ("in_force", *_AFTERMATH)
    _cancellable_states = ("draft",)
    _void_states = ("rejected", "superseded", "cancelled", "lost", "expired")

    state = fields.Selection(
        selection_add=[
            ("in_force", "Approved"),
            ("converted", "In Contract"),
            ("lost", "Lost"),
            ("expired", "Expired"),
            ("superseded",),
        ],
        ondelete=dict.fromkeys(_AFTERMATH, "set default"),
    )
    lost_kind = fields.Selection(
        selection=LOST_KINDS, string="Lost for", readonly=True, copy=False
    )
    lost_reason = fields.Text(readonly=True, copy=False)
    is_valid = fields.Boolean(compute="_compute_is_valid")
    can_lose = fields.Boolean(compute="_compute_can_lose")

    # === COMPUTE METHODS === #

    @api.depends("validity_date", "state")
    def _compute_is_valid(self):
        today = fields.Date.context_today(self)
        for plan in self:
            on = not plan.validity_date or plan.validity_date >= today
            plan.is_valid = plan.state == "in_force" and on

    @api.depends("state", "user_id")
    @api.depends_context("uid")
    def _compute_can_lose(self):
        for plan in self:
            plan.can_lose = plan.state in ("in_force", "expired") and (
                plan._may_lose()
            )

    def _compute_can_revise(self):
        result = super()._compute_can_revise()
        if not self._is_planner():
            self.can_revise = False
        return result

    def _compute_can_release(self):
        """The approval puts it in force; it ends by a contract, or by being lost."""
        result = super()._compute_can_release()
        self.can_put_in_force = self.can_close = False
        return result

    # === ACTION METHODS === #

    def action_close(self):
        raise UserError(
            self.env._(
                "A presales plan is not closed: make its contract, or say that the deal"
                " was lost."
            )
        )

    def action_lose(self):
        """Ask for the reason why the deal was lost."""
        self._check_may_lose()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Deal Lost"),
            "res_model": "itsm.presales.lost",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_plan_ids": self.ids},
        }

    def lose(self, kind, reason):
        """Note that the customer does not take the plan.

        :param str kind: of `LOST_KINDS`
        :param str reason: mandatory
        :raise AccessError: neither the sales owner nor a service manager
        :raise UserError: no reason, or not a plan that waits for the customer
        """
        self._check_may_lose()
        if kind not in dict(LOST_KINDS) or not (reason or "").strip():
            raise UserError(
                self.env._("Say why the deal was lost: the next plan learns from it.")
            )
        self._lock()
        for plan in self:
            if plan.state not in ("in_force", "expired"):
                raise UserError(
                    self.env._(
                        "%(plan)s is %(state)s: only an approved or expired plan is"
                        " lost.",
                        plan=plan.display_name,
                        state=plan._get_state_label(),
                    )
                )
        self._leave("lost", reason.strip())
        # superuser: the right was checked; what was approved is frozen for writing
        guard.with_key(self.sudo()).write(
            {"lost_kind": kind, "lost_reason": reason.strip()}
        )
        return True

    # === BUSINESS METHODS === #

    def _get_engine_fields(self):
        return super()._get_engine_fields() | {"lost_kind", "lost_reason"}

    def _may_lose(self):
        manager = "itsm_service_delivery.group_service_manager"
        return self.env.user == self.user_id or self.env.user.has_group(manager)

    def _check_may_lose(self):
        self.check_access("read")
        if not all(plan._may_lose() for plan in self):
            raise AccessError(
                self.env._(
                    "The sales owner or the service manager says that a deal was lost."
                )
            )

    def _leave(self, state, comment="", **facts):
        """Let approved plans go on to a state, with a line of the log.

        The caller has locked them, and checked that the user may.

        :param str state: one of `_AFTERMATH`
        """
        line = {"comment": comment, "facts": facts}
        self._append_log(state, dict.fromkeys(self.ids, line))
        # superuser: see above; what is approved nobody writes
        self.sudo()._transition({"state": state})

    def _reopen(self, comment):
        """Let plans wait for the customer again: their contract came to nothing.

        One that another version has followed meanwhile is superseded by it.

        :param str comment: which contract it was, for the log
        """
        self._lock()
        # superuser: nobody writes what was approved
        for plan in self.sudo().filtered(lambda plan: plan.state == "converted"):
            newer = plan._get_versions().filtered(lambda v: v.state == "in_force")
            if newer:
                plan._supersede(newer[:1])
                continue
            plan._append_log("in_force", {plan.id: {"comment": comment}})
            plan._transition({"state": "in_force"})

    def _states_of_log(self, kinds, outcome):
        life = [kind for kind in kinds if kind not in ("signed", "filed")]
        if life and life[-1] in _AFTERMATH:
            return {life[-1]}
        return super()._states_of_log(kinds, outcome) - set(_AFTERMATH)

    @api.model
    def _cron_expire(self):
        """Let approved plans expire whose validity is over; each day, in batches."""
        plans = self.search(
            [
                ("state", "=", "in_force"),
                ("validity_date", "<", fields.Date.context_today(self)),
            ]
        )
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(plans))
        for plan in plans:
            plan = plan.try_lock_for_update().filtered(
                lambda plan: plan.state == "in_force"
            )
            if plan:
                plan._leave("expired")
            if not cron._commit_progress(1):
                break
