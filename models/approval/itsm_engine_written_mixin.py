from odoo import api, models

from . import guard


class ItsmEngineWrittenMixin(models.AbstractModel):
    """Records that only the approval engine writes: nobody without its key does."""

    _name = "itsm.engine.written.mixin"
    _description = "Record Written by the Approval Engine"

    @api.model_create_multi
    def create(self, vals_list):
        guard.check_key(self)
        return super().create(vals_list)

    def write(self, vals):
        guard.check_key(self)
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_by_engine(self):
        guard.check_key(self)
