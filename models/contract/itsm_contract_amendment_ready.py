from odoo import models

# States in which an amendment is on its way to being in force.
ON_ITS_WAY = ("in_review", "reviewed", "approved", "signed")
# What an amendment cannot change: that is another contract.
FIXED = ("company_id", "currency_id", "date_start", "partner_id", "tz")


class ItsmContract(models.Model):
    """What keeps an amendment from being submitted."""

    _inherit = "itsm.contract"

    def _get_wrong_amendment(self):
        """Return what is wrong with an amendment, as sentences."""
        base = self.sudo().base_id
        problems = []
        if not base._is_amendable():
            problems.append(
                self.env._(
                    "%(contract)s is %(state)s: it is not amended any more.",
                    contract=base.display_name,
                    state=base._get_state_label(),
                )
            )
        if self.base_version != base.version:
            problems.append(
                self.env._(
                    "%(contract)s has changed to version %(version)s since this"
                    ' amendment was written: press "Bring Up to Date", and check it.',
                    contract=base.display_name,
                    version=base.version,
                )
            )
        others = base.amendment_ids.filtered(
            lambda other: (
                # versions of this one give way to it
                other.number != self.number and other.state in ON_ITS_WAY
            )
        )
        problems += [
            self.env._(
                "%(other)s is %(state)s: submit this one when that is in force, or"
                " cancelled.",
                other=other.display_name,
                state=other._get_state_label(),
            )
            for other in others
        ]
        changed = [name for name in FIXED if self[name] != base[name]]
        if changed:
            labels = self.fields_get(changed, ["string"])
            problems.append(
                self.env._(
                    "An amendment does not change %s: that needs a contract of its"
                    " own.",
                    ", ".join(labels[name]["string"] for name in changed),
                )
            )
        sla = self.amended_sla_id.filtered(
            lambda sla: sla.state not in ("cancelled", "rejected")
        )
        if not sla and not self._get_changes():
            problems.append(self.env._("It changes nothing of the contract."))
        if sla and sla.date_start != self.date_effective:
            problems.append(
                self.env._(
                    "%(sla)s starts on %(start)s, but the amendment on %(day)s: make"
                    " the dates the same.",
                    sla=sla.display_name,
                    start=sla.date_start,
                    day=self.date_effective,
                )
            )
        return problems
