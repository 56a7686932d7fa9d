from odoo import api, fields, models

from ...const import (
    APPROVAL_PEOPLE,
    DECIDER_KINDS,
    ROUND_STAGE_STATES,
    STAGE_ACTS,
)
from . import guard


class ItsmApprovalRoundStage(models.Model):
    """A stage of one round: the definition's copy, and how far it is."""

    _name = "itsm.approval.round.stage"
    _description = "Stage of an Approval Round"
    _inherit = [
        "itsm.engine.written.mixin",
        "itsm.document.bound.mixin",
        "itsm.approval.decider.mixin",
    ]
    _order = "round_id desc, sequence, id"

    round_id = fields.Many2one(
        comodel_name="itsm.approval.round",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    res_model = fields.Char(required=True, readonly=True, index=True)
    res_id = fields.Many2oneReference(
        string="Record", model_field="res_model", required=True, readonly=True
    )
    document_type_id = fields.Many2one(
        related="round_id.document_type_id", store=True, precompute=True
    )
    company_id = fields.Many2one(
        related="round_id.company_id", store=True, precompute=True
    )
    number = fields.Char(related="round_id.number")
    version = fields.Char(related="round_id.version")
    title = fields.Char(related="round_id.title")
    submitted_by_id = fields.Many2one(related="round_id.submitted_by_id")
    submitted_at = fields.Datetime(related="round_id.submitted_at")
    sequence = fields.Integer(readonly=True)
    name = fields.Char(string="Stage", required=True, readonly=True)
    act = fields.Selection(
        selection=STAGE_ACTS, string="Kind", required=True, readonly=True
    )
    decider_kind = fields.Selection(
        selection=DECIDER_KINDS, string="Decided by", required=True, readonly=True
    )
    group_id = fields.Many2one(
        comodel_name="res.groups",
        string="Role",
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    person = fields.Selection(
        selection=APPROVAL_PEOPLE, string="Person on the Document", readonly=True
    )
    user_ids = fields.Many2many(
        comodel_name="res.users", string="People", readonly=True
    )
    needed = fields.Integer(string="Must Agree", required=True, readonly=True)
    condition_text = fields.Char(string="Applies because of", readonly=True)
    answer_days = fields.Integer(string="Days to Answer", readonly=True)
    reminder_days = fields.Integer(string="Remind Before", readonly=True)
    escalation_days = fields.Integer(string="Escalate After", readonly=True)
    escalation_group_id = fields.Many2one(
        comodel_name="res.groups",
        string="Escalate to",
        readonly=True,
        ondelete="restrict",
    )
    state = fields.Selection(
        selection=ROUND_STAGE_STATES,
        required=True,
        readonly=True,
        default="waiting",
        index=True,
    )
    opened_at = fields.Datetime(string="Waiting since", readonly=True)
    due_date = fields.Date(readonly=True)
    closed_at = fields.Datetime(readonly=True)
    reminded_on = fields.Date(readonly=True)
    escalated_on = fields.Date(readonly=True)
    asked_ids = fields.Many2many(
        comodel_name="res.users",
        relation="itsm_approval_round_stage_asked_rel",
        readonly=True,
        help="Who can decide now: deciders, and those they have delegated to.",
    )
    decision_ids = fields.One2many(
        comodel_name="itsm.approval.decision", inverse_name="stage_id", readonly=True
    )
    decider_text = fields.Char(string="Deciders", compute="_compute_decider_text")

    # === COMPUTE METHODS === #

    @api.depends("decider_kind", "group_id", "person", "user_ids", "needed")
    @api.depends_context("lang")
    def _compute_decider_text(self):
        for stage in self:
            # superuser: names of roles and people, for whoever reads the stage
            text = stage.sudo()._who_text()
            if stage.needed > 1:
                text = self.env._("%(count)s of %(who)s", count=stage.needed, who=text)
            stage.decider_text = text

    # === BUSINESS METHODS === #

    def _is_put_to_people(self):
        """Return whether people decide the stage itself; rooms add others."""
        self.ensure_one()
        return True

    def _candidates(self):
        """Return who holds the role of each stage today, the duty rules aside.

        A role is held by those it was given to: a role that merely includes another,
        as the administrator's does, is no licence to decide for it.

        :return: ``{stage id: frozenset of user ids}``
        """
        holders = {}
        result = {}
        # superuser: who is asked does not depend on who looks
        for stage in self.sudo():
            if stage.decider_kind == "role":
                key = (stage.group_id, stage.company_id)
                if key not in holders:
                    people = self._eligible(stage.group_id.user_ids, stage.company_id)
                    holders[key] = frozenset(people.ids)
                result[stage.id] = holders[key]
            else:
                people = self._eligible(stage.user_ids, stage.company_id)
                result[stage.id] = frozenset(people.ids)
        return result

    @api.model
    def _eligible(self, users, company):
        """Return which people can open documents of a company at all.

        :param company: empty: of any
        :rtype: res.users
        """
        # superuser: the companies and roles of others count
        return users.sudo().filtered(
            lambda user: (
                user.active
                and not user.share
                and (not company or company in user.company_ids)
                and user.has_group("itsm_service_delivery.group_user")
            )
        )

    def _open(self):
        """Let stages begin: people are asked from now on."""
        now = fields.Datetime.now()
        by_days = self.grouped(lambda stage: (stage.answer_days, stage.company_id))
        for (days, company), stages in by_days.items():
            guard.with_key(stages.sudo()).write(
                {
                    "state": "pending",
                    "opened_at": now,
                    "due_date": self._due_date(days, company, now),
                }
            )
        self._ask()

    def _close(self, outcomes):
        """Let stages end: passed, or closed with their round.

        :param outcomes: ``{round id: engine.approval.Round}``
        """
        now = fields.Datetime.now()
        self._stop_asking()
        for state, stages in self.grouped(
            lambda stage: stage._closing_state(outcomes[stage.round_id.id])
        ).items():
            guard.with_key(stages.sudo()).write({"state": state, "closed_at": now})

    def _closing_state(self, outcome):
        passed = len(outcome.approvals(self.id)) >= self.needed
        return "done" if passed else "closed"
