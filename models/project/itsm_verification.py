from odoo import fields, models


class ItsmVerification(models.Model):
    """A verification record (验证记录, domain 1.2): was it done, and as specified?"""

    _name = "itsm.verification"
    _description = "Verification Record"
    _inherit = ["itsm.conformity.mixin"]
    _check_company_auto = True
    _sequence_code = "itsm.verification"

    design_reference = fields.Char(
        string="Specification",
        help="What it must conform to: document, section, version.",
    )
    method = fields.Selection(
        selection=[
            ("review", "Review of Documents"),
            ("inspection", "Inspection"),
            ("test", "Test"),
            ("measurement", "Measurement"),
            ("demonstration", "Demonstration"),
        ],
        default="review",
        required=True,
    )
    item_ids = fields.One2many(
        comodel_name="itsm.verification.item",
        inverse_name="verification_id",
        string="Check Items",
        copy=True,
    )
    verifier_id = fields.Many2one(
        comodel_name="res.users",
        required=True,
        default=lambda self: self.env.user,
        domain=[("share", "=", False)],
        check_company=True,
        ondelete="restrict",
        tracking=True,
        help="Neither who has made it nor who is responsible for it.",
    )
    verified_on = fields.Date(
        required=True, default=fields.Date.context_today, copy=False
    )
    result = fields.Selection(
        selection=[("pass", "Passed"), ("fail", "Failed")], copy=False, tracking=True
    )
    remark = fields.Text()

    # === BUSINESS METHODS === #

    def _get_judges(self):
        return self.verifier_id

    def _get_missing(self):
        problems = super()._get_missing()
        if not (self.design_reference or "").strip():
            problems.append(self.env._("Say which specification it must conform to."))
        if not self.item_ids:
            problems.append(self.env._("Enter what was checked."))
        unanswered = self.item_ids.filtered(lambda item: not item.result)
        if unanswered:
            problems.append(
                self.env._(
                    "Enter the result of: %s.", ", ".join(unanswered.mapped("name"))
                )
            )
        if not self.result:
            problems.append(self.env._("Say whether it has passed."))
        failed = self.item_ids.filtered(lambda item: item.result == "fail")
        if self.result == "pass" and failed:
            problems.append(
                self.env._(
                    "It cannot have passed with a check item that has failed: %s.",
                    ", ".join(failed.mapped("name")),
                )
            )
        if self.verified_on > fields.Date.context_today(self):
            problems.append(self.env._("The day of the verification is yet to come."))
        return problems
