from odoo import api, models

# How a state is coloured on the portal: classes of Bootstrap.
_COLOURS = {
    "approved": "info",
    "released": "info",
    "signed": "info",
    "in_force": "success",
    "conditional": "warning",
    "failed": "danger",
}


class ItsmSignatureMixin(models.AbstractModel):
    """What the pages of the portal show of a document: these values, nothing else."""

    _inherit = "itsm.signature.mixin"

    # The report whose view puts the document into words.
    _portal_report = "itsm.signature.report"
    # The field by which the list is sorted.
    _portal_day = "date_start"

    def _portal_row(self):
        """Return what the list shows of a document.

        :return: dict with ``id, url, number, name, version, state, colour, first_day,
            last_day, to_sign``
        """
        self.ensure_one()
        first_day, last_day = self._get_portal_period()
        state, colour = self._get_portal_state()
        return {
            "id": self.id,
            "url": self._get_portal_url(),
            "number": self.number,
            "name": self.name,
            "version": self.version,
            "state": state,
            "colour": colour,
            "first_day": first_day,
            "last_day": last_day,
            "to_sign": self._waits_for_customer(),
        }

    def _portal_values(self):
        """Return all that the page shows of a document; models add.

        The caller has checked that the document may be shown, and is the superuser.
        Neither costs nor people's notes, reviews and decisions are among it.

        :return: that of `_portal_row()`, and ``type, provider, customer`` (dicts with
            ``name, address, signed_by, on, image``)``, pdf, pdf_hash, shown_hash``
            (see `_get_shown_hash()`)``, contact`` (whom to ask)``, signed_with`` (a
            row)``, signing`` (what is read above the signature)
        """
        self.ensure_one()
        view = self._get_portal_view()
        provider, customer = view.parties()
        pdf = self.pdf_attachment_id
        signed_with = self._get_signed_with()
        return {
            **self._portal_row(),
            "type": view.type_name,
            "provider": provider,
            "customer": customer,
            "pdf": pdf.name,
            "pdf_hash": self._get_pdf_hash(),
            "shown_hash": self._get_shown_hash(),
            "contact": self._get_caretaker().name,
            "signed_with": signed_with and signed_with._portal_row(),
            "signing": self._portal_signing(customer["name"]),
        }

    def _portal_signing(self, customer):
        """Return what somebody signs, as sentences.

        :param str customer: name of the company that it is signed for
        """
        texts = [
            self.env._(
                "You sign %(number)s, version %(version)s, for %(customer)s.",
                number=self.number,
                version=self.version,
                customer=customer,
            )
        ]
        if along := self._get_signed_along():
            texts.append(
                self.env._(
                    "With it you sign its service level agreement %s.",
                    ", ".join(document.number for document in along),
                )
            )
        return texts

    def _get_portal_view(self):
        """Return what puts the document into words, in the reader's language.

        :rtype: SignatureView
        """
        return self.env[self._portal_report]._view(self, self.env.lang)

    @api.model
    def _portal_filters(self):
        """Return how the list is narrowed down besides what is to sign.

        :return: ``{name: (label, states)}``
        """
        known = set(self._fields["state"].get_values(self.env))
        over = {"superseded", "expired", "renewed", "closed", "completed"}
        return {
            "in_force": (self.env._("In force"), ["in_force"]),
            "ended": (self.env._("Ended"), sorted(known & over)),
        }

    def _get_portal_period(self):
        """Return the first and the last day, as far as there are any."""
        raise NotImplementedError

    def _get_portal_state(self):
        """Return the state as the customer reads it, and its colour."""
        label = dict(self._fields["state"]._description_selection(self.env))[self.state]
        if self._waits_for_customer():
            return self.env._("Waits for your signature"), "warning"
        missing = self._get_missing_parties()
        waits = self.state in self._signing_states
        if waits and missing == ("provider",):
            return self.env._("Signed by you, we sign next"), "info"
        if waits and not missing:
            label = self.env._("Signed by both sides")
        return label, _COLOURS.get(self.state, "secondary")
