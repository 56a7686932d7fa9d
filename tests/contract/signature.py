"""Fixtures of signatures: an SLA that was revised, approved, and waits for both."""

import base64
import io
import json

from PIL import Image, ImageDraw

from odoo.tests.common import new_test_user

from ..common import SHANGHAI, ItsmCommon

SCAN = b"%PDF-1.4 signed on paper"


def draw(size=(300, 100), kind="PNG", stroke=True):
    """Return a picture with a stroke, or without one, as bytes."""
    transparent = kind == "PNG"
    mode, ground = ("RGBA", (0, 0, 0, 0)) if transparent else ("RGB", "white")
    image = Image.new(mode, size, ground)
    if stroke:
        ImageDraw.Draw(image).line([(10, 80), (90, 20), (200, 70)], fill="black")
    stream = io.BytesIO()
    image.save(stream, kind)
    return stream.getvalue()


def encode(content):
    """Return bytes as Odoo's signature widget sends them."""
    return base64.b64encode(content).decode()


class SignatureCommon(ItsmCommon):
    """The contract is in force; ``cls.sla`` is the second version of its SLA.

    ``cls.contact`` and ``cls.portal_user`` are people of the customer, ``cls.other``
    is a portal user of another company.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.put_in_force()
        cls.first = cls.sla
        cls.sla = cls.revise_sla("2026-10-01")
        cls.portal_user.partner_id.write(
            {"name": "Yang Fan", "email": "yang@example.com"}
        )
        competitor = cls.env["res.partner"].create(
            {"name": "Binhai Public Service", "is_company": True}
        )
        cls.other = new_test_user(
            cls.env,
            login="itsm_other",
            groups="base.group_portal",
            tz=SHANGHAI,
            company_id=cls.provider.id,
            company_ids=[(6, 0, cls.provider.ids)],
        )
        cls.other.partner_id.parent_id = competitor

    @classmethod
    def revise_sla(cls, date_start):
        """Return the draft of the next version of the contract's SLA."""
        newest = cls.contract.sla_ids.sorted("id")[-1]
        draft = newest.with_user(cls.users["sales"]).revise(True, "Shorter").sudo()
        draft.date_start = date_start
        return draft

    @classmethod
    def as_role(cls, role, record=None):
        return (cls.sla if record is None else record).with_user(cls.users[role])

    @classmethod
    def approve(cls, sla=None):
        """Have an SLA submitted by sales and decided by those whose task it is."""
        cls.as_role("sales", sla).action_submit()
        cls.as_role("technical_manager", sla).action_approve()
        cls.as_role("service_manager", sla).action_approve()

    @classmethod
    def send(cls, sla=None, contact=None, note=""):
        """Approve an SLA, and send it to the customer."""
        cls.approve(sla)
        cls.as_role("sales", sla)._send_to_customer(contact or cls.contact, note)

    def sign(self, partner=None, sla=None, **values):
        """Sign for the customer, as the portal does it."""
        sla = self.sla if sla is None else sla
        values = {
            "name": "Yang Fan",
            "image": encode(draw()),
            "ip": "192.0.2.7",
            "shown_hash": sla._get_pdf_hash(),
            **values,
        }
        partner = partner or self.portal_user.partner_id
        sla.with_user(self.portal_user).sudo()._sign_as_customer(partner, **values)

    def facts(self, kind="signed", sla=None):
        """Return the facts of all lines of a kind in the log."""
        lines = (self.sla if sla is None else sla).sudo().decision_ids
        lines = lines.filtered(lambda line: line.kind == kind).sorted("position")
        return [json.loads(line.payload)["facts"] for line in lines]

    def kinds(self, sla=None):
        sla = self.sla if sla is None else sla
        return sla.sudo().decision_ids.sorted("position").mapped("kind")
