from odoo import fields, models


class ItsmDocumentComparisonVersion(models.TransientModel):
    """A version that can be chosen to be compared."""

    _name = "itsm.document.comparison.version"
    _description = "Version to Compare"
    _order = "res_id desc"

    comparison_id = fields.Many2one(
        comodel_name="itsm.document.comparison",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    res_id = fields.Integer(required=True, readonly=True)
    name = fields.Char(required=True, readonly=True)

    def _document(self):
        """Return the version, if the user may read it.

        :raise AccessError:
        """
        model = self.comparison_id.res_model
        if model not in self.env["itsm.document.mixin"]._document_models():
            model = "itsm.document.mixin"
        document = self.env[model].browse(self.res_id)
        document.check_access("read")
        return document
