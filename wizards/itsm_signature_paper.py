import base64

from odoo import api, fields, models


class ItsmSignaturePaper(models.TransientModel):
    """Record who signed an approved document on paper, when, and the signed copy."""

    _name = "itsm.signature.paper"
    _description = "Record Signatures"
    _inherit = ["itsm.signature.dialog"]

    is_provider_missing = fields.Boolean(compute="_compute_missing")
    is_customer_missing = fields.Boolean(compute="_compute_missing")
    signatory_ids = fields.Many2many(
        comodel_name="res.users", compute="_compute_missing"
    )
    provider_signatory_id = fields.Many2one(
        comodel_name="res.users",
        string="For the Provider",
        domain="[('id', 'in', signatory_ids)]",
        help="Service manager, service director or general manager.",
    )
    provider_signed_on = fields.Date(
        string="On", default=lambda self: fields.Date.context_today(self)
    )
    customer_signatory_id = fields.Many2one(
        comodel_name="res.partner",
        string="For the Customer",
        domain="[('id', 'child_of', customer_id), ('is_company', '=', False)]",
        help="A contact of the customer.",
    )
    customer_signed_on = fields.Date(
        string="Signed on", default=lambda self: fields.Date.context_today(self)
    )
    scan = fields.Binary(
        string="Signed Copy",
        required=True,
        help="Scan of the page with the signatures: PDF, PNG or JPEG.",
    )
    scan_name = fields.Char()

    # === COMPUTE METHODS === #

    @api.depends("res_model", "res_id")
    def _compute_missing(self):
        for wizard in self:
            document = wizard._get_document()
            missing = document._get_missing_parties()
            wizard.is_provider_missing = "provider" in missing
            wizard.is_customer_missing = "customer" in missing
            wizard.signatory_ids = document._get_signatories().sudo(False)

    # === ACTION METHODS === #

    def action_record(self):
        """Record the signatures that were entered."""
        self.ensure_one()
        provider = customer = None
        if self.provider_signatory_id:
            provider = (self.provider_signatory_id, self.provider_signed_on)
        if self.customer_signatory_id:
            customer = (self.customer_signatory_id, self.customer_signed_on)
        name = self.scan_name or self.env._("Signed copy")
        content = base64.b64decode(self.scan)
        self._get_document()._record_signatures(provider, customer, (name, content))
        return {"type": "ir.actions.act_window_close"}
