from odoo import models
from odoo.exceptions import AccessError, UserError


class ItsmContract(models.Model):
    """How a contract is put in force and closed, and what that freezes."""

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
            versions = contract.sla_ids.filtered(lambda sla: sla.state == "in_force")
            for sla in versions:
                sla._close(max(vals.get("date_end", contract.date_end), sla.date_start))
            versions._transition({"state": "closed"})
            contract._transition(vals)
        return True

    # === BUSINESS METHODS === #

    def _put_first_sla_in_force(self):
        """Make sure that an SLA in force covers the contract's first day.

        :raise UserError: what is missing, and what to do
        """
        self.ensure_one()
        if any(sla._is_applicable_on(self.date_start) for sla in self.sla_ids):
            return
        drafts = self.sla_ids.filtered(
            lambda sla: (
                sla.state == "draft"
                and (not sla.date_start or sla.date_start == self.date_start)
            )
        )
        if len(drafts) != 1:
            raise UserError(
                self.env._(
                    "%(contract)s needs an SLA that holds from its first day,"
                    " %(start)s: there are %(count)s drafts for it. Prepare one under"
                    ' "SLA Versions".',
                    contract=self.display_name,
                    start=self.date_start,
                    count=len(drafts) or self.env._("no"),
                )
            )
        drafts.date_start = self.date_start
        drafts.action_put_in_force()

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
