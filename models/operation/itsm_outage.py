from odoo import fields, models


class ItsmOutage(models.Model):
    """A time in which a customer's service was down (服务中断, domain 3.6)."""

    _name = "itsm.outage"
    _description = "Service Outage"
    _inherit = ["mail.thread"]
    _order = "date_start desc"

    name = fields.Char(string="Summary", required=True)
    contract_id = fields.Many2one(
        comodel_name="itsm.contract", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="contract_id.company_id", store=True)
    service_id = fields.Many2one(
        comodel_name="itsm.service", required=True, index=True, ondelete="restrict"
    )
    date_start = fields.Datetime(string="Start", required=True, tracking=True)
    date_end = fields.Datetime(string="End", tracking=True)
    cause = fields.Text()
    ticket_ids = fields.Many2many(comodel_name="helpdesk.ticket", string="Tickets")
    exclusion_ids = fields.One2many(
        comodel_name="itsm.outage.exclusion", inverse_name="outage_id"
    )
