from odoo import api, models
from odoo.exceptions import AccessError


class ItsmAppendOnlyMixin(models.AbstractModel):
    """Lines that are written once, by SQL of their own model, and never edited.

    ``create``, ``write`` and ``unlink`` refuse everybody, the superuser included.
    """

    _name = "itsm.append.only.mixin"
    _description = "Append-only Record"

    # === CRUD METHODS === #

    # No super() on purpose: nobody passes, so there is nothing to continue with.
    # pylint: disable=method-required-super,no-raise-unlink

    @api.model_create_multi
    def create(self, vals_list):
        raise AccessError(self._get_append_only_message())

    def write(self, vals):
        raise AccessError(self._get_append_only_message())

    def unlink(self):
        raise AccessError(self._get_append_only_message())

    # pylint: enable=method-required-super,no-raise-unlink

    def _get_append_only_message(self):
        """Return how such lines come about instead."""
        raise NotImplementedError
