from odoo import models
from odoo.exceptions import UserError

from ..approval import guard


class ItsmWorkPlan(models.Model):
    """The versions of a plan: each but the first comes from a work plan change."""

    _inherit = "itsm.work.plan"
    _revisable_states = ("in_force",)

    def _compute_can_revise(self):
        self.can_revise = False

    def _check_revisable(self):
        """Let nobody revise a plan but a change.

        :raise UserError:
        """
        result = super()._check_revisable()
        if not guard.holds_key(self.env):
            raise UserError(
                self.env._(
                    "A work plan in force is changed by a work plan change, which the"
                    " service manager agrees to first."
                )
            )
        return result

    def _get_frozen_advice(self):
        if self.state == "in_force":
            return self.env._("Ask for a work plan change.")
        return super()._get_frozen_advice()

    def _revise_for_change(self, change, change_summary):
        """Make the draft of the next version, for the editor that a change names.

        The lines keep their keys. The caller has checked that the change is agreed.

        :param change: record with ``editor_id``
        :param str change_summary: for the revision history
        :return: the draft; its author, and the only one who writes it, is the editor
        """
        self.ensure_one()
        # superuser: the editor need not be one of those who make plans
        plan = guard.with_key(self.with_user(change.editor_id).sudo())
        draft = plan.revise(major=False, change_summary=change_summary)
        draft.editor_id = change.editor_id
        return draft.with_env(self.env)

    def _adopt_change(self, change):
        """Put the version in force that an approved change has brought about.

        The approval, with its round and stages, is that of the change; the log of the
        plan names it. The caller has checked that it is approved.

        :param change: record with ``display_name`` and ``approved_by_id``
        """
        self.ensure_one()
        # superuser: deciding the change is what puts its version in force
        self.sudo()._adopt(
            change.display_name, approved_by_id=change.sudo().approved_by_id.id
        )

    def _check_ready_to_submit(self):
        result = super()._check_ready_to_submit()
        for plan in self.filtered("editor_id"):
            raise UserError(
                self.env._(
                    "%s belongs to a work plan change: it is submitted, checked and"
                    " approved together with that.",
                    plan.display_name,
                )
            )
        return result
