from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ...const import CONTRACT_BEGUN


class ItsmOutage(models.Model):
    """A time in which a customer's service was down (服务中断, domain 3.6).

    Overlapping outages of a service are allowed, and counted once; planned
    maintenance windows are the SLA's, so that only their overrun counts.
    """

    _name = "itsm.outage"
    _description = "Service Outage"
    _inherit = ["itsm.bound.mixin", "mail.thread"]
    _bound_to = "contract_id"
    _order = "date_start desc, id desc"

    name = fields.Char(string="Summary", required=True)
    contract_id = fields.Many2one(
        comodel_name="itsm.contract",
        string="Service Contract",
        required=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(related="contract_id.company_id", store=True)
    service_id = fields.Many2one(
        comodel_name="itsm.service",
        required=True,
        index=True,
        domain=[("state", "in", CONTRACT_BEGUN), ("kind", "!=", "amendment")],
        ondelete="restrict",
    )
    date_start = fields.Datetime(string="Start", required=True, tracking=True)
    date_end = fields.Datetime(
        string="End", tracking=True, help="Empty: the outage is not over."
    )
    state = fields.Selection(
        selection=[("open", "Open"), ("over", "Over")],
        compute="_compute_state",
        search="_search_state",
    )
    duration = fields.Integer(
        string="Duration (minutes)",
        compute="_compute_duration",
        help="Up to now while it is open, exclusions included.",
    )
    excluded = fields.Integer(
        string="Excluded (minutes)",
        compute="_compute_duration",
        help="By approved exclusions; planned maintenance is deducted besides.",
    )
    cause = fields.Text()
    ticket_ids = fields.Many2many(comodel_name="helpdesk.ticket", string="Tickets")
    exclusion_ids = fields.One2many(
        comodel_name="itsm.outage.exclusion",
        inverse_name="outage_id",
        string="Exclusions",
    )
    window_ids = fields.Many2many(
        comodel_name="itsm.maintenance.window",
        compute="_compute_window_ids",
        string="Planned Maintenance Windows",
        help="Of the SLA in force when the outage began.",
    )
    overlapping_ids = fields.Many2many(
        comodel_name="itsm.outage", compute="_compute_overlapping_ids"
    )

    _end_after_start = models.Constraint(
        "CHECK (date_end >= date_start)", "An outage cannot end before it starts."
    )

    # === COMPUTE METHODS === #

    @api.depends("date_end")
    def _compute_state(self):
        for outage in self:
            outage.state = "over" if outage.date_end else "open"

    def _search_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        is_open = Domain("date_end", "=", False)
        return Domain.OR(is_open if state == "open" else ~is_open for state in value)

    @api.depends(
        "date_start",
        "date_end",
        "exclusion_ids.date_start",
        "exclusion_ids.date_end",
        "exclusion_ids.approved_at",
    )
    def _compute_duration(self):
        now = fields.Datetime.now()
        for outage in self:
            start, end = outage.date_start or now, outage.date_end or now
            outage.duration = (end - start).total_seconds() // 60
            outage.excluded = outage.exclusion_ids._minutes_approved()

    @api.depends("contract_id", "service_id", "date_start")
    def _compute_window_ids(self):
        for outage in self:
            # sudo: the windows agreed, whether or not the reader may open the SLA
            contract = outage.contract_id.sudo()
            windows = self.env["itsm.maintenance.window"]
            if contract and outage.date_start:
                agreed = contract._sla_at(outage.date_start).availability_ids
                lines = agreed.filtered(
                    lambda a, o=outage: (
                        a.service_id._entry() == o.service_id._entry()
                    )
                )
                windows = lines.window_ids
            outage.window_ids = windows.sudo(False)

    @api.depends("contract_id", "service_id", "date_start", "date_end")
    def _compute_overlapping_ids(self):
        for outage in self:
            if not (outage.contract_id and outage.service_id and outage.date_start):
                outage.overlapping_ids = False
                continue
            ends_later = Domain("date_end", "=", False)
            ends_later |= Domain("date_end", ">", outage.date_start)
            domain = (
                Domain("id", "!=", outage._origin.id)
                & Domain("contract_id", "=", outage.contract_id.id)
                & Domain("service_id", "in", outage.service_id._get_versions().ids)
                & ends_later
            )
            if outage.date_end:
                domain &= Domain("date_start", "<", outage.date_end)
            outage.overlapping_ids = self.search(domain)

    # === CONSTRAINT METHODS === #

    @api.constrains("date_start", "date_end")
    def _check_dates(self):
        now = fields.Datetime.now()
        for outage in self:
            if max(outage.date_start, outage.date_end or outage.date_start) > now:
                raise ValidationError(
                    self.env._(
                        "%(outage)s lies in the future: record an outage when it has "
                        "begun, and its end when it is over.",
                        outage=outage.name,
                    )
                )
        self.exclusion_ids._check_dates()

    # === CRUD METHODS === #

    @api.ondelete(at_uninstall=False)
    def _unlink_except_approved(self):
        self.exclusion_ids._unlink_except_approved()
