from odoo import api, fields, models
from odoo.exceptions import UserError

ROLES = "itsm_service_delivery.group_user"


class SaleOrder(models.Model):
    """From a quotation the needs of the customer are collected (clause 1.1.1)."""

    _inherit = "sale.order"

    itsm_sheet_ids = fields.One2many(
        comodel_name="itsm.information.sheet",
        inverse_name="sale_order_id",
        string="Information Sheets",
        groups=ROLES,
    )
    itsm_sheet_count = fields.Integer(
        string="Information Sheet Count",
        compute="_compute_itsm_sheet_count",
        groups=ROLES,
    )

    @api.depends("itsm_sheet_ids")
    def _compute_itsm_sheet_count(self):
        for order in self:
            order.itsm_sheet_count = len(order.itsm_sheet_ids)

    # === ACTION METHODS === #

    def action_itsm_collect_information(self):
        """Make the information sheet of a quotation, and open it.

        A quotation with a sheet that was not given up opens that one instead.
        """
        self._itsm_check_usable()
        # superuser: a quotation has one sheet, even if a colleague keeps it
        sheets = self.sudo().itsm_sheet_ids.filtered(
            lambda sheet: sheet.state not in ("cancelled", "rejected", "superseded")
        )
        sheet = sheets[:1].sudo(False)
        if not sheet:
            sheet = self.env["itsm.information.sheet"].create(
                self._itsm_prepare_information_sheet()
            )
        return sheet._get_records_action()

    def action_itsm_view_sheets(self):
        """Open the information sheets of a quotation."""
        self.ensure_one()
        return self.itsm_sheet_ids._get_records_action(
            name=self.env._("Information Sheets")
        )

    # === BUSINESS METHODS === #

    def _itsm_check_usable(self):
        """Refuse to begin a document from a quotation that is hidden or cancelled.

        :raise AccessError:
        :raise UserError:
        """
        self.ensure_one()
        self.check_access("read")
        if self.state == "cancel":
            raise UserError(
                self.env._(
                    "%(order)s is cancelled: set it to quotation first.",
                    order=self.name,
                )
            )

    def _itsm_prepare_information_sheet(self):
        """Return the values of the information sheet of a quotation.

        :rtype: dict
        """
        self.ensure_one()
        customer = self.partner_id.commercial_partner_id
        values = {
            "name": self.env._("%s: service needs", customer.name),
            "partner_id": customer.id,
            "company_id": self.company_id.id,
            "sale_order_id": self.id,
        }
        if self.user_id:
            values["user_id"] = self.user_id.id
        return values
