import functools

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...const import LEVELS, STATE_MEANINGS

INTERNAL = "base.group_user"
# What only the timeline changes.
PROJECTED = frozenset(
    {
        "itsm_opened_at",
        "itsm_state",
        "itsm_responded_at",
        "itsm_resolved_at",
        "itsm_closed_at",
        "itsm_last_event_at",
        "itsm_sla_id",
        "itsm_response_clock_id",
        "itsm_resolution_clock_id",
    }
)


class HelpdeskTicket(models.Model):
    """A ticket of a service contract: what was agreed for it, and how it stands.

    The fields are for our own people: a portal user reads none of them.
    """

    _inherit = "helpdesk.ticket"

    # What was agreed
    itsm_contract_id = fields.Many2one(
        comodel_name="itsm.contract",
        string="Service Contract",
        compute="_compute_itsm_contract_id",
        store=True,
        readonly=False,
        precompute=True,
        index=True,
        ondelete="restrict",
        groups=INTERNAL,
        help="Found from the customer when exactly one contract is in force.",
    )
    itsm_contract_to_choose = fields.Boolean(
        string="Contract to Choose",
        compute="_compute_itsm_contract_to_choose",
        store=True,
        precompute=True,
        groups=INTERNAL,
        help="Several contracts may cover this ticket: a person has to choose.",
    )
    itsm_service_id = fields.Many2one(
        comodel_name="itsm.service",
        string="Service",
        domain=[("state", "=", "in_force")],
        compute="_compute_itsm_service_id",
        store=True,
        readonly=False,
        precompute=True,
        ondelete="restrict",
        groups=INTERNAL,
    )
    project_id = fields.Many2one(
        compute="_compute_project_id", store=True, readonly=False, precompute=True
    )
    itsm_impact = fields.Selection(selection=LEVELS, string="Impact", groups=INTERNAL)
    itsm_urgency = fields.Selection(selection=LEVELS, string="Urgency", groups=INTERNAL)
    itsm_priority_id = fields.Many2one(
        comodel_name="itsm.priority",
        string="Service Priority",
        compute="_compute_itsm_priority_id",
        store=True,
        readonly=False,
        precompute=True,
        ondelete="restrict",
        groups=INTERNAL,
        help="From impact and urgency; may be set by hand, which is recorded.",
    )
    itsm_support_line = fields.Integer(
        string="Support Line", default=1, copy=False, groups=INTERNAL
    )
    itsm_rating = fields.Integer(
        string="Satisfaction (1-5)",
        copy=False,
        groups=INTERNAL,
        help="What the customer answered, 1 to 5; 0 when nobody answered.",
    )
    itsm_import_ref = fields.Char(
        string="Imported Reference",
        copy=False,
        readonly=True,
        index="btree_not_null",
        groups=INTERNAL,
    )
    # How it stands: projections of the timeline
    itsm_opened_at = fields.Datetime(
        string="Reported at",
        copy=False,
        index=True,
        groups=INTERNAL,
        help="When the customer reported it; empty: when the ticket is saved.",
    )
    itsm_state = fields.Selection(
        selection=STATE_MEANINGS,
        string="Service State",
        copy=False,
        readonly=True,
        index=True,
        groups=INTERNAL,
    )
    itsm_responded_at = fields.Datetime(
        string="Responded at", copy=False, readonly=True, groups=INTERNAL
    )
    itsm_resolved_at = fields.Datetime(
        string="Resolved at", copy=False, readonly=True, groups=INTERNAL
    )
    itsm_closed_at = fields.Datetime(
        string="Closed at", copy=False, readonly=True, groups=INTERNAL
    )
    itsm_last_event_at = fields.Datetime(
        string="Last Event at", copy=False, readonly=True, groups=INTERNAL
    )
    itsm_pause_reason_id = fields.Many2one(
        comodel_name="itsm.pause.reason",
        string="Waits for",
        copy=False,
        ondelete="restrict",
        groups=INTERNAL,
    )
    itsm_sla_id = fields.Many2one(
        comodel_name="itsm.sla",
        string="SLA",
        copy=False,
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        groups=INTERNAL,
        help="The version in force when the ticket was opened.",
    )
    itsm_event_ids = fields.One2many(
        comodel_name="itsm.ticket.event",
        inverse_name="ticket_id",
        string="Timeline",
        readonly=True,
        groups=INTERNAL,
    )
    itsm_clock_ids = fields.One2many(
        comodel_name="itsm.ticket.clock",
        inverse_name="ticket_id",
        string="Clocks",
        readonly=True,
        groups=INTERNAL,
    )
    # What a save may say of itself
    itsm_change_reason = fields.Char(
        string="Reason for the Change",
        store=False,
        copy=False,
        groups=INTERNAL,
        help="Recorded in the timeline with what this save changes.",
    )
    itsm_reason_required = fields.Boolean(
        compute="_compute_itsm_reason_required", groups=INTERNAL
    )

    # === COMPUTE METHODS === #

    @api.depends("category_id")
    def _compute_itsm_service_id(self):
        for ticket in self:
            service = ticket.category_id.itsm_service_id
            if ticket._itsm_is_frozen() or not service:
                service = ticket.itsm_service_id
            ticket.itsm_service_id = service

    @api.depends("partner_id", "itsm_service_id", "company_id")
    def _compute_itsm_contract_id(self):
        candidates = self._itsm_contracts_in_question()
        for ticket in self:
            contracts = candidates[ticket]
            contract = ticket.itsm_contract_id
            if contracts is not None:
                contract = contracts if len(contracts) == 1 else contracts.browse()
            ticket.itsm_contract_id = contract

    @api.depends("itsm_contract_id", "partner_id", "itsm_service_id", "company_id")
    def _compute_itsm_contract_to_choose(self):
        unclear = self.filtered(lambda ticket: not ticket.itsm_contract_id)
        candidates = unclear._itsm_contracts_in_question()
        for ticket in self:
            ticket.itsm_contract_to_choose = len(candidates.get(ticket) or ()) > 1

    @api.depends("itsm_contract_id")
    def _compute_project_id(self):
        for ticket in self:
            project = ticket.itsm_contract_id.project_id
            ticket.project_id = project or ticket.project_id

    @api.depends("itsm_impact", "itsm_urgency")
    def _compute_itsm_priority_id(self):
        rules = self.env["itsm.priority.rule"]
        by_cell = functools.cache(rules._priority_for)
        by_stars = functools.cache(self._itsm_priority_of_stars)
        for ticket in self:
            priority = ticket.itsm_priority_id
            if ticket.itsm_impact and ticket.itsm_urgency:
                if not ticket._itsm_is_frozen():
                    cell = (ticket.itsm_impact, ticket.itsm_urgency, ticket.company_id)
                    priority = by_cell(*cell) or priority
            elif not priority and not ticket._origin:
                priority = by_stars(ticket.priority)
            ticket.itsm_priority_id = priority

    @api.depends("itsm_priority_id", "itsm_opened_at")
    def _compute_itsm_reason_required(self):
        for ticket in self:
            before, after = ticket._origin.itsm_priority_id, ticket.itsm_priority_id
            ticket.itsm_reason_required = (
                is_lower(before, after)
                if ticket._origin
                else bool(ticket.itsm_opened_at)
            )

    @api.onchange("itsm_priority_id")
    def _onchange_itsm_priority_id(self):
        if self.itsm_priority_id:
            self.priority = self.itsm_priority_id.helpdesk_priority

    def _itsm_is_frozen(self):
        """Return whether contract, service and priority are settled for good."""
        return self._origin.itsm_state in ("closed", "cancelled")

    def _itsm_contracts_in_question(self):
        """Return ``{ticket: contracts that may cover it}``, None where it is settled.

        Settled: a finished ticket, or one whose contract is the customer's.
        """
        find = functools.cache(self._itsm_find_contracts)
        candidates = {}
        now = fields.Datetime.now()
        for ticket in self:
            partner = ticket.partner_id.commercial_partner_id
            contract = ticket.itsm_contract_id
            settled = contract and contract.partner_id.commercial_partner_id == partner
            if settled or ticket._itsm_is_frozen():
                candidates[ticket] = None
                continue
            candidates[ticket] = find(
                partner,
                ticket.itsm_opened_at or now,
                ticket.itsm_service_id,
                ticket.company_id,
            )
        return candidates

    @api.model
    def _itsm_find_contracts(self, partner, instant, service, company):
        """Return the contracts of a company that may cover a customer's ticket."""
        # sudo: the customer's contract counts, whether or not the user may open it
        contracts = self.env["itsm.contract"].sudo()
        if not partner:
            return contracts
        found = contracts._find_for(partner, instant, service or None)
        return found.filtered(lambda contract: contract.company_id == company)

    @api.model
    def _itsm_priority_of_stars(self, stars):
        """Return the priority that goes with the helpdesk's own one."""
        return self.env["itsm.priority"].search(
            [("helpdesk_priority", "=", stars or "1")], limit=1
        )

    # === CONSTRAINTS === #

    @api.constrains("itsm_rating")
    def _check_itsm_rating(self):
        for ticket in self:
            if not 0 <= ticket.itsm_rating <= 5:
                raise ValidationError(
                    self.env._("Satisfaction is a figure from 1 to 5, or 0 for none.")
                )

    # === CRUD METHODS === #

    @api.ondelete(at_uninstall=False)
    def _unlink_except_under_contract(self):
        # sudo: a contract that the user may not open counts as well
        if self.sudo().itsm_contract_id:
            raise UserError(
                self.env._(
                    "A ticket of a service contract cannot be deleted: its timeline is "
                    "evidence. Move it to a cancelled stage instead."
                )
            )


def is_lower(before, after):
    """Return whether a priority is less urgent than another one."""
    return bool(before and after) and after.sequence > before.sequence
