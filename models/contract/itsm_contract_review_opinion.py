from odoo import api, fields, models

from ...const import REVIEW_OPINIONS


class ItsmContractReviewOpinion(models.Model):
    """Who is to speak for a department, and what the log says he has said.

    Opinion, comment and date are read from the append-only log of the review: they are
    stored nowhere else, so nobody can write them.
    """

    _name = "itsm.contract.review.opinion"
    _description = "Contract Review Opinion"
    _inherit = ["itsm.frozen.line.mixin"]
    _order = "review_id, sequence, id"
    _rec_name = "department_id"
    _agreement_path = "review_id"

    review_id = fields.Many2one(
        comodel_name="itsm.contract.review",
        required=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="review_id.company_id")
    sequence = fields.Integer()
    department_id = fields.Many2one(
        comodel_name="itsm.contract.review.department",
        required=True,
        ondelete="restrict",
    )
    is_service = fields.Boolean(
        help="Given in the stage for the opinion of the service department."
    )
    mandatory = fields.Boolean()
    user_id = fields.Many2one(
        comodel_name="res.users", string="Person", ondelete="restrict"
    )
    given_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Given by",
        compute="_compute_opinion",
        help="The person, a delegate, or for the service department whoever of it has"
        " decided.",
    )
    opinion = fields.Selection(selection=REVIEW_OPINIONS, compute="_compute_opinion")
    comment = fields.Text(compute="_compute_opinion")
    given_at = fields.Datetime(string="On", compute="_compute_opinion")

    # === COMPUTE METHODS === #

    @api.depends("review_id.state")
    def _compute_opinion(self):
        for review, lines in self.grouped("review_id").items():
            # superuser: who reads the opinions reads what the log says of them
            given = review.sudo()._opinions_of_round(review.sudo().round_id)
            for line in lines:
                entry = next((one for one in given if line._is_given_by(one)), None)
                line.opinion = entry and entry["opinion"]
                line.comment = entry and entry["comment"]
                line.given_at = entry and entry["at"]
                line.given_by_id = entry and entry["user"]

    # === BUSINESS METHODS === #

    def _is_given_by(self, entry):
        """Return whether a line of the log is the opinion of this department.

        :param dict entry: of `_opinions_of_round`
        """
        self.ensure_one()
        if self.is_service or entry["is_service"]:
            return self.is_service and entry["is_service"]
        return self.user_id in (entry["principal"] or entry["user"])
