import re

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..approval import guard

_CANDIDATE = re.compile(r"-S(\d+)$")


class ItsmSla(models.Model):
    """The SLA drafts of a presales plan (clause 1.1.5).

    One of the plan's candidates is chosen. They are parts of the plan: written while it
    is a draft, frozen and approved with it, and nothing by themselves. The contract
    gets a copy, which is then a document of its own.
    """

    _inherit = "itsm.sla"

    plan_id = fields.Many2one(
        comodel_name="itsm.presales.plan",
        string="Presales Plan",
        index="btree_not_null",
        copy=False,
        ondelete="restrict",
        check_company=True,
        help="The plan that this agreement is drafted for.",
    )
    is_frozen = fields.Boolean(compute="_compute_is_frozen")
    is_chosen = fields.Boolean(string="Chosen", compute="_compute_is_chosen")

    _check_one_owner = models.Constraint(
        "CHECK (plan_id IS NULL OR contract_id IS NULL)",
        "An SLA is drafted for a presales plan or belongs to a contract: the contract"
        " gets a copy.",
    )

    # === COMPUTE METHODS === #

    @api.depends("name", "version", "number", "plan_id")
    def _compute_display_name(self):
        result = super()._compute_display_name()
        for sla in self.filtered("plan_id"):
            found = _CANDIDATE.search(sla.number or "")
            candidate = f"S{found[1]}" if found else sla.number or ""
            sla.display_name = f"{candidate} {sla.name or ''}".strip()
        return result

    @api.depends("plan_id.company_id")
    def _compute_company_id(self):
        result = super()._compute_company_id()
        for sla in self.filtered("plan_id"):
            sla.company_id = sla.plan_id.company_id
        return result

    @api.depends("state", "plan_id.state")
    def _compute_is_frozen(self):
        for sla in self:
            # superuser: whoever reads the draft may know where it stands
            sla.is_frozen = sla.sudo()._get_state_owner().state != "draft"

    @api.depends("plan_id.sla_id")
    def _compute_is_chosen(self):
        for sla in self:
            # superuser: as above
            sla.is_chosen = sla.sudo().plan_id.sla_id == sla

    @api.depends("plan_id.amount_total")
    def _compute_approval_amount(self):
        result = super()._compute_approval_amount()
        for sla in self:
            # superuser: what it is worth does not depend on who looks
            if plan := sla.sudo().plan_id:
                sla.approval_amount = plan.amount_total
                sla.approval_currency_id = plan.currency_id
        return result

    @api.depends("plan_id")
    def _compute_can(self):
        result = super()._compute_can()
        for sla in self.filtered("plan_id"):
            sla.can_submit = False
        return result

    @api.depends("plan_id")
    def _compute_can_revise(self):
        result = super()._compute_can_revise()
        for sla in self.filtered("can_revise"):
            # who writes the drafts of plans need not write other agreements
            sla.can_revise = not sla.plan_id and sla.has_access("write")
        return result

    @api.depends("plan_id")
    def _compute_can_release(self):
        result = super()._compute_can_release()
        for sla in self.filtered("plan_id"):
            sla.can_cancel = False
        return result

    # === CONSTRAINT METHODS === #

    @api.constrains("plan_id", "company_id")
    def _check_plan_draft(self):
        """A draft is added to a draft of a plan only."""
        for sla in self.sudo().filtered("plan_id"):
            if sla.plan_id.state != "draft" and not guard.holds_key(self.env):
                raise ValidationError(
                    self.env._(
                        "%(plan)s is %(state)s: no SLA draft is added to it any more."
                        " %(advice)s",
                        plan=sla.plan_id.display_name,
                        state=sla.plan_id._get_state_label(),
                        advice=sla.plan_id._get_frozen_advice(),
                    )
                )

    # === CRUD METHODS === #

    def write(self, vals):
        if "plan_id" in vals and any(
            sla.plan_id.id != (vals["plan_id"] or False) for sla in self.sudo()
        ):
            raise UserError(
                self.env._(
                    "An SLA stays with its presales plan: copy it into the other one."
                )
            )
        return super().write(vals)

    def _next_number(self, vals):
        """Number a plan's drafts within the plan: they are no agreements yet."""
        if not vals.get("plan_id"):
            return super()._next_number(vals)
        # superuser: numbers do not depend on which drafts the writer sees
        plan = self.env["itsm.presales.plan"].sudo().browse(vals["plan_id"])
        taken = [
            int(found[1])
            for sla in plan.sla_ids
            if (found := _CANDIDATE.search(sla.number or ""))
        ]
        return f"{plan.number}-{plan.version}-S{max(taken, default=0) + 1}"

    # === ACTION METHODS === #

    def action_submit(self):
        if drafts := self.filtered("plan_id"):
            raise UserError(drafts[0]._get_part_message())
        return super().action_submit()

    def action_cancel(self):
        if drafts := self.filtered("plan_id"):
            raise UserError(drafts[0]._get_part_message())
        return super().action_cancel()

    def action_choose(self):
        """Make this the SLA draft of its plan."""
        self.ensure_one()
        if not self.plan_id:
            raise UserError(
                self.env._("%s is no draft of a presales plan.", self.display_name)
            )
        self.plan_id.sla_id = self
        return True

    def action_discard(self):
        """Delete drafts that were not chosen."""
        self.check_access("write")
        for sla in self:
            if not sla.plan_id or sla.is_chosen:
                raise UserError(
                    self.env._(
                        "%s cannot be discarded: only a draft of a presales plan that"
                        " was not chosen is.",
                        sla.display_name,
                    )
                )
        plan = self.plan_id[:1]
        # superuser: the right was checked; nobody else deletes agreements
        self.sudo().unlink()
        return plan._get_records_action()

    def action_view_plan(self):
        self.ensure_one()
        return self.plan_id._get_records_action(name=self.env._("Presales Plan"))

    # === BUSINESS METHODS === #

    def _get_state_owner(self):
        return self.plan_id or super()._get_state_owner()

    def _check_revisable(self):
        # who writes the drafts of plans need not write other agreements
        self.check_access("write")
        return super()._check_revisable()

    def _get_part_message(self):
        return self.env._(
            "%(sla)s is part of %(plan)s: it is decided with the plan.",
            sla=self.display_name,
            plan=self.sudo().plan_id.display_name,
        )

    @api.model
    def _get_frozen_expression(self):
        return "is_frozen"

    def _get_document_type_code(self):
        # superuser: the type does not depend on who may see the plan
        if self.sudo().plan_id:
            return "sla"
        return super()._get_document_type_code()

    def _get_approval_people(self, person):
        # superuser: as above
        if plan := self.sudo().plan_id:
            return plan._get_approval_people(person)
        return super()._get_approval_people(person)

    def _note_contributor(self):
        """Whoever writes the draft has written the plan (R1)."""
        result = super()._note_contributor()
        self.sudo().plan_id.sudo(False)._note_contributor()
        return result

    def _copy_to_plan(self, plan, **values):
        """Copy an SLA as a draft of a plan.

        :param plan: the `itsm.presales.plan` that gets it
        :param values: of the draft, such as another name
        :return: the draft
        """
        self.ensure_one()
        return self.with_context(itsm_revises=False).copy(
            {
                "plan_id": plan.id,
                "contract_id": False,
                "company_id": plan.company_id.id,
                **values,
            }
        )
