"""The holes in evidence and content that others' approvals have (hard case 25)."""

import psycopg2

from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .holes import HolesCommon


@tagged("post_install", "-at_install")
class TestHoles(HolesCommon):
    def test_nobody_sets_a_review_to_approved(self):
        self.submit()
        approval = self.document.sudo().round_id
        stages = approval.stage_ids.ids
        line = self.document.sudo().decision_ids
        self.check_refused("itsm.approval.round", approval.ids, "write", APPROVED)
        self.check_refused("itsm.approval.round.stage", stages, "write", DONE)
        self.check_refused("itsm.approval.decision", line.ids, "write", APPROVE)
        self.check_refused("itsm.service", self.document.ids, "write", APPROVED)
        vals = {**APPROVE, "res_model": "itsm.service", "res_id": self.document.id}
        self.check_refused("itsm.approval.decision", [], "create", vals)
        for commands in (
            {"round_ids": [Command.update(approval.id, APPROVED)]},
            {"decision_ids": [Command.create(APPROVE)]},
            {"decision_ids": [Command.update(line.id, APPROVE)]},
        ):
            self.check_refused("itsm.service", self.document.ids, "write", commands)
            self.check_refused(
                "itsm.service", self.document.ids, "web_save", commands, {}
            )
        xml_id = approval.export_data(["id"])["datas"][0][0]
        self.check_not_imported(
            "itsm.approval.round", ["id", "state"], (xml_id, "Approved")
        )
        xml_id = self.document.sudo().export_data(["id"])["datas"][0][0]
        self.check_not_imported("itsm.service", ["id", "state"], (xml_id, "Approved"))

    def test_nobody_deletes_a_review(self):
        self.pass_review(self.submit())
        approval = self.document.sudo().round_id
        lines = self.document.sudo().decision_ids
        self.check_refused("itsm.approval.round", approval.ids, "unlink")
        self.check_refused(
            "itsm.approval.round.stage", approval.stage_ids.ids, "unlink"
        )
        self.check_refused("itsm.approval.decision", lines.ids, "unlink")
        self.check_refused("itsm.service", self.document.ids, "unlink")
        for commands in (
            {"round_ids": [Command.delete(approval.id)]},
            {"round_ids": [Command.clear()]},
            {"round_ids": [Command.set([])]},
            {"decision_ids": [Command.unlink(lines.ids[0])]},
            {"decision_ids": [Command.set([])]},
        ):
            self.check_refused("itsm.service", self.document.ids, "write", commands)
        for table in ("itsm_approval_decision", "itsm_approval_round", "itsm_service"):
            with self.subTest(table), mute_logger("odoo.sql_db"):
                with self.assertRefused("", psycopg2.Error):
                    self.env.cr.execute(f"DELETE FROM {table}")

    def test_cancelling_keeps_the_evidence(self):
        self.submit()
        self.document.with_user(self.author).action_withdraw("Not yet")
        before = self.log()
        self.document.with_user(self.author).action_cancel()
        self.assertEqual(self.log(), [*before, ("cancelled", self.author)])
        self.check_refused("itsm.service", self.document.ids, "unlink")

    def test_back_to_draft_keeps_the_evidence(self):
        self.submit()
        self.check_refused("itsm.service", self.document.ids, "write", DRAFT)
        self.document.with_user(self.reviewer).decide("returned", "Hours are missing")
        self.assertEqual(
            self.log(), [("submitted", self.author), ("returned", self.reviewer)]
        )
        self.check_refused("itsm.service", self.document.ids, "unlink")

    def test_submitting_again_keeps_the_evidence(self):
        self.pass_review(self.submit())
        self.document.with_user(self.approver).decide("returned", "Once more")
        before = self.log()
        first = self.document.sudo().round_id
        self.submit()
        self.assertEqual(self.log()[: len(before)], before)
        self.assertEqual(self.document.sudo().round_ids[-1], first)
        self.assertEqual(first.state, "returned")
        self.assertEqual(self.document.state, "in_review", "The review begins anew.")

    def test_nothing_is_created_in_the_target_state(self):
        code = {"code": "SC-FORGED", "name": "Forged"}
        for forged in (
            APPROVED,
            {"state": "in_force"},
            {"approved_by_id": self.approver.id},
            {"reviewed_by_id": self.reviewer.id},
            {"author_id": self.plain_user.id},
            {"version": "7.0"},
        ):
            vals = {**code, **forged}
            self.check_refused("itsm.service", [], "create", vals)
            self.check_refused("itsm.service", self.document.ids, "copy", vals)
            self.check_not_imported(
                "itsm.service",
                ["code", "name", next(iter(forged))],
                ("SC-FORGED", "Forged", str(next(iter(forged.values())))),
            )
        self.assertFalse(self.env["itsm.service"].search([("code", "=", "SC-FORGED")]))

    def test_no_default_brings_a_state_or_a_person(self):
        forged = {
            "state": "in_force",
            "version": "7.0",
            "reviewed_by_id": self.reviewer.id,
            "approved_by_id": self.approver.id,
            "author_id": self.plain_user.id,
            "contributor_ids": self.plain_user.ids,
            "approved_at": "2026-08-01 00:00:00",
        }
        context = {f"default_{name}": value for name, value in forged.items()}
        services = self.env["itsm.service"].with_user(self.author)
        by_context = services.with_context(**context).create(
            {"code": "SC-CONTEXT", "name": "By context"}
        )
        for name, value in forged.items():
            self.env["ir.default"].set("itsm.service", name, value)
        by_default = services.create({"code": "SC-DEFAULT", "name": "By default"})
        self.release()
        revision = (
            self.document.with_user(self.author)
            .with_context(**context)
            .revise(False, "Better words")
        )
        for document in (by_context, by_default, revision):
            with self.subTest(document.name):
                self.assertEqual(document.state, "draft")
                self.assertEqual(document.author_id, self.author)
                self.assertFalse(document.contributor_ids)
                self.assertFalse(document.reviewed_by_id | document.approved_by_id)
                self.assertFalse(document.approved_at)
        self.assertEqual(by_context.version, "1.0")
        self.assertEqual(by_default.version, "1.0")
        self.assertEqual(revision.version, "1.1")

    def test_lines_are_not_writable_under_review(self):
        self.submit()
        line = self.document.target_ids
        other = self.new_document("SC-OTHER").target_ids
        new = {
            "service_id": self.document.id,
            "priority_id": self.priorities["P1"].id,
            "metric": "response",
            "minutes": 5,
        }
        model = "itsm.service.target"
        self.check_refused(model, line.ids, "write", {"minutes": 5})
        self.check_refused(model, line.ids, "unlink")
        self.check_refused(model, line.ids, "copy", {"metric": "response"})
        self.check_refused(model, [], "create", new)
        self.check_refused(
            model, other.ids, "write", {"service_id": self.document.id}
        )
        self.check_refused(
            model, line.ids, "write", {"service_id": other.service_id.id}
        )
        for commands in (
            [Command.update(line.id, {"minutes": 5})],
            [Command.delete(line.id)],
            [Command.create({**new, "service_id": False})],
            [Command.clear()],
            [Command.link(other.id)],
        ):
            vals = {"target_ids": commands}
            self.check_refused("itsm.service", self.document.ids, "write", vals)
            self.check_refused("itsm.service", self.document.ids, "web_save", vals, {})
        del new["service_id"]
        for user in self.people:
            targets = self.env[model].with_user(user)
            with self.assertRefused(""):
                targets.with_context(default_service_id=self.document.id).create(new)
        self.check_not_imported(
            model,
            ["service_id", "priority_id", "metric", "minutes"],
            (self.document.display_name, "P1 Critical", "Response", "5"),
        )

    def test_content_is_not_writable_under_review(self):
        self.submit()
        document = ["itsm.service", self.document.ids]
        for vals in (
            {"name": "Other"},
            {"code": "SC-OTHER"},
            {"company_id": False},
            {"confidentiality": "public"},
            {"description": False},
        ):
            self.check_refused(*document, "write", vals)
            self.check_refused(*document, "web_save", vals, {})
        self.check_refused(
            *document, "update_field_translations", "name", {"en_US": "Other"}
        )
        self.check_refused(
            *document,
            "update_field_translations",
            "description",
            {"en_US": {"What the customer gets.": "Less"}},
        )
        xml_id = self.document.sudo().export_data(["id"])["datas"][0][0]
        self.check_not_imported("itsm.service", ["id", "name"], (xml_id, "Other"))


APPROVED = {"state": "approved"}
DRAFT = {"state": "draft"}
DONE = {"state": "done"}
APPROVE = {"kind": "approved"}
