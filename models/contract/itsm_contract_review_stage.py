"""Stages that only contracts and their reviews have."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError

# Which types of documents have them.
_TYPES = {
    "opinions": ("contract_review",),
    "review": ("contract", "contract_amendment"),
}
_ONDELETE = dict.fromkeys(_TYPES, "cascade")
_ADDED = [
    ("opinions", "The departments named in the review"),
    ("review", "The contract review"),
]


class ItsmApprovalDeciderMixin(models.AbstractModel):
    """Departments decide, all at once; or another document does."""

    _inherit = "itsm.approval.decider.mixin"

    def _role(self):
        if self.decider_kind == "review":
            return "document:contract_review"
        return super()._role()

    def _who_text(self):
        if self.decider_kind == "review":
            return self.env._("the contract review")
        if self.decider_kind == "opinions" and not self.user_ids:
            return self.env._("the departments of the review")
        return super()._who_text()


class ItsmApprovalStage(models.Model):
    """The definition of such a stage."""

    _inherit = "itsm.approval.stage"

    decider_kind = fields.Selection(selection_add=_ADDED, ondelete=_ONDELETE)

    @api.constrains("decider_kind", "document_type_id")
    def _check_kind_of_type(self):
        for stage in self:
            codes = _TYPES.get(stage.decider_kind)
            if codes and stage.document_type_id.code not in codes:
                kinds = self._fields["decider_kind"]._description_selection(self.env)
                raise ValidationError(
                    self.env._(
                        'The stage %(stage)s cannot be decided by "%(kind)s": documents'
                        ' of the type "%(type)s" have none. Choose a role, or people.',
                        stage=stage.name,
                        kind=dict(kinds)[stage.decider_kind],
                        type=stage.document_type_id.name,
                    )
                )

    def _applies_to(self, document):
        if not super()._applies_to(document):
            return False
        # nobody to ask: the service department's opinion is a stage of its own
        return self.decider_kind != "opinions" or bool(document._get_mandatory_people())

    def _copy_vals(self, document):
        vals = super()._copy_vals(document)
        if self.decider_kind == "opinions":
            people = document._get_mandatory_people()
            vals.update(user_ids=[(6, 0, people.ids)], needed=len(people))
        elif self.decider_kind == "review":
            # the review has its own due days: one reminder is enough
            vals.update(user_ids=[(6, 0, [])], needed=1, answer_days=0)
        return vals

    def _candidates_in(self, company):
        if self.decider_kind in _TYPES:
            # somebody else, who is known once there is a review
            return {f"{self.id}:{place}" for place in range(self.needed)}
        return super()._candidates_in(company)


class ItsmApprovalRoundStage(models.Model):
    """Such a stage in a round."""

    _inherit = "itsm.approval.round.stage"

    decider_kind = fields.Selection(selection_add=_ADDED, ondelete=_ONDELETE)

    def _is_put_to_people(self):
        return super()._is_put_to_people() and self.decider_kind != "review"

    def _asks_for_opinion(self):
        if self.res_model != "itsm.contract.review":
            return super()._asks_for_opinion()
        # superuser: what is asked does not depend on who is asked
        return self.sudo().round_id._get_document()._wants_opinion()

    def _open_decision(self, kind):
        """Ask for an opinion where that is what the stage wants."""
        if len(self) == 1 and kind != "rejected" and self._asks_for_opinion():
            # superuser: the round leads to the document, which the user is asked about
            review = self.sudo().round_id._get_document().sudo(False)
            return review._open_opinion("disagree" if kind == "returned" else "")
        return super()._open_decision(kind)
