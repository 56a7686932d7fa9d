import re

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...engine import credit_code
from ...engine.errors import CreditCodeError


class ResPartner(models.Model):
    """Legal details of a party, as contracts name it (domain 2.2).

    The unified social credit code is Odoo's tax ID (or company ID): in China both are
    one number. Banks and accounts are Odoo's too.
    """

    _inherit = "res.partner"

    itsm_legal_representative = fields.Char(
        string="Legal Representative",
        help="Who represents the company by law, as contracts name this person.",
    )
    itsm_registered_address = fields.Char(
        string="Registered Address",
        help="As the business licence has it. Empty: the address of the contact.",
    )

    # === CONSTRAINT METHODS === #

    @api.constrains("vat", "company_registry", "country_id", "is_company")
    def _check_itsm_credit_code(self):
        for partner in self:
            if partner.is_company and partner.country_id.code == "CN":
                for code in (partner.vat, partner.company_registry):
                    self._itsm_checked_code(code)

    # === BUSINESS METHODS === #

    @api.model
    def _itsm_checked_code(self, code):
        """Return a Chinese company's number as it is written.

        Others than those of 18 characters, such as tax numbers of before 2015, are
        taken as they are.

        :raise ValidationError: mistyped, with what is wrong
        """
        if len("".join((code or "").split())) != credit_code.LENGTH:
            return code or ""
        try:
            return credit_code.checked(code)
        except CreditCodeError as error:
            message = self.env._(error.message, **error.values)
            raise ValidationError(message) from error

    def _itsm_legal_details(self):
        """Return what a contract says of a party.

        :return: ``name, code, representative, address, bank, account, contact, phone``
        :rtype: dict[str, str]
        """
        # superuser: what a party is called is known to whoever makes its contract
        person = self.sudo()
        party = person.commercial_partner_id
        if person == party:
            people = party.child_ids.filtered(
                lambda child: child.type == "contact" and not child.is_company
            )
            person = people[:1] or party
        account = party.bank_ids[:1]
        return {
            "name": party.name or "",
            "code": party.vat or party.company_registry or "",
            "representative": party.itsm_legal_representative or "",
            "address": party.itsm_registered_address or party._itsm_address_line(),
            "bank": account.bank_id.name or "",
            "account": account.acc_number or "",
            "contact": person.name if person != party else "",
            "phone": person.phone or party.phone or "",
        }

    def _itsm_address_line(self):
        """Return the address in one line."""
        # the formats of countries leave commas where a part is empty
        parts = re.split("[,\n]", self._display_address(without_company=True))
        return ", ".join(part.strip() for part in parts if part.strip())
