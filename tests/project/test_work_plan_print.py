import io
from datetime import date, timedelta

from freezegun import freeze_time
from openpyxl import load_workbook
from PyPDF2 import PdfReader

from odoo.tests import tagged

from ...reports.work_plan_view import MAX_LINES, WorkPlanView
from ..approval.pdf import PdfReading
from .work_plan import WorkPlanCommon


@freeze_time("2026-08-10 02:00:00")
@tagged("post_install", "-at_install")
class TestWorkPlanPrint(PdfReading, WorkPlanCommon):
    def test_draft(self):
        plan = self.new_plan()
        self.lines_of(plan)["Kick-off"].description = "<script>alert(1)</script>"
        pdf = self.print_pdf(plan, self.manager)
        text = self.text(pdf)
        for expected in ("Draft", "1.1", "Kick-off", "2026-08-03", "Schedule"):
            self.assertIn(expected, text)
        # markup is printed as it was typed
        self.assertIn("<script>alert(1)</script>", text)
        box = self.first_page(pdf)
        self.assertGreater(box.width, box.height)

    def test_filed(self):
        plan = self.approve(self.new_plan())
        plan.sudo()._file_pdf()
        pdf = plan.pdf_attachment_id.raw
        self.assertNotIn("Status", self.text(pdf))
        names = PdfReader(io.BytesIO(pdf)).trailer["/Root"]["/Names"]
        found = {}
        entries = names["/EmbeddedFiles"]["/Names"]
        for name, entry in zip(entries[::2], entries[1::2], strict=True):
            file = entry.get_object()["/EF"]["/F"].get_object()
            found[str(name)] = file.get_data()
        workbooks = [data for name, data in found.items() if name.endswith(".xlsx")]
        if not workbooks:
            workbooks = [d for d in found.values() if d.startswith(b"PK")]
        sheet = load_workbook(io.BytesIO(workbooks[0])).worksheets[0]
        numbers = [cell.value for cell in sheet["A"][3:]]
        self.assertEqual(numbers, ["1", "1.1", "1.2", "2"])

    def test_how_far_it_is(self):
        plan = self.approve(self.new_plan())
        text = self.text(self.print_pdf(plan, self.manager))
        # due on the 5th, open on the 10th
        self.assertIn("Late", text)
        self.assertIn("Status", text)

    def test_large_plan(self):
        plan = self.env["itsm.work.plan"].with_user(self.manager)
        plan = plan.create({"project_id": self.project.id})
        day = date(2026, 8, 1)
        rows = [self._row("top", None, day), self._row("group", "top", day)]
        for number in range(MAX_LINES):
            rows.append(self._row(f"part {number}", "group", day + timedelta(number)))
        plan._add_lines(rows)
        view = WorkPlanView(plan, "en_US")
        self.assertEqual(view.lines.mapped("wbs"), ["1", "1.1"])
        self.assertIn("Of 302 lines 2 are printed, 300 of lower", view.left_out)
        text = self.text(self.print_pdf(plan, self.manager))
        self.assertIn("300 of lower levels are left out", text)

    def _row(self, key, parent, day):
        return {
            "key": key,
            "parent": parent,
            "predecessors": [],
            "name": key,
            "date_start": day,
            "date_end": day,
        }
