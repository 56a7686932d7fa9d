from odoo import models
from odoo.exceptions import UserError

from ...const import CONTRACT_OVER, SLA_RELEASED
from ..approval import guard


class ItsmContract(models.Model):
    """How a contract is signed, revised and terminated, and what becomes of its SLA."""

    _inherit = "itsm.contract"

    # === ACTION METHODS === #

    def action_put_in_force(self):
        """Put signed contracts in force that have begun: the daily job does so too."""
        self._check_may_release()
        for contract in self:
            if contract.state != "signed":
                raise UserError(
                    self.env._(
                        "%(contract)s is %(state)s: only what both parties have signed"
                        " is put in force.",
                        contract=contract.display_name,
                        state=contract._get_state_label(),
                    )
                )
            if contract._get_first_day() > contract._today():
                raise UserError(
                    self.env._(
                        "%(contract)s begins on %(start)s: it is put in force on that"
                        " day by itself.",
                        contract=contract.display_name,
                        start=contract._get_first_day(),
                    )
                )
            contract._put_first_sla_in_force()
            contract._follow_dates()
        return True

    def action_close(self):
        """Terminate contracts: one that has not ended by its dates ends today."""
        self._check_may_release()
        for contract in self:
            if contract.kind == "amendment":
                raise UserError(
                    self.env._(
                        "%s is an amendment: it ends with the contract that it"
                        " changes.",
                        contract.display_name,
                    )
                )
            if contract.state != "in_force":
                raise UserError(
                    self.env._(
                        "%(contract)s is %(state)s: only a contract in force is"
                        " terminated.",
                        contract=contract.display_name,
                        state=contract._get_state_label(),
                    )
                )
        self._close()
        return True

    def action_cancel(self):
        for contract in self:
            begun = contract._get_first_day() <= contract._today()
            if contract.state == "signed" and begun:
                raise UserError(
                    self.env._(
                        "%(contract)s has begun on %(start)s: put it in force, then"
                        " terminate it.",
                        contract=contract.display_name,
                        start=contract._get_first_day(),
                    )
                )
        return super().action_cancel()

    # === COMPUTE METHODS === #

    def _compute_can_release(self):
        result = super()._compute_can_release()
        for contract in self:
            signed = contract.state == "signed"
            begun = signed and contract._get_first_day() <= contract._today()
            contract.can_put_in_force = begun and contract._may_release()
            contract.can_cancel = contract.can_cancel and not begun
            contract.can_close = contract.can_close and contract.kind != "amendment"
        return result

    # === REVISING WHAT IS TO BE SIGNED === #

    def revise(self, major, change_summary):
        """Make the next version of a contract that is to be signed.

        Its SLA goes along, to be negotiated together. The version that is to be signed
        is cancelled when the next one is approved, and signed by nobody meanwhile.
        """
        draft = super().revise(major, change_summary)
        draft._keep_fee_of(self)
        self._hand_slas_to(draft)
        return draft

    def _keep_fee_of(self, other):
        """Keep the fee that was entered, which the copied lines compute anew."""
        self.flush_recordset()
        if self.monthly_fee != other.monthly_fee:
            self.monthly_fee = other.monthly_fee

    def _get_revision_defaults(self):
        return {
            **super()._get_revision_defaults(),
            "amended_sla_id": self.amended_sla_id.id,
            "base_id": self.base_id.id,
            "base_version": self.base_version,
            "date_effective": self.date_effective,
            "kind": self.kind,
            "sale_order_id": self.sale_order_id.id,
        }

    def _get_frozen_advice(self):
        if self.state in ("signed", "in_force"):
            return self.env._("What both parties have signed, an amendment changes.")
        if self.state in ("draft", "in_review", "reviewed", "approved"):
            return super()._get_frozen_advice()
        return self.env._("It is over: make a new contract.")

    def _check_revisable(self):
        self.ensure_one()
        if self.state in ("signed", "in_force"):
            self.check_access("read")
            raise UserError(
                self.env._(
                    "%(contract)s is %(state)s: what both parties have signed is not"
                    " revised. An amendment changes it.",
                    contract=self.display_name,
                    state=self._get_state_label(),
                )
            )
        return super()._check_revisable()

    def _after_approval(self):
        for contract in self.sudo():
            # superuser: to decide one need not be allowed to cancel
            contract._get_former_to_sign().sudo(self.env.su)._cancel()
        return super()._after_approval()

    def _transition(self, vals):
        result = super()._transition(vals)
        if vals.get("state") in ("cancelled", "rejected"):
            for contract in self.sudo():
                if former := contract._get_former_to_sign():
                    contract._hand_slas_to(former)
        return result

    def _get_former_to_sign(self):
        """Return the version before that is still to be signed, if there is one."""
        return self._get_versions().filtered(
            lambda version: version != self and version.state == "approved"
        )

    def _hand_slas_to(self, other):
        """Let another version of this contract have its SLA, with all versions."""
        # superuser: the SLA is the contract's, whoever sees it
        slas = self.sudo().sla_ids
        guard.with_key(slas).write({"contract_id": other.id})

    # === SIGNED AND OVER === #

    def _become_signed(self, signed_on=None):
        """Let contracts wait for their first day, or begin: both parties have signed.

        The caller has noted the signatures in the log.

        :param date signed_on: the day of the later signature; default: today
        :raise UserError: the contract is not to be signed
        """
        # superuser: whoever signs need not be allowed to write
        for contract in self.sudo():
            day = signed_on or contract._today()
            contract._hold({"signed_on": day})
            contract._after_signing()

    def _hold(self, vals):
        """Bring approved contracts where their dates say.

        :param dict vals: fields to write along
        """
        self._lock()
        for contract in self:
            contract._check_to_sign()
            facts = {"first_day": str(contract._get_first_day())}
            facts |= {name: str(value) for name, value in vals.items()}
            contract._append_log("scheduled", {contract.id: {"facts": facts}})
            contract._transition({"state": "signed", **vals})
            contract._follow_dates()

    def _after_signing(self):
        """Do what both signatures bring about."""

    def _check_to_sign(self):
        """Refuse to sign what is not approved, or is being written anew.

        :raise UserError:
        """
        self.ensure_one()
        if self.state != "approved":
            raise UserError(
                self.env._(
                    "%(contract)s is %(state)s: only what is approved and waits for"
                    " signatures is signed.",
                    contract=self.display_name,
                    state=self._get_state_label(),
                )
            )
        if following := self._get_open_version():
            raise UserError(
                self.env._(
                    "%(contract)s is revised at present: sign version %(version)s once"
                    " it is approved, or cancel it.",
                    contract=self.display_name,
                    version=following.version,
                )
            )

    def _put_in_force(self):
        """Let approved contracts hold that were agreed elsewhere: no signatures."""
        # superuser: the right was checked; releasing is more than writing
        self.sudo()._hold({})

    def _adopt(self, reason, **values):
        """Take over contracts from elsewhere, with their SLA, where both were agreed.

        They are in force, over or to begin, as their dates say.

        :raise UserError: something is missing, in the contract or its SLA
        """
        for contract in self:
            contract._check_ready_to_adopt()
            for sla in contract.sla_ids.filtered(lambda sla: sla.state == "draft"):
                sla._check_ready_to_submit()
                sla._adopt(reason)
            contract._put_first_sla_in_force()
        return super()._adopt(reason, **values)

    def _close(self):
        """Terminate contracts in force today, in their time zone."""
        self._lock()
        # superuser: the right was checked; releasing is more than writing
        for contract in self.sudo():
            end = min(contract._get_last_day(), contract._today())
            vals = {"state": "closed"}
            if end < contract.date_end:
                vals["last_day"] = end
            contract._end_slas()
            facts = {"facts": {"last_day": str(end)}}
            contract._append_log("closed", {contract.id: facts})
            contract._transition(vals)
            contract._after_ending()

    def _cancel(self):
        """Give up contracts; an SLA that no other version takes over goes along."""
        result = super()._cancel()
        # superuser: the right was checked for the contract
        for contract in self.sudo():
            others = contract._get_versions() - contract
            if others.filtered(lambda other: other.state not in CONTRACT_OVER):
                # they have its SLA
                continue
            slas = contract._get_slas()
            slas.filtered(lambda sla: sla.state in ("draft", "approved"))._cancel()
            contract._end_slas()
        return result

    def _end_slas(self):
        """End the SLA of contracts: terminated, or given up before it began."""
        for contract in self:
            # superuser: the right was checked for the contract
            versions = contract.sudo()._get_slas()
            versions.filtered(lambda sla: sla.state in SLA_RELEASED)._follow_dates()
            current = versions.filtered(lambda sla: sla.state in ("signed", "in_force"))
            # the latest first: those before must not take its place
            for sla in current.sorted("date_start", reverse=True):
                if sla.has_begun:
                    sla._close()
                else:
                    sla._cancel()

    def _serialise(self):
        """Let only one transaction at a time change the SLA versions of a contract.

        A second one that began before the first was committed does not see what it
        wrote; the update makes it fail, and Odoo run it again.
        """
        self.env.cr.execute(
            "UPDATE itsm_contract SET id = id WHERE id = ANY(%s)", [self.ids]
        )
