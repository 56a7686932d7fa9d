import json

import psycopg2

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...engine.approval import GENESIS, line_hash
from ...models.approval import guard
from .common import ApprovalCommon

LOG = "itsm_approval_decision"


@tagged("post_install", "-at_install")
class TestEvidenceLog(ApprovalCommon):
    """The log is append-only for everyone, by the ORM and by SQL."""

    def refused_by_database(self, query, *params):
        with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.IntegrityError):
            with self.env.cr.savepoint():
                self.env.cr.execute(query, params)

    def insert(self, **changes):
        """Insert a line by SQL: the last one's successor, but for some columns."""
        self.env.cr.execute(
            f"SELECT * FROM {LOG} WHERE res_id = %s ORDER BY position DESC LIMIT 1",
            [self.document.id],
        )
        row = self.env.cr.dictfetchone()
        del row["id"]
        row.update(
            position=row["position"] + 1,
            previous_hash=row["hash"],
            payload="{}",
            hash=line_hash(row["hash"], "{}"),
        )
        row.update(changes)
        columns = ", ".join(row)
        marks = ", ".join(["%s"] * len(row))
        query = f"INSERT INTO {LOG} ({columns}) VALUES ({marks})"
        return query, list(row.values())

    def test_no_way_in_by_the_orm(self):
        self.submit()
        line = self.document.sudo().decision_ids
        values = {"res_model": "itsm.service", "res_id": 1, "kind": "approved"}
        for log in (line, line.with_user(self.users["administrator"])):
            for attempt in (
                lambda log=log: log.create(values),
                lambda log=log: log.write({"comment": "Nothing was said"}),
                lambda log=log: log.unlink(),
                lambda log=log: guard.with_key(log).write({"comment": "x"}),
                lambda log=log: log._append(None, []),
                lambda log=log: log._append("<key of the approval engine>", []),
            ):
                with self.assertRaises(AccessError):
                    attempt()
        self.assertEqual(self.log(), [("submitted", self.author)])

    def test_sql_cannot_change_or_delete_a_line(self):
        self.submit()
        self.refused_by_database(f"UPDATE {LOG} SET comment = 'x'")
        self.refused_by_database(f"UPDATE {LOG} SET id = id")
        self.refused_by_database(f"DELETE FROM {LOG} WHERE res_id = 0 OR true")

    def test_sql_cannot_empty_the_log(self):
        self.submit()
        self.refused_by_database(f"TRUNCATE {LOG} CASCADE")

    def test_a_cascade_deletes_no_line(self):
        """A foreign key that cascades, say of another module, is stopped as well."""
        self.submit()
        self.env.cr.execute(
            f"""
            CREATE TABLE itsm_test_parent (id int PRIMARY KEY);
            INSERT INTO itsm_test_parent SELECT res_id FROM {LOG} GROUP BY res_id;
            ALTER TABLE {LOG} ADD FOREIGN KEY (res_id)
                REFERENCES itsm_test_parent ON DELETE CASCADE;
            """
        )
        self.refused_by_database("DELETE FROM itsm_test_parent")

    def test_sql_cannot_skip_a_position(self):
        self.submit()
        for position in (1, 3):
            query, values = self.insert(position=position)
            self.refused_by_database(query, *values)

    def test_sql_cannot_start_a_chain_elsewhere(self):
        self.submit()
        for previous in (GENESIS, "f" * 64):
            query, values = self.insert(
                previous_hash=previous, hash=line_hash(previous, "{}")
            )
            self.refused_by_database(query, *values)
        query, values = self.insert(res_id=self.document.id + 1000)
        self.refused_by_database(query, *values)

    def test_the_database_hashes_as_the_engine_does(self):
        """Chinese, a quote, a backslash: the database takes the engine's hash only."""
        self.submit()
        head = self.document.sudo().decision_ids.hash
        for payload in ("{}", '{"comment":"同意 \\"é\\" \\\\ 😀"}'):
            self.env.cr.execute(
                "SELECT encode(sha256(convert_to(%s || E'\\n' || %s, 'UTF8')), 'hex')",
                [head, payload],
            )
            self.assertEqual(self.env.cr.fetchone()[0], line_hash(head, payload))
        query, values = self.insert(hash="0" * 64)
        self.refused_by_database(query, *values)
        query, values = self.insert()
        self.env.cr.execute(query, values)

    def test_what_a_line_says(self):
        self.submit()
        self.document.with_user(self.reviewer).action_approve("Checked, 没问题")
        first, line = self.document.sudo().decision_ids.sorted("position")
        said = json.loads(line.payload)
        self.assertEqual(said["position"], 2)
        self.assertEqual(said["kind"], "approved")
        self.assertEqual(
            said["user"],
            {
                "id": self.reviewer.id,
                "name": self.reviewer.name,
                "login": self.reviewer.login,
            },
        )
        self.assertEqual(said["comment"], "Checked, 没问题")
        self.assertEqual(said["company"], self.company.id)
        self.assertEqual(said["content"], self.document.sudo().round_id.content_hash)
        self.assertEqual(line.previous_hash, first.hash)

    def test_payload_is_nobodys_to_read(self):
        self.submit()
        for user in (self.author, self.users["administrator"]):
            line = self.document.with_user(user).decision_ids
            with self.assertRaises(AccessError):
                line.read(["payload"])
