from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..approval import guard
from .tryout_view import TryoutView


class ItsmSlaTryout(models.Model):
    """The try-outs of a presales plan: seen and changed by whoever does so to the plan.

    Those without a plan are their maker's, by record rules.
    """

    _name = "itsm.sla.tryout"
    _inherit = ["itsm.sla.tryout", "itsm.bound.mixin"]
    _bound_to = "plan_id"

    plan_id = fields.Many2one(
        comodel_name="itsm.presales.plan",
        string="Presales Plan",
        check_company=True,
        index="btree_not_null",
        ondelete="cascade",
        help="Whose SLA draft is sought. Empty: only to see what would have been.",
    )
    partner_id = fields.Many2one(
        compute="_compute_partner_id", store=True, readonly=False, precompute=True
    )
    used_sla_id = fields.Many2one(
        comodel_name="itsm.sla",
        string="SLA Draft Used",
        readonly=True,
        copy=False,
        ondelete="set null",
        help="What the plan has taken from this try-out.",
    )
    used_candidate_id = fields.Many2one(
        comodel_name="itsm.sla.tryout.candidate",
        string="Candidate Used",
        readonly=True,
        copy=False,
        ondelete="set null",
    )

    # === COMPUTE METHODS === #

    @api.depends("plan_id.partner_id")
    def _compute_partner_id(self):
        for tryout in self:
            tryout.partner_id = tryout.plan_id.partner_id or tryout.partner_id

    @api.depends("plan_id.currency_id")
    def _compute_currency_id(self):
        result = super()._compute_currency_id()
        for tryout in self.filtered("plan_id"):
            tryout.currency_id = tryout.plan_id.currency_id
        return result

    # === CRUD METHODS === #

    def write(self, vals):
        result = super().write(vals)
        if "plan_id" in vals:
            # neither out of a plan nor into one that the user may not write
            self.check_access("write")
        return result

    @api.model
    def _get_engine_fields(self):
        return super()._get_engine_fields() | {"used_candidate_id", "used_sla_id"}

    # === ACTION METHODS === #

    def action_view_plan(self):
        """Open the presales plan."""
        self.ensure_one()
        return self.plan_id._get_records_action(name=self.env._("Presales Plan"))

    # === ACCESS === #

    @api.model
    def _domain_of_readable(self):
        readable = Domain("plan_id", "=", False)
        if self.env["itsm.presales.plan"].has_access("read"):
            readable |= super()._domain_of_readable()
        return readable

    @api.model
    def _bound_operation(self, operation):
        return "read" if operation == "read" else "write"

    # === BUSINESS METHODS === #

    def _check_usable(self):
        """Check that the plan can take an SLA from these results.

        :raise UserError: what keeps it from that, and what to do
        """
        self.ensure_one()
        self._check_computed()
        plan = self.plan_id
        if not plan:
            raise UserError(
                self.env._(
                    "This try-out belongs to no presales plan. Choose the plan that is"
                    " to offer this SLA, then use it."
                )
            )
        if plan.state != "draft":
            raise UserError(
                self.env._(
                    "%(plan)s is %(state)s: its SLA draft stays as it is. %(advice)s",
                    plan=plan.display_name,
                    state=plan._get_state_label(),
                    advice=plan._get_frozen_advice(),
                )
            )
        if self.state != "done":
            raise UserError(
                self.env._(
                    "The results of %s are outdated: compute them again before you"
                    " decide on them.",
                    self.display_name,
                )
            )

    def _note_used(self, candidate, sla):
        """Keep what the plan has taken, and tell it on the plan with the figures."""
        # superuser: who may write the plan may have this kept
        guard.with_key(self.sudo()).write(
            {"used_candidate_id": candidate.id, "used_sla_id": sla.id}
        )
        view = TryoutView(self)
        column = next(item for item in view.columns if item.record == candidate)
        self.plan_id.message_post(
            body=self.env["ir.qweb"]._render(
                "itsm_service_delivery.sla_tryout_used",
                {"column": column, "sla": sla, "tryout": self, "view": view},
            ),
            subtype_xmlid="mail.mt_note",
        )
