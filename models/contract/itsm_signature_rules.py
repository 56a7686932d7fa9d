from odoo import models
from odoo.exceptions import AccessError, UserError

from ...engine.approval import Act, Part, broken_rules

# Who may sign for the provider (G21): holders of one of these roles.
SIGNATORY_ROLES = ("service_manager", "service_director", "general_manager")
_MANAGER = "itsm_service_delivery.group_service_manager"


class ItsmSignatureMixin(models.AbstractModel):
    """Who may sign, when, and what."""

    _inherit = "itsm.signature.mixin"

    # === WHO HANDLES SIGNATURES === #

    def _may_record_signatures(self):
        """Return whether the user may: the service manager, or the sales owner."""
        self.ensure_one()
        # superuser: who is the sales owner, whether or not the user sees the contract
        owner = self.sudo()._get_signature_contract().user_id
        return self.has_access("read") and (
            self.env.user.has_group(_MANAGER) or self.env.user == owner
        )

    def _check_may_record_signatures(self):
        """Refuse who may not send, recall, and record signatures.

        :raise AccessError:
        """
        self.check_access("read")
        if not self._may_record_signatures():
            raise AccessError(
                self.env._(
                    "Signatures are recorded by the service manager or the sales owner"
                    " of the contract."
                )
            )

    # === WHAT IS SIGNED === #

    def _missing_review(self):
        """Return what the review still lacks, as sentences; the contract says it.

        :rtype: list[str]
        """
        return []

    def _check_ready_to_sign(self):
        """Check that this, and what is signed with it, waits for signatures.

        :raise UserError: not approved, not reviewed, or not what was approved
        """
        for document in (self, *self._get_signed_along()):
            document._check_waits_for_signatures()
            problems = document._missing_review()
            if problems:
                raise UserError(
                    self.env._(
                        "%(document)s cannot be signed yet:\n%(problems)s",
                        document=document.display_name,
                        problems="\n".join(f"- {problem}" for problem in problems),
                    )
                )
            # superuser: the round decides, whether or not the signatory sees it
            document.sudo()._check_as_approved()

    def _check_waits_for_signatures(self):
        if (
            self.state not in self._signing_states
            or not self._get_signature_contract()
        ):
            raise UserError(
                self.env._(
                    "%(document)s is %(state)s: only what is approved and waits for"
                    " signatures is signed.",
                    document=self.display_name,
                    state=self._get_state_label(),
                )
            )
        following = self._get_versions().filtered(
            lambda other: (
                other.id > self.id and other.state not in ("rejected", "cancelled")
            )
        )
        if following:
            raise UserError(
                self.env._(
                    "%(document)s is being replaced by version %(version)s: sign that"
                    " one once it is approved, or cancel it.",
                    document=self.display_name,
                    version=following[0].version,
                )
            )

    # === WHO SIGNS, AND WHEN === #

    def _check_signature(self, signature):
        """Check one side's signature.

        :param Signature signature: of models/contract/signature.py
        :raise UserError: signed already; somebody may not sign, or not on that day
        """
        checks = {
            "provider": self._check_provider_signs,
            "customer": self._check_customer_signs,
        }
        self._check_unsigned(signature.party)
        checks[signature.party](signature.person)
        self._check_signature_day(signature.day)

    def _check_unsigned(self, party):
        if not self[f"{party}_signatory_id"]:
            return
        values = {
            "document": self.display_name,
            # superuser: names of those who signed, for those who come too late
            "name": self.sudo()[f"{party}_signatory_id"].name,
            "day": self[f"{party}_signed_on"],
        }
        if party == "provider":
            raise UserError(
                self.env._(
                    "%(document)s is signed for the provider already, by %(name)s on"
                    " %(day)s.",
                    **values,
                )
            )
        raise UserError(
            self.env._(
                "%(document)s is signed for the customer already, by %(name)s on"
                " %(day)s.",
                **values,
            )
        )

    def _get_signatories(self):
        """Return who may sign for the provider.

        A role that merely includes another is no licence to sign.

        :rtype: res.users
        """
        # superuser: whose role it is does not depend on who records the signature
        groups = self._get_signatory_groups().sudo()
        return groups.user_ids.filtered(
            lambda user: user.active and self.company_id in user.company_ids
        )

    def _get_signatory_groups(self):
        groups = self.env["res.groups"]
        for role in SIGNATORY_ROLES:
            groups |= self.env.ref(f"itsm_service_delivery.group_{role}")
        return groups

    def _may_sign_as_provider(self):
        """Return whether the user may sign for the provider."""
        self.ensure_one()
        return self.has_access("read") and self.env.user in self._get_signatories()

    def _check_provider_signs(self, user):
        if user.sudo() in self._get_signatories():
            return
        raise UserError(
            self.env._(
                "%(name)s may not sign for the provider: that is for people with"
                " one of the roles %(roles)s.",
                # superuser: names, for whoever must turn to them
                name=user.sudo().name,
                roles=", ".join(self._get_signatory_groups().sudo().mapped("name")),
            )
        )

    def _is_customer_contact(self, partner):
        """Return whether somebody is a contact of the customer (R10).

        :param partner: a `res.partner`, one person
        """
        # superuser: who is a contact does not depend on who records the signature
        partner = partner.sudo()
        contacts = frozenset()
        own = partner.commercial_partner_id == self._get_signed_customer()
        if own and not partner.is_company:
            contacts = frozenset(partner.ids)
        return not broken_rules(
            Act.SIGN_FOR_CUSTOMER, partner.id, {Part.CUSTOMER_CONTACT: contacts}
        )

    def _get_customer_contacts(self):
        """Return the people of the customer: ``[(id, name)]``."""
        # superuser: contacts are not everybody's to read
        people = self.env["res.partner"].sudo()
        people = people.search(
            [("commercial_partner_id", "=", self._get_signed_customer().id)],
            order="name",
        )
        return [
            (person.id, person.name)
            for person in people
            if person.name and self._is_customer_contact(person)
        ]

    def _check_customer_signs(self, partner):
        if not self._is_customer_contact(partner):
            raise UserError(
                self.env._(
                    "%(name)s is no contact of %(customer)s, so he cannot sign for the"
                    " customer.",
                    name=partner.sudo().name,
                    customer=self._get_signed_customer().name,
                )
            )

    def _check_signature_day(self, day):
        today = self._today()
        approved = self._get_approved_on()
        if not day or day > today or (approved and day < approved):
            raise UserError(
                self.env._(
                    "%(document)s was approved on %(approved)s: the signature is from"
                    " then or later, and not of the future.",
                    document=self.display_name,
                    approved=approved or "",
                )
            )

    def _get_approved_on(self):
        """Return the day of the approval where the company is, None without one."""
        self.ensure_one()
        if not self.approved_by_id:
            return None
        log = self.env["itsm.approval.decision"]
        return log._local_day(self.company_id, self.approved_at)
