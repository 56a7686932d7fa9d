from odoo import api, fields, models


class ItsmContractPartMixin(models.AbstractModel):
    """A line of a contract's terms: seen with it, written with it, frozen with it."""

    _name = "itsm.contract.part.mixin"
    _description = "Line of a Contract's Terms"
    _inherit = ["itsm.document.part.mixin"]
    _order = "contract_id, sequence, id"
    _agreement_path = "contract_id"

    contract_id = fields.Many2one(
        comodel_name="itsm.contract", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="contract_id.company_id")
    sequence = fields.Integer(default=10)

    @api.model
    def _write_texts(self, vals_list, texts):
        """Create lines with texts in all installed languages.

        :param vals_list: values without the texts
        :param texts: function that returns, of an environment in a language, the texts
            of all lines: ``[{field: text}]``
        :return: the lines, in the order of `vals_list`
        """
        # English first: it is what other languages are translations of
        english = self.with_context(lang="en_US")
        lines = english.create(
            [
                {**vals, **line}
                for vals, line in zip(vals_list, texts(english.env), strict=True)
            ]
        )
        # superuser: which languages there are is no secret
        for code, _name in self.env["res.lang"].sudo().get_installed():
            if code == "en_US":
                continue
            translated = texts(lines.with_context(lang=code).env)
            for line, values in zip(lines, translated, strict=True):
                for name, text in values.items():
                    line._write_translation(name, code, text)
        return lines.with_env(self.env)

    def _write_translation(self, name, code, text):
        """Give a text of a line in one language, and leave the others as they are.

        :param str code: language other than English
        :param str text: with as many paragraphs as the English one
        """
        self.ensure_one()
        field = self._fields[name]
        english = self.with_context(lang="en_US")[name]
        if not callable(field.translate):
            self.with_context(lang=code)[name] = text
        elif english:
            # a plain write in another language would change the English text as well
            terms = field.get_translation_dictionary(english, {code: text})
            self.update_field_translations(
                name, {code: {term: terms[term][code] for term in terms}}
            )
