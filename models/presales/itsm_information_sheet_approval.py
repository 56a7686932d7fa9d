from odoo import api, fields, models
from odoo.exceptions import UserError


class ItsmInformationSheet(models.Model):
    """Who confirms a sheet: sales and the service department (domain 4.1).

    Whoever has written on a document neither reviews nor approves it (R1, R2). So the
    sales owner and the service manager confirm by submitting the sheet, if one of them
    does, and by a stage of approval else: the conditions of the stages read the two
    fields below.

    ==================  =================================  ===========================
    submitted by        sales confirm by                   the service department by
    ==================  =================================  ===========================
    sales owner         submitting                         service manager, or director
    service manager     their stage                        submitting
    somebody else       their stage                        service manager, or director
    ==================  =================================  ===========================

    The director confirms where every service manager has written on the sheet.
    """

    _inherit = "itsm.information.sheet"

    sales_confirmation = fields.Selection(
        selection=[
            ("submission", "By submitting it"),
            ("owner", "The sales owner"),
        ],
        string="Sales Confirm",
        compute="_compute_confirmations",
        help="If you submit it now.",
    )
    service_confirmation = fields.Selection(
        selection=[
            ("submission", "By submitting it"),
            ("manager", "A service manager"),
            ("director", "The service director"),
        ],
        string="Service Department Confirms",
        compute="_compute_confirmations",
        help="If you submit it now.",
    )

    # === COMPUTE METHODS === #

    @api.depends("user_id", "author_id", "contributor_ids", "company_id")
    @api.depends_context("uid")
    def _compute_confirmations(self):
        submitter = self.env.user
        group = self.env.ref("itsm_service_delivery.group_service_manager")
        for sheet in self:
            # superuser: who confirms does not depend on who may read whose roles
            known = sheet.sudo()
            managers = self.env["itsm.approval.round.stage"]._eligible(
                group.sudo().user_ids, known.company_id
            )
            writers = known.author_id | known.contributor_ids
            by_sales = submitter == sheet.user_id
            sheet.sales_confirmation = "submission" if by_sales else "owner"
            if submitter in managers and not by_sales:
                sheet.service_confirmation = "submission"
            elif managers - writers - submitter:
                sheet.service_confirmation = "manager"
            else:
                sheet.service_confirmation = "director"

    # === BUSINESS METHODS === #

    def _check_sales_confirm(self):
        """Refuse a submission after which nobody could confirm for sales.

        :raise UserError:
        """
        # superuser: who has written is on the form for everybody
        sheet = self.sudo()
        owner = sheet.user_id
        if self.sales_confirmation == "owner" and owner in (
            sheet.author_id | sheet.contributor_ids
        ):
            raise UserError(
                self.env._(
                    "%(owner)s has written on %(sheet)s and cannot be asked to confirm"
                    " it. %(owner)s submits it: that is the confirmation by sales.",
                    owner=owner.name,
                    sheet=sheet.display_name,
                )
            )
