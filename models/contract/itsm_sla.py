from odoo import fields, models

from ...const import ATTAINMENT_BASES


class ItsmSla(models.Model):
    """One version of a service level agreement (SLA, clause 1.3).

    An SLA without a contract is a standard SLA: contracts start from a copy of it.
    The versions of one contract follow one another without overlapping; a ticket
    is judged by the version that was in force when it was opened.
    """

    _name = "itsm.sla"
    _description = "Service Level Agreement"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "contract_id, date_start desc, id desc"

    name = fields.Char(required=True, translate=True, tracking=True)
    contract_id = fields.Many2one(
        comodel_name="itsm.contract", index=True, copy=False, ondelete="restrict"
    )
    company_id = fields.Many2one(
        comodel_name="res.company", required=True, default=lambda self: self.env.company
    )
    version = fields.Char(required=True, default="1.0", copy=False)
    date_start = fields.Date(string="Start Date", copy=False, tracking=True)
    date_end = fields.Date(string="End Date", copy=False, tracking=True)
    state = fields.Selection(
        selection=[
            ("draft", "Draft"),
            ("in_force", "In Force"),
            ("closed", "Closed"),
        ],
        required=True,
        readonly=True,
        default="draft",
        copy=False,
        tracking=True,
    )
    target_ids = fields.One2many(
        comodel_name="itsm.sla.target", inverse_name="sla_id", copy=True
    )
    availability_ids = fields.One2many(
        comodel_name="itsm.sla.availability", inverse_name="sla_id", copy=True
    )
    credit_rule_ids = fields.One2many(
        comodel_name="itsm.credit.rule", inverse_name="sla_id", copy=True
    )
    pause_reason_ids = fields.Many2many(
        comodel_name="itsm.pause.reason", string="Pauses that Stop the Clock"
    )
    attainment_basis = fields.Selection(
        selection=ATTAINMENT_BASES, required=True, default="decided"
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
    satisfaction_target = fields.Float(digits=(3, 2))
    at_risk_pct = fields.Integer(string="At Risk from (%)", default=75)
    credit_cap_pct = fields.Float(string="Monthly Credit Cap (%)", digits=(5, 2))
    credit_greater_only = fields.Boolean(
        string="One Credit per Ticket",
        help="A ticket that misses both its response and its resolution target costs "
        "only the greater of the two credits.",
    )
