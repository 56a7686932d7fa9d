from odoo import api, fields, models

_WATCHED = ("in_review", "reviewed", "approved", "in_force")
# A contract that is signed is changed by its amendments.
_TO_SIGN = ("in_review", "reviewed", "approved")


class ItsmContractReview(models.Model):
    """Whether a review is about the contract as it is now."""

    _inherit = "itsm.contract.review"

    is_void = fields.Boolean(
        string="Void",
        compute="_compute_is_void",
        help="The contract is not what was reviewed: it was changed past the program.",
    )

    @api.depends("state", "contract_hash", "contract_id.state")
    def _compute_is_void(self):
        for review in self:
            # superuser: the content decides, whatever the user may read of it
            review.is_void = review.sudo()._is_void()

    def _is_void(self):
        """Return whether the contract under review, or to be signed, was changed."""
        self.ensure_one()
        contract = self.contract_id
        if self.state not in _WATCHED or contract.state not in _TO_SIGN:
            return False
        return (
            self.contract_hash != contract.round_id.content_hash
            or contract in contract._changed_since_submission()
            or contract in set(contract._with_altered_snapshot())
        )

    def _get_void_message(self):
        """Return what to say of a void review."""
        return self.env._(
            "The review %(review)s is void: %(contract)s is not what was reviewed. It"
            ' was changed past the program: press "Verify Evidence" there, revise it'
            " and have it reviewed again.",
            review=self.number,
            contract=self.contract_id.display_name,
        )
