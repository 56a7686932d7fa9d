import hashlib

from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from ...engine.approval import Act, Part, broken_rules
from ..approval import guard

# Who may sign for the provider (G21): holders of one of these roles.
SIGNATORY_ROLES = ("service_manager", "service_director", "general_manager")


class ItsmSla(models.Model):
    """Both parties sign what was approved (clause 1.3, domain 4.3)."""

    _inherit = "itsm.sla"

    provider_signatory_id = fields.Many2one(
        comodel_name="res.users",
        string="Signed for the Provider by",
        readonly=True,
        copy=False,
        ondelete="restrict",
    )
    provider_signed_on = fields.Date(
        string="Signed for the Provider on", readonly=True, copy=False
    )
    customer_signatory_id = fields.Many2one(
        comodel_name="res.partner",
        string="Signed for the Customer by",
        readonly=True,
        copy=False,
        ondelete="restrict",
    )
    customer_signed_on = fields.Date(
        string="Signed for the Customer on", readonly=True, copy=False
    )
    scan_ids = fields.Many2many(
        comodel_name="ir.attachment",
        relation="itsm_sla_scan_rel",
        string="Signed Copies",
        readonly=True,
        copy=False,
        bypass_search_access=True,
    )
    can_sign = fields.Boolean(compute="_compute_can_sign")

    # === COMPUTE METHODS === #

    def _compute_can_sign(self):
        for sla in self:
            sla.can_sign = (
                sla.state == "approved"
                and sla._may_record_signatures()
                and bool(sla._missing_signatures())
            )

    def _compute_can_release(self):
        result = super()._compute_can_release()
        for sla in self:
            if sla._missing_signatures():
                sla.can_put_in_force = False
        return result

    # === ACTION METHODS === #

    def action_record_signatures(self):
        """Open the dialog that records who signed, when, and the signed copy."""
        self.ensure_one()
        self._check_may_record_signatures()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Record Signatures"),
            "res_model": "itsm.sla.sign",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_sla_id": self.id},
        }

    # === BUSINESS METHODS === #

    def _missing_signatures(self):
        """Return which signatures lack, as sentences."""
        self.ensure_one()
        problems = []
        if self.contract_id and not self.provider_signatory_id:
            problems.append(
                self.env._(
                    'It is not signed for the provider: use "Record Signatures".'
                )
            )
        if self.contract_id and not self.customer_signatory_id:
            problems.append(
                self.env._(
                    'It is not signed for the customer: use "Record Signatures".'
                )
            )
        return problems

    def _may_record_signatures(self):
        """Return whether the user may: the service manager, or the sales owner."""
        self.ensure_one()
        manager = "itsm_service_delivery.group_service_manager"
        # superuser: who is the sales owner, whether or not the user sees the contract
        owner = self.sudo().contract_id.user_id
        return self.has_access("read") and (
            self.env.user.has_group(manager) or self.env.user == owner
        )

    def _check_may_record_signatures(self):
        self.check_access("read")
        if not self._may_record_signatures():
            raise AccessError(
                self.env._(
                    "Signatures are recorded by the service manager or the sales owner"
                    " of the contract."
                )
            )
        if self.state != "approved":
            raise UserError(
                self.env._(
                    "%(sla)s is %(state)s: only what is approved and waits for"
                    " signatures is signed.",
                    sla=self.display_name,
                    state=self._get_state_label(),
                )
            )

    def _record_signatures(self, provider, customer, scan):
        """Record signatures given on paper.

        :param provider: ``(res.users, date)`` or None
        :param customer: ``(res.partner, date)`` or None
        :param scan: ``(file name, content)`` of the signed copy
        :raise AccessError: the user may not record them
        :raise UserError: somebody may not sign, or not on that day
        """
        self.ensure_one()
        self._lock()
        self._check_may_record_signatures()
        self._check_content_unchanged()
        vals, lines = {}, []
        if provider:
            self._check_provider_signs(*provider)
            vals["provider_signatory_id"] = provider[0].id
            vals["provider_signed_on"] = provider[1]
            lines.append(("provider", provider))
        if customer:
            self._check_customer_signs(*customer)
            vals["customer_signatory_id"] = customer[0].id
            vals["customer_signed_on"] = customer[1]
            lines.append(("customer", customer))
        if not lines:
            raise UserError(self.env._("Enter who signed, and when."))
        name, content = scan
        # superuser: sales record signatures of what they may no longer change
        sla = guard.with_key(self.sudo())
        attachment = sla.env["ir.attachment"].create(
            {
                "name": name,
                "raw": content,
                "res_model": self._name,
                "res_id": self.id,
            }
        )
        sla.write({**vals, "scan_ids": [(4, attachment.id)]})
        for party, (person, day) in lines:
            facts = {
                "party": party,
                "signatory": {"model": person._name, "id": person.id}
                | {"name": person.sudo().name},
                "signed_on": str(day),
                "scan": hashlib.sha256(content).hexdigest(),
            }
            values = {
                "round_id": sla.round_id.id,
                "content_hash": sla.round_id.content_hash,
                "comment": self._describe_signature(party, person, day),
                "facts": facts,
            }
            self._append_log("signed", {self.id: values})

    def _describe_signature(self, party, person, day):
        name = person.sudo().name
        if party == "provider":
            return self.env._("For the provider: %(name)s, %(day)s", name=name, day=day)
        return self.env._("For the customer: %(name)s, %(day)s", name=name, day=day)

    def _check_provider_signs(self, user, day):
        if self.provider_signatory_id:
            raise UserError(
                self.env._("%s is signed for the provider already.", self.display_name)
            )
        roles = [f"itsm_service_delivery.group_{role}" for role in SIGNATORY_ROLES]
        groups = [self.env.ref(role) for role in roles]
        # superuser: whose role it is does not depend on who records the signature;
        # a role that merely includes another is no licence to sign
        holders = self.env["res.users"].union(*(g.sudo().user_ids for g in groups))
        in_company = self.company_id in user.sudo().company_ids
        if user.sudo() not in holders or not user.sudo().active or not in_company:
            raise UserError(
                self.env._(
                    "%(name)s may not sign for the provider: that is for people with"
                    " one of the roles %(roles)s.",
                    name=user.sudo().name,
                    roles=", ".join(group.sudo().name for group in groups),
                )
            )
        self._check_signature_day(day)

    def _check_customer_signs(self, partner, day):
        if self.customer_signatory_id:
            raise UserError(
                self.env._("%s is signed for the customer already.", self.display_name)
            )
        # superuser: who is a contact does not depend on who records the signature
        customer = self.sudo().contract_id.partner_id.commercial_partner_id
        partner = partner.sudo()
        contacts = frozenset()
        if partner.commercial_partner_id == customer and not partner.is_company:
            contacts = frozenset(partner.ids)
        broken = broken_rules(
            Act.SIGN_FOR_CUSTOMER, partner.id, {Part.CUSTOMER_CONTACT: contacts}
        )
        if broken:
            raise UserError(
                self.env._(
                    "%(name)s is no contact of %(customer)s, so he cannot sign for the"
                    " customer.",
                    name=partner.name,
                    customer=customer.name,
                )
            )
        self._check_signature_day(day)

    def _check_signature_day(self, day):
        today = self._today()
        approved = self.approved_by_id and self._get_agreed_on()
        if not day or day > today or (approved and day < approved):
            raise UserError(
                self.env._(
                    "%(sla)s was approved on %(approved)s: the signature is from then"
                    " or later, and not of the future.",
                    sla=self.display_name,
                    approved=approved or "",
                )
            )

    def _get_evidence_attachments(self):
        # superuser: which files these are does not depend on who looks
        return super()._get_evidence_attachments() | self.sudo().scan_ids
