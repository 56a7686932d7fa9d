from odoo import api, models
from odoo.exceptions import UserError


class IrAttachment(models.Model):
    """The files of an approved report are as frozen as the report."""

    _inherit = "ir.attachment"

    @api.model_create_multi
    def create(self, vals_list):
        attachments = super().create(vals_list)
        attachments._itsm_check_frozen()
        return attachments

    def write(self, vals):
        self._itsm_check_frozen()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_itsm_frozen(self):
        self._itsm_check_frozen()

    def _itsm_check_frozen(self):
        """Refuse to touch what an approval has stored.

        :raise UserError: for everyone, the superuser included
        """
        # Superuser: the report decides, whether or not the user sees it.
        files = self.sudo().filtered(
            lambda item: item.res_field and item.res_model == "itsm.service.report"
        )
        reports = self.env["itsm.service.report"].sudo().browse(files.mapped("res_id"))
        frozen = reports.exists().filtered(lambda report: report.state != "draft")
        if frozen:
            raise UserError(
                self.env._(
                    "The files of the approved report %s cannot be changed or deleted.",
                    frozen[0].display_name,
                )
            )
