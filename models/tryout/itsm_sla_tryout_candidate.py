from odoo import api, fields, models
from odoo.exceptions import AccessError

from ...engine.approval import canonical, digest
from ...engine.attainment import Basis
from ...engine.rounding import exact
from ...engine.tryout import Candidate
from ..approval import guard
from ..reporting.dataset_agreement import credit_rules_of
from .itsm_sla_tryout import MAX_CANDIDATES

# So many missed targets of a candidate are kept for the list; all are counted.
MISSED_KEPT = 50_000

_ENGINE_FIELDS = {"inputs", "missed", "missed_count", "result"}


class ItsmSlaTryoutCandidate(models.Model):
    """An SLA that a try-out judges the history by, and what it would have meant.

    ``result`` is as docs/presales.md has it, without the missed targets. Those are in
    ``missed``, lists ``[reference, priority, metric, month, opened at, target, used,
    decided at]`` with instants and service seconds; see `itsm.sla.tryout.miss`.
    """

    _name = "itsm.sla.tryout.candidate"
    _description = "SLA Try-out: Candidate"
    _inherit = ["itsm.sla.tryout.line.mixin"]
    _order = "tryout_id, sequence, id"

    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(related="tryout_id.company_id")
    currency_id = fields.Many2one(related="tryout_id.currency_id")
    sla_id = fields.Many2one(
        comodel_name="itsm.sla",
        string="SLA",
        index="btree_not_null",
        ondelete="set null",
        domain="[('company_id', '=', company_id)]",
    )
    name = fields.Char(
        string="Label", help="What the result calls this candidate: else as its SLA."
    )
    monthly_fee = fields.Monetary(
        compute="_compute_monthly_fee",
        store=True,
        readonly=False,
        precompute=True,
        help="What service credits are a percentage of.",
    )
    inputs = fields.Json(
        readonly=True, copy=False, help="What the result was computed from."
    )
    result = fields.Json(readonly=True, copy=False, prefetch=False)
    missed = fields.Json(readonly=True, copy=False, prefetch=False)
    missed_count = fields.Integer(string="Missed Targets", readonly=True, copy=False)
    is_outdated = fields.Boolean(compute="_compute_is_outdated", store=True)

    _sla_uniq = models.Constraint(
        "UNIQUE(tryout_id, sla_id)",
        "Each SLA is tried once: choose another one, or duplicate it and change the"
        " copy.",
    )
    _check_fee = models.Constraint(
        "CHECK (monthly_fee >= 0)", "The monthly fee is 0 or more."
    )

    # === COMPUTE METHODS === #

    @api.depends("name", "sla_id.display_name")
    def _compute_display_name(self):
        for candidate in self:
            # superuser: whoever sees the try-out may know what was tried
            sla = candidate.sudo().sla_id
            candidate.display_name = candidate.name or sla.display_name

    @api.depends("sla_id.contract_id")
    def _compute_monthly_fee(self):
        for candidate in self:
            fee = candidate.sla_id.contract_id.monthly_fee
            others = candidate.tryout_id.candidate_ids - candidate
            candidate.monthly_fee = (
                candidate.monthly_fee or fee or max(others.mapped("monthly_fee") or [0])
            )

    @api.depends(
        "inputs",
        "monthly_fee",
        "sla_id.attainment_basis",
        "sla_id.credit_cap_pct",
        "sla_id.credit_greater_only",
        "sla_id.credit_rule_ids.kind",
        "sla_id.credit_rule_ids.pct",
        "sla_id.credit_rule_ids.priority_id",
        "sla_id.minimum_decided",
        "sla_id.pause_reason_ids",
        "sla_id.resolution_attainment_target",
        "sla_id.response_attainment_target",
        "sla_id.target_ids.attainment_target",
        "sla_id.target_ids.calendar_id",
        "sla_id.target_ids.metric",
        "sla_id.target_ids.minutes",
        "sla_id.target_ids.priority_id",
        "tryout_id.computed_at",
    )
    def _compute_is_outdated(self):
        for candidate in self:
            candidate.is_outdated = bool(candidate.tryout_id.computed_at) and canonical(
                candidate.inputs or {}
            ) != canonical(candidate._get_inputs())

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._refuse_engine_fields(vals)
        candidates = super().create(vals_list)
        candidates._check_readable()
        candidates.tryout_id._check_candidates()
        return candidates

    def write(self, vals):
        self._refuse_engine_fields(vals)
        result = super().write(vals)
        if "sla_id" in vals:
            self._check_readable()
        return result

    def _check_readable(self):
        """Nobody tries what he may not read: the result would tell it.

        No constraint does this: those are checked as superuser.
        """
        self.sla_id.check_access("read")

    def _refuse_engine_fields(self, vals):
        if _ENGINE_FIELDS & vals.keys() and not guard.holds_key(self.env):
            raise AccessError(
                self.env._("The results of a try-out are computed, never entered.")
            )

    # === ACTION METHODS === #

    def action_view_missed(self):
        """List the targets that would have been missed."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "itsm_service_delivery.itsm_sla_tryout_miss_action"
        )
        return {
            **action,
            "name": self.env._("Missed Targets: %s", self.display_name),
            "domain": [("candidate_id", "=", self.id)],
        }

    def action_open_sla(self):
        """Open the SLA of the candidate."""
        self.ensure_one()
        return self.sla_id._get_records_action(name=self.env._("SLA"))

    def action_duplicate(self):
        """Copy the SLA as another candidate and open the copy, to be changed."""
        self.ensure_one()
        tryout = self.tryout_id
        tryout.check_access("write")
        if len(tryout.candidate_ids) >= MAX_CANDIDATES:
            tryout._refuse_more()
        sla = self._copy_sla()
        self.create(
            {
                "tryout_id": tryout.id,
                "sla_id": sla.id,
                "sequence": max(tryout.candidate_ids.mapped("sequence")) + 1,
                "monthly_fee": self.monthly_fee,
            }
        )
        return sla._get_records_action(name=self.env._("Change the Copy"))

    def _copy_sla(self):
        """Return a copy of the SLA that may be changed: a draft.

        :raise AccessError: without a plan it is a standard SLA
        """
        managers = "itsm_service_delivery.group_service_manager"
        if not self.env.su and not self.env.user.has_group(managers):
            raise AccessError(
                self.env._(
                    "Without a presales plan the copy is a standard SLA, which service"
                    " managers add. Choose a plan: then it is one of its drafts."
                )
            )
        name = self.env._("%s, changed", self.sla_id.name)
        return self.sla_id.copy({"name": name})

    # === BUSINESS METHODS === #

    def _get_problems(self):
        """Return what keeps these candidates from being computed, as sentences."""
        problems = []
        for candidate in self:
            sla = candidate.sla_id
            if not sla:
                problem = self.env._("choose its SLA.")
            elif not sla.has_access("read"):
                problem = self.env._("you may not read its SLA, choose another one.")
            elif not sla.target_ids:
                problem = self.env._(
                    "its SLA has no target, enter at least one response or resolution"
                    " target."
                )
            else:
                continue
            problems.append(
                self.env._(
                    "Candidate “%(name)s”: %(problem)s",
                    name=candidate.display_name or self.env._("without a name"),
                    problem=problem,
                )
            )
        return problems

    def _as_engine(self):
        """Return what the engine tries.

        :rtype: engine.tryout.Candidate
        :raise ValidationError: a calendar has no hours
        """
        self.ensure_one()
        sla = self.sla_id
        return Candidate(
            key=self.id,
            policy=sla._policy(),
            basis=Basis(sla.attainment_basis),
            rules=credit_rules_of(sla),
            monthly_fee=exact(self.monthly_fee),
        )

    def _store_result(self, result):
        """Keep what the engine has found.

        :param engine.tryout.CandidateResult result: of this candidate
        """
        self.ensure_one()
        values = result.as_json(missed_limit=0)
        del values["missed"]
        values["names"] = self._get_names()
        # superuser: who may compute may have the results kept
        guard.with_key(self.sudo()).write(
            {
                "inputs": self._get_inputs(),
                "result": values,
                "missed": [_row(item) for item in result.missed[:MISSED_KEPT]],
                "missed_count": len(result.missed),
            }
        )

    def _get_names(self):
        """Return what things were called, to be shown with the result."""
        # superuser: the names of what the SLA refers to, which the user may read
        sla = self.sudo().sla_id
        rules = sla.credit_rule_ids.filtered(
            lambda rule: rule.kind != "availability_step"
        )
        return {
            "sla": sla.display_name,
            "calendars": {
                str(calendar.id): calendar.name
                for calendar in sla.target_ids.calendar_id
            },
            "pause_reasons": sla.pause_reason_ids.mapped("name"),
            "credits": rules.mapped("display_name"),
        }

    def _get_inputs(self):
        """Return what a result depends on: JSON-like, and enough to print it from."""
        self.ensure_one()
        # superuser: whether a result is outdated does not depend on who looks
        sla = self.sudo().sla_id.with_context(lang="en_US")
        if not sla:
            return {}
        return {
            "sla_id": sla.id,
            "monthly_fee": f"{self.monthly_fee:.2f}",
            "basis": sla.attainment_basis,
            "overall": {
                "response": sla.response_attainment_target,
                "resolution": sla.resolution_attainment_target,
            },
            "minimum_decided": sla.minimum_decided,
            "pause_reasons": sorted(sla.pause_reason_ids.mapped("code")),
            "targets": [
                {
                    "priority": target.priority_id.code,
                    "metric": target.metric,
                    "minutes": target.minutes,
                    "calendar": target.calendar_id.id or None,
                    "attainment": target.attainment_target,
                }
                for target in sla.target_ids
            ],
            "hours": {
                str(calendar.id): digest(
                    repr(calendar._itsm_hours_spec(sla.company_id.id))
                )
                for calendar in sla.target_ids.calendar_id
            },
            "credits": {
                "rules": [
                    {
                        "kind": rule.kind,
                        "priority": rule.priority_id.code or None,
                        "pct": rule.pct,
                    }
                    for rule in sla.credit_rule_ids
                ],
                "cap_pct": sla.credit_cap_pct,
                "greater_only": sla.credit_greater_only,
            },
        }


def _row(item):
    return [
        item.ref,
        item.priority,
        item.metric.value,
        item.month,
        item.opened_at,
        item.target_seconds,
        item.used_seconds,
        item.decided_at,
    ]
