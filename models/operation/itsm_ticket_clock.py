from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...const import CLOCK_STATES, METRICS
from ...engine.clock import ClockState
from ...engine.instants import from_datetime

AT_RISK = "at_risk"
LIVE_STATES = [*CLOCK_STATES[:1], (AT_RISK, "At risk"), *CLOCK_STATES[1:]]
_RUNNING = ClockState.RUNNING.value
_BREACHED = ClockState.BREACHED.value


class ItsmTicketClock(models.Model):
    """A ticket's response or resolution clock: the stored projection of its timeline.

    Nothing here is a source: ``helpdesk.ticket._update_clocks`` writes the rows from
    the timeline, the SLA version and the service hours. All durations are seconds of
    service time. ``live_state`` compares the stored instants with now, so that a clock
    is at risk or breached in every search and list at once, without a job.
    """

    _name = "itsm.ticket.clock"
    _description = "Ticket Clock"
    _inherit = ["itsm.bound.mixin"]
    _order = "deadline, id"
    _log_access = False  # computed_at says it

    ticket_id = fields.Many2one(
        comodel_name="helpdesk.ticket", required=True, readonly=True, ondelete="cascade"
    )
    metric = fields.Selection(selection=METRICS, required=True, readonly=True)
    state = fields.Selection(
        selection=CLOCK_STATES,
        string="State when Computed",
        required=True,
        readonly=True,
    )
    live_state = fields.Selection(
        selection=LIVE_STATES,
        string="State",
        compute="_compute_live_state",
        search="_search_live_state",
    )
    running = fields.Boolean(
        readonly=True, help="Service time is being used up, even after a breach."
    )
    sla_id = fields.Many2one(
        comodel_name="itsm.sla",
        string="SLA",
        readonly=True,
        ondelete="restrict",
    )
    calendar_id = fields.Many2one(
        comodel_name="resource.calendar",
        string="Service Hours",
        readonly=True,
        ondelete="restrict",
    )
    target_seconds = fields.Integer(readonly=True)
    used_seconds = fields.Integer(
        readonly=True, help="Service seconds used when computed or when finished."
    )
    computed_at = fields.Datetime(readonly=True)
    deadline = fields.Datetime(readonly=True)
    breaches_at = fields.Datetime(
        readonly=True, help="Last instant at which finishing still meets the target."
    )
    at_risk_at = fields.Datetime(readonly=True)
    outcome_at = fields.Datetime(readonly=True)
    finished_at = fields.Datetime(readonly=True)
    used_now = fields.Integer(
        string="Used Seconds by Now",
        compute="_compute_used",
        help="Service seconds used up to now, or up to the finish.",
    )
    used_pct = fields.Integer(string="Used (%)", compute="_compute_used")
    remaining = fields.Char(
        compute="_compute_remaining", help="Service time that is left, or over."
    )

    _ticket_metric_uniq = models.Constraint(
        "UNIQUE(ticket_id, metric)", "A ticket has one clock for each metric."
    )
    # Of nothing that a new deadline changes, so that it updates no index
    _unfinished_idx = models.Index("(calendar_id) WHERE finished_at IS NULL")

    # === COMPUTE METHODS === #

    @api.depends("state", "breaches_at", "at_risk_at")
    def _compute_live_state(self):
        now = fields.Datetime.now()
        for clock in self:
            clock.live_state = clock._state_at(now)

    def _state_at(self, now):
        """Return how the clock stands at an instant not before ``computed_at``."""
        if self.state != _RUNNING:
            return self.state
        if self.breaches_at and self.breaches_at < now:
            return _BREACHED
        return AT_RISK if self.at_risk_at and self.at_risk_at <= now else _RUNNING

    def _search_live_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        now = fields.Datetime.now()
        running = Domain("state", "=", _RUNNING)
        late = running & Domain("breaches_at", "<", now)
        risky = running & ~late & Domain("at_risk_at", "<=", now)
        domains = {
            _RUNNING: running & ~late & ~risky,
            AT_RISK: risky,
            _BREACHED: late | Domain("state", "=", _BREACHED),
        }
        return Domain.OR(
            domains.get(state, Domain("state", "=", state)) for state in value
        )

    @api.depends("used_seconds", "target_seconds", "running", "computed_at")
    def _compute_used(self):
        now = from_datetime(fields.Datetime.now())
        for clock in self:
            used = clock.used_seconds
            if clock.running:
                # sudo: service hours are the same for whoever looks
                clock_sudo = clock.sudo()
                hours = clock_sudo.calendar_id._itsm_service_hours(
                    clock_sudo.sla_id.company_id
                )
                used += hours.seconds_between(from_datetime(clock.computed_at), now)
            clock.used_now = used
            target = clock.target_seconds
            clock.used_pct = used * 100 // target if target else 100 * bool(used)

    @api.depends("used_now", "target_seconds", "state")
    def _compute_remaining(self):
        for clock in self:
            if clock.state == ClockState.NOT_APPLICABLE.value:
                clock.remaining = False
                continue
            left = clock.target_seconds - clock.used_now
            duration = self._format_duration(abs(left))
            clock.remaining = (
                self.env._("%(duration)s left", duration=duration)
                if left >= 0
                else self.env._("%(duration)s over", duration=duration)
            )

    @api.depends("metric", "ticket_id")
    def _compute_display_name(self):
        metrics = dict(self._fields["metric"]._description_selection(self.env))
        for clock in self:
            clock.display_name = f"{clock.ticket_id.number} · {metrics[clock.metric]}"

    @api.model
    def _format_duration(self, seconds):
        """Return service time in hours and minutes, the last minute begun left out.

        A day would be read as 24 hours, which service days are not.
        """
        hours, minutes = divmod(seconds // 60, 60)
        if not hours:
            return self.env._("%(minutes)s min", minutes=minutes)
        if not minutes:
            return self.env._("%(hours)s h", hours=hours)
        return self.env._("%(hours)s h %(minutes)s min", hours=hours, minutes=minutes)

    # === SQL === #

    def _field_to_sql(self, alias, field_expr, query=None):
        """Let lists sort and group by the live state as well."""
        if field_expr != "live_state":
            return super()._field_to_sql(alias, field_expr, query)
        self._check_field_access(self._fields[field_expr], "read")
        columns = {
            name: super(ItsmTicketClock, self)._field_to_sql(alias, name, query)
            for name in ("state", "breaches_at", "at_risk_at")
        }
        return SQL(
            """CASE WHEN %(state)s = 'running' AND %(breaches_at)s < %(now)s
                    THEN 'breached'
                    WHEN %(state)s = 'running' AND %(at_risk_at)s <= %(now)s
                    THEN 'at_risk'
                    ELSE %(state)s END""",
            now=fields.Datetime.now(),
            **columns,
        )

    # === BUSINESS METHODS === #

    def _panel(self, title, labels):
        """Return what the clock panel of the ticket form shows, JSON-like."""
        self.ensure_one()
        applies = self.state != ClockState.NOT_APPLICABLE.value
        ticket = self.ticket_id
        waits_for = self.live_state == "paused" and ticket.itsm_pause_reason_id.name
        return {
            "title": title,
            "state": self.live_state,
            "label": labels[self.live_state],
            "running": self.running,
            "used_pct": self.used_pct,
            "used": self._format_duration(self.used_now),
            "target": applies and self._format_duration(self.target_seconds),
            "remaining": self.remaining,
            "deadline": fields.Datetime.to_string(self.deadline),
            "finished_at": fields.Datetime.to_string(self.finished_at),
            "waits_for": waits_for,
            # sudo: names of records that the reader may not open
            "hours": self.sudo().calendar_id.name or self.env._("24x7"),
            "sla": self.sudo().sla_id.display_name,
        }
