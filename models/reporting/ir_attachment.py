from odoo import models


class IrAttachment(models.Model):
    """The files of an approved report are as frozen as the report."""

    _inherit = "ir.attachment"

    def _itsm_frozen_owner(self):
        if owner := super()._itsm_frozen_owner():
            return owner
        # superuser: the report decides, whether or not the user sees it
        files = self.sudo().filtered(
            lambda item: item.res_field and item.res_model == "itsm.service.report"
        )
        reports = files.env["itsm.service.report"].browse(files.mapped("res_id"))
        return next((r for r in reports.exists() if r.state != "draft"), None)
