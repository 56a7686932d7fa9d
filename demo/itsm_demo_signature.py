import base64

from odoo import api, models


class ItsmDemo(models.AbstractModel):
    """How the demo company's contracts are signed, each with its SLA (domain 4.4).

    They are signed when the demo is loaded: the log knows no other time than its own.
    """

    _inherit = "itsm.demo"

    @api.model
    def _sign_on_paper(self, contract, for_provider, for_customer):
        """Record the signatures that the sales owner brings back on paper.

        :param str contract: name of the contract
        :param str for_provider: user who signed
        :param str for_customer: contact who signed
        """
        contract = self._as(self._ref(contract), "linfang")
        today = contract._today()
        contract._record_signatures(
            (self._user(for_provider), today),
            (self._ref(f"partner_{for_customer}"), today),
            (f"{contract.number}.pdf", self._file("contract/signed_copy.pdf")),
        )

    @api.model
    def _sign_on_portal(self, contract, for_provider, for_customer, note_en, note_zh):
        """Send a contract to a contact, who signs on the portal; then we sign.

        :param str contract: name of the contract
        :param str for_provider: user who signs
        :param str for_customer: portal user who signs
        """
        contract = self._ref(contract)
        note = {"en": note_en, "zh": note_zh}[self._language()]
        customer = self._user(for_customer).partner_id
        self._as(contract, "linfang")._send_to_customer(customer, note)
        # superuser: as the page of the portal, which has checked that it is his
        self._as(contract, for_customer).sudo()._sign_as_customer(
            customer,
            name=customer.name,
            image=self._signature(for_customer),
            ip="192.0.2.18",
            shown_hash=contract._get_shown_hash(),
        )
        self._as(contract, for_provider)._sign_as_provider(
            self._signature(for_provider)
        )
        # what the signature asked the sales owner to do is done by that
        owner = self._as(contract, "linfang")
        owner.activity_ids.filtered(
            lambda activity: activity.user_id == owner.env.user
        ).action_feedback()

    @api.model
    def _signature(self, name):
        """Return somebody's drawn signature, as the screen sends it."""
        return base64.b64encode(self._file(f"contract/signature_{name}.png"))
