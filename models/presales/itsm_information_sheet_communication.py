from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..approval import guard


class ItsmInformationSheetCommunication(models.Model):
    """What was talked about with the customer: when, with whom, how (clause 1.1.1)."""

    _name = "itsm.information.sheet.communication"
    _description = "Communication with the Customer"
    _inherit = ["itsm.document.part.mixin"]
    _order = "date, id"
    _agreement_path = "sheet_id"

    sheet_id = fields.Many2one(
        comodel_name="itsm.information.sheet",
        required=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="sheet_id.company_id")
    partner_id = fields.Many2one(related="sheet_id.partner_id")
    date = fields.Date(required=True, default=fields.Date.context_today)
    contact_ids = fields.Many2many(
        comodel_name="res.partner",
        relation="itsm_information_sheet_contact_rel",
        column1="communication_id",
        column2="partner_id",
        string="Contacts",
        # as text: a choice, no filter of who was chosen
        domain="[('commercial_partner_id', '=', partner_id)]",
        help="Of the customer.",
    )
    participants = fields.Char(
        string="Others", help="Names of people who are no contacts in the system."
    )
    mode = fields.Selection(
        selection=[
            ("phone", "Phone"),
            ("meeting", "Meeting"),
            ("mail", "Mail"),
            ("on_site", "On site"),
            ("online", "Online"),
        ],
        required=True,
        default="meeting",
    )
    content = fields.Text(
        required=True, help="Internal: not in the customer's edition."
    )
    conclusion = fields.Text(help="What was found or agreed.")
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Recorded by",
        required=True,
        readonly=True,
        default=lambda self: self.env.user,
        ondelete="restrict",
    )

    # === COMPUTE METHODS === #

    @api.depends("date", "mode")
    @api.depends_context("lang")
    def _compute_display_name(self):
        modes = dict(self._fields["mode"]._description_selection(self.env))
        for line in self:
            day = fields.Date.to_string(line.date)
            parts = filter(None, [day, modes.get(line.mode)])
            line.display_name = " ".join(parts)

    # === CONSTRAINT METHODS === #

    @api.constrains("date")
    def _check_date(self):
        for line in self:
            if line.date > fields.Date.context_today(line):
                raise ValidationError(
                    self.env._(
                        "%s has not come yet: the communication log tells of talks that"
                        " have taken place.",
                        line.date,
                    )
                )

    @api.constrains("contact_ids", "participants", "sheet_id")
    def _check_people(self):
        for line in self:
            if not line.contact_ids and not (line.participants or "").strip():
                raise ValidationError(
                    self.env._(
                        "Say with whom you talked on %s: choose contacts, or enter"
                        " names.",
                        line.date,
                    )
                )
            customer = line.sheet_id.partner_id.commercial_partner_id
            strangers = line.contact_ids.filtered(
                lambda contact, customer=customer: (
                    contact.commercial_partner_id != customer
                )
            )
            if strangers:
                raise ValidationError(
                    self.env._(
                        "%(people)s do not belong to %(customer)s: enter their names"
                        " under Others.",
                        people=", ".join(strangers.mapped("name")),
                        customer=customer.name,
                    )
                )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su and not guard.holds_key(self.env):
            # whoever records a talk says so in his own name
            vals_list = [{**vals, "user_id": self.env.uid} for vals in vals_list]
        return super().create(vals_list)

    def write(self, vals):
        if "user_id" in vals and not self.env.su and not guard.holds_key(self.env):
            raise UserError(
                self.env._("Who has recorded a talk stays: record another one.")
            )
        return super().write(vals)
