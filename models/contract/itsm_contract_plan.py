from odoo import api, fields, models
from odoo.tools.misc import formatLang

from ..approval.content_reader import ContentReader

# What contract and plan both say, in the contract's names.
_COMPARED = ("date_start", "date_end", "scope_in", "scope_out")
_COMPARED_LINE = (
    "service_id",
    "name",
    "quantity",
    "price_unit",
    "discount",
    "tax_ids",
)
_COMPARED_SLA = (
    "target_ids",
    "availability_ids",
    "credit_rule_ids",
    "pause_reason_ids",
    "attainment_basis",
    "response_attainment_target",
    "resolution_attainment_target",
    "minimum_decided",
    "satisfaction_target",
    "credit_cap_pct",
    "credit_greater_only",
)
# A contract in one of these came to nothing: its plan waits for another one.
_GIVEN_UP = ("cancelled", "rejected")
_OVER = (*_GIVEN_UP, "closed", "completed", "expired", "renewed", "superseded")


class ItsmContract(models.Model):
    """A contract and the presales plan that it was made from (clause 1.1.5)."""

    _inherit = "itsm.contract"

    plan_id = fields.Many2one(
        comodel_name="itsm.presales.plan",
        string="Presales Plan",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="The version of the plan that the contract was made from.",
    )
    plan_version = fields.Char(string="Version of the Plan", related="plan_id.version")
    scope_in = fields.Html(string="In Scope")
    scope_out = fields.Html(string="Out of Scope")
    plan_difference_count = fields.Integer(
        string="Differences to the Plan", compute="_compute_plan_differences"
    )
    plan_differences = fields.Html(
        compute="_compute_plan_differences",
        sanitize=False,
        help="What was agreed otherwise than planned.",
    )

    # === COMPUTE METHODS === #

    @api.depends(
        "plan_id",
        "currency_id",
        "line_ids.price_subtotal",
        "line_ids.name",
        "date_start",
        "date_end",
        "scope_in",
        "scope_out",
        "sla_id",
    )
    @api.depends_context("lang", "tz", "uid")
    def _compute_plan_differences(self):
        for contract in self:
            # only what is saved is compared
            rows = contract._origin._plan_differences() if contract._origin else []
            contract.plan_difference_count = len(rows)
            contract.plan_differences = rows and self.env["ir.qweb"]._render(
                "itsm_service_delivery.contract_plan_differences", {"rows": rows}
            )

    # === ACTION METHODS === #

    def action_view_plan(self):
        self.ensure_one()
        return self.plan_id._get_records_action(name=self.env._("Presales Plan"))

    # === CRUD METHODS === #

    def unlink(self):
        plans = self._release_plans()
        result = super().unlink()
        plans._reopen(self.env._("Its contract was deleted."))
        return result

    # === BUSINESS METHODS === #

    def _transition(self, vals):
        result = super()._transition(vals)
        if vals.get("state") in _GIVEN_UP:
            for contract in self:
                reason = self.env._(
                    "Contract %(contract)s is %(state)s.",
                    contract=contract.display_name,
                    state=contract._get_state_label(),
                )
                contract._release_plans()._reopen(reason)
        return result

    def _is_over(self):
        """Return whether the contract has ended, or came to nothing."""
        self.ensure_one()
        return self.state in _OVER

    def _release_plans(self):
        """Return the plans of these contracts that no other contract is made from."""
        # superuser: what becomes of a plan does not depend on who gives a contract up
        plans = self.sudo().plan_id
        return plans.filtered(lambda plan: not (plan._get_live_contracts() - self))

    def _plan_differences(self):
        """Return what the contract says otherwise than its plan; never a cost.

        :return: dicts ``{"what", "plan", "contract"}`` of texts in the user's language,
            in the order of the contract's form; empty without a plan
        :rtype: list[dict]
        """
        self.ensure_one()
        # superuser: who reads the contract may know what was planned, but for costs
        contract = self.sudo()
        plan = contract.plan_id
        if not plan:
            return []
        reader = ContentReader(self.env)
        pairs = [
            ("itsm.contract", as_content(plan), as_content(contract)),
            ("itsm.sla", _of_sla(plan.sla_id), _of_sla(contract._get_planned_sla())),
        ]
        differences = []
        for model, then, now in pairs:
            then, now = ({"fields": said, "attachments": []} for said in (then, now))
            differences += _in_words(reader.rows(model, then, now))
        if plan.amount_total != contract.amount_total:
            differences.insert(
                0,
                {
                    "what": reader.label("itsm.contract", "amount_total"),
                    "plan": formatLang(
                        self.env, plan.amount_total, currency_obj=plan.currency_id
                    ),
                    "contract": formatLang(
                        self.env,
                        contract.amount_total,
                        currency_obj=contract.currency_id,
                    ),
                },
            )
        return differences

    def _get_planned_sla(self):
        """Return the first version of the SLA: the one that came from the plan."""
        versions = self.sla_ids.filtered(lambda sla: sla.state not in _GIVEN_UP)
        return versions.sorted("id")[:1]

    def _get_engine_fields(self):
        return super()._get_engine_fields() | {"plan_id"}

    def _get_content_fields(self):
        # given once by the program, and agreed all the same
        return sorted({*super()._get_content_fields(), "plan_id"})

    def _get_revision_defaults(self):
        return {**super()._get_revision_defaults(), "plan_id": self.plan_id.id}


def as_content(agreement):
    """Return what plans and contracts both say, as the values of a content.

    :param agreement: a plan or a contract
    :rtype: dict
    """
    reading = agreement.env["itsm.document.mixin"]
    lines = agreement.line_ids
    said = reading._values_of(lines, _COMPARED_LINE)
    return {
        **reading._values_of(agreement, _COMPARED)[agreement.id],
        "line_ids": [
            {"key": line.id, **said[line.id], **_service_of_today(line)}
            for line in lines
        ],
    }


def _of_sla(sla):
    """Return what an SLA agrees on, as the values of a content."""
    if not sla:
        return {}
    values = sla._values_of(sla, _COMPARED_SLA)[sla.id]
    lines = {line.id: line for line in sla.availability_ids}
    for line in values["availability_ids"]:
        line.update(_service_of_today(lines[line["key"]]))
    return values


def _service_of_today(line):
    """Return the service of a line in its newest version: it is the same service."""
    service = line.service_id
    if not service:
        return {}
    service = (service._get_published() or service._get_versions())[:1]
    return {"service_id": {"model": service._name, "id": service.id}}


def _in_words(rows):
    """Return the rows of a comparison that differ, one for each line that is new.

    :param rows: of `ContentReader`
    :return: dicts ``{"what", "plan", "contract"}``
    """
    result, path, whole = [], {}, None
    for row in rows:
        path = {depth: name for depth, name in path.items() if depth < row.depth}
        path[row.depth] = row.label
        if whole is not None and row.depth > whole:
            if row.old or row.new:
                side = "contract" if row.new else "plan"
                texts = [result[-1][side], f"{row.label}: {row.new or row.old}"]
                result[-1][side] = "; ".join(filter(None, texts))
            continue
        whole = row.depth if row.kind in ("added", "removed") else None
        if whole is None and (row.kind == "same" or (row.old, row.new) == (None, None)):
            continue
        result.append(
            {
                "what": " · ".join(path.values()),
                "plan": row.old or "",
                "contract": row.new or "",
            }
        )
    return result
