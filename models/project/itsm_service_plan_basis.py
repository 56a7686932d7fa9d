from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..approval import guard

OUTDATED = "itsm_service_delivery.mail_activity_service_plan_outdated"
# Versions that a change of the contract concerns.
_CONCERNED = ("draft", "in_review", "reviewed", "approved", "in_force")


class ItsmServicePlan(models.Model):
    """What a plan was made for: versions of contract and SLA, the presales plan."""

    _inherit = "itsm.service.plan"

    contract_version = fields.Char(
        readonly=True, help="The version of the contract it was made for."
    )
    sla_version = fields.Char(
        string="SLA Version",
        readonly=True,
        help="The version of the SLA it was made for.",
    )
    presales_plan_id = fields.Many2one(
        comodel_name="itsm.presales.plan",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    is_merged = fields.Boolean(
        string="Merged with the Presales Plan",
        readonly=True,
        help="The presales plan was written so that it serves as this plan too (clause"
        " 1.1.6): its sections are taken over, its reviews are not.",
    )
    is_outdated = fields.Boolean(
        string="Contract Changed",
        compute="_compute_is_outdated",
        search="_search_is_outdated",
        help="Contract or SLA have another version than the plan was made for.",
    )
    basis_note = fields.Char(compute="_compute_is_outdated")

    # === COMPUTE METHODS === #

    @api.depends(
        "state", "contract_version", "sla_version", "contract_id.version"
    )
    @api.depends_context("lang")
    def _compute_is_outdated(self):
        for plan in self:
            notes = plan._get_basis_notes() if plan.state in _CONCERNED else []
            plan.is_outdated = bool(notes)
            plan.basis_note = " ".join(notes)

    @api.model
    def _search_is_outdated(self, operator, value):
        if operator != "in" or list(value) != [True]:
            return NotImplemented
        # superuser: the rules of whoever searches filter the answer
        plans = self.sudo().search([("state", "in", _CONCERNED)])
        return Domain("id", "in", plans.filtered("is_outdated").ids)

    # === ACTION METHODS === #

    def action_take_basis(self):
        """Bring a draft up to the versions of contract and SLA that are agreed now."""
        self.check_access("write")
        for plan in self:
            plan._check_draft_to_fill()
            plan._take_basis()
        return True

    # === BUSINESS METHODS === #

    def _check_draft_to_fill(self):
        """Refuse to fill what is frozen.

        :raise UserError:
        """
        if self.state != "draft":
            raise UserError(
                self.env._(
                    "%(plan)s is %(state)s: only a draft is filled. %(advice)s",
                    plan=self.display_name,
                    state=self._get_state_label(),
                    advice=self._get_frozen_advice(),
                )
            )

    def _get_basis(self):
        """Return what a plan written today is made for.

        :return: values of the plan's fields
        :rtype: dict
        """
        # superuser: what is agreed does not depend on who writes the plan
        contract = self.sudo().contract_id
        presales = contract.plan_id
        return {
            "contract_version": contract.version,
            "sla_version": contract.sla_id.version or False,
            "presales_plan_id": presales.id,
            "is_merged": presales.merged_with_service_plan,
        }

    def _get_basis_notes(self):
        """Return in which respect contract and SLA are not those of the plan."""
        now = self._get_basis()
        notes = []
        if (self.contract_version or False) != now["contract_version"]:
            notes.append(
                self.env._(
                    "Made for version %(then)s of the contract; version %(now)s is in"
                    " force.",
                    then=self.contract_version or "–",
                    now=now["contract_version"],
                )
            )
        if (self.sla_version or False) != now["sla_version"]:
            notes.append(
                self.env._(
                    "Made for version %(then)s of the SLA; version %(now)s is in"
                    " force.",
                    then=self.sla_version or "–",
                    now=now["sla_version"] or "–",
                )
            )
        return notes

    def _take_basis(self):
        """Note what the plan is made for, and bring its coverage up to it."""
        self.ensure_one()
        self.write(self._get_basis())
        self._bring_lines()

    def _bring_lines(self):
        """Add a line for each that is agreed, and remove what is agreed no more."""
        agreed = self._get_agreed_lines()
        # the caller has checked that the plan is a draft, and that the user writes it
        there = {line.key: line for line in guard.with_key(self.coverage_ids)}
        for key in there.keys() - agreed.keys():
            there[key].unlink()
        Lines = guard.with_key(self.env["itsm.service.plan.coverage"])
        for place, (key, values) in enumerate(agreed.items()):
            values = {**values, "sequence": 10 * (place + 1)}
            if key not in there:
                Lines.create({"plan_id": self.id, "key": key, **values})
            elif changed := {
                name: value
                for name, value in values.items()
                if there[key]._fields[name].convert_to_write(
                    there[key][name], there[key]
                )
                != value
            }:
                there[key].write(changed)
        self.invalidate_recordset(["coverage_ids"])

    def _get_agreed_lines(self):
        """Return what the contract and its SLA promise, line by line.

        :return: ``{key: values of a coverage line}``, in their order
        :rtype: dict[str, dict]
        """
        lang = self._get_print_lang()
        # superuser: what is agreed does not depend on who writes the plan
        contract = self.sudo().with_context(lang=lang).contract_id
        lines = {}
        for line in contract.line_ids:
            service = line.service_id
            name = _name_of(service) if service else line.name.splitlines()[0]
            what = f"service:{service.number}" if service else f"line:{name}"
            lines[what] = {
                "kind": "service",
                "name": name,
                "service_id": service.id,
            }
        sla = contract.sla_id
        for target in sla.target_ids:
            lines[f"target:{target.priority_id.code}:{target.metric}"] = {
                "kind": "target",
                "name": target.display_name,
                "service_id": False,
            }
        for line in sla.availability_ids:
            lines[f"availability:{line.service_id.number}"] = {
                "kind": "availability",
                "name": f"{_name_of(line.service_id)}: {line.target_pct:g} %",
                "service_id": line.service_id.id,
            }
        return lines

    def _ask_for_revision(self):
        """Ask the project managers of plans in force to revise what has changed."""
        # superuser: whoever signs an amendment need not see the plan
        for plan in self.sudo():
            user = plan.project_id.user_id
            open_version = plan._get_open_version()
            if not user or open_version or not plan.is_outdated:
                continue
            if plan.activity_search([OUTDATED]):
                continue
            env = plan.with_context(lang=user.lang).env
            plan.activity_schedule(
                OUTDATED,
                user_id=user.id,
                summary=env._("Revise the service plan: the contract has changed"),
                note=plan.with_env(env).basis_note,
            )

    @api.model
    def _cron_ask_for_revision(self):
        """Ask for a revision of what has become outdated by its dates; each day."""
        self.search([("state", "=", "in_force")])._ask_for_revision()

    def _put_in_force(self):
        result = super()._put_in_force()
        for plan in self:
            # superuser: the activity may be somebody else's
            plan.sudo()._get_versions().activity_unlink([OUTDATED])
        return result


def _name_of(service):
    """Return code and name: the same, whichever version is in the catalogue today."""
    return f"{service.code} {service.name}"
