import functools

from odoo import api, models
from odoo.fields import Domain


class ItsmDocumentBoundMixin(models.AbstractModel):
    """What belongs to a document (`res_model`, `res_id`) and is seen by its readers.

    The counterpart of `itsm.bound.mixin` for documents of all models.
    """

    _name = "itsm.document.bound.mixin"
    _description = "Record Seen with Its Document"

    # === ACTION METHODS === #

    def action_open_document(self):
        """Open the document that this belongs to."""
        self.ensure_one()
        document = self.env[self.res_model].browse(self.res_id)
        return document._get_records_action(context={})

    # === ACCESS === #

    @api.model
    def _search(
        self,
        domain,
        offset=0,
        limit=None,
        order=None,
        *,
        active_test=True,
        bypass_access=False,
    ):
        if not self.env.su and not bypass_access:
            domain = Domain(domain) & self._domain_of_readable()
        return super()._search(
            domain,
            offset,
            limit,
            order,
            active_test=active_test,
            bypass_access=bypass_access,
        )

    @api.model
    def _domain_of_readable(self):
        """Return which records belong to documents that the user can read."""
        readable = Domain.FALSE
        for model in self.env["itsm.document.mixin"]._document_models():
            documents = self.env[model].with_context(active_test=False)
            if documents.has_access("read"):
                readable |= Domain("res_model", "=", model) & Domain(
                    "res_id", "in", documents._search(Domain.TRUE)
                )
        return readable

    def _check_access(self, operation):
        refused = super()._check_access(operation)
        if refused or not any(self._ids):
            return refused
        # sudo to find the documents, whose rules are then checked as the user
        hidden = self.browse()
        for model, records in self.sudo().grouped("res_model").items():
            documents = self.env[model].browse(records.mapped("res_id")).exists()
            readable = set(documents._filtered_access("read")._ids)
            hidden |= records.filtered(lambda r, ids=readable: r.res_id not in ids)
        if not hidden:
            return None
        forbidden = hidden.with_env(self.env)
        error = functools.partial(
            self.env["ir.rule"]._make_access_error, operation, forbidden
        )
        return forbidden, error
