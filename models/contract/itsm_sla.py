from fractions import Fraction

from odoo import api, fields, models

from ...const import ATTAINMENT_BASES
from ...engine.clock import Metric, Policy, Target


class ItsmSla(models.Model):
    """One version of a service level agreement (SLA, clause 1.3).

    An SLA without a contract is a standard SLA: contracts start from a copy of it.
    The versions of one contract are one document (domain 4.3): approved, signed by
    both parties, then in force. They follow one another without overlapping; a ticket
    is judged by the version whose dates cover the day on which it was opened.
    """

    _name = "itsm.sla"
    _description = "Service Level Agreement"
    _inherit = ["itsm.signature.mixin"]
    _order = "contract_id, date_start desc, id desc"
    _rec_names_search = ["number", "name"]
    _check_company_auto = True
    _document_type = "sla"
    _in_force_on_approval = False
    _revisable_states = ("approved", "signed", "in_force", "expired")
    # In force only before its first day.
    _cancellable_states = ("draft", "approved", "signed", "in_force")

    name = fields.Char(required=True, translate=True, tracking=True)
    contract_id = fields.Many2one(
        comodel_name="itsm.contract",
        index=True,
        copy=False,
        ondelete="restrict",
        check_company=True,
        help="Empty: a standard SLA, which contracts start from a copy of.",
    )
    contract_number = fields.Char(
        string="Contract Number", related="contract_id.number"
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        compute="_compute_company_id",
        store=True,
        readonly=False,
        precompute=True,
    )
    state = fields.Selection(
        selection_add=[
            ("approved", "To Sign"),
            ("signed", "Signed"),
            ("in_force",),
            ("superseded",),
            ("expired", "Expired"),
            ("closed", "Terminated"),
        ],
        ondelete={"signed": "set default", "expired": "set default"},
        help="Signed: agreed, and waits for its first day while the version before is"
        " still in force.",
    )
    date_start = fields.Date(string="Start Date", copy=False, tracking=True)
    date_end = fields.Date(
        string="End Date",
        copy=False,
        tracking=True,
        help="Empty: until the contract ends, or the next version starts.",
    )
    target_ids = fields.One2many(
        comodel_name="itsm.sla.target",
        inverse_name="sla_id",
        string="Targets",
        copy=True,
    )
    availability_ids = fields.One2many(
        comodel_name="itsm.sla.availability",
        inverse_name="sla_id",
        string="Availability Targets",
        copy=True,
    )
    credit_rule_ids = fields.One2many(
        comodel_name="itsm.credit.rule",
        inverse_name="sla_id",
        string="Credit Rules",
        copy=True,
    )
    pause_reason_ids = fields.Many2many(
        comodel_name="itsm.pause.reason",
        string="Pauses that Stop the Clock",
        default=lambda self: self.env["itsm.pause.reason"].search(
            [("stops_clock_by_default", "=", True)]
        ),
        help="Service time in a pause for another reason counts.",
    )
    attainment_basis = fields.Selection(
        selection=ATTAINMENT_BASES,
        required=True,
        default="decided",
        help="Which tickets a period's attainment counts. Decided in the period: each "
        "target counts once, in the period in which it was met or its deadline passed.",
    )
    response_attainment_target = fields.Float(
        string="Overall Response Target (%)", digits=(5, 2), default=95.0
    )
    resolution_attainment_target = fields.Float(
        string="Overall Resolution Target (%)", digits=(5, 2), default=95.0
    )
    minimum_decided = fields.Integer(
        default=10,
        help="With fewer decided tickets than this in a period, no overall "
        "percentage is judged: the misses are counted instead.",
    )
    satisfaction_target = fields.Float(
        digits=(3, 2), help="Mean of the customer's ratings from 1 to 5. 0: not judged."
    )
    at_risk_pct = fields.Integer(
        string="At Risk from (%)",
        default=75,
        help="A clock is at risk once this share of its target is used up.",
    )
    credit_cap_pct = fields.Float(
        string="Monthly Credit Cap (%)",
        digits=(5, 2),
        help="Most of a month's fee that credits can take. 0: no cap.",
    )
    credit_greater_only = fields.Boolean(
        string="One Credit per Ticket",
        help="A ticket that misses both its response and its resolution target costs "
        "only the greater of the two credits.",
    )

    _contract_in_force_uniq = models.UniqueIndex(
        "(contract_id) WHERE state = 'in_force'",
        "Another version of the contract's SLA is in force.",
    )
    _check_dates_order = models.Constraint(
        "CHECK (date_end >= date_start)",
        "The SLA ends before it starts: correct one of the dates.",
    )
    _check_percentages = models.Constraint(
        "CHECK (response_attainment_target BETWEEN 0 AND 100"
        " AND resolution_attainment_target BETWEEN 0 AND 100"
        " AND credit_cap_pct BETWEEN 0 AND 100"
        " AND at_risk_pct BETWEEN 1 AND 100)",
        "Percentages are from 0 to 100, and a clock is at risk from 1 to 100 % on.",
    )
    _check_satisfaction = models.Constraint(
        "CHECK (satisfaction_target BETWEEN 0 AND 5)",
        "Customers rate from 1 to 5: enter a satisfaction target in this range, or 0.",
    )
    _check_minimum = models.Constraint(
        "CHECK (minimum_decided >= 0)", "The minimum of decided tickets is 0 or more."
    )

    # === COMPUTE METHODS === #

    @api.depends("name", "version")
    def _compute_display_name(self):
        for sla in self:
            sla.display_name = f"{sla.name or ''} v{sla.version or ''}"

    @api.depends("contract_id.company_id")
    def _compute_company_id(self):
        for sla in self:
            sla.company_id = (
                sla.contract_id.company_id or sla.company_id or self.env.company
            )

    @api.depends("contract_id.amount_total", "contract_id.monthly_fee")
    def _compute_approval_amount(self):
        """What the contract is worth: its lines, or else its fee over its months."""
        result = super()._compute_approval_amount()
        for sla in self:
            # superuser: which stages apply does not depend on who looks
            if contract := sla.sudo().contract_id:
                fee = contract.monthly_fee * contract._count_months()
                sla.approval_amount = contract.amount_total or fee
                sla.approval_currency_id = contract.currency_id
        return result

    # === BUSINESS METHODS === #

    def _get_document_type_code(self):
        self.ensure_one()
        # superuser: the type does not depend on who may see the contract
        return "sla" if self.sudo().contract_id else "standard_sla"

    def _get_content_fields(self):
        # the next version of its contract takes it along: the number says which it is
        names = {*super()._get_content_fields(), "contract_number"}
        return sorted(names - {"contract_id"})

    def _get_engine_fields(self):
        return super()._get_engine_fields() | {
            "last_day",
            "reviewed_on",
        }

    def _get_approval_people(self, person):
        # superuser: who decides does not depend on who submits
        contract = self.sudo().contract_id
        people = {
            "sales_owner": contract.user_id,
            "service_manager": contract.service_manager_id,
            "project_manager": contract.project_id.user_id,
        }
        return people.get(person) or super()._get_approval_people(person)

    def _policy(self):
        """Return what clocks are judged by.

        :rtype: engine.clock.Policy
        """
        self.ensure_one()
        # Superuser: a clock does not depend on what its viewer may read.
        sla = self.sudo()
        return Policy(
            targets={
                (target.priority_id.code, Metric(target.metric)): Target(
                    target.minutes * 60,
                    target.calendar_id._itsm_service_hours(sla.company_id),
                )
                for target in sla.target_ids
            },
            pause_reasons=frozenset(sla.pause_reason_ids.mapped("code")),
            at_risk_share=Fraction(sla.at_risk_pct, 100),
        )
