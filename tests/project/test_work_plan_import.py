import base64
import io
from datetime import date

from freezegun import freeze_time
from openpyxl import Workbook, load_workbook

from odoo.tests import tagged

from .work_plan import WorkPlanCommon

HEADINGS = ["WBS", "Task", "Responsible", "Planned Start", "Planned End"]
DAY = date(2026, 8, 3)


@freeze_time("2026-07-28 02:00:00")
@tagged("post_install", "-at_install")
class TestWorkPlanImport(WorkPlanCommon):
    """The workbook of a plan: written, read again, and what is wrong with it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan = cls.new_plan()

    def _export(self, plan=None, lang=None):
        plan = plan or self.plan
        reports = self.env["ir.actions.report"].with_user(self.manager)
        content, kind = reports.with_context(lang=lang or "en_US")._render_xlsx(
            "itsm_service_delivery.action_report_work_plan_xlsx", plan.ids, data=None
        )
        self.assertEqual(kind, "xlsx")
        return content

    def _wizard(self, content, mode="replace", plan=None):
        return (
            self.env["itsm.work.plan.import"]
            .with_user(self.manager)
            .create(
                {
                    "plan_id": (plan or self.plan).id,
                    "file": base64.b64encode(content),
                    "mode": mode,
                }
            )
        )

    def _book(self, *rows, headings=HEADINGS):
        book = Workbook()
        sheet = book.active
        for row in (["Plan"], ["About"], list(headings), *rows):
            sheet.append(list(row))
        stream = io.BytesIO()
        book.save(stream)
        return stream.getvalue()

    def _problems(self, content, mode="replace"):
        wizard = self._wizard(content, mode)
        before = self.plan.line_ids.ids
        wizard.action_check()
        with self.assertRefused("correct them and check it again"):
            wizard.action_import()
        self.assertEqual(self.plan.line_ids.ids, before)
        return [(p.row, p.column, p.name) for p in wizard.problem_ids]

    def _content(self, plan):
        names = plan.line_ids._copied_fields()
        return [
            {
                **{name: line[name] for name in names},
                "wbs": line.wbs,
                "key": line.key,
                "before": line.predecessor_ids.mapped("wbs"),
            }
            for line in plan.line_ids.sorted("sequence")
        ]

    def test_round_trip(self):
        lines = self.lines_of(self.plan)
        lines["Kick-off"].write(
            {
                "description": "=SUM(A1)",
                "helper_ids": [(6, 0, self.manager.ids)],
                "section_ids": [(6, 0, self.service_plan.section_ids[:2].ids)],
                "remark": "With the customer",
                "planned_hours": 7.25,
            }
        )
        lines["Begun"].is_cancelled = True
        before = self._content(self.plan)
        wizard = self._wizard(self._export())
        wizard.action_check()
        self.assertFalse(wizard.problem_ids.mapped("name"))
        self.assertEqual((wizard.row_count, wizard.new_count), (4, 0))
        self.assertEqual(wizard.gone_count, 0)
        wizard.action_import()
        self.assertEqual(self._content(self.plan), before)

    def test_headings_in_chinese(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        wizard = self._wizard(self._export(lang="zh_CN"))
        wizard.action_check()
        self.assertFalse(wizard.problem_ids.mapped("name"))

    def test_workbook(self):
        sheet = load_workbook(io.BytesIO(self._export())).worksheets[0]
        rows = list(sheet.iter_rows(min_row=3, values_only=True))
        heads = rows[0]
        kick_off = dict(zip(heads, rows[2], strict=True))
        self.assertEqual(kick_off["WBS"], "1.1")
        self.assertEqual(kick_off["Planned Start"].date(), DAY)
        self.assertEqual(kick_off["Planned Hours"], 8)
        begun = dict(zip(heads, rows[3], strict=True))
        self.assertEqual(begun["Predecessors"], "1.1")
        self.assertEqual(begun["Milestone"], "Yes")
        inspection = dict(zip(heads, rows[4], strict=True))
        self.assertEqual(inspection["Recurrence"], "Monthly")

    def test_add(self):
        content = self._book(
            ["1", "Group", None, None, None],
            [1.1, "Part", self.engineer.login, DAY, DAY],
        )
        wizard = self._wizard(content, "add")
        wizard.action_check()
        self.assertEqual((wizard.row_count, wizard.new_count), (2, 2))
        wizard.action_import()
        lines = self.lines_of(self.plan)
        self.assertEqual(lines["Group"].wbs, "3")
        self.assertEqual(lines["Part"].wbs, "3.1")
        self.assertEqual(lines["Part"].user_id, self.engineer)
        self.assertEqual(lines["Group"].date_start, DAY)

    def test_what_is_wrong_with_rows(self):
        twice = self.users["auditor"].copy({"login": "other_auditor"})
        twice.name = self.users["auditor"].name
        found = self._problems(
            self._book(
                ["1", "A", "Nobody", "2026-08-03", DAY],
                ["1", "", twice.name, DAY, DAY],
                ["3.1", "C", None, DAY, date(2026, 8, 1)],
                ["x", "D", None, 46000, DAY],
            )
        )
        self.assertEqual(
            [(row, column) for row, column, _text in found],
            [
                (4, "D (Planned Start)"),
                (4, "C (Responsible)"),
                (5, "B (Task)"),
                (5, "A (WBS)"),
                (5, "C (Responsible)"),
                (6, "A (WBS)"),
                (7, "A (WBS)"),
                (7, "D (Planned Start)"),
            ],
        )
        texts = [text for _row, _column, text in found]
        self.assertIn("format the cell as a date", texts[0])
        self.assertIn('Nobody is called "Nobody"', texts[1])
        self.assertIn("several people: enter the login", texts[4])
        self.assertIn("below 3, which is not in the sheet", texts[5])

    def test_circle_and_order_of_dates(self):
        headings = [*HEADINGS, "Predecessors"]
        found = self._problems(
            self._book(
                ["1", "A", None, DAY, DAY, "2"],
                ["2", "B", None, DAY, DAY, 1],
                ["3", "C", None, DAY, date(2026, 8, 1), "9"],
                headings=headings,
            )
        )
        self.assertEqual([row for row, _c, _t in found], [6])
        self.assertIn("9 is not in the sheet", found[0][2])
        found = self._problems(
            self._book(
                ["1", "A", None, DAY, DAY, "2"],
                ["2", "B", None, DAY, DAY, 1],
                ["3", "C", None, DAY, date(2026, 8, 1), None],
                headings=headings,
            )
        )
        self.assertIn("in a circle", found[0][2])
        self.assertEqual(found[1][0], 6)
        self.assertIn("ends before it starts", found[1][2])

    def test_bad_files(self):
        for content, message in (
            (b"WBS,Task\n1,A\n", "is no workbook"),
            (self._book(["1"], headings=["WBS", "Task"]), "Columns are missing"),
            (self._book(), "no rows below its headings"),
        ):
            with self.subTest(message=message):
                found = self._problems(content)
                self.assertEqual(len(found), 1)
                self.assertIn(message, found[0][2])

    def test_too_many_rows(self):
        rows = [[str(n), f"Task {n}", None, DAY, DAY] for n in range(1, 5001)]
        found = self._problems(self._book(*rows))
        self.assertEqual(len(found), 1)
        self.assertIn("more than 3000 rows", found[0][2])

    def test_only_drafts(self):
        wizard = self._wizard(self._export())
        self.plan.with_user(self.manager).action_submit()
        with self.assertRefused("lines are imported into drafts"):
            wizard.action_check()
