from functools import cached_property

from odoo.tools import formatLang

from ..models.contract.itsm_contract_clause import FIXED_ARTICLES
from ..models.contract.itsm_contract_clause_text import fill
from .signature_view import SignatureView
from .sla_view import SlaView

_PARTS = (
    "code",
    "representative",
    "address",
    "contact",
    "phone",
    "bank",
    "account",
)
_NUMERALS = "零一二三四五六七八九"


class ContractView(SignatureView):
    """A contract as both parties sign it (domain 2.2): no costs, no margins."""

    def __init__(self, document, lang=None):
        super().__init__(document, lang)
        # superuser: whoever reads a contract reads all that it says
        self.contract = self._known
        self._is_chosen = bool(lang)

    @cached_property
    def texts(self):
        """The texts of the print: one, or the Chinese and then the English one."""
        if self._is_chosen or self.contract.language != "both":
            return [self]
        codes = dict.fromkeys(map(self.doc._installed_lang, ("zh_CN", "en_US")))
        return [type(self)(self.doc, code) for code in codes]

    # === PARTIES === #

    def sides(self):
        """Return party A and B: dicts ``title, name, rows``, rows ``(label, text)``."""
        contract = self.contract
        names = {
            "party_a": (
                self.env._("Party A (customer)"),
                contract.party_a_name or contract.partner_id.commercial_partner_id.name,
            ),
            "party_b": (
                self.env._("Party B (provider)"),
                contract.party_b_name or self.company.name,
            ),
        }
        labels = self._labels()
        return [
            {
                "title": title,
                "name": name,
                "rows": [
                    (labels[part], contract[f"{party}_{part}"])
                    for part in _PARTS
                    if contract[f"{party}_{part}"]
                ],
            }
            for party, (title, name) in names.items()
        ]

    def _labels(self):
        return {
            "code": self.env._("Unified social credit code"),
            "representative": self.env._("Legal representative"),
            "address": self.env._("Registered address"),
            "contact": self.env._("Contact"),
            "phone": self.env._("Phone"),
            "bank": self.env._("Bank"),
            "account": self.env._("Account"),
        }

    def signatories(self):
        """Return who signs, party A first: dicts as of `parties()`, with ``title``."""
        provider, customer = self.parties()
        party_a, party_b = self.sides()
        return [
            {**customer, "title": party_a["title"], "name": party_a["name"]},
            {**provider, "title": party_b["title"], "name": party_b["name"]},
        ]

    # === AMENDMENT === #

    def amends(self):
        """Say which contract an amendment changes; empty for other contracts."""
        base = self.contract.base_id
        if self.contract.kind != "amendment" or not base:
            return ""
        return self.env._(
            "This supplementary agreement changes the contract %(number)s, %(name)s."
            " What it does not change goes on as agreed. The contract as changed"
            " follows.",
            number=base.number,
            name=base.name,
        )

    def changes(self):
        """Return what an amendment changes: ``[(what, before, after)]``."""
        return self.doc._get_printed_changes()

    # === ARTICLES === #

    def article(self, number):
        """Return how an article is called: ``Article 12``, 第十二条."""
        if self.lang.startswith("zh"):
            tens, ones = divmod(number, 10)
            text = ("" if tens < 2 else _NUMERALS[tens]) + ("十" if tens else "")
            return f"第{text}{_NUMERALS[ones] if ones or not tens else ''}条"
        return self.env._("Article %s", number)

    def clauses(self):
        """Return the clauses: dicts ``number, name, body`` (HTML)."""
        values = self.contract._clause_values()
        return [
            {
                "number": FIXED_ARTICLES + place,
                "name": fill(clause.name, values),
                "body": fill(clause.body, values),
            }
            for place, clause in enumerate(self.contract.clause_ids, 1)
        ]

    def period(self):
        """Say how long the contract holds."""
        contract = self.contract
        return self.env._(
            "The services are provided from %(start)s to %(end)s, both days included.",
            start=contract.date_start,
            end=contract.date_end,
        )

    def notice(self):
        """Say until when a party says that it will not go on."""
        return self.contract.notice_days and self.env._(
            "The parties agree on a renewal in good time; a party that does not want"
            " one says so at least %s days before the last day.",
            self.contract.notice_days,
        )

    def workload(self):
        """Say how much work the fee covers."""
        return self.contract.workload_limit and self.env._(
            "The fee covers up to %s tickets per month.", self.contract.workload_limit
        )

    # === PRICE === #

    def money(self, amount):
        """Return an amount with its currency."""
        currency = self.contract.currency_id.with_env(self.env)
        return currency.format(amount)

    def number_text(self, value, digits):
        return formatLang(self.env, value, dp=digits)

    @cached_property
    def _priced(self):
        return self.contract._get_priced_lines()

    def services(self):
        """Return the services sold, as texts.

        :return: dicts ``service, text, quantity, price, untaxed, taxes, total``
        """
        return [
            {
                "service": row["line"].service_id.name or row["line"].product_id.name,
                "text": row["line"].name or "",
                "quantity": self.number_text(row["line"].quantity, "Product Unit"),
                "price": self.money(row["line"].price_unit),
                "discount": f"{row['line'].discount:g} %"
                if row["line"].discount
                else "",
                "taxes": ", ".join(row["line"].tax_ids.mapped("name")),
                "untaxed": self.money(row["untaxed"]),
                "total": self.money(row["total"]),
            }
            for row in self._priced[0]
        ]

    def has_discount(self):
        return any(row["line"].discount for row in self._priced[0])

    def taxes(self):
        """Return the taxes: ``[(name, amount)]``."""
        return [(name, self.money(amount)) for name, amount in self._priced[1]]

    def total(self):
        """Say the total in figures and in words."""
        contract = self.contract
        return self.env._(
            "The total of this contract is %(figures)s, taxes included; in words:"
            " %(words)s.",
            figures=self.money(contract.amount_total),
            words=contract._get_amount_in_words(),
        )

    def monthly_fee(self):
        """Say the monthly fee, which service credits are shares of."""
        return self.contract.monthly_fee and self.env._(
            "The monthly fee, which service credits are a share of, is %s.",
            self.money(self.contract.monthly_fee),
        )

    def payments(self):
        """Return the payments as texts: dicts ``name, period, share, amount, due``."""
        return [
            {
                "name": payment.name,
                "period": " – ".join(
                    str(day) for day in (payment.date_from, payment.date_to) if day
                ),
                "share": f"{payment.percentage:g} %" if payment.percentage else "",
                "amount": self.money(payment.amount),
                "due": self._due_text(payment),
                "invoice": self.choice(payment, "invoice_type"),
            }
            for payment in self.contract.payment_ids
        ]

    def _due_text(self, payment):
        texts = [payment.condition] if payment.condition else []
        if payment.due_date:
            texts.append(self.env._("by %s", payment.due_date))
        elif payment.due_days:
            texts.append(self.env._("within %s days of the invoice", payment.due_days))
        return ("；" if self.lang.startswith("zh") else "; ").join(texts)

    def invoices(self):
        """Say what the provider issues for a payment."""
        if self.contract.invoice_type == "none":
            return self.env._("Party B issues no invoices.")
        return self.env._(
            "Party B issues an invoice before each payment; unless the table says"
            " otherwise: %s.",
            self.choice(self.contract, "invoice_type"),
        )

    # === ANNEXES === #

    @cached_property
    def sla_view(self):
        """The SLA as annex 1, None while there is none."""
        sla = self.contract.sla_id
        return SlaView(sla, self.lang) if sla else None

    def annexes(self):
        """Return the annexes in order: dicts ``number, name, note``."""
        sla = self.contract.sla_id
        rows = [
            {
                "number": self.annex(1),
                "name": self.env._("Service level agreement"),
                "note": f"{sla.number} · {sla.version}" if sla.number else "",
            }
        ]
        return rows + [
            {
                "number": self.annex(place),
                "name": annex.name,
                "note": self.env._("To follow")
                if annex.is_to_follow
                else annex.file_name or "",
            }
            for place, annex in enumerate(self.contract.annex_ids, 2)
        ]

    def annex(self, number):
        """Return how an annex is called."""
        if self.lang.startswith("zh"):
            return f"附件{_NUMERALS[number] if number < 10 else number}"
        return self.env._("Annex %s", number)

    def copies(self):
        """Say how many copies there are, and where they are signed."""
        contract = self.contract
        return self.env._(
            "Made out in %(copies)s copies. Place of signing: %(place)s.",
            copies=contract.copy_count,
            place=contract.signing_place or "__________",
        )
