import base64

from odoo import api, fields, models

from ..models.contract.itsm_sla_signature import SIGNATORY_ROLES


class ItsmSlaSign(models.TransientModel):
    """Record who signed an approved SLA, when, and the signed copy."""

    _name = "itsm.sla.sign"
    _description = "Record Signatures"

    sla_id = fields.Many2one(comodel_name="itsm.sla", required=True, ondelete="cascade")
    company_id = fields.Many2one(related="sla_id.company_id")
    customer_id = fields.Many2one(
        related="sla_id.contract_id.partner_id.commercial_partner_id",
        string="Customer",
    )
    is_provider_missing = fields.Boolean(compute="_compute_missing")
    is_customer_missing = fields.Boolean(compute="_compute_missing")
    signatory_ids = fields.Many2many(
        comodel_name="res.users", compute="_compute_signatory_ids"
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
        help="Scan of the page with the signatures.",
    )
    scan_name = fields.Char()

    @api.depends("sla_id")
    def _compute_missing(self):
        for wizard in self:
            wizard.is_provider_missing = not wizard.sla_id.provider_signatory_id
            wizard.is_customer_missing = not wizard.sla_id.customer_signatory_id

    @api.depends("company_id")
    def _compute_signatory_ids(self):
        users = self.env["res.users"]
        for role in SIGNATORY_ROLES:
            group = self.env.ref(f"itsm_service_delivery.group_{role}")
            # superuser: names to choose from, for those who may not read roles
            users |= group.sudo().user_ids
        for wizard in self:
            wizard.signatory_ids = users.filtered(
                lambda user, company=wizard.company_id: company in user.company_ids
            ).sudo(False)

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
        self.sla_id._record_signatures(provider, customer, (name, content))
        return {"type": "ir.actions.act_window_close"}
