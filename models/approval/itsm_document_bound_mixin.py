from odoo import api, models
from odoo.fields import Domain


class ItsmDocumentBoundMixin(models.AbstractModel):
    """What belongs to a document (`res_model`, `res_id`) and is seen by its readers."""

    _name = "itsm.document.bound.mixin"
    _description = "Record Seen with Its Document"
    _inherit = ["itsm.bound.mixin"]

    # === ACTION METHODS === #

    def action_open_document(self):
        """Open the document that this belongs to."""
        self.ensure_one()
        document = self.env[self.res_model].browse(self.res_id)
        return document._get_records_action(context={})

    # === ACCESS === #

    @api.model
    def _domain_of_readable(self):
        readable = Domain.FALSE
        for model in self.env["itsm.document.mixin"]._document_models():
            documents = self.env[model].with_context(active_test=False)
            if documents.has_access("read"):
                readable |= Domain("res_model", "=", model) & Domain(
                    "res_id", "in", documents._search(Domain.TRUE)
                )
        return readable

    def _get_hidden(self, operation, env):
        hidden = self.browse()
        for model, records in self.grouped("res_model").items():
            documents = env[model].browse(records.mapped("res_id")).exists()
            readable = set(documents._filtered_access("read")._ids)
            hidden |= records.filtered(lambda r, ids=readable: r.res_id not in ids)
        return hidden
