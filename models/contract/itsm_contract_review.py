from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from ...const import CONTRACT_KINDS, REVIEW_CONCLUSIONS, REVIEW_MODES
from ..approval import guard

# Taken from the contract when it is submitted: nobody writes it by hand.
TAKEN_OVER = frozenset(
    {
        "amount",
        "company_id",
        "contract_hash",
        "contract_id",
        "contract_version",
        "currency_id",
        "kind",
        "margin_pct",
        "name",
        "opinion_ids",
        "partner_id",
        "plan_number",
        "template_id",
    }
)
# What people write while they review: no content that is decided on.
_WORK = frozenset(
    {
        "item_ids",
        "meeting_date",
        "meeting_place",
        "minutes",
        "mode",
        "participant_ids",
        "point_ids",
    }
)
_UNDER_REVIEW = ("in_review", "reviewed")


class ItsmContractReview(models.Model):
    """The review of one contract (合同评审记录, clause 1.1.7, domain 2.3).

    The contract's submission makes it and submits it, its outcome decides the contract.
    Each submission is one round; the answers to the checklist, the open points and the
    opinions are written while it runs.
    """

    _name = "itsm.contract.review"
    _description = "Contract Review Record"
    _inherit = ["itsm.document.mixin"]
    _order = "id desc"
    _rec_names_search = ["number", "name", "contract_id"]
    _document_type = "contract_review"
    # Passing without conditions is.
    _in_force_on_approval = False
    # The contract is revised and cancelled, and its review with it.
    _revisable_states = ()
    _cancellable_states = ()

    name = fields.Char(string="Title", required=True, readonly=True)
    contract_id = fields.Many2one(
        comodel_name="itsm.contract",
        required=True,
        readonly=True,
        index=True,
        copy=False,
        ondelete="restrict",
    )
    contract_version = fields.Char(readonly=True)
    contract_hash = fields.Char(
        string="SHA-256 of the Contract",
        readonly=True,
        help="Of the contract's content as it was submitted: what this review is"
        " about.",
    )
    company_id = fields.Many2one(
        comodel_name="res.company", required=True, readonly=True
    )
    partner_id = fields.Many2one(
        comodel_name="res.partner", string="Customer", readonly=True, index=True
    )
    kind = fields.Selection(selection=CONTRACT_KINDS, readonly=True)
    currency_id = fields.Many2one(comodel_name="res.currency", readonly=True)
    amount = fields.Monetary(readonly=True, help="Total, taxes included.")
    margin_pct = fields.Float(
        string="Margin (%)",
        readonly=True,
        aggregator="avg",
        groups="itsm_service_delivery.group_cost_viewer",
        help="Of the presales plan.",
    )
    plan_number = fields.Char(string="Presales Plan", readonly=True)
    template_id = fields.Many2one(
        comodel_name="itsm.contract.review.template",
        readonly=True,
        ondelete="restrict",
    )
    mode = fields.Selection(
        selection=REVIEW_MODES, string="Held as", required=True, default="sign_off"
    )
    meeting_date = fields.Date(string="Meeting on")
    meeting_place = fields.Char(string="Place")
    participant_ids = fields.Many2many(
        comodel_name="res.users",
        relation="itsm_contract_review_participant_rel",
        string="Participants",
        domain=[("share", "=", False)],
    )
    minutes = fields.Html(string="Meeting Minutes")
    item_ids = fields.One2many(
        comodel_name="itsm.contract.review.item",
        inverse_name="review_id",
        string="Checklist",
    )
    opinion_ids = fields.One2many(
        comodel_name="itsm.contract.review.opinion",
        inverse_name="review_id",
        string="Opinions",
        readonly=True,
    )
    point_ids = fields.One2many(
        comodel_name="itsm.contract.review.point",
        inverse_name="review_id",
        string="Open Points",
    )
    open_point_count = fields.Integer(
        string="Points Unclosed", compute="_compute_open_point_count"
    )
    unanswered_count = fields.Integer(compute="_compute_unanswered_count")
    conclusion = fields.Selection(
        selection=REVIEW_CONCLUSIONS, readonly=True, copy=False, tracking=False
    )
    state = fields.Selection(
        selection_add=[
            ("draft", "To Review"),
            ("in_review", "In Review"),
            ("reviewed", "To Conclude"),
            ("approved", "Passed with Conditions"),
            ("in_force", "Passed"),
            ("superseded",),
            ("closed",),
            ("rejected", "Not Passed"),
            ("cancelled",),
        ],
    )
    is_party = fields.Boolean(
        string="Concerns Me",
        compute="_compute_is_party",
        search="_search_is_party",
        help="You are asked, named for an opinion, have decided, or own an open point.",
    )
    is_meeting_missing = fields.Boolean(compute="_compute_is_meeting_missing")
    can_answer = fields.Boolean(compute="_compute_can_organise")
    can_organise = fields.Boolean(compute="_compute_can_organise")

    # === COMPUTE METHODS === #

    @api.depends("number", "name")
    def _compute_display_name(self):
        for review in self:
            review.display_name = " ".join(filter(None, [review.number, review.name]))

    @api.depends("amount", "currency_id")
    def _compute_approval_amount(self):
        result = super()._compute_approval_amount()
        for review in self:
            review.approval_amount = review.amount
            review.approval_currency_id = review.currency_id
        return result

    @api.depends("point_ids.is_closed")
    def _compute_open_point_count(self):
        for review in self:
            points = review.point_ids
            review.open_point_count = len(points.filtered(lambda p: not p.is_closed))

    @api.depends("item_ids.answer")
    def _compute_unanswered_count(self):
        for review in self:
            items = review.item_ids
            review.unanswered_count = len(items.filtered(lambda item: not item.answer))

    @api.depends("mode", "meeting_date", "participant_ids")
    def _compute_is_meeting_missing(self):
        for review in self:
            review.is_meeting_missing = review.mode == "meeting" and not (
                review.meeting_date and review.participant_ids
            )

    @api.depends("state")
    @api.depends_context("uid")
    def _compute_can_organise(self):
        user = self.env.user
        for review in self:
            open_to = review._is_under_review() and review.has_access("write")
            authors = review.author_id | review.contributor_ids
            review.can_answer = open_to and user not in authors
            review.can_organise = open_to and review._is_organised_by(user)

    @api.depends("state", "opinion_ids.user_id", "point_ids.owner_id")
    @api.depends_context("uid")
    def _compute_is_party(self):
        # superuser: the rules of access ask it
        reviews = self.sudo().filtered_domain(self._party_domain())
        for review in self:
            review.is_party = review in reviews

    @api.model
    def _search_is_party(self, operator, value):
        if operator != "in" or list(value) != [True]:
            return NotImplemented
        return self._party_domain()

    @api.model
    def _party_domain(self):
        """Return which reviews concern the current user.

        :rtype: Domain
        """
        uid = self.env.uid
        return Domain.OR(
            [
                Domain("round_ids.stage_ids.asked_ids", "in", uid),
                Domain("decision_ids.user_id", "=", uid),
                Domain("opinion_ids.user_id", "=", uid),
                Domain("point_ids.owner_id", "=", uid),
            ]
        )

    # === CRUD METHODS === #

    def write(self, vals):
        if not guard.holds_key(self.env):
            self._check_written_by_organiser(vals)
        return super().write(vals)

    def _check_written_by_organiser(self, names):
        """Refuse what is for those who organise the review, by those who are asked.

        :param names: the fields to be written
        :raise AccessError:
        """
        open_to_all = {"item_ids", "point_ids"}
        own = {
            name
            for name in names
            if name not in open_to_all and not name.startswith(guard.SOCIAL_PREFIXES)
        }
        for review in self:
            if own and not review._is_organised_by(self.env.user):
                raise AccessError(
                    self.env._(
                        "How a contract review is held is written by the sales owner"
                        " of the contract or a service manager; those who are asked"
                        " answer its checklist and add open points."
                    )
                )

    # === BUSINESS METHODS === #

    def _is_organised_by(self, user):
        """Return whether a person sees to the review: when, where, with whom."""
        self.ensure_one()
        # superuser: whose contract it is does not depend on who looks
        owner = self.sudo().contract_id.user_id
        manager = "itsm_service_delivery.group_service_manager"
        return self.env.su or user == owner or user.has_group(manager)

    def _get_content_fields(self):
        """What the contract's submission has brought: it is what is decided on."""
        return sorted(TAKEN_OVER - {"company_id"})

    def _get_engine_fields(self):
        return super()._get_engine_fields() | TAKEN_OVER | {"conclusion"}

    def _get_editable_fields(self):
        """What is written while the review runs; points are closed after it too."""
        if self.state in ("approved", "in_force", "superseded", "rejected"):
            return {"point_ids"}
        return set(_WORK)

    def _get_frozen_advice(self):
        return self.env._("Changes of the contract are reviewed again.")

    def _get_approval_people(self, person):
        # superuser: who decides does not depend on who submits
        contract = self.sudo().contract_id
        people = {
            "sales_owner": contract.user_id,
            "service_manager": contract.service_manager_id,
            "project_manager": contract.project_id.user_id,
        }
        return people.get(person) or super()._get_approval_people(person)

    def _is_under_review(self):
        """Return whether a round of it runs."""
        self.ensure_one()
        return self.state in _UNDER_REVIEW

    def _get_open_points(self):
        """Return the points that are not closed."""
        # superuser: whether something is open does not depend on who looks
        return self.sudo().point_ids.filtered(lambda point: not point.is_closed)

    # === ACTION METHODS === #

    def action_view_contract(self):
        """Open the contract that is reviewed."""
        self.ensure_one()
        return self.contract_id._get_records_action(name=self.env._("Service Contract"))
