from odoo import models
from odoo.exceptions import UserError


class ItsmWorkPlanChange(models.Model):
    """What must be there before the edited version is submitted (domain 1.9)."""

    _inherit = "itsm.work.plan.change"

    def _check_ready_to_submit(self):
        """Check that change and version can be decided on.

        :raise UserError: names all that is missing, and what to do
        """
        result = super()._check_ready_to_submit()
        for change in self:
            change._check_outside_contract()
            if problems := change._get_missing():
                raise UserError(
                    self.env._(
                        "%(change)s is not ready to be submitted:\n%(problems)s",
                        change=change.display_name,
                        problems="\n".join(f"- {problem}" for problem in problems),
                    )
                )
        return result

    def _get_missing(self):
        """Return what is missing, each with what to do; later rooms add theirs.

        :rtype: list[str]
        """
        self.ensure_one()
        # superuser: what must be there does not depend on who submits
        change = self.sudo()
        problems = []
        if not change._get_differences():
            problems.append(
                self.env._(
                    "The new version changes nothing: edit its lines, or withdraw the"
                    " change."
                )
            )
        problems += change._missing_handovers()
        if not (change.impact_sla or "").strip():
            problems.append(
                self.env._("Say what it means for the SLA, also if that is nothing.")
            )
        if not (change.impact_contract or "").strip():
            problems.append(
                self.env._(
                    "Say what it means for the contract, also if that is nothing."
                )
            )
        return problems + change.new_plan_id._get_missing()

    def _missing_handovers(self):
        """Return what is missing of the handovers, as sentences."""
        problems = []
        if self.kind in ("personnel", "both") and not self.handover_ids:
            problems.append(
                self.env._("Enter who hands over to whom: it is a change of personnel.")
            )
        for handover in self.handover_ids:
            if not (handover.note or "").strip():
                problems.append(
                    self.env._("%s: write the handover note.", handover.display_name)
                )
            left = handover._get_left_over()
            if left:
                problems.append(
                    self.env._(
                        "%(handover)s: %(lines)s still name who is replaced; press"
                        ' "Apply Handovers".',
                        handover=handover.display_name,
                        lines=", ".join(left.mapped("display_name")),
                    )
                )
        return problems

    def action_apply_handovers(self):
        """Write into the new version what the handovers mean for its lines."""
        self.ensure_one()
        self.check_access("write")
        if self.step != "editing":
            raise UserError(
                self.env._(
                    "%(change)s is %(state)s: its new version is not edited now.",
                    change=self.display_name,
                    state=self._get_state_label(),
                )
            )
        self.handover_ids._apply()
        return True
