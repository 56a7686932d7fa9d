"""What was sent to the customer, recalled, declined, and asked."""

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tests.common import new_test_user

from ..common import SHANGHAI
from .signature import SignatureCommon, draw, encode


@freeze_time("2026-09-15 01:00:00")
@tagged("post_install", "-at_install")
class TestSignatureRelease(SignatureCommon):
    def _dialog(self, role="sales", **values):
        action = self.as_role(role).action_release()
        wizard = self.env["itsm.signature.send"].with_user(self.users[role])
        return wizard.with_context(**action["context"]).create(
            {"contact_id": self.contact.id, **values}
        )

    def _mails(self):
        return self.env["mail.mail"].search(
            [("model", "=", "itsm.sla"), ("res_id", "=", self.sla.id)], order="id"
        )

    def test_send(self):
        self.approve()
        self.assertTrue(self.as_role("sales").can_send)
        self._dialog(note="With 15 minutes for P1.").action_send()
        self.assertEqual(self.sla.released_by_id, self.users["sales"])
        self.assertEqual(self.sla.customer_contact_id, self.contact)
        self.assertEqual(self.kinds()[-2:], ["filed", "released"])
        [facts] = self.facts("released")
        self.assertEqual(facts["pdf"], self.sla._get_pdf_hash())
        self.assertEqual(facts["person"]["name"], "Feng Xue")
        mail = self._mails()
        self.assertEqual(mail.recipient_ids, self.contact)
        self.assertIn(self.sla.sudo().portal_token, mail.body_html)
        self.assertIn("With 15 minutes for P1.", mail.body_html)
        self.assertIn(self.sla.number, mail.subject)
        with self.assertRefused("was sent to Feng Xue already"):
            self.as_role("sales").action_release()

    def test_invitation(self):
        self.approve()
        self.users["sales"].group_ids += self.env.ref("base.group_partner_manager")
        dialog = self._dialog()
        self.assertTrue(dialog.invite)
        dialog.action_send()
        self.assertEqual(self.contact.user_ids.login, "feng@example.com")
        self.assertTrue(self.contact.user_ids.has_group("base.group_portal"))
        self.assertNotIn("signup", self._mails().body_html)

    def test_who_has_an_account_is_not_invited(self):
        self.approve()
        dialog = self._dialog(contact_id=self.portal_user.partner_id.id)
        self.assertTrue(dialog.has_account)
        self.assertFalse(dialog.invite)

    def test_who_sends(self):
        self.approve()
        roles = ("technical_manager", "general_manager", "auditor", "engineer")
        for role in roles:
            with self.subTest(role=role), self.assertRefused("", AccessError):
                self.as_role(role)._send_to_customer(self.contact)
            with self.subTest(role=role), self.assertRefused("", AccessError):
                self.as_role(role).action_release()
        colleague = new_test_user(
            self.env,
            login="itsm_sales_too",
            groups="itsm_service_delivery.group_sales",
            tz=SHANGHAI,
            company_id=self.provider.id,
            company_ids=[(6, 0, self.provider.ids)],
        )
        with self.assertRefused("", AccessError):
            self.sla.with_user(colleague)._send_to_customer(self.contact)
        self.as_role("service_manager")._send_to_customer(self.contact)
        with self.assertRefused("", AccessError):
            self.as_role("general_manager").action_recall()

    def test_when_it_is_sent(self):
        with self.assertRefused("is draft: only what is approved is sent"):
            self.as_role("sales").action_release()
        self.as_role("sales").action_submit()
        with self.assertRefused("only what is approved is sent"):
            self.as_role("sales")._send_to_customer(self.contact)
        standard = self.standard_sla
        self.assertFalse(self.as_role("service_manager", standard).can_send)

    def test_to_whom(self):
        self.approve()
        for partner in (self.other.partner_id, self.customer):
            with self.subTest(partner=partner.name):
                with self.assertRefused("is no contact of Jiangcheng"):
                    self.as_role("sales")._send_to_customer(partner)
        self.contact.email = False
        with self.assertRefused("Feng Xue has no e-mail address"):
            self.as_role("sales")._send_to_customer(self.contact)
        self.assertFalse(self.sla.released_at)

    def test_recall(self):
        self.send()
        token = self.sla.sudo().portal_token
        self.assertTrue(self.sla._opens_with(token))
        self.assertTrue(self.as_role("sales").can_recall)
        self.as_role("sales").action_recall()
        self.assertEqual(self.kinds()[-1], "recalled")
        self.assertFalse(self.sla._opens_with(token))
        self.assertFalse(self.sla._is_shown_to(self.contact))
        with self.assertRefused("is not at the customer's"):
            self.as_role("sales").action_recall()
        self.as_role("sales")._send_to_customer(self.contact)
        self.assertFalse(self.sla._opens_with(token), "a link that was recalled")
        self.sign()
        with self.assertRefused("signed for the customer already"):
            self.as_role("sales").action_recall()

    def test_decline(self):
        self.send()
        sla = self.sla.with_user(self.portal_user).sudo()
        partner = self.portal_user.partner_id
        for reason in (None, "", "  "):
            with self.assertRefused("Tell us why"):
                sla._decline_as_customer(partner, reason)
        with self.assertRefused("is no contact"):
            sla._decline_as_customer(self.other.partner_id, "No")
        sla._decline_as_customer(partner, "Too <b>slow</b> at night")
        self.assertEqual(self.sla.state, "approved")
        self.assertEqual(self.sla.decline_reason, "Too <b>slow</b> at night")
        self.assertEqual(self.kinds()[-1], "declined")
        self.assertFalse(self.sla._is_shown_to(partner))
        activity = self.sla.activity_ids
        self.assertEqual(activity.user_id, self.users["sales"])
        self.assertIn("Declined by", activity.summary)
        note = self.sla.message_ids[0]
        self.assertIn("Too &lt;b&gt;slow", note.body)
        self.assertTrue(note.subtype_id.internal)
        with self.assertRefused("does not wait for your signature"):
            sla._decline_as_customer(partner, "Again")
        self.as_role("sales")._send_to_customer(self.contact)
        self.assertFalse(self.sla.decline_reason)

    def test_after_signing(self):
        self.send()
        self.sign()
        mail = self._mails()[-1]
        self.assertEqual(mail.recipient_ids, self.portal_user.partner_id)
        self.assertIn("Thank you", mail.body_html)
        self.assertEqual(mail.author_id, self.users["sales"].partner_id)
        activity = self.sla.activity_ids
        self.assertEqual(activity.user_id, self.users["sales"])
        self.assertIn("Signed by", activity.summary)
        self.assertNotIn(
            self.portal_user.partner_id, self.sla.message_partner_ids, "no follower"
        )

    def test_sales_owner_is_gone(self):
        """The customer signs, whoever takes care of the contract by now."""
        self.send()
        self.users["sales"].group_ids -= self.env.ref(
            "itsm_service_delivery.group_sales"
        )
        self.sign()
        self.assertEqual(self.sla.activity_ids.user_id, self.users["service_manager"])

    def test_question(self):
        self.send()
        partner = self.portal_user.partner_id
        sla = self.sla.with_user(self.portal_user).sudo()
        with self.assertRefused("Write your question"):
            sla._ask_as_customer(partner, " ")
        sla._ask_as_customer(partner, "Is Sunday included?")
        self.assertIn("Is Sunday included?", self.sla.message_ids[0].body)
        self.assertEqual(self.sla.message_ids[0].author_id, partner)
        self.assertIn("question", self.sla.activity_ids.summary)

    def test_languages(self):
        """The mail is in the language of who gets it."""
        self.env["res.lang"]._activate_lang("zh_CN")
        template = self.env.ref("itsm_service_delivery.mail_template_sla_to_sign")
        template.with_context(lang="zh_CN").subject = "服务级别协议 {{ object.number }}"
        self.contact.lang = "zh_CN"
        self.send()
        self.assertEqual(self._mails().subject, f"服务级别协议 {self.sla.number}")

    def test_what_is_in_force_may_be_shown(self):
        """What was agreed before, on paper, can be read on the portal too."""
        self.assertTrue(self.as_role("service_manager", self.first).can_send)
        self.as_role("service_manager", self.first)._send_to_customer(self.contact)
        self.assertTrue(self.first._is_shown_to(self.portal_user.partner_id))
        self.assertFalse(self.first._waits_for_customer())
        self.assertFalse(self.as_role("service_manager", self.first).can_recall)
        with self.assertRefused("does not wait|only what is approved|signed"):
            self.sign(sla=self.first, image=encode(draw()))
