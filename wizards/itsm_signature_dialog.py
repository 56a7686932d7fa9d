from odoo import api, fields, models
from odoo.exceptions import UserError


class ItsmSignatureDialog(models.AbstractModel):
    """A dialog about the signatures of one document.

    Its context names the document: ``default_res_model``, ``default_res_id``.
    """

    _name = "itsm.signature.dialog"
    _description = "Dialog on the Signatures of a Document"

    res_model = fields.Char(required=True)
    res_id = fields.Many2oneReference(
        string="Record", model_field="res_model", required=True
    )
    document_name = fields.Char(string="Document", compute="_compute_document")
    customer_id = fields.Many2one(
        comodel_name="res.partner", compute="_compute_document"
    )

    @api.depends("res_model", "res_id")
    def _compute_document(self):
        for wizard in self:
            document = wizard._get_document()
            names = [document, *document._get_signed_along()]
            wizard.document_name = " + ".join(name.display_name for name in names)
            wizard.customer_id = document._get_signed_customer().sudo(False)

    def _get_document(self):
        """Return the document that is signed.

        :raise UserError: there is none
        """
        self.ensure_one()
        signed = self.env.registry.descendants(["itsm.signature.mixin"], "_inherit")
        if self.res_model in signed and not self.env[self.res_model]._abstract:
            document = self.env[self.res_model].browse(self.res_id).exists()
            if document:
                return document
        raise UserError(self.env._("Choose the document that is signed."))
