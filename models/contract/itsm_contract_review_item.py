from odoo import api, fields, models
from odoo.exceptions import UserError

from ...const import REVIEW_ANSWERS
from ..approval import guard

# What reviewers write; the rest is set by the program.
_ANSWER = frozenset({"answer", "remark"})


class ItsmContractReviewItem(models.Model):
    """An item of a review's checklist (评审要素), and its answer."""

    _name = "itsm.contract.review.item"
    _description = "Contract Review Checklist Item"
    _inherit = ["itsm.contract.review.entry.mixin"]
    _order = "review_id, sequence, id"

    sequence = fields.Integer(readonly=True)
    name = fields.Char(string="Question", required=True, readonly=True)
    answer = fields.Selection(selection=REVIEW_ANSWERS)
    remark = fields.Char()
    answered_by_id = fields.Many2one(
        comodel_name="res.users", readonly=True, ondelete="restrict"
    )
    answered_at = fields.Datetime(string="Answered on", readonly=True)

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        guard.check_key(self)
        return super().create(vals_list)

    def write(self, vals):
        if guard.holds_key(self.env):
            return super().write(vals)
        self._check_written_now(vals, _ANSWER)
        self._check_no_author()
        if "answer" in vals:
            answered = bool(vals["answer"])
            vals = {
                **vals,
                "answered_by_id": answered and self.env.uid,
                "answered_at": answered and fields.Datetime.now(),
            }
        return super().write(vals)

    # === BUSINESS METHODS === #

    def _check_no_author(self):
        """Refuse whoever wrote the contract: it is reviewed by others (R2).

        :raise UserError:
        """
        for review in self.sudo().review_id:
            if self.env.user in review.author_id | review.contributor_ids:
                raise UserError(
                    self.env._(
                        "You have written %s: its checklist is answered by those who"
                        " review it.",
                        review.contract_id.display_name,
                    )
                )

    def _facts(self):
        """Return the answers as the log keeps them.

        :rtype: list[dict]
        """
        return [
            {
                "id": item.id,
                "name": item.name,
                "answer": item.answer or None,
                "remark": item.remark or None,
                "answered_by": item.answered_by_id.id or None,
            }
            for item in self.sorted("id")
        ]
