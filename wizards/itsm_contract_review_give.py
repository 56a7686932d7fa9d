from odoo import api, fields, models

from ..const import REVIEW_OPINIONS


class ItsmContractReviewGive(models.TransientModel):
    """Give one's department's opinion on a contract, with the open points it leaves."""

    _name = "itsm.contract.review.give"
    _description = "Give Opinion"

    review_id = fields.Many2one(
        comodel_name="itsm.contract.review", required=True, ondelete="cascade"
    )
    contract_id = fields.Many2one(related="review_id.contract_id")
    partner_id = fields.Many2one(related="review_id.partner_id")
    currency_id = fields.Many2one(related="review_id.currency_id")
    amount = fields.Monetary(related="review_id.amount")
    company_id = fields.Many2one(related="review_id.company_id")
    unanswered_count = fields.Integer(related="review_id.unanswered_count")
    opinion = fields.Selection(selection=REVIEW_OPINIONS, required=True)
    comment = fields.Text()
    point_ids = fields.One2many(
        comodel_name="itsm.contract.review.give.point",
        inverse_name="wizard_id",
        string="Open Points",
    )
    principal_id = fields.Many2one(
        comodel_name="res.users",
        string="On Behalf of",
        domain="[('id', 'in', principal_choice_ids)]",
        help="Whom you speak for. Empty: for yourself where you can, else for the one"
        " who has delegated to you.",
    )
    principal_choice_ids = fields.Many2many(
        comodel_name="res.users", compute="_compute_principal_choice_ids"
    )
    can_choose_principal = fields.Boolean(compute="_compute_principal_choice_ids")
    is_returning = fields.Boolean(compute="_compute_is_returning")

    # === COMPUTE METHODS === #

    @api.depends("review_id")
    def _compute_principal_choice_ids(self):
        user = self.env.user
        for wizard in self:
            # superuser: whoever is asked may know for whom he is
            stage = wizard.review_id.sudo().waiting_stage_id
            principals = stage._principals_of(user) if stage else {}
            choices = user.browse(principals.get(stage.id, ()))
            wizard.principal_choice_ids = choices
            wizard.can_choose_principal = bool(choices - user)

    @api.depends("opinion", "review_id")
    def _compute_is_returning(self):
        for wizard in self:
            review = wizard.review_id
            asked = review.can_decide and review.wants_opinion
            wizard.is_returning = asked and wizard.opinion == "disagree"

    # === ACTION METHODS === #

    def action_give(self):
        """Give the opinion that was entered."""
        self.ensure_one()
        points = [
            {
                "name": point.name,
                "owner_id": point.owner_id.id,
                "date_due": fields.Date.to_string(point.date_due),
            }
            for point in self.point_ids
        ]
        self.review_id.give_opinion(
            self.opinion, self.comment or "", points, self.principal_id.id
        )
        return {"type": "ir.actions.act_window_close"}


class ItsmContractReviewGivePoint(models.TransientModel):
    """An open point that an opinion adds."""

    _name = "itsm.contract.review.give.point"
    _description = "Open Point of an Opinion"

    wizard_id = fields.Many2one(
        comodel_name="itsm.contract.review.give", required=True, ondelete="cascade"
    )
    name = fields.Char(string="What Must Be Settled", required=True)
    owner_id = fields.Many2one(
        comodel_name="res.users",
        string="Responsible",
        required=True,
        domain=[("share", "=", False)],
        default=lambda self: self._default_owner(),
        ondelete="cascade",
    )
    date_due = fields.Date(string="Due Date", required=True)

    @api.model
    def _default_owner(self):
        """Whoever has drawn up the contract settles most of what is asked."""
        review = self.env["itsm.contract.review"].browse(
            self.env.context.get("default_review_id")
        )
        # superuser: whoever speaks on a contract may know whose it is
        return review.sudo().contract_id.user_id
