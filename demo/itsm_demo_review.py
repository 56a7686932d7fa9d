from odoo import api, models

FEASIBLE = {
    "en": "People and tools are there; such targets were met before.",
    "zh": "人员和工具具备，此类目标以往均已达成。",
}
NO_CAP = {
    "en": "Damages have no upper limit. Add the cap on what we may owe in all.",
    "zh": "违约金未设上限，请补充累计赔偿上限。",
}


class ItsmDemo(models.AbstractModel):
    """How the demo company's contracts are reviewed (domain 2.3 and 7)."""

    _inherit = "itsm.demo"

    @api.model
    def _review(self, contract):
        """Submit a contract, hear the departments, and conclude its review."""
        self._as(contract, "linfang").action_submit()
        # superuser: what sales may not see of it is asked for all the same
        review = contract.sudo().review_id
        comment = FEASIBLE[self._language()]
        self._as(review, "chenjing").give_opinion("agree", comment)
        for name in ("xuli", "shenzhe"):
            if self._user(name) in review._get_mandatory_people():
                self._as(review, name).give_opinion("agree")
        self._as(review.item_ids, "chenjing").write({"answer": "yes"})
        for name in ("wanghaitao", "zhoujianguo"):
            if review._is_under_review():
                self._as(review, name).action_approve()

    @api.model
    def _return_once(self, contract, number):
        """Have legal return a contract whose damages have no cap; sales mend it.

        :param str number: of the contract review in the story
        """
        contract = self._as(contract, "linfang")
        clause = contract.clause_ids.filtered(
            lambda clause: "{damages_cap}" in (clause.body or "")
        )
        languages = [code for code, _name in self.env["res.lang"].get_installed()]
        bodies = {code: clause.with_context(lang=code).body for code in languages}
        english = clause.with_context(lang="en_US")
        english.body = bodies["en_US"].rpartition("<p")[0]
        contract.action_submit()
        # superuser: as above
        review = contract.sudo().review_id
        self._as(review, "chenjing").give_opinion("agree", FEASIBLE[self._language()])
        self._as(review, "shenzhe").give_opinion("disagree", NO_CAP[self._language()])
        english.body = bodies.pop("en_US")
        terms_of = clause._fields["body"].get_trans_terms
        clause.update_field_translations(
            "body",
            {
                code: dict(zip(terms_of(english.body), terms_of(body), strict=True))
                for code, body in bodies.items()
            },
        )
        # a draft again, so that its number is not content that was submitted
        self._number_document(review, number)
