from odoo import api, fields, models
from odoo.exceptions import UserError

from ..approval import guard


class ItsmContractReviewEntryMixin(models.AbstractModel):
    """What people write while a contract is reviewed: answers and open points.

    It is no content that is decided on; the log keeps it with the conclusion.
    """

    _name = "itsm.contract.review.entry.mixin"
    _description = "Part of a Contract Review"

    review_id = fields.Many2one(
        comodel_name="itsm.contract.review",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="review_id.company_id")

    @api.ondelete(at_uninstall=False)
    def _unlink_except_by_engine(self):
        guard.check_key(self)

    def _check_written_now(self, names, allowed):
        """Refuse to write anything else, or at another time than during the review.

        :param names: the fields to be written
        :param allowed: those that people write
        :raise UserError:
        """
        refused = sorted(set(names) - allowed)
        if refused:
            labels = self.fields_get(refused, ["string"])
            raise UserError(
                self.env._(
                    "%(fields)s cannot be written: the review sets it.",
                    fields=", ".join(
                        labels[name]["string"] for name in refused if name in labels
                    ),
                )
            )
        # superuser: the state decides, whether or not the user sees the review
        for review in self.sudo().review_id:
            if not review._is_under_review():
                raise UserError(
                    self.env._(
                        "%(review)s is %(state)s: its checklist and open points are"
                        " written while it is in review.",
                        review=review.display_name,
                        state=review._get_state_label(),
                    )
                )
