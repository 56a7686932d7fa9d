from lxml import html

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ...models.approval.content_reader import ContentReader
from .common import ApprovalCommon


@tagged("post_install", "-at_install")
class TestCompare(ApprovalCommon):
    """Two versions side by side: what changed, as people read it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["itsm.service.target"].create(
            {
                "service_id": cls.document.id,
                "priority_id": cls.priorities["P1"].id,
                "metric": "response",
                "minutes": 15,
            }
        )
        cls.new_file(cls.document, "scope.txt", b"the old scope")
        cls.new_file(cls.document, "same.txt", b"the same")
        cls.document.with_context(lang="zh_CN").name = "服务"
        cls.release()
        cls.new = cls.document.with_user(cls.author).revise(True, "Shorter times")
        cls.new.write(
            {
                "description": "<p>What the customer really gets.</p>",
                "calendar_id": cls.calendars["5x8"].id,
                "confidentiality": "secret",
            }
        )
        cls.p3 = cls.new.target_ids.filtered(lambda t: t.metric == "resolution")
        cls.p3.minutes = 240
        files = cls.new._content_attachments()[cls.new.id]
        files.filtered(lambda file: file.name == "scope.txt").unlink()
        cls.new_file(cls.new, "scope.txt", b"the new scope, longer")

    @classmethod
    def new_file(cls, document, name, raw):
        cls.env["ir.attachment"].create(
            {
                "name": name,
                "raw": raw,
                "res_model": document._name,
                "res_id": document.id,
            }
        )

    def compare(self, document=None, user=None, **values):
        document = (document or self.new).with_user(user or self.author)
        action = document.action_compare()
        comparison = self.env[action["res_model"]].browse(action["res_id"])
        comparison = comparison.with_user(user or self.author)
        if values:
            comparison.write(values)
        return comparison

    def rows(self, comparison):
        """Return ``[[label, old, new]]`` of the table as it is read."""
        table = html.fromstring(comparison.table)
        return [
            [" ".join(cell.text_content().split()) for cell in row]
            for row in table.iterfind(".//tbody/tr")
        ]

    def test_only_what_changed(self):
        comparison = self.compare()
        self.assertEqual(comparison.old_id.name, "1.0 · Published")
        self.assertEqual(comparison.new_id.name, "2.0 · Draft")
        rows = self.rows(comparison)
        self.assertEqual(
            [row for row in rows if not row[0].startswith("scope")],
            [
                ["Confidentiality", "Internal", "Secret"],
                [
                    "Description",
                    "What the customer gets.",
                    "What the customer really gets.",
                ],
                ["Service Hours", "", "5x8"],
                ["Standard Targets", "", ""],
                ["P3 Medium Resolution", "", ""],
                ["Service Minutes", "480", "240"],
                ["Files", "", ""],
            ],
        )
        ((_name, old, new),) = [row for row in rows if row[0].startswith("scope")]
        self.assertIn("13.00 bytes", old)
        self.assertIn("21.00 bytes", new)

    def test_a_revision_keeps_all_languages(self):
        self.assertEqual(self.new.with_context(lang="zh_CN").name, "服务")
        self.assertEqual(self.new.with_context(lang="en_US").name, "Service SC-TEST")

    def test_words_that_changed_are_marked(self):
        table = html.fromstring(self.compare().table)
        marked = [node.text_content().strip() for node in table.iterfind(".//ins")]
        self.assertIn("really", marked)
        self.assertIn("240", marked)
        self.assertNotIn("What", " ".join(marked))

    def test_everything(self):
        rows = self.rows(self.compare(show_all=True))
        self.assertIn(["Code", "SC-TEST", "SC-TEST"], rows)
        self.assertIn(["P1 Critical Response", "", ""], rows)
        self.assertTrue([row for row in rows if row[0] == "same.txt"])

    def test_list_items_stand_on_lines_of_their_own(self):
        self.new.inclusions = "<ul><li>Faults</li><li>Questions</li></ul><p>Both.</p>"
        table = html.fromstring(self.compare().table)
        (cell,) = [
            row[2]
            for row in table.iterfind(".//tbody/tr")
            if row[0].text_content().strip() == "Included"
        ]
        lines = [text.strip(" *") for text in cell.itertext() if text.strip()]
        self.assertEqual(lines, ["Faults", "Questions", "Both."])

    def test_lines_are_matched_by_what_they_mean(self):
        """All lines of a revision are copies; only a real change shows."""
        self.env["itsm.service.target"].create(
            {
                "service_id": self.new.id,
                "priority_id": self.priorities["P2"].id,
                "metric": "response",
                "minutes": 30,
            }
        )
        self.new.target_ids.filtered(
            lambda target: target.priority_id == self.priorities["P1"]
        ).unlink()
        rows = self.rows(self.compare())
        self.assertIn(["P1 Critical Response", "Removed", ""], rows)
        self.assertIn(["P2 High Response", "", "Added"], rows)
        self.assertIn(["Service Minutes", "15", ""], rows)
        self.assertIn(["Service Minutes", "", "30"], rows)

    def test_the_other_way_round(self):
        comparison = self.compare()
        comparison.write(
            {"old_id": comparison.new_id.id, "new_id": comparison.old_id.id}
        )
        self.assertIn(["Service Minutes", "240", "480"], self.rows(comparison))

    def test_a_version_reads_as_it_was_submitted(self):
        """A record renamed since has the name of then; a frozen version its own."""
        self.submit(self.new)
        self.calendars["5x8"].name = "Office"
        rows = self.rows(self.compare())
        self.assertIn(["Service Hours", "", "5x8"], rows)

    def test_nothing_to_compare(self):
        document = self.new_document("SC-ONE")
        comparison = self.compare(document)
        self.assertIn("This is the only version", comparison.table)
        self.new.with_user(self.author).action_cancel()

    def test_in_the_readers_language(self):
        priority = self.priorities["P3"]
        priority.with_context(lang="zh_CN").name = "P3 中"
        comparison = self.compare().with_context(lang="zh_CN")
        self.assertIn("P3 中", comparison.table)
        self.new.with_context(lang="zh_CN").description = "<p>真正得到的。</p>"
        comparison.invalidate_recordset()
        self.assertIn("真正得到的。", comparison.table)

    def test_a_translation_that_changed_is_shown(self):
        self.new.with_context(lang="zh_CN").name = "另一个"
        rows = self.rows(self.compare())
        ((_name, old, new),) = [row for row in rows if row[0] == "Name"]
        self.assertIn("服务", old)
        self.assertNotIn("另一个", old)
        self.assertIn("另一个", new)

    def test_only_fields_that_the_reader_may_read(self):
        field = self.env["itsm.service"]._fields["confidentiality"]
        self.addCleanup(setattr, field, "groups", field.groups)
        field.groups = "itsm_service_delivery.group_administrator"
        rows = self.rows(self.compare(user=self.reviewer))
        self.assertNotIn("Confidentiality", [row[0] for row in rows])
        rows = self.rows(self.compare(user=self.users["administrator"]))
        self.assertIn("Confidentiality", [row[0] for row in rows])

    def test_only_versions_that_the_reader_may_read(self):
        with self.assertRaises(AccessError):
            self.new.with_user(self.portal_user).action_compare()
        comparison = self.compare()
        with self.assertRaises(AccessError):
            comparison.with_user(self.reviewer).read(["table"])
        hidden = self.new_document("SC-HIDDEN")
        self.env["ir.rule"].create(
            {
                "name": "Hidden",
                "model_id": self.env["ir.model"]._get_id("itsm.service"),
                "domain_force": f"[('id', '!=', {hidden.id})]",
            }
        )
        forged = self.env["itsm.document.comparison.version"].with_user(self.author)
        forged = forged.create(
            {"comparison_id": comparison.id, "res_id": hidden.id, "name": "1.0"}
        )
        with self.assertRaises(AccessError):
            comparison.write({"old_id": forged.id})
            comparison.read(["table"])

    def test_no_markup_of_the_content_is_run(self):
        self.new.name = "<script>alert(1)</script>"
        table = self.compare().table
        self.assertNotIn("<script>", table)
        self.assertIn("alert", table)

    def test_values_as_text(self):
        reader = ContentReader(self.env(user=self.author.id))
        text = reader.text
        self.assertEqual(text("itsm.service", "active", False), "No")
        self.assertEqual(text("itsm.service", "owner_id", None), "")
        gone = {"model": "res.users", "id": 10**6}
        self.assertEqual(text("itsm.service", "owner_id", gone), "no longer there")
        contract = "itsm.contract"
        self.assertEqual(text(contract, "date_start", "2026-08-01"), "08/01/2026")
        self.assertEqual(text(contract, "monthly_fee", 1234.5), "1,234.50")
        self.assertEqual(text("itsm.service", "field_of_old", [1]), "[1]")
