import hashlib
import json

from odoo.tests import tagged

from ...engine.approval import canonical
from .common import ApprovalCommon


@tagged("post_install", "-at_install")
class TestContent(ApprovalCommon):
    """What is hashed: all that was decided on, whoever looks, in one way only."""

    def content(self, document=None):
        document = document or self.document
        return document._contents()[document.id]

    def test_what_is_content(self):
        self.document.with_context(lang="zh_CN").name = "服务"
        priority = self.priorities["P3"]
        line = self.document.target_ids
        content = self.content()
        self.assertEqual(content["number"], "SC-TEST")
        self.assertEqual(content["version"], "1.0")
        self.assertEqual(content["attachments"], [])
        fields = content["fields"]
        self.assertEqual(fields["code"], "SC-TEST")
        self.assertEqual(
            fields["name"], {"en_US": "Service SC-TEST", "zh_CN": "服务"}
        )
        self.assertEqual(
            fields["owner_id"], {"model": "res.users", "id": self.author.id}
        )
        self.assertIsNone(fields["calendar_id"])
        self.assertEqual(
            fields["target_ids"],
            [
                {
                    "key": line.id,
                    "priority_id": {"model": "itsm.priority", "id": priority.id},
                    "metric": "resolution",
                    "minutes": 480,
                    "calendar_id": None,
                }
            ],
        )
        for name in ("state", "author_id", "contributor_ids", "message_ids", "number"):
            self.assertNotIn(name, fields)

    def test_the_hash_is_that_of_the_kept_text(self):
        self.submit()
        last = self.document.sudo().round_id
        text = last.snapshot
        self.assertEqual(
            last.content_hash, hashlib.sha256(text.encode()).hexdigest()
        )
        self.assertEqual(text, canonical(json.loads(text)))
        names = json.loads(text)["names"]
        self.assertEqual(names[f"res.users,{self.author.id}"], self.author.name)

    def test_the_same_for_everyone(self):
        self.document.with_user(self.author).write(
            {"description": "<p>From <b>9</b> to 18</p>"}
        )
        expected = canonical(self.content())
        other = self.env["res.company"].create({"name": "Other"})
        for change in (
            {"lang": "zh_CN"},
            {"tz": "America/New_York"},
            {"bin_size": True},
            {"active_test": True},
            {"allowed_company_ids": other.ids},
            {"lang": None, "tz": None},
        ):
            for user in (self.env.user, self.plain_user, self.approver):
                with self.subTest(change=change, user=user.login):
                    document = self.document.with_user(user).with_context(**change)
                    self.env.invalidate_all()
                    self.assertEqual(canonical(self.content(document)), expected)

    def test_the_same_before_and_after_it_is_stored(self):
        document = self.new_document("SC-FRESH")
        at_once = canonical(self.content(document))
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(canonical(self.content(document)), at_once)

    def test_a_renamed_record_changes_nothing(self):
        document = self.submit()
        self.author.name = "Married Since"
        self.priorities["P3"].name = "Renamed"
        self.assertFalse(document._changed_since_submission())
        self.pass_review()

    def test_everything_of_it_counts(self):
        before = canonical(self.content())
        line = self.document.target_ids
        for change in (
            lambda: self.document.write({"confidentiality": "public"}),
            lambda: self.document.with_context(lang="zh_CN").write({"name": "新"}),
            lambda: line.write({"minutes": 481}),
            lambda: line.write({"calendar_id": self.calendars["5x8"].id}),
            lambda: line.unlink(),
            lambda: self.env["ir.attachment"].create(
                {
                    "name": "a",
                    "raw": b"a",
                    "res_model": self.document._name,
                    "res_id": self.document.id,
                }
            ),
        ):
            with self.env.cr.savepoint() as savepoint:
                change()
                self.assertNotEqual(canonical(self.content()), before)
                savepoint.rollback()
        self.env.invalidate_all()
        self.assertEqual(canonical(self.content()), before)

    def test_archived_lines_and_records_count(self):
        self.calendars["5x8"].active = False
        self.document.calendar_id = self.calendars["5x8"]
        content = self.content()
        self.assertEqual(
            content["fields"]["calendar_id"],
            {"model": "resource.calendar", "id": self.calendars["5x8"].id},
        )

    def test_kinds_of_fields(self):
        """Fields that today's documents do not have, made as an administrator may."""
        self.addCleanup(self.registry.reset_changes)
        fields = self.env["ir.model.fields"]
        model = self.env["ir.model"]._get_id("itsm.service")
        kinds = {
            "x_tags": {"ttype": "many2many", "relation": "res.partner.category"},
            "x_file": {"ttype": "binary"},
            "x_date": {"ttype": "date"},
            "x_at": {"ttype": "datetime"},
            "x_float": {"ttype": "float"},
            "x_about": {
                "ttype": "reference",
                "selection_ids": [(0, 0, {"value": "res.partner", "name": "Partner"})],
            },
            "x_own": {"ttype": "char", "company_dependent": True},
            "x_lead": {
                "ttype": "many2one",
                "relation": "res.users",
                "company_dependent": True,
            },
        }
        for name, values in kinds.items():
            fields.create(
                {"name": name, "model_id": model, "field_description": name, **values}
            )
        tags = self.env["res.partner.category"].create([{"name": "b"}, {"name": "a"}])
        document = self.env["itsm.service"].browse(self.document.id)
        other = self.env["res.company"].create({"name": "Other"})
        self.env.user.company_ids += other
        document.with_company(other).x_own = "theirs"
        document.write(
            {
                "x_tags": [(6, 0, tags.ids[::-1])],
                "x_file": "aGVsbG8=",
                "x_date": "2026-08-01",
                "x_at": "2026-08-01 10:00:00",
                "x_float": 2.5,
                "x_about": f"res.partner,{self.customer.id}",
                "x_own": "ours",
                "x_lead": self.author.id,
            }
        )
        for context in ({}, {"bin_size": True}, {"tz": "Asia/Tokyo"}):
            for company in (self.company, other):
                looked = document.with_context(**context).with_company(company)
                got = self.content(looked)["fields"]
                self.assertEqual(
                    {name: got[name] for name in kinds},
                    {
                        "x_tags": [
                            {"model": "res.partner.category", "id": tag}
                            for tag in sorted(tags.ids)
                        ],
                        "x_file": hashlib.sha256(b"aGVsbG8=").hexdigest(),
                        "x_date": document.x_date,
                        "x_at": document.x_at,
                        "x_float": 2.5,
                        "x_about": {"model": "res.partner", "id": self.customer.id},
                        "x_own": {
                            str(self.company.id): "ours",
                            str(other.id): "theirs",
                        },
                        "x_lead": {
                            str(self.company.id): {
                                "model": "res.users",
                                "id": self.author.id,
                            }
                        },
                    },
                )
        self.submit(document)
        self.assertFalse(document._changed_since_submission())

    def test_queries_do_not_grow_with_documents(self):
        few = self.env["itsm.service"].concat(
            *[self.new_document(f"SC-A{number}") for number in range(3)]
        )
        many = self.env["itsm.service"].concat(
            *[self.new_document(f"SC-B{number}") for number in range(30)]
        )
        counts = []
        for documents in (few, many):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            documents._content_texts()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])
        self.assertLess(counts[1], 20)
