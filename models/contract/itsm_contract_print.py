from odoo import models

from ..approval.content_reader import flattened


class ItsmContract(models.Model):
    """The printed contract, as both parties sign it (domain 2.2)."""

    _inherit = "itsm.contract"
    _print_report = "itsm_service_delivery.action_report_contract"

    def _get_print_lang(self):
        self.ensure_one()
        return self._installed_lang(
            "en_US" if self.sudo().language == "en_US" else "zh_CN"
        )

    def _get_print_zone(self):
        return self.tz or super()._get_print_zone()

    def _get_printed_changes(self):
        """Return what an amendment changes, in the record's language.

        :return: ``[(what, before, after)]``, texts; empty for other contracts
        """
        self.ensure_one()
        if self.kind != "amendment":
            return []
        old, new, names = self._amended_contents()
        for content in (old, new):
            # the print goes to the customer, and files are not part of it
            content["attachments"] = []
            self._leave_out_restricted(self._name, content["fields"])
            _leave_out_order(content["fields"])
        changes = flattened(self._read_changes(old, new, names))
        # superuser: whoever reads the amendment reads what it agrees on
        sla, before = self.sudo().amended_sla_id, self.sudo().base_id.sla_id
        if sla.state not in ("cancelled", "rejected", False):
            label = self.env._("Service level agreement (annex 1)")
            changes.append((label, _version_of(before), _version_of(sla)))
        return changes


def _leave_out_order(values):
    """Take away in which order lines stand: the contract itself shows it."""
    values.pop("sequence", None)
    for lines in values.values():
        for line in lines if isinstance(lines, list) else ():
            _leave_out_order(line)


def _version_of(sla):
    return f"{sla.number} {sla.version}" if sla else ""
