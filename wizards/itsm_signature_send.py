from odoo import api, fields, models


class ItsmSignatureSend(models.TransientModel):
    """Send an approved document to a contact of the customer."""

    _name = "itsm.signature.send"
    _description = "Send to Customer"
    _inherit = ["itsm.signature.dialog"]

    contact_id = fields.Many2one(
        comodel_name="res.partner",
        required=True,
        compute="_compute_contact_id",
        store=True,
        readonly=False,
        domain="[('id', 'child_of', customer_id), ('is_company', '=', False)]",
        help="Who of the customer should sign. Everyone of the customer's company with"
        " an account on the portal can read it there, and sign.",
    )
    email = fields.Char(related="contact_id.email")
    has_account = fields.Boolean(compute="_compute_has_account")
    can_invite = fields.Boolean(compute="_compute_has_account")
    invite = fields.Boolean(
        string="Invite to the Portal",
        compute="_compute_invite",
        compute_sudo=False,
        store=True,
        readonly=False,
        help="Makes an account for the contact, and mails the invitation.",
    )
    note = fields.Text(
        string="Message", help="Some words of your own, above the link in the mail."
    )

    # === COMPUTE METHODS === #

    @api.depends("res_model", "res_id")
    def _compute_contact_id(self):
        for wizard in self:
            # superuser: whom it was sent to before
            document = wizard._get_document().sudo()
            partner = document._get_signature_contract().partner_id
            contact = document.customer_contact_id
            if not contact and document._is_customer_contact(partner):
                contact = partner
            wizard.contact_id = contact.sudo(False)

    @api.depends("contact_id")
    def _compute_has_account(self):
        for wizard in self:
            # superuser: users are not everybody's to read
            wizard.has_account = bool(wizard.contact_id.sudo().user_ids)
            wizard.can_invite = (
                bool(wizard.contact_id)
                and not wizard.has_account
                and self.env["portal.wizard"].has_access("create")
            )

    @api.depends("contact_id")
    def _compute_invite(self):
        for wizard in self:
            wizard.invite = wizard.can_invite

    # === ACTION METHODS === #

    def action_send(self):
        """Show the document on the portal, and mail the link."""
        self.ensure_one()
        self._get_document()._send_to_customer(self.contact_id, self.note or "")
        if self.invite and not self.has_account:
            # Odoo's own invitation: only the contact gets to see the link in it
            invitation = self.env["portal.wizard"].create(
                {"partner_ids": [(6, 0, self.contact_id.ids)]}
            )
            invitation.user_ids.action_grant_access()
        return {"type": "ir.actions.act_window_close"}
