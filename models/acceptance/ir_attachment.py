from odoo import models


class IrAttachment(models.Model):
    """What shows that a remaining issue was settled is frozen with it."""

    _inherit = "ir.attachment"

    def _itsm_frozen_owner(self):
        owner = super()._itsm_frozen_owner()
        if owner:
            return owner
        # superuser: the issue decides, whether or not the user sees it
        files = self.sudo().filtered(
            lambda file: (
                file.res_model == "itsm.remaining.issue" and not file.itsm_conversation
            )
        )
        issues = files.env["itsm.remaining.issue"].browse(files.mapped("res_id"))
        closed = issues.exists().filtered(lambda issue: issue.state == "closed")
        return closed[:1] or None
