import base64

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..models.acceptance.itsm_acceptance import CONCLUSIONS


class ItsmAcceptancePaper(models.TransientModel):
    """Record an acceptance that was decided and signed on paper."""

    _name = "itsm.acceptance.paper"
    _description = "Record the Signed Acceptance"
    _inherit = ["itsm.signature.paper"]

    conclusion = fields.Selection(
        selection=CONCLUSIONS, string="Conclusion of the Customer"
    )
    reason = fields.Text(string="Why It Is Not Accepted")
    criterion_ids = fields.One2many(
        comodel_name="itsm.acceptance.paper.criterion",
        inverse_name="paper_id",
        string="Criteria",
        compute="_compute_criterion_ids",
        store=True,
        readonly=False,
    )
    issue_ids = fields.One2many(
        comodel_name="itsm.acceptance.paper.issue",
        inverse_name="paper_id",
        string="Remaining Issues",
        help="What the customer has added to those that stand in the document.",
    )

    # === COMPUTE METHODS === #

    @api.depends("res_model", "res_id")
    def _compute_criterion_ids(self):
        for wizard in self:
            wizard.criterion_ids = [Command.clear()] + [
                Command.create({"criterion_id": criterion.id, "result": "pass"})
                for criterion in wizard._get_document().criterion_ids
            ]

    # === ACTION METHODS === #

    def action_record(self):
        """Record what the customer has decided, and the signatures."""
        self.ensure_one()
        if self.conclusion and not self.customer_signatory_id:
            raise UserError(
                self.env._("Enter who of the customer has signed the conclusion.")
            )
        scan = (
            self.scan_name or self.env._("Signed copy"),
            base64.b64decode(self.scan or b""),
        )
        document = self._get_document()
        if self.conclusion == "fail":
            document._record_refusal(self.customer_signatory_id, scan, self._answer())
        else:
            provider = customer = None
            if self.provider_signatory_id:
                provider = (self.provider_signatory_id, self.provider_signed_on)
            if self.customer_signatory_id:
                customer = (self.customer_signatory_id, self.customer_signed_on)
            document._record_signatures(provider, customer, scan, self._answer())
        return {"type": "ir.actions.act_window_close"}

    def _answer(self):
        """Return what was decided, as `acceptance_answer.read()` takes it."""
        return {
            "conclusion": self.conclusion or "",
            "reason": self.reason or "",
            "results": {
                str(line.criterion_id.id): {
                    "result": line.result or "",
                    "comment": line.comment or "",
                }
                for line in self.criterion_ids
            },
            "issues": [
                {"name": line.name, "side": line.side, "date_due": line.date_due}
                for line in self.issue_ids
            ],
        }
