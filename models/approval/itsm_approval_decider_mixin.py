from odoo import models

from ...engine.approval import Act, Stage


class ItsmApprovalDeciderMixin(models.AbstractModel):
    """Who decides: a role, a person on the document, or people by name.

    A model has the fields `act, decider_kind, group_id, person, user_ids, needed`.
    """

    _name = "itsm.approval.decider.mixin"
    _description = "Deciders of a Stage"

    def _engine_stage(self):
        """Return the stage as the engine knows it.

        :rtype: engine.approval.Stage
        """
        self.ensure_one()
        return Stage(
            key=self.id, act=Act(self.act), role=self._role(), needed=self.needed
        )

    def _role(self):
        """Return in which capacity one decides here (R12)."""
        if self.decider_kind == "role":
            return f"group:{self.group_id.id}"
        if self.decider_kind == "person":
            return f"person:{self.person}"
        return f"people:{self.id}"

    def _who_text(self):
        """Return who decides here, for a message."""
        if self.decider_kind == "role":
            return self.group_id.name
        if self.decider_kind == "person":
            people = dict(self._fields["person"]._description_selection(self.env))
            return people.get(self.person)
        return ", ".join(self.user_ids.mapped("name"))
