import hashlib

import psycopg2

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...engine.approval import GENESIS
from .test_evidence_check import LOG, EvidenceCommon


@tagged("post_install", "-at_install")
class TestEvidenceSeal(EvidenceCommon):
    """Seals show what a chain alone cannot: what is missing as a whole."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.seals = cls.env["itsm.evidence.seal"]
        cls.auditor = cls.users["auditor"]
        # a seal is made in a transaction of its own: here, in the test's
        cls.registry_enter_test_mode_cls()
        cls.seals._seal()

    def seal(self):
        action = self.seals.with_user(self.auditor).action_seal()
        return self.seals.browse(action["res_id"])

    def verify_all(self, **values):
        runs = self.env["itsm.evidence.verification"].with_user(self.auditor)
        run = runs.create(values)
        run.action_run()
        while run.run_batch():
            continue
        return run

    def found_in_all(self):
        findings = self.verify_all().finding_ids
        return {(finding.document, finding.what) for finding in findings}

    def test_what_a_seal_says(self):
        self.approve(self.new_document("SC-SEALED"))
        seal = self.seal()
        lines = self.env["itsm.approval.decision"].search(
            [("id", "<=", seal.last_id), ("id", ">=", seal.first_id)], order="id"
        )
        self.assertEqual(seal.line_count, 3)
        self.assertEqual(len(lines), 3)
        text = "\n".join(lines.mapped("hash"))
        self.assertEqual(seal.digest, hashlib.sha256(text.encode()).hexdigest())
        before = self.seals.search([("position", "=", seal.position - 1)])
        self.assertEqual(seal.previous_hash, before.hash)
        self.assertEqual(
            seal.hash,
            hashlib.sha256(f"{before.hash}\n{seal.payload}".encode()).hexdigest(),
        )
        first = self.seals.search([], order="position", limit=1)
        self.assertEqual(first.previous_hash, GENESIS)
        self.assertIn(seal.hash, seal.certificate)

    def test_nothing_to_seal(self):
        with self.assertRaisesRegex(UserError, "Nothing has been recorded"):
            self.seal()
        self.seals._cron_seal()

    def test_who_seals(self):
        for user in (self.author, self.approver, self.plain_user):
            with self.assertRaises(AccessError):
                self.seals.with_user(user).action_seal()
        for role in ("auditor", "management_representative", "general_manager"):
            self.assertTrue(self.seals.with_user(self.users[role]).search([]))
        with self.assertRaises(AccessError):
            self.seals.with_user(self.author).search([])

    def test_append_only(self):
        seal = self.seals.search([], limit=1)
        for attempt in (
            lambda: seal.write({"line_count": 0}),
            lambda: seal.unlink(),
            lambda: self.seals.create({"position": 9}),
        ):
            with self.assertRaises(AccessError):
                attempt()
        table = "itsm_evidence_seal"
        for query in (
            f"UPDATE {table} SET line_count = 0",
            f"DELETE FROM {table}",
            f"TRUNCATE {table}",
            f"INSERT INTO {table} (position, sealed_at, user_id, first_id, last_id,"
            " line_count, digest, payload, previous_hash, hash)"
            f" SELECT position + 1, sealed_at, user_id, 0, 0, 0, '', payload,"
            f" previous_hash, hash FROM {table}",
        ):
            with self.subTest(query), mute_logger("odoo.sql_db"):
                with self.assertRaises(psycopg2.IntegrityError):
                    with self.env.cr.savepoint():
                        self.env.cr.execute(query)

    def test_all_is_well(self):
        run = self.verify_all()
        self.assertFalse(run.finding_ids)
        self.assertIn("All is well.", run.summary)
        self.assertEqual(run.head_hash, self.seals.search([], limit=1).hash)
        self.assertEqual(run.unsealed_count, 0)
        self.assertEqual(run.progress, 100.0)
        self.approve(self.new_document("SC-LATER"))
        self.assertEqual(self.verify_all().unsealed_count, 3)

    def test_a_whole_log_is_missing(self):
        seal = self.seals.search([], limit=1)
        with self.past_the_program() as execute:
            execute(f"DELETE FROM {LOG} WHERE res_id = %s", [self.document.id])
            self.env.invalidate_all()
            left = seal.line_count - 4
            self.assertIn(
                (
                    seal.display_name,
                    f"It sealed {seal.line_count} lines of the logs; {left} of them"
                    " are there.",
                ),
                self.found_in_all(),
            )

    def test_a_document_is_missing(self):
        with self.past_the_program() as execute:
            execute("DELETE FROM itsm_service WHERE id = %s", [self.document.id])
            self.env.invalidate_all()
            self.assertEqual(
                self.found_in_all(),
                {
                    (
                        f"Number {self.document.id} in the database",
                        "The document is gone, though its log is there.",
                    )
                },
            )

    def test_seals_are_checked(self):
        self.approve(self.new_document("SC-SEALED"))
        last = self.seal()
        first = self.seals.search([], order="position", limit=1)
        table = "itsm_evidence_seal"
        cases = (
            (
                f"UPDATE {table} SET sealed_at = sealed_at - interval '1 day'"
                f" WHERE id = {last.id}",
                (last.display_name, "What the seal shows is not what was recorded."),
            ),
            (
                f"DELETE FROM {table} WHERE id = {first.id}",
                (
                    last.display_name,
                    "The chain of the seals is broken here: From line 1 on, lines of"
                    " the log are missing.",
                ),
            ),
            (
                f"UPDATE {LOG} SET hash = repeat('a', 64) WHERE id = {last.last_id}",
                (last.display_name, "Lines of the logs that it sealed were changed."),
            ),
        )
        for query, expected in cases:
            with self.subTest(query), self.past_the_program() as execute:
                execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
                execute(query)
                self.env.invalidate_all()
                self.assertIn(expected, self.found_in_all())

    def test_a_job_that_does_not_run(self):
        self.approve(self.new_document("SC-LATER"))
        with self.past_the_program() as execute:
            execute(
                f"UPDATE {LOG} SET recorded_at = recorded_at - interval '3 days'"
                " WHERE id > (SELECT max(last_id) FROM itsm_evidence_seal)"
            )
            self.env.invalidate_all()
            warnings = self.verify_all().finding_ids.filtered(
                lambda finding: finding.severity == "warning"
            )
            self.assertEqual(
                warnings.mapped("what"), ["3 lines of the logs are not sealed yet."]
            )

    def test_by_type_and_period(self):
        document = self.approve(self.new_document("SC-LATER"))
        today = fields.Date.context_today(document)
        run = self.verify_all(document_type_id=self.type.id)
        self.assertEqual(
            run.document_count, self.env["itsm.service"].search_count([])
        )
        other = self.env.ref("itsm_service_delivery.document_type_problem")
        self.assertEqual(self.verify_all(document_type_id=other.id).document_count, 0)
        run = self.verify_all(date_from=fields.Date.add(today, days=1))
        self.assertEqual(run.document_count, 0)
        run = self.verify_all(date_from=today, date_to=today)
        logged = self.env["itsm.approval.decision"].search([]).mapped("res_id")
        self.assertIn(document.id, logged)
        self.assertEqual(run.document_count, len(set(logged)))
