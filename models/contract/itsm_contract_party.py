from odoo import api, fields, models
from odoo.exceptions import UserError

_FILLED = {"store": True, "readonly": False, "precompute": True}
_PARTS = (
    "name",
    "code",
    "representative",
    "address",
    "bank",
    "account",
    "contact",
    "phone",
)


class ItsmContract(models.Model):
    """The parties, as the contract names them (domain 2.2).

    Party A (甲方) is the customer, party B (乙方) the provider. What is agreed stays as
    it is when a contact changes later.
    """

    _inherit = "itsm.contract"

    party_a_name = fields.Char(string="Party A", compute="_compute_party_a", **_FILLED)
    party_a_code = fields.Char(
        string="Credit Code of Party A",
        compute="_compute_party_a",
        help="Unified social credit code, or the registration number of another"
        " country.",
        **_FILLED,
    )
    party_a_representative = fields.Char(
        string="Legal Representative of Party A", compute="_compute_party_a", **_FILLED
    )
    party_a_address = fields.Char(
        string="Address of Party A", compute="_compute_party_a", **_FILLED
    )
    party_a_bank = fields.Char(
        string="Bank of Party A", compute="_compute_party_a", **_FILLED
    )
    party_a_account = fields.Char(
        string="Account of Party A", compute="_compute_party_a", **_FILLED
    )
    party_a_contact = fields.Char(
        string="Contact of Party A", compute="_compute_party_a", **_FILLED
    )
    party_a_phone = fields.Char(
        string="Phone of Party A", compute="_compute_party_a", **_FILLED
    )
    party_b_name = fields.Char(string="Party B", compute="_compute_party_b", **_FILLED)
    party_b_code = fields.Char(
        string="Credit Code of Party B", compute="_compute_party_b", **_FILLED
    )
    party_b_representative = fields.Char(
        string="Legal Representative of Party B", compute="_compute_party_b", **_FILLED
    )
    party_b_address = fields.Char(
        string="Address of Party B", compute="_compute_party_b", **_FILLED
    )
    party_b_bank = fields.Char(
        string="Bank of Party B", compute="_compute_party_b", **_FILLED
    )
    party_b_account = fields.Char(
        string="Account of Party B", compute="_compute_party_b", **_FILLED
    )
    party_b_contact = fields.Char(
        string="Contact of Party B", compute="_compute_party_b_contact", **_FILLED
    )
    party_b_phone = fields.Char(
        string="Phone of Party B", compute="_compute_party_b_contact", **_FILLED
    )

    # === COMPUTE METHODS === #

    @api.depends("partner_id")
    def _compute_party_a(self):
        self._fill_party("party_a", _PARTS)

    @api.depends("company_id")
    def _compute_party_b(self):
        self._fill_party("party_b", _PARTS[:6])

    @api.depends("company_id", "user_id")
    def _compute_party_b_contact(self):
        self._fill_party("party_b", _PARTS[6:])

    # === CONSTRAINT METHODS === #

    @api.constrains("party_a_code", "party_b_code", "partner_id", "company_id")
    def _check_party_codes(self):
        for contract in self:
            for party, partner in contract._get_parties().items():
                if partner.commercial_partner_id.country_id.code == "CN":
                    partner._itsm_checked_code(contract[f"{party}_code"])

    # === ACTION METHODS === #

    def action_fill_parties(self):
        """Take over the legal details that the contacts have now.

        :raise UserError: the contract is agreed already
        """
        self.check_access("write")
        for contract in self:
            if contract.state != "draft":
                raise UserError(
                    self.env._(
                        "%(contract)s is %(state)s: its parties stay as they were"
                        " agreed. %(advice)s",
                        contract=contract.display_name,
                        state=contract._get_state_label(),
                        advice=contract._get_frozen_advice(),
                    )
                )
            details = contract._party_details()
            contract.write({name: text for name, text in details.items() if text})
        return True

    # === BUSINESS METHODS === #

    def _get_parties(self):
        """Return the contacts behind the parties: ``{"party_a": res.partner, …}``."""
        self.ensure_one()
        # superuser: see `_itsm_legal_details`
        contract = self.sudo()
        return {
            "party_a": contract.partner_id,
            "party_b": (contract.company_id or self.env.company).partner_id,
        }

    def _party_details(self):
        """Return what the contacts say now, by field.

        :rtype: dict[str, str]
        """
        self.ensure_one()
        details = {}
        for party, partner in self._get_parties().items():
            known = partner._itsm_legal_details()
            if party == "party_b" and self.sudo().user_id:
                owner = self.sudo().user_id.partner_id
                known["contact"] = owner.name
                known["phone"] = owner.phone or known["phone"]
            details |= {f"{party}_{part}": text for part, text in known.items()}
        return details

    def _fill_party(self, party, parts):
        names = [f"{party}_{part}" for part in parts]
        for contract in self:
            agreed = contract.state and contract.state != "draft"
            details = contract if agreed else contract._party_details()
            for name in names:
                contract[name] = details[name]

    def _fill_empty_details(self):
        """Fill what is still empty from the contacts, before it is agreed."""
        for contract in self:
            details = contract._party_details()
            missing = {
                name: text
                for name, text in details.items()
                if text and not contract[name]
            }
            if missing:
                contract.write(missing)

    def _missing_details(self):
        """Return which legal details lack, as sentences.

        People may be customers: of them the name is enough.
        """
        self.ensure_one()
        sides = {
            "party_a": self.env._("party A (the customer)"),
            "party_b": self.env._("party B (the provider)"),
        }
        labels = {
            "name": self.env._("name"),
            "code": self.env._("unified social credit code"),
            "representative": self.env._("legal representative"),
            "address": self.env._("address"),
        }
        problems = []
        for party, partner in self._get_parties().items():
            company = partner.commercial_partner_id
            wanted = {"name"}
            if company.is_company:
                wanted |= {"representative", "address"}
                # superuser: see `_get_parties`
                if company.country_id.code == "CN":
                    wanted.add("code")
            missing = [
                label
                for part, label in labels.items()
                if part in wanted and not self[f"{party}_{part}"]
            ]
            if missing:
                problems.append(
                    self.env._(
                        "Of %(party)s it does not say: %(details)s. Enter it under"
                        " Parties, or complete the contact and press Take over from"
                        " Contacts.",
                        party=sides[party],
                        details=", ".join(missing),
                    )
                )
        return problems
