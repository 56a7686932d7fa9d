"""What waits for whom, and since when: the lists of the menu "Approvals"."""

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

DUE_STATES = [
    ("overdue", "Overdue"),
    ("today", "Today"),
    ("later", "Later"),
    ("none", "No Due Date"),
]


class ItsmApprovalRoundStage(models.Model):
    """A pending stage, as those see it who are asked to decide it."""

    _inherit = "itsm.approval.round.stage"

    can_decide = fields.Boolean(
        string="I Can Decide",
        compute="_compute_can_decide",
        search="_search_can_decide",
    )
    principal_ids = fields.Many2many(
        comodel_name="res.users",
        string="On Behalf of",
        compute="_compute_principal_ids",
        help="Who has delegated this decision to you.",
    )
    waiting_time = fields.Char(string="Waiting", compute="_compute_waiting_time")
    due_state = fields.Selection(
        selection=DUE_STATES,
        string="Due",
        compute="_compute_due_state",
        search="_search_due_state",
    )

    # === COMPUTE METHODS === #

    @api.depends("state", "asked_ids")
    @api.depends_context("uid")
    def _compute_can_decide(self):
        for stage in self:
            stage.can_decide = (
                stage.state == "pending" and self.env.user in stage.asked_ids
            )

    @api.model
    def _search_can_decide(self, operator, value):
        if operator != "in" or list(value) != [True]:
            return NotImplemented
        return Domain("state", "=", "pending") & Domain("asked_ids", "in", self.env.uid)

    @api.depends("state", "asked_ids")
    @api.depends_context("uid")
    def _compute_principal_ids(self):
        user = self.env.user
        principals = self.filtered("can_decide")._principals_of(user)
        for stage in self:
            stage.principal_ids = user.browse(principals.get(stage.id, ())) - user

    @api.depends("opened_at", "closed_at")
    @api.depends_context("lang")
    def _compute_waiting_time(self):
        now = fields.Datetime.now()
        for stage in self:
            stage.waiting_time = stage.opened_at and self._elapsed_text(
                (stage.closed_at or now) - stage.opened_at
            )

    @api.model
    def _elapsed_text(self, elapsed):
        """Return how long something took, for a list: hours, or days from the first on.

        :param timedelta elapsed:
        """
        hours = int(elapsed.total_seconds()) // 3600
        if hours < 1:
            return self.env._("< 1 hour")
        if hours < 24:
            if hours == 1:
                return self.env._("1 hour")
            return self.env._("%s hours", hours)
        if hours < 48:
            return self.env._("1 day")
        return self.env._("%s days", hours // 24)

    @api.depends("state", "due_date")
    def _compute_due_state(self):
        today = fields.Date.context_today(self)
        for stage in self:
            if stage.state != "pending":
                stage.due_state = False
            elif not stage.due_date:
                stage.due_state = "none"
            elif stage.due_date == today:
                stage.due_state = "today"
            else:
                stage.due_state = "overdue" if stage.due_date < today else "later"

    @api.model
    def _search_due_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = fields.Date.context_today(self)
        domains = {
            "overdue": Domain("due_date", "<", today),
            "today": Domain("due_date", "=", today),
            "later": Domain("due_date", ">", today),
            "none": Domain("due_date", "=", False),
        }
        pending = Domain("state", "=", "pending")
        return Domain.OR(
            pending & domains[state] if state else ~pending for state in value
        )

    def _field_to_sql(self, alias, field_expr, query=None):
        """Let lists group by when the answer is due."""
        if field_expr != "due_state":
            return super()._field_to_sql(alias, field_expr, query)
        self._check_field_access(self._fields[field_expr], "read")
        state = super()._field_to_sql(alias, "state", query)
        due_date = super()._field_to_sql(alias, "due_date", query)
        return SQL(
            """CASE WHEN %(state)s != 'pending' THEN NULL
                    WHEN %(due_date)s IS NULL THEN 'none'
                    WHEN %(due_date)s < %(today)s THEN 'overdue'
                    WHEN %(due_date)s = %(today)s THEN 'today'
                    ELSE 'later' END""",
            state=state,
            due_date=due_date,
            today=fields.Date.context_today(self),
        )

    # === ACTION METHODS === #

    def action_approve(self):
        """Ask for confirmation to agree in these stages."""
        return self._open_decision("approved")

    def action_return(self):
        """Ask for the reason to return the documents for rework."""
        return self._open_decision("returned")

    def action_reject(self):
        """Ask for the reason to reject the documents."""
        return self._open_decision("rejected")

    # === BUSINESS METHODS === #

    def _asks_for_opinion(self):
        """Return whether it is answered by an opinion, which rejects nothing."""
        return False

    def _open_decision(self, kind):
        return self.env["itsm.approval.decide"]._open(
            kind, {"default_stage_ids": self.ids}
        )


class ItsmApprovalRound(models.Model):
    """A submission, as the one sees it who waits for its outcome."""

    _inherit = "itsm.approval.round"

    waiting_for_ids = fields.Many2many(
        related="current_stage_id.asked_ids", string="Asked"
    )
    waiting_time = fields.Char(related="current_stage_id.waiting_time")
    due_date = fields.Date(related="current_stage_id.due_date")
    due_state = fields.Selection(related="current_stage_id.due_state")


class ItsmApprovalDecision(models.Model):
    """A decision, as the one finds it again who has taken it."""

    _inherit = "itsm.approval.decision"

    document_type_id = fields.Many2one(related="round_id.document_type_id")
