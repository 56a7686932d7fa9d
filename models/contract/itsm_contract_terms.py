from num2words import num2words

from odoo import api, fields, models

from ...const import INVOICE_TYPES
from ...engine.errors import MoneyError
from ...engine.money import chinese_capitals, to_cents


class ItsmContract(models.Model):
    """What a contract agrees beside services and prices (domain 2.2)."""

    _inherit = "itsm.contract"

    language = fields.Selection(
        selection=[
            ("zh_CN", "Chinese"),
            ("en_US", "English"),
            ("both", "Chinese and English"),
        ],
        string="Contract Language",
        required=True,
        compute="_compute_language",
        store=True,
        readonly=False,
        precompute=True,
        help="The language of the text that is signed. Where both are printed, the"
        " Chinese text prevails.",
    )
    amount_in_words = fields.Char(compute="_compute_amount_in_words")
    invoice_type = fields.Selection(
        selection=INVOICE_TYPES, string="Invoices", required=True, default="special"
    )
    signing_place = fields.Char(
        string="Place of Signing",
        compute="_compute_signing_place",
        store=True,
        readonly=False,
        precompute=True,
    )
    copy_count = fields.Integer(
        string="Copies",
        default=4,
        help="Signed copies of the contract; each party keeps half of them.",
    )
    notice_days = fields.Integer(
        default=30,
        help="Days before its end by which a party says that it will not go on, or"
        " before an early termination.",
    )
    damages_cap_pct = fields.Float(
        string="Cap on Damages (%)",
        digits=(5, 2),
        default=20.0,
        help="Most that the damages of a party come to, of the contract's total.",
    )
    dispute_resolution = fields.Selection(
        selection=[("court", "Court"), ("arbitration", "Arbitration")],
        string="Disputes",
        required=True,
        default="court",
    )
    jurisdiction = fields.Char(
        string="Place of Jurisdiction",
        compute="_compute_jurisdiction",
        store=True,
        readonly=False,
        precompute=True,
        help="Where the competent court is, e.g. Haidian District, Beijing.",
    )
    arbitration_commission = fields.Char(
        help="Without its name an agreement on arbitration is void (Arbitration Law"
        " of the PRC).",
    )
    clause_ids = fields.One2many(
        comodel_name="itsm.contract.clause",
        inverse_name="contract_id",
        string="Clauses",
        copy=True,
    )
    annex_ids = fields.One2many(
        comodel_name="itsm.contract.annex",
        inverse_name="contract_id",
        string="Annexes",
        copy=True,
    )

    _check_copies = models.Constraint(
        "CHECK (copy_count >= 1)", "A contract has at least one copy."
    )
    _check_terms = models.Constraint(
        "CHECK (notice_days >= 0 AND damages_cap_pct BETWEEN 0 AND 100)",
        "Days of notice are 0 or more, a cap on damages is from 0 to 100 %.",
    )

    # === COMPUTE METHODS === #

    @api.depends("partner_id")
    def _compute_language(self):
        for contract in self:
            lang = contract.partner_id.lang or self.env.lang or ""
            contract.language = contract.language or (
                "zh_CN" if lang.startswith("zh") else "en_US"
            )

    @api.depends("company_id")
    def _compute_signing_place(self):
        for contract in self:
            # superuser: where the company is, whoever makes the contract
            partner = contract.sudo().company_id.partner_id
            contract.signing_place = contract.signing_place or partner.city

    @api.depends("company_id")
    def _compute_jurisdiction(self):
        for contract in self:
            # superuser: as the place of signing
            partner = contract.sudo().company_id.partner_id
            contract.jurisdiction = contract.jurisdiction or partner.city

    @api.depends("amount_total", "currency_id")
    @api.depends_context("lang")
    def _compute_amount_in_words(self):
        for contract in self:
            contract.amount_in_words = contract._get_amount_in_words()

    # === BUSINESS METHODS === #

    def _get_amount_in_words(self):
        """Return the total in words, in the record's language.

        :return: 人民币壹佰贰拾万元整, or "One million, two hundred thousand Yuan only";
            empty when the total is out of all reason
        """
        self.ensure_one()
        currency = (self.currency_id or self.env.company.currency_id).with_env(self.env)
        try:
            if (self.env.lang or "").startswith("zh"):
                name = "人民币" if currency.name == "CNY" else currency.name
                return f"{name}{chinese_capitals(self.amount_total)}"
            amount = to_cents(self.amount_total, currency.decimal_places)
        except MoneyError:
            return ""
        # Odoo's amount_to_text writes each word, and "And", with a capital
        whole, _point, change = f"{abs(amount):f}".partition(".")
        text = f"{num2words(int(whole))} {currency.currency_unit_label or ''}".rstrip()
        if int(change or 0):
            unit = currency.currency_subunit_label or ""
            text += f" and {num2words(int(change))} {unit}".rstrip()
        text = f"minus {text}" if amount < 0 else text
        return f"{text[0].upper()}{text[1:]} only"

    def _get_priced_lines(self):
        """Return the services with what they cost, and the taxes.

        :return: ``(lines, taxes)``: dicts ``line, untaxed, taxes, total`` (amounts that
            add up to the contract's) and ``[(name, amount)]``
        """
        self.ensure_one()
        # superuser: taxes are part of what is read with the contract
        contract = self.sudo()
        company = contract.company_id or self.env.company
        tax = contract.env["account.tax"]
        base_lines = [line._prepare_base_line() for line in contract.line_ids]
        tax._add_tax_details_in_base_lines(base_lines, company)
        tax._round_base_lines_tax_details(base_lines, company)
        totals = tax._get_tax_totals_summary(
            base_lines=base_lines, currency=contract.currency_id, company=company
        )
        lines = []
        for base_line in base_lines:
            details = base_line["tax_details"]
            untaxed = details["total_excluded_currency"]
            untaxed += details["delta_total_excluded_currency"]
            taxes = sum(data["tax_amount_currency"] for data in details["taxes_data"])
            lines.append(
                {
                    "line": base_line["record"],
                    "untaxed": untaxed,
                    "taxes": taxes,
                    "total": untaxed + taxes,
                }
            )
        groups = [
            (group["group_name"], group["tax_amount_currency"])
            for subtotal in totals["subtotals"]
            for group in subtotal["tax_groups"]
        ]
        return lines, groups
