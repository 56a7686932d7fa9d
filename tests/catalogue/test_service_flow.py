"""How a service comes into the catalogue, and leaves it (domain 4.23)."""

from freezegun import freeze_time

from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command, Date
from odoo.tests import tagged

from ..common import utc
from .common import CatalogueCommon


@tagged("post_install", "-at_install")
class TestServiceFlow(CatalogueCommon):
    # === THE WAY INTO THE CATALOGUE === #

    def test_from_draft_to_published(self):
        service = self.service
        self.assertEqual(service.state, "draft")
        service.action_submit()
        self.assertEqual(service.state, "in_review")
        self.assertEqual(service.waiting_for, self.reviewer.name)
        service.with_user(self.reviewer).action_approve()
        self.assertEqual(service.state, "reviewed")
        service.with_user(self.approver).action_approve()
        self.assertEqual(service.state, "approved", "Publishing is a step of its own.")
        self.assertFalse(service.date_start)
        with freeze_time(utc("2026-12-01 00:30")):
            service.action_put_in_force()
        self.assertEqual(service.state, "in_force")
        self.assertEqual(service.date_start, Date.to_date("2026-12-01"), "In Shanghai.")
        self.assertFalse(service.date_end)

    def test_labels(self):
        labels = dict(self.service._fields["state"]._description_selection(self.env))
        self.assertEqual(labels["in_force"], "Published")
        self.assertEqual(labels["closed"], "Retired")

    def test_only_what_is_approved_is_published(self):
        with self.assertRefused("is draft: only what is approved"):
            self.service.action_put_in_force()
        self.service.action_submit()
        with self.assertRefused("is in review: only what is approved"):
            self.service.action_put_in_force()
        with self.assertRefused("state"):
            self.service.write({"state": "in_force"})

    def test_who_publishes_and_retires(self):
        self.approve(self.service)
        for role in ("technical_manager", "engineer", "auditor", "general_manager"):
            with self.subTest(role), self.assertRefused("", AccessError):
                self.service.with_user(self.users[role]).action_put_in_force()
        self.service.with_user(self.approver).action_put_in_force()
        with self.assertRefused("", AccessError):
            self.service.with_user(self.reviewer).action_close()
        self.service.with_user(self.approver).action_close()

    def test_authors_neither_review_nor_approve(self):
        service = self._create_service("OWN")
        service.with_user(self.reviewer).write({"criticality": "core"})
        with self.assertRefused("nobody could decide the stage"):
            service.action_submit()

    def test_returned_and_submitted_again(self):
        self.service.action_submit()
        self.service.with_user(self.reviewer).decide("returned", "Which backups?")
        self.assertEqual(self.service.state, "draft")
        self.assertEqual(self.service.version, "1.0")
        self.assertEqual(self.service.return_reason, "Which backups?")
        self.service.inclusions = "<p>Daily backup</p>"
        self.assertEqual(self.publish(self.service).round_id.sequence, 2)

    # === WHAT MUST BE THERE === #

    def test_all_that_is_missing_in_one_message(self):
        service = self.env["itsm.service"].create({"code": "BARE", "name": "Bare"})
        with self.assertRefused(
            "owner who works here.*\n.*Describe.*\n.*standard target"
        ):
            service.action_submit()

    def test_empty_paragraphs_are_no_description(self):
        self.service.description = "<p><br></p>"
        with self.assertRefused("Describe what the customer gets"):
            self.service.action_submit()

    def test_levels_in_words_do(self):
        self.service.target_ids.unlink()
        with self.assertRefused("standard target, or describe"):
            self.service.action_submit()
        self.service.level_note = "<p>One inspection each quarter.</p>"
        self.service.action_submit()
        self.assertEqual(self.service.state, "in_review")

    def test_owner_has_left(self):
        owner = self.users["engineer"].copy({"login": "leaver"})
        self.service.owner_id = owner
        owner.active = False
        with self.assertRefused("owner who works here"):
            self.service.action_submit()

    def test_owner_is_a_colleague(self):
        with self.assertRefused("a colleague owns", ValidationError):
            self.service.sudo().owner_id = self.portal_user

    def test_hours_have_changed_meanwhile(self):
        """Service hours are checked when they are chosen, and again at submission."""
        calendar = self.calendars["5x8"].copy({"name": "Shrinking"})
        self.service.calendar_id = calendar
        calendar.attendance_ids.unlink()
        with self.assertRefused("not ready to be submitted:\n- A target .* reached"):
            self.service.action_submit()

    def test_depends_on_itself(self):
        with self.assertRefused("depends on itself", ValidationError):
            self.service.depends_on_ids = self.service
        self.publish(self.service)
        draft = self.service.revise(False, "Wording")
        with self.assertRefused("depends on itself", ValidationError):
            draft.depends_on_ids = self.service

    def test_depends_on_what_is_not_published(self):
        needed = self._create_service("RACK")
        self.service.depends_on_ids = needed
        self.approve(self.service)
        with self.assertRefused("depends on what is not published: RACK"):
            self.service.action_put_in_force()
        self.publish(needed)
        self.next_version(needed)
        self.service.action_put_in_force()
        self.assertEqual(self.service.state, "in_force", "Another version will do.")

    def test_a_product_sells_one_service(self):
        self.service.product_id = self.services["NET"].product_id
        self.approve(self.service)
        with self.assertRefused("sells NET NET operation already"):
            self.service.action_put_in_force()

    # === VERSIONS === #

    def test_next_version_keeps_everything(self):
        calendar = self.calendars["5x8"]
        supplier = self.env["res.partner"].create({"name": "Beichen"})
        values = {
            "audience": "supporting",
            "criticality": "important",
            "charge_basis": "per_item",
            "calendar_id": calendar,
            "category_id": self.env["itsm.service.category"].create({"name": "A"}),
            "channel_ids": self.env["helpdesk.ticket.channel"].create({"name": "SMS"}),
            "supplier_ids": supplier,
            "depends_on_ids": self.services["NET"],
            "inclusions": "<p>in</p>",
            "exclusions": "<p>out</p>",
            "deliverables": "<p>given</p>",
            "preconditions": "<p>needed</p>",
            "level_note": "<p>quarterly</p>",
        }
        for name, value in values.items():
            self.service[name] = value
        self.publish(self.service)
        draft = self.service.revise(False, "Wording")
        self.assertEqual((draft.code, draft.version), ("SAN", "1.1"))
        self.assertEqual(draft.name, "SAN operation")
        self.assertEqual(draft.owner_id, self.service.owner_id)
        self.assertEqual(draft.description, self.service.description)
        for name, value in values.items():
            self.assertEqual(draft[name], value, name)
        (line,) = draft.target_ids
        self.assertEqual((line.priority_id.code, line.minutes), ("P1", 240))
        self.assertFalse(draft.date_start)

    def test_next_version_keeps_the_translations(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.service.with_context(lang="zh_CN").write(
            {"name": "存储运维", "description": "<p>客户得到什么。</p>"}
        )
        self.publish(self.service)
        draft = self.service.revise(False, "Wording").with_context(lang="zh_CN")
        self.assertEqual(draft.name, "存储运维")
        self.assertEqual(draft.description, "<p>客户得到什么。</p>")

    def test_next_version_takes_the_product_along(self):
        product = self.env["product.product"].create({"name": "S", "type": "service"})
        self.service.product_id = product
        self.assertFalse(product._itsm_get_service(self.company), "Still a draft.")
        self.publish(self.service)
        self.assertEqual(product._itsm_get_service(self.company), self.service)
        draft = self.service.revise(False, "Wording")
        self.assertEqual(product._itsm_get_service(self.company), self.service)
        self.publish(draft)
        self.assertEqual(product._itsm_get_service(self.company), draft)
        draft.action_close()
        self.assertFalse(product._itsm_get_service(self.company), "Retired.")

    def test_next_version_depends_on_what_is_published_now(self):
        needed = self.publish(self._create_service("RACK"))
        self.service.depends_on_ids = needed
        self.publish(self.service)
        newer = self.next_version(needed)
        draft = self.service.revise(False, "Wording")
        self.assertEqual(self.service.depends_on_ids, needed, "As it was approved.")
        self.assertEqual(draft.depends_on_ids, newer)

    def test_superseded(self):
        self.publish(self.service)
        draft = self.service.revise(True, "Scope")
        self.assertEqual(self.service.state, "in_force", "Until the new one is out.")
        self.approve(draft)
        with freeze_time(utc("2027-01-15 09:00")):
            draft.action_put_in_force()
        self.assertEqual(self.service.state, "superseded")
        self.assertEqual(self.service.date_end, Date.to_date("2027-01-15"))
        self.assertEqual((draft.version, draft.state), ("2.0", "in_force"))
        self.assertEqual(self.service.display_name, "SAN SAN operation v1.0")
        self.assertEqual(draft.display_name, "SAN SAN operation")
        self.assertEqual(self.service._get_published(), draft)

    def test_published_content_is_frozen(self):
        self.publish(self.service)
        for values in (
            {"name": "Other"},
            {"owner_id": self.author.id},
            {"product_id": self.services["NET"].product_id.id},
            {"channel_ids": [Command.clear()]},
            {"depends_on_ids": [Command.link(self.services["NET"].id)]},
        ):
            with self.subTest(values), self.assertRefused("frozen.*Revise"):
                self.service.write(values)
        with self.assertRefused("lines are frozen"):
            self.service.target_ids.minutes = 1
        self.service.active = False
        self.assertFalse(self.service.active, "Hiding it changes nothing agreed.")
        self.assertFalse(self.service._changed_since_submission())

    def test_code_stays(self):
        self.service.code = "SAN2"
        self.assertEqual(self.service.number, "SAN2", "Nobody has seen it yet.")
        self.service.action_submit()
        self.service.action_withdraw()
        with self.assertRefused("Code and company of SAN2 .* stay"):
            self.service.code = "SAN3"
        self.publish(self.service)
        draft = self.service.revise(False, "Wording")
        with self.assertRefused("Code and company"):
            draft.code = "SAN3"
        with self.assertRefused("Code and company"):
            draft.company_id = False

    def test_validity_is_not_entered(self):
        for values, label in (
            ({"date_start": "2026-01-01"}, "Valid from"),
            ({"date_end": "2026-01-01"}, "Valid to"),
        ):
            with self.assertRefused(f"{label} cannot be written"):
                self.service.write(values)
        with self.assertRefused("Valid from cannot be written"):
            self._create_service("LATE", date_start="2026-01-01")

    # === RETIRING === #

    def test_retire(self):
        self.publish(self.service)
        with freeze_time(utc("2027-01-15 09:00")):
            self.service.action_close()
        self.assertEqual(self.service.state, "closed")
        self.assertEqual(self.service.date_end, Date.to_date("2027-01-15"))
        with self.assertRefused("retired: only what is approved or in force"):
            self.service.revise(False, "Back again")

    def test_retire_what_another_service_needs(self):
        self.publish(self.service)
        needing = self.publish(
            self._create_service("ERP2", depends_on_ids=self.service.ids)
        )
        newer = self.next_version(self.service)
        with self.assertRefused("still used by:\n- ERP2 ERP2 operation"):
            newer.action_close()
        needing.action_close()
        newer.action_close()
        self.assertEqual(newer.state, "closed")
