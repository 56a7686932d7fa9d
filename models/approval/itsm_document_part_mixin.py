from odoo import api, models


class ItsmDocumentPartMixin(models.AbstractModel):
    """A line of a controlled document: seen with it, written with it, frozen with it.

    Whoever may read the document (``_agreement_path``, a direct field) reads its lines,
    whoever may write it writes them: such a model has access lines, and no record rules
    of its own.
    """

    _name = "itsm.document.part.mixin"
    _description = "Line of a Controlled Document"
    _inherit = ["itsm.frozen.line.mixin", "itsm.bound.mixin"]

    @property
    def _bound_to(self):
        return self._agreement_path

    @api.model
    def _bound_operation(self, operation):
        return "read" if operation == "read" else "write"
