import json
import re

from .document_view import DocumentView


class SignatureView(DocumentView):
    """A document that both parties sign, as its print shows it.

    For the templates ``document_signatures`` and ``document_signature_evidence``.
    """

    def parties(self):
        """Return provider and customer, None for what nobody signs.

        :return: two dicts with ``name, address, signed_by, on`` and ``image``, base64
        """
        contract = self._known._get_signature_contract()
        if not contract:
            return None
        return (
            self._party(self.company.partner_id, "provider"),
            self._party(contract.partner_id.commercial_partner_id, "customer"),
        )

    def _party(self, partner, party):
        # the formats of countries leave commas where a part is empty
        parts = re.split("[,\n]", partner._display_address(without_company=True))
        return {
            "name": partner.name,
            "address": ", ".join(part.strip() for part in parts if part.strip()),
            "signed_by": self._known[f"{party}_signatory_id"].name or "",
            "on": self._known[f"{party}_signed_on"] or "",
            "image": self._known.with_context(bin_size=False)[f"{party}_signature"],
        }

    def signature_evidence(self):
        """Return what the log keeps of each signature: ``[(title, [(label, text)])]``.

        As it was recorded, not as it is called today.
        """
        # superuser: who has the document may know how it was signed
        lines = self._known.decision_ids.sorted("position")
        return [
            self._evidence(line, json.loads(line.payload)["facts"])
            for line in lines
            if line.kind == "signed" and line.round_id == self._round
        ]

    def _evidence(self, line, facts):
        titles = {
            "provider": self.env._("Signed for the provider"),
            "customer": self.env._("Signed for the customer"),
        }
        ways = {
            "drawn": self.env._("Drawn on the screen, logged in"),
            "scan": self.env._("On paper, kept as a scan"),
        }
        rows = [
            (self.env._("Signatory"), facts["signatory"]["name"]),
            (self.env._("Name as entered"), facts.get("name_typed")),
            (self.env._("Signed on"), facts["signed_on"]),
            (self.env._("Recorded at"), self.instant(line.decided_at)),
            (self.env._("IP address"), facts.get("ip")),
            (self.env._("Way"), ways[facts.get("way", "scan")]),
            (self.env._("SHA-256 of the content"), line.content_hash),
            (self.env._("SHA-256 of the PDF that was signed"), facts.get("pdf")),
            (self.env._("SHA-256 of the drawing"), facts.get("image")),
            (self.env._("SHA-256 of the scan"), facts.get("scan")),
        ]
        return titles[facts["party"]], [row for row in rows if row[1]]
