import hashlib
import json
from contextlib import contextmanager

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ...engine.approval import canonical, line_hash
from ...models.approval import guard
from .common import ApprovalCommon

LOG = "itsm_approval_decision"


class EvidenceCommon(ApprovalCommon):
    """A document in force, whose evidence somebody changes past the program."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.file = (
            cls.env["ir.attachment"]
            .with_user(cls.author)
            .create(
                {
                    "name": "scope.txt",
                    "raw": b"what is in the scope",
                    "res_model": cls.document._name,
                    "res_id": cls.document.id,
                }
            )
        )
        cls.release()

    def verify(self, document=None, user=None):
        document = document or self.document
        action = document.with_user(user or self.author).action_verify_evidence()
        run = self.env[action["res_model"]].browse(action["res_id"])
        self.assertEqual(run.state, "done")
        return run

    def found(self, document=None):
        """Return ``{(where, what)}`` of what a verification finds."""
        findings = self.verify(document).finding_ids
        for finding in findings:
            self.assertTrue(finding.advice)
        return {(finding.place, finding.what) for finding in findings}

    @contextmanager
    def past_the_program(self):
        """Be somebody who owns the database: no trigger, no ORM; undone at the end."""
        self.env.flush_all()
        with self.env.cr.savepoint(flush=False) as savepoint:
            self.env.cr.execute(f"ALTER TABLE {LOG} DISABLE TRIGGER USER")
            yield self.env.cr.execute
            savepoint.rollback()
        self.env.invalidate_all()


@tagged("post_install", "-at_install")
class TestEvidenceCheck(EvidenceCommon):
    """ "Verify Evidence" finds what was changed past the program, and says where."""

    def check(self, query, *expected, params=()):
        with self.subTest(query), self.past_the_program() as execute:
            execute(query, params)
            self.env.invalidate_all()
            self.assertEqual(self.found(), set(expected))

    def on_log(self, change, where="true"):
        where = f"res_id = {self.document.id} AND {where}"
        return f"UPDATE {LOG} SET {change} WHERE {where}"

    def test_all_is_well(self):
        for user in (self.author, self.users["user"], self.users["auditor"]):
            run = self.verify(user=user)
            self.assertFalse(run.finding_ids)
            self.assertIn("All is well.", run.summary)
            self.assertIn("Documents checked: 1; lines of their logs: 4.", run.summary)
            last = self.document.sudo().decision_ids.sorted("position")[-1]
            self.assertEqual(run.head_hash, last.hash)

    def test_nothing_to_verify(self):
        run = self.verify(self.new_document("SC-NEW"))
        self.assertFalse(run.finding_ids)
        self.assertIn("there is no evidence", run.summary)

    def test_only_for_readers(self):
        with self.assertRaises(AccessError):
            self.document.with_user(self.portal_user).action_verify_evidence()
        run = self.env["itsm.evidence.verification"].with_user(self.plain_user)
        with self.assertRaises(AccessError):
            run.create({}).action_run()
        forged = run.create(
            {"state": "running", "todo": {"itsm.service": self.document.ids}}
        )
        forged.of_everything = True
        with self.assertRaises(AccessError):
            forged.run_batch()

    def test_changed_lines(self):
        text = "The line shows something else than what was recorded: %s."
        self.check(
            self.on_log("comment = 'Agreed'", "position = 2"),
            ("Line 2 of the log", text % "Comment"),
        )
        self.check(
            self.on_log("taken_over = true", "position = 1"),
            ("Line 1 of the log", text % "Taken Over"),
        )
        self.check(
            self.on_log("payload = replace(payload, 'SC-TEST', 'S')", "position = 4"),
            ("Line 4 of the log", "Line 4 of the log was changed."),
        )

    def test_line_rewritten_with_its_hash(self):
        lines = self.document.sudo().decision_ids.sorted("position")
        said = json.loads(lines[1].payload)
        said["comment"] = "I never said that"
        payload = canonical(said)
        with self.past_the_program() as execute:
            execute(
                self.on_log("payload = %s, hash = %s, comment = %s", "position = 2"),
                [payload, line_hash(lines[0].hash, payload), said["comment"]],
            )
            self.env.invalidate_all()
            self.assertEqual(
                self.found(),
                {
                    (
                        "Line 3 of the log",
                        "Line 3 of the log does not follow the line before.",
                    )
                },
            )

    def test_log_rewritten_as_a_whole(self):
        """Every hash is right; that the author approved cannot have happened."""
        lines = self.document.sudo().decision_ids.sorted("position")
        with self.past_the_program() as execute:
            previous = lines[1].hash
            for line in lines[2:]:
                said = json.loads(line.payload)
                said["user"]["id"] = self.author.id
                payload = canonical(said)
                values = [payload, previous, line_hash(previous, payload)]
                previous = values[-1]
                execute(
                    self.on_log(
                        f"payload = %s, previous_hash = %s, hash = %s,"
                        f" user_id = {self.author.id}",
                        f"id = {line.id}",
                    ),
                    values,
                )
            self.env.invalidate_all()
            self.assertEqual(
                self.found(),
                {
                    (
                        "Round 1",
                        "It cannot have happened by the rules: Whoever wrote or"
                        " submitted a document may not approve it.",
                    )
                },
            )

    def test_missing_lines(self):
        delete = f"DELETE FROM {LOG} WHERE res_id = {self.document.id}"
        self.check(
            f"{delete} AND position = 4",
            ("State", "It is Published; by its log it should be Approved."),
        )
        self.check(
            f"{delete} AND position = 2",
            (
                "Line 2 of the log",
                "From line 2 on, lines of the log are missing.",
            ),
            (
                "Round 1",
                "It cannot have happened by the rules: "
                "This is not the stage that waits for a decision.",
            ),
        )
        self.check(
            delete,
            ("Round 1", "The log does not tell of its submission."),
        )

    def test_states(self):
        wrong = "It is {}; by its log it should be {}."
        self.check(
            "UPDATE itsm_service SET state = 'superseded'"
            f" WHERE id = {self.document.id}",
            ("State", wrong.format("Superseded", "Published")),
        )
        self.check(
            "UPDATE itsm_approval_round SET state = 'rejected'"
            f" WHERE res_id = {self.document.id}",
            ("Round 1", wrong.format("Rejected", "Approved")),
        )
        self.check(
            "UPDATE itsm_approval_round_stage SET state = 'closed'"
            f" WHERE res_id = {self.document.id} AND name = 'Review'",
            (
                "Round 1",
                "Its stage Review is Not Decided; by the log it should be Done.",
            ),
        )

    def test_stages_and_parts(self):
        changed = (
            "Round 1",
            "Its stages, or who was author or submitter, are not those of the"
            " submission.",
        )
        for query in (
            "UPDATE itsm_approval_round_stage SET name = 'Glance'"
            " WHERE name = 'Review'",
            "UPDATE itsm_approval_round SET parts = '{}'",
        ):
            self.check(query, changed)

    def test_kept_content(self):
        kept = "The content that was kept is not what was submitted."
        self.check(
            "UPDATE itsm_approval_round SET snapshot = replace(snapshot, '480', '9')",
            ("Round 1", kept),
            (
                "Standard Targets · P3 Medium Resolution · Service Minutes",
                NOT_SUBMITTED,
            ),
        )

    def test_content(self):
        self.check(
            """UPDATE itsm_service SET description = '{"en_US": "<p>Less.</p>"}'""",
            ("Description · en_US", NOT_SUBMITTED),
        )
        line = "Standard Targets · P3 Medium Resolution"
        self.check(
            "UPDATE itsm_service_target SET minutes = 960",
            (f"{line} · Service Minutes", NOT_SUBMITTED),
        )
        self.check(
            "DELETE FROM itsm_service_target",
            (line, "It was there when submitted, and is missing."),
        )
        self.check(
            "INSERT INTO itsm_service_target (service_id, priority_id, metric, minutes)"
            " VALUES (%s, %s, 'response', 5)",
            (
                "Standard Targets · P1 Critical Response",
                "It was added after the submission.",
            ),
            params=(self.document.id, self.priorities["P1"].id),
        )

    def test_files(self):
        where = "Files · scope.txt"
        self.check(
            f"UPDATE ir_attachment SET name = 'other' WHERE id = {self.file.id}",
            ("Files · scope.txt", NOT_SUBMITTED),
        )
        self.check(
            f"DELETE FROM ir_attachment WHERE id = {self.file.id}",
            (where, "It was there when submitted, and is missing."),
        )
        self.check(
            "UPDATE ir_attachment SET db_datas = 'x', store_fname = NULL"
            f" WHERE id = {self.file.id}",
            (where, NOT_SUBMITTED),
        )

    def test_filed_pdf(self):
        pdf = b"%PDF-1.7 as it was filed"
        filed = guard.with_key(self.env["ir.attachment"]).create(
            {
                "name": "SC-TEST_1.0.pdf",
                "raw": pdf,
                "res_model": "itsm.service",
                "res_id": self.document.id,
            }
        )
        document = self.document.sudo()
        guard.with_key(document).write({"pdf_attachment_id": filed.id})
        missing = "The log does not tell that it was filed."
        self.assertEqual(self.found(), {("Filed PDF", missing)})
        content = {"content_hash": hashlib.sha256(pdf).hexdigest()}
        document._append_log("filed", {document.id: content})
        self.assertEqual(self.found(), set())
        self.check(
            "UPDATE ir_attachment SET db_datas = 'x', store_fname = NULL"
            f" WHERE id = {filed.id}",
            ("Filed PDF", "It is not the file that was filed."),
        )
        self.check(
            f"UPDATE ir_attachment SET store_fname = 'aa/gone' WHERE id = {filed.id}",
            ("Filed PDF", "Its file is missing in the filestore, or empty."),
        )
        self.check(
            "UPDATE itsm_service SET pdf_attachment_id = NULL",
            ("Filed PDF", "It was filed, and is missing."),
            ("Files · SC-TEST_1.0.pdf", "It was added after the submission."),
        )

    def test_what_is_no_difference(self):
        """A field that an upgrade brought or took, a record that was renamed."""
        self.priorities["P3"].name = "Renamed"
        snapshot = json.loads(self.document.sudo().round_id.snapshot)
        fields = snapshot["content"]["fields"]
        fields["of_an_older_program"] = fields.pop("code")
        del fields["target_ids"][0]["calendar_id"]
        with self.past_the_program() as execute:
            execute(
                "UPDATE itsm_approval_round SET snapshot = %s WHERE res_id = %s",
                [canonical(snapshot), self.document.id],
            )
            self.env.invalidate_all()
            self.assertEqual(
                {where for where, _what in self.found()},
                {"Round 1"},
                "Only that the snapshot itself was changed.",
            )

    def test_every_round(self):
        """A document returned, and submitted again: all rounds are replayed."""
        document = self.submit(self.new_document("SC-TWICE"))
        document.with_user(self.reviewer).decide("returned", "Say which hours")
        self.assertEqual(self.found(document), set())
        document.with_user(self.author).description = "<p>From 9 to 18.</p>"
        self.assertEqual(self.found(document), set())
        self.approve(document)
        self.assertEqual(self.found(document), set())
        rounds = document.sudo().round_ids.sorted("sequence")
        with self.past_the_program() as execute:
            execute(
                "UPDATE itsm_approval_round SET state = 'approved' WHERE id = %s",
                [rounds[0].id],
            )
            self.env.invalidate_all()
            places = {where for where, _what in self.found(document)}
            self.assertEqual(places, {"Round 1"})


NOT_SUBMITTED = "It is not what was submitted."
