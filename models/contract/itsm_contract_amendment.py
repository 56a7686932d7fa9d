import json
import re

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..approval import guard
from .content_merge import merge


class ItsmContract(models.Model):
    """Writing an amendment (补充协议, domain 1.7): a copy of its contract, changed.

    It goes its own way through review and signatures; what it changes is computed from
    what the contract said when the amendment was written.
    """

    _inherit = "itsm.contract"

    date_effective = fields.Date(
        string="Effective Date",
        copy=False,
        tracking=True,
        help="The first day on which the amendment holds.",
    )
    amended_sla_id = fields.Many2one(
        comodel_name="itsm.sla",
        string="SLA from the Effective Date",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="The contract's next SLA version, which the amendment agrees on.",
    )
    base_version = fields.Char(
        string="Amends Version",
        readonly=True,
        copy=False,
        help="The version of the contract that the amendment was written against.",
    )
    is_outdated = fields.Boolean(
        compute="_compute_is_outdated",
        help="The contract has changed since this amendment was written.",
    )
    amendment_ids = fields.One2many(
        comodel_name="itsm.contract",
        inverse_name="base_id",
        string="Amendments",
        domain=[("kind", "=", "amendment")],
        copy=False,
    )
    amendment_count = fields.Integer(compute="_compute_amendment_count")
    can_amend = fields.Boolean(compute="_compute_can_amend")

    # === COMPUTE METHODS === #

    @api.depends("base_version", "base_id.version")
    def _compute_is_outdated(self):
        for contract in self:
            contract.is_outdated = (
                contract.kind == "amendment"
                and contract.state in ("draft", "in_review", "reviewed", "approved")
                # superuser: what it says does not depend on who looks
                and contract.base_version != contract.sudo().base_id.version
            )

    @api.depends("amendment_ids")
    def _compute_amendment_count(self):
        for contract in self:
            contract.amendment_count = len(contract.amendment_ids)

    @api.depends("state", "kind")
    @api.depends_context("uid")
    def _compute_can_amend(self):
        allowed = self.browse().has_access("create")
        for contract in self:
            contract.can_amend = allowed and contract._is_amendable()

    # === CRUD METHODS === #

    def write(self, vals):
        result = super().write(vals)
        if vals.get("date_effective"):
            for contract in self:
                if contract.amended_sla_id.state == "draft":
                    contract.amended_sla_id.date_start = contract.date_effective
        return result

    # === ACTION METHODS === #

    def action_amend(self):
        """Ask what changes, and from when on."""
        self.ensure_one()
        self._check_amendable()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Amend"),
            "res_model": "itsm.contract.amend",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_contract_id": self.id},
        }

    def action_view_amendments(self):
        self.ensure_one()
        return self.amendment_ids._get_records_action(
            name=self.env._("Amendments of %s", self.number)
        )

    def action_view_base(self):
        self.ensure_one()
        return self.base_id._get_records_action(name=self.env._("Base Contract"))

    def action_refresh_from_base(self):
        """Bring into a draft what has changed in its contract since it was written.

        What both have changed stays as the amendment says, and is named.
        """
        self.ensure_one()
        self.check_access("write")
        if self.kind != "amendment" or self.state != "draft":
            raise UserError(
                self.env._(
                    "%s is no draft of an amendment: there is nothing to refresh.",
                    self.display_name,
                )
            )
        # superuser: what the contract says, whoever sees all of it
        draft, base = self.sudo(), self.sudo().base_id
        then = json.loads(draft.base_snapshot)["content"]["fields"]
        conflicts = merge(then, base, draft, self._get_amended_fields(), _place)
        draft._remember_base()
        message = self.env._("Brought up to version %s of the contract.", base.version)
        if conflicts:
            message += "\n" + self.env._(
                "Both changed: %s. The amendment's own text stays: check it.",
                ", ".join(dict.fromkeys(conflicts)),
            )
        self.message_post(body=message)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "message": message,
                "type": "warning" if conflicts else "success",
                "sticky": bool(conflicts),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    # === BUSINESS METHODS === #

    def amend(self, change_summary, date_effective, change_sla=False):
        """Write an amendment: a draft copy of the contract, with its own number.

        :param str change_summary: what changes, for the record
        :param date date_effective: the first day on which it holds
        :param bool change_sla: draft the next version of the SLA along
        :return: the draft
        """
        self.ensure_one()
        self._check_amendable()
        if not (change_summary or "").strip():
            raise UserError(self.env._("Say what changes, and why."))
        # a caller over RPC gives a text
        date_effective = fields.Date.to_date(date_effective)
        self._check_effective(date_effective)
        self._lock()
        # lines tell by the context that what was agreed stays
        draft = guard.with_key(self).with_context(itsm_revises=True).copy(
            {
                "author_id": self.env.uid,
                "base_id": self.id,
                "change_summary": change_summary.strip(),
                "date_effective": date_effective,
                "kind": "amendment",
                "number": self._next_amendment_number(),
            }
        )
        draft._keep_fee_of(self)
        for attachment in self._content_attachments()[self.id]:
            attachment.copy({"res_id": draft.id})
        draft.sudo()._remember_base()
        draft = draft.with_env(self.env)
        if change_sla:
            draft._draft_sla(change_summary)
        return draft

    def revise(self, major, change_summary):
        draft = super().revise(major, change_summary)
        # superuser: see the field; the draft is written against the same version
        guard.with_key(draft.sudo()).base_snapshot = self.sudo().base_snapshot
        return draft

    def _next_amendment_number(self):
        """Return ``<number>-B01``, or the next one (domain 2.2)."""
        # superuser: numbers do not depend on who looks
        contracts = self.sudo().with_context(active_test=False)
        amendments = contracts.search(
            Domain("number", "=like", f"{self.number}-B%")
            & Domain("company_id", "=", self.company_id.id)
        )
        pattern = re.compile(re.escape(self.number) + r"-B(\d+)")
        taken = [
            int(found[1])
            for number in amendments.mapped("number")
            if (found := pattern.fullmatch(number))
        ]
        return f"{self.number}-B{max(taken, default=0) + 1:02}"

    def _draft_sla(self, change_summary):
        """Draft the contract's next SLA version, from the effective date on."""
        base = self.base_id
        # superuser: the versions of one SLA, whoever sees them
        newest = base.sudo().sla_ids.filtered(
            lambda sla: sla.state in sla._revisable_states
        )[:1]
        if not newest:
            raise UserError(
                self.env._("%s has no SLA that could be changed.", base.display_name)
            )
        newest = newest.with_env(self.env)
        sla = newest._get_open_version() or newest.revise(True, change_summary)
        sla.date_start = self.date_effective
        guard.with_key(self.sudo()).amended_sla_id = sla

    def _is_amendable(self):
        return self.kind != "amendment" and self.state in ("signed", "in_force")

    def _check_amendable(self):
        """Refuse to amend what is not signed, or over.

        :raise UserError:
        """
        self.check_access("read")
        self.browse().check_access("create")
        if not self._is_amendable():
            raise UserError(
                self.env._(
                    "%(contract)s is %(state)s: only a contract that is signed or in"
                    " force is amended.",
                    contract=self.display_name,
                    state=self._get_state_label(),
                )
            )

    def _check_effective(self, day):
        """Refuse a day on which an amendment of this contract cannot begin.

        :raise UserError:
        """
        # superuser: what held when does not depend on who looks
        earliest = max([self.date_start, *self.sudo().term_ids.mapped("date_from")])
        if not day or not earliest <= day <= self._get_last_day():
            raise UserError(
                self.env._(
                    "An amendment of %(contract)s holds from %(first)s to %(last)s at"
                    " the latest: choose its effective date within.",
                    contract=self.display_name,
                    first=earliest,
                    last=self._get_last_day(),
                )
            )


def _place(record, name):
    """Return where a conflict is, as people name it."""
    label = record.fields_get([name], ["string"])[name]["string"]
    if record._name == "itsm.contract":
        return label
    return f"{record.display_name}: {label}"
