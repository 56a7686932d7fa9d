import re

from odoo import fields, models
from odoo.exceptions import UserError

from .itsm_contract_clause_text import used_placeholders

_CHINESE = re.compile("[\u4e00-\u9fff]")
_LATIN = re.compile("[A-Za-z]")


class ItsmContract(models.Model):
    """The clauses of a contract, and what their placeholders stand for."""

    _inherit = "itsm.contract"

    # === ACTION METHODS === #

    def action_insert_clauses(self):
        """Add the clauses of a set: of the only one, or of the one that is chosen.

        :raise UserError: there is none
        """
        self.ensure_one()
        self.check_access("write")
        templates = self._get_clause_templates()
        if not templates:
            raise UserError(
                self.env._(
                    "There is no set of clauses: ask an administrator to enter one"
                    " under Configuration, or enter the clauses one by one."
                )
            )
        if len(templates) == 1:
            self._insert_clauses(templates)
            return True
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Insert Clauses"),
            "res_model": "itsm.contract.clause.choice",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_contract_id": self.id,
                "default_template_id": templates[0].id,
            },
        }

    # === BUSINESS METHODS === #

    def _get_clause_templates(self):
        """Return the sets of clauses that the contract's company uses."""
        return self.env["itsm.contract.clause.template"].search(
            [("company_id", "in", [False, self.company_id.id])]
        )

    def _insert_clauses(self, template):
        """Add the clauses of a set after those that are there, in all languages."""
        self.ensure_one()
        last = max(self.clause_ids.mapped("sequence"), default=0)
        vals_list = [
            {"contract_id": self.id, "sequence": last + 10 * place}
            for place, _line in enumerate(template.line_ids, 1)
        ]

        def texts(env):
            lines = template.with_env(env).line_ids
            return [{"name": line.name, "body": line.body} for line in lines]

        return self.env["itsm.contract.clause"]._write_texts(vals_list, texts)

    def _clause_values(self):
        """Return what the placeholders stand for, in the record's language.

        :rtype: dict[str, str]
        """
        self.ensure_one()
        # superuser: whoever reads the clauses reads what they say
        contract = self.sudo()
        currency = contract.currency_id
        cap = contract.damages_cap_pct
        return {
            "contract": contract.name,
            "copies": str(contract.copy_count),
            "customer": contract.party_a_name or contract.partner_id.name,
            "damages_cap": f"{cap:g} %" if cap else "",
            "date_end": fields.Date.to_string(contract.date_end),
            "date_start": fields.Date.to_string(contract.date_start),
            "dispute_resolution": contract._dispute_text(),
            "notice_days": str(contract.notice_days),
            "number": contract.number,
            "provider": contract.party_b_name or contract.company_id.name,
            "signing_place": contract.signing_place,
            "total": currency.format(contract.amount_total) if currency else "",
        }

    def _dispute_text(self):
        """Return who decides disputes, as a part of a sentence."""
        if self.dispute_resolution == "arbitration":
            return self.arbitration_commission and self.env._(
                "by arbitration of %s under its rules in force at the time; the award"
                " is final and binds both parties",
                self.arbitration_commission,
            )
        return self.jurisdiction and self.env._(
            "by the people's court that is competent at %s", self.jurisdiction
        )

    def _wrong_clauses(self):
        """Return what lacks in the clauses, as sentences."""
        self.ensure_one()
        if not self.clause_ids:
            return [
                self.env._(
                    "It has no clauses: press Insert Standard Clauses under Clauses."
                )
            ]
        problems = []
        codes = {"both": ("zh_CN", "en_US")}.get(self.language, (self.language,))
        names = {
            "zh_CN": self.env._("Chinese"),
            "en_US": self.env._("English"),
        }
        for code in codes:
            translated = self.with_context(lang=code)
            values = translated._clause_values()
            for clause in translated.clause_ids:
                field = clause._fields["body"]
                paragraphs = field.get_trans_terms(clause.body)
                if not all(_is_written_in(code, text) for text in paragraphs):
                    problems.append(
                        self.env._(
                            "The clause %(clause)s is not all in %(language)s: enter"
                            " its text by the button beside it.",
                            clause=clause.name,
                            language=names[code],
                        )
                    )
                problems += [
                    self.env._(
                        "The clause %(clause)s says {%(name)s}, but the contract does"
                        " not: enter it under Terms, or change the clause.",
                        clause=clause.name,
                        name=name,
                    )
                    for name in sorted(used_placeholders(clause.name, clause.body))
                    if not values.get(name)
                ]
        return list(dict.fromkeys(problems))


def _is_written_in(code, text):
    """Return whether a text is Chinese, or English, by its characters."""
    chinese = len(_CHINESE.findall(text))
    return bool(chinese) if code == "zh_CN" else chinese < len(_LATIN.findall(text))
