from odoo import models
from odoo.exceptions import AccessError, UserError

from ...const import SLA_RELEASED


class ItsmContract(models.Model):
    """How a contract is put in force and closed, and what that does to its SLA."""

    _inherit = "itsm.contract"

    # === ACTION METHODS === #

    def action_put_in_force(self):
        """Put contracts in force, together with the SLA that covers their start."""
        self._check_manager()
        for contract in self:
            if contract.state != "draft":
                raise UserError(
                    self.env._(
                        "%(contract)s is not a draft: only a draft is put in force.",
                        contract=contract.display_name,
                    )
                )
            contract._put_first_sla_in_force()
            contract._transition({"state": "in_force"})
        return True

    def action_close(self):
        """Close contracts; one closed before its end date ends today."""
        self._check_manager()
        for contract in self:
            if contract.state != "in_force":
                raise UserError(
                    self.env._(
                        "%(contract)s is not in force: only a contract in force is"
                        " closed.",
                        contract=contract.display_name,
                    )
                )
            today = contract._today()
            vals = {"state": "closed"}
            if contract.date_start <= today < contract.date_end:
                vals["date_end"] = today
            contract._end_slas()
            contract._transition(vals)
        return True

    # === BUSINESS METHODS === #

    def _put_first_sla_in_force(self):
        """Make sure that an SLA in force covers the contract's first day.

        One that is approved and signed is put in force along.

        :raise UserError: what is missing, and what to do
        """
        self.ensure_one()
        # superuser: what holds does not depend on who looks
        versions = self.sudo().sla_ids.filtered(
            lambda sla: sla.state not in ("rejected", "cancelled")
        )
        if any(sla._is_applicable_on(self.date_start) for sla in versions):
            return
        ready = versions.filtered(
            lambda sla: (
                sla.state == "approved"
                and sla.date_start == self.date_start
                and not sla._missing_signatures()
            )
        )
        if ready:
            ready[:1].sudo(self.env.su).action_put_in_force()
            return
        problems = [problem for sla in versions for problem in self._lacks_of(sla)]
        raise UserError(
            self.env._(
                "%(contract)s needs an SLA that holds from its first day, %(start)s:\n"
                "%(problems)s",
                contract=self.display_name,
                start=self.date_start,
                problems="\n".join(f"- {problem}" for problem in problems)
                or self.env._('There is none: add one under "SLA Versions".'),
            )
        )

    def _lacks_of(self, sla):
        """Return what a version lacks to hold from the contract's first day."""
        values = {"sla": sla.display_name}
        if sla.date_start and sla.date_start != self.date_start:
            values["start"] = sla.date_start
            return [self.env._("%(sla)s starts on %(start)s.", **values)]
        if sla.state == "draft":
            return [self.env._("%(sla)s is a draft: submit it for approval.", **values)]
        if sla.state in ("in_review", "reviewed"):
            values["people"] = sla.waiting_for
            return [self.env._("%(sla)s waits for %(people)s to decide.", **values)]
        problems = sla._missing_signatures()
        return [f"{sla.display_name}: {problem}" for problem in problems]

    def _end_slas(self):
        """Terminate the SLA of contracts that are being closed."""
        for contract in self:
            # superuser: the right was checked for the contract
            versions = contract.sudo().sla_ids
            versions.filtered(lambda sla: sla.state in SLA_RELEASED)._follow_dates()
            current = versions.filtered(lambda sla: sla.state in ("signed", "in_force"))
            # the latest first: those before must not take its place
            for sla in current.sorted("date_start", reverse=True):
                if sla.has_begun:
                    sla._close()
                else:
                    sla._cancel()

    def _adopt_slas(self, reason):
        """Take over the SLA of contracts from elsewhere, where it was agreed.

        For imports and upgrades only: it is approved by nobody, and the log says so.

        :param str reason: where the agreement is, for the log
        :raise UserError: something is missing in the SLA
        """
        # superuser: nobody's decision; whoever imports was checked before
        for sla in self.sudo().sla_ids.filtered(lambda sla: sla.state == "draft"):
            sla._check_ready_to_submit()
            sla._adopt(reason)

    def _check_manager(self):
        self.check_access("write")
        manager = "itsm_service_delivery.group_service_manager"
        if not (self.env.su or self.env.user.has_group(manager)):
            raise AccessError(
                self.env._(
                    "Only service managers put contracts in force and close them."
                )
            )

    def _get_editable_fields(self):
        """What a service manager may correct in force; the chatter keeps track."""
        if self.state == "closed":
            return {"active"}
        return {
            "date_end",
            "monthly_fee",
            "name",
            "project_id",
            "sale_order_id",
            "service_manager_id",
            "sla_ids",
            "user_id",
            "workload_limit",
        }

    def _get_frozen_advice(self):
        return self.env._("Close the contract and make a new one.")

    def _serialise(self):
        """Let only one transaction at a time change the SLA versions of a contract.

        A second one that began before the first was committed does not see what it
        wrote; the update makes it fail, and Odoo run it again.
        """
        self.env.cr.execute(
            "UPDATE itsm_contract SET id = id WHERE id = ANY(%s)", [self.ids]
        )
