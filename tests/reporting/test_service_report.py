import json
from datetime import date

from psycopg2.errors import UniqueViolation

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import utc
from .common import ReportingCommon


@tagged("post_install", "-at_install")
class TestServiceReport(ReportingCommon):
    def test_defaults(self):
        with self.at("2026-09-10 09:00"):
            report = self.env["itsm.service.report"].create(
                {"contract_id": self.contract.id}
            )
        self.assertEqual(report.period_start, date(2026, 8, 1))
        self.assertEqual(report.period_end, date(2026, 8, 31))
        self.assertEqual(report.number, f"YB-{self.contract.number}-202608")
        self.assertEqual(report.state, "draft")
        self.assertTrue(report.figure_ids)

    def test_zone_decides_which_month_was_last(self):
        """00:30 of 1 September in Shanghai is still August in UTC."""
        with self.at("2026-09-01 00:30"):
            report = self.env["itsm.service.report"].create(
                {"contract_id": self.contract.id}
            )
        self.assertEqual(report.period_end, date(2026, 8, 31))

    def test_other_periods_have_their_dates_in_the_number(self):
        report = self.make_report("2026-08-03", "2026-08-09")
        self.assertTrue(report.number.endswith("-20260803-20260809"))

    def test_period_within_the_contract(self):
        for first, last in (
            ("2026-07-01", "2026-07-31"),
            ("2026-07-15", "2026-08-15"),
            ("2026-08-31", "2026-08-01"),
        ):
            with self.assertRaises(ValidationError):
                self.make_report(first, last)

    def test_one_report_per_period(self):
        self.make_report()
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation):
            self.make_report()

    def test_state_and_figures_cannot_be_given(self):
        report = self.env["itsm.service.report"]
        base = {"contract_id": self.contract.id}
        for values in ({"state": "in_force"}, {"dataset": {}}, {"number": "X"}):
            with self.assertRaises(UserError):
                report.create({**base, **values})
        draft = report.with_context(
            default_state="in_force", default_approved_by_id=self.env.uid
        ).create(base)
        self.assertEqual(draft.state, "draft")
        self.assertFalse(draft.approved_by_id)
        for values in (
            {"state": "in_force"},
            {"dataset": {}},
            {"period_end": "2026-08-15"},
            {"figure_ids": [Command.clear()]},
            {"pdf_file": "eA=="},
        ):
            with self.assertRaises(UserError):
                draft.write(values)

    def test_written_text_survives_computing(self):
        report = self.make_report(user=self.pm)
        report.summary = "A calm month."
        report.miss_ids.cause = "Nobody at the desk"
        with self.at("2026-09-01 10:00"):
            report.action_compute()
        self.assertEqual(report.summary, "A calm month.")
        self.assertEqual(report.miss_ids.cause, "Nobody at the desk")
        report.action_reset_summary()
        self.assertEqual(report.summary, report.generated_summary)

    def test_misses_are_computed(self):
        report = self.make_report(user=self.pm)
        with self.assertRaises(UserError):
            report.miss_ids.write({"used_seconds": 0})
        with self.assertRaises(UserError):
            change = Command.update(report.miss_ids.id, {"title": ""})
            report.write({"miss_ids": [change]})

    def test_generated_statements(self):
        lines = self.make_report().summary.splitlines()
        self.assertGreaterEqual(len(lines), 3)
        self.assertLessEqual(len(lines), 5)
        self.assertIn("3", lines[0])
        self.assertTrue(any("GD-B" in line for line in lines))

    def test_tickets_behind_a_figure(self):
        report = self.make_report()
        figure = report.figure_ids.filtered(lambda row: row.key == "resolved")
        action = figure.action_open_tickets()
        found = self.env[action["res_model"]].search(action["domain"])
        self.assertEqual(found, self.tickets["A"] | self.tickets["B"])
        figure = report.figure_ids.filtered(lambda row: row.key == "availability.OA")
        action = figure.action_open_tickets()
        self.assertEqual(
            self.env[action["res_model"]].search(action["domain"]), self.outage
        )

    def test_language_is_the_reports(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.customer.lang = "zh_CN"
        report = self.make_report()
        self.assertEqual(report.lang, "zh_CN")
        report.with_context(lang="zh_CN").invalidate_recordset(["period_name"])
        self.assertEqual(
            report.with_context(lang="zh_CN").period_name, "2026年8月"
        )


@tagged("post_install", "-at_install")
class TestServiceReportApproval(ReportingCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.report = cls.make_report(user=cls.pm)

    def test_approval_freezes(self):
        self.approve(self.report)
        report = self.report.sudo()
        self.assertEqual(report.state, "in_force")
        self.assertEqual(report.approved_by_id, self.manager)
        for change in (
            lambda: report.write({"summary": "Better"}),
            lambda: report.unlink(),
            lambda: report.action_compute(),
            lambda: report.action_approve(),
            lambda: report.action_submit(),
            lambda: report.miss_ids.write({"cause": "x"}),
            lambda: report.miss_ids.unlink(),
            lambda: report.figure_ids[0].write({"value": "1"}),
            lambda: report.figure_ids[0].unlink(),
            lambda: report.figure_ids.create(
                {
                    "report_id": report.id,
                    "section": "credit",
                    "key": "x",
                    "unit": "count",
                }
            ),
            lambda: report.miss_ids.create(
                {
                    "report_id": report.id,
                    "ticket_id": self.tickets["A"].id,
                    "metric": "response",
                }
            ),
        ):
            with self.assertRaises(UserError):
                change()
        said = "Talking goes on"
        report.message_post(body=said)
        self.assertIn(said, report.message_ids[0].body)

    def test_stored_files_are_frozen(self):
        self.approve(self.report)
        files = self.env["ir.attachment"].search(
            [
                ("res_model", "=", "itsm.service.report"),
                ("res_id", "=", self.report.id),
                ("res_field", "!=", False),
            ]
        )
        self.assertEqual(
            set(files.mapped("res_field")), {"pdf_file", "xlsx_file", "json_file"}
        )
        with self.assertRaises(UserError):
            files[0].write({"raw": b"x"})
        with self.assertRaises(UserError):
            files[0].unlink()

    def test_preparer_does_not_approve(self):
        """R1: neither who has written the draft nor who has submitted it."""
        report = self.make_report("2026-08-01", "2026-08-15", user=self.second_manager)
        with self.refused(UserError, "wrote or submitted"):
            self.approve(report, self.second_manager)
        self.submit(report)
        with self.refused(UserError, "wrote or submitted"):
            self.approve(report, self.second_manager)
        self.approve(report, self.manager)
        self.assertEqual(report.state, "in_force")

    def test_project_manager_does_not_approve(self):
        """R3: not even one who is a service manager too."""
        self.project.user_id = self.second_manager
        self.submit(self.report)
        with self.refused(UserError, "their own projects"):
            self.approve(self.report, self.second_manager)

    def test_only_once_the_period_is_over(self):
        report = self.make_report("2026-09-01", "2026-09-30", self.pm)
        with self.refused(UserError, "once it is over"):
            self.approve(report, at="2026-09-30 23:00")
        with self.refused(UserError, "compute them again"):
            self.approve(report, at="2026-10-01 09:00")

    def test_not_while_a_target_is_in_the_balance(self):
        """24 hours of service from Thursday 09:00 end on Monday the 31st at 18:00."""
        self.past_ticket(
            "T-BALANCE",
            {"priority": "P3"},
            ["opened 2026-08-27 09:00", "responded 2026-08-27 09:30"],
        )
        report = self.make_report("2026-08-27", user=self.pm, at="2026-09-01 08:30")
        with self.refused(UserError, "T-BALANCE"):
            self.approve(report, at="2026-09-01 08:40")
        with self.at("2026-09-01 09:30"):
            report.action_compute()
        missed = report.miss_ids.filtered(lambda miss: miss.title == "Ticket T-BALANCE")
        self.assertEqual(missed.metric, "resolution")
        self.approve(report, at="2026-09-01 09:40")
        self.assertEqual(report.state, "in_force")

    def test_files_hold_what_was_written(self):
        with self.at("2026-09-01 10:00"):
            self.report.miss_ids.write({"cause": "Desk empty", "action": "Roster"})
            self.report.summary = "A calm month."
        self.approve(self.report)
        files = self.report.sudo()._export_files()
        data = json.loads(files["report-2026-08.json"])
        self.assertEqual(data["misses"][0]["cause"], "Desk empty")
        self.assertEqual(data["report"]["summary"], ["A calm month."])
        self.assertEqual(data["report"]["approved_by"], self.manager.name)
        self.assertTrue(files["report-2026-08.pdf"].startswith(b"%PDF-"))

    def test_new_version(self):
        self.report.miss_ids.cause = "Desk empty"
        self.approve(self.report)
        draft = self.report.with_user(self.pm).revise(True, "B was resolved later")
        self.assertEqual((draft.version, draft.state), ("2.0", "draft"))
        self.assertEqual(draft.miss_ids.cause, "Desk empty")
        self.assertEqual(self.report.state, "in_force")
        with self.at("2026-09-03 09:00"):
            draft.with_user(self.pm).action_compute()
        self.approve(draft, at="2026-09-04 09:00")
        self.assertEqual(draft.state, "in_force")
        self.assertEqual(self.report.state, "superseded")
        self.assertEqual(draft.replaces_id, self.report)

    def test_next_report_says_what_changed(self):
        """The resolution of B is corrected: August stays, September mentions it."""
        self.approve(self.report)
        with self.at("2026-09-03 10:00"):
            event = self.tickets["B"].itsm_event_ids.filtered(
                lambda item: item.kind == "resolved"
            )
            self.tickets["B"]._record_event(
                "correction",
                utc("2026-08-10 20:00"),
                corrects_id=event.id,
                reason="Typed wrong",
            )
            # 100 more minutes down in August, found out in September.
            self.outage.date_start = utc("2026-08-20 19:50")
        report = self.make_report("2026-09-01", "2026-09-30", at="2026-10-01 09:00")
        (adjustment,) = report.dataset["adjustments"]
        self.assertEqual(
            (adjustment["ref"], adjustment["was"], adjustment["now"]),
            ("GD-B", True, False),
        )
        changes = {change["key"]: change for change in report.dataset["changes"]}
        # (27,900 - 130) / 27,900
        self.assertEqual(changes["availability.OA"]["was"], "99.89")
        self.assertEqual(changes["availability.OA"]["now"], "99.53")
        frozen = self.figures(self.report.dataset)["availability.OA"]
        self.assertEqual(frozen["value"], "99.89")

    def test_comparison_comes_from_earlier_reports(self):
        self.approve(self.report)
        report = self.make_report("2026-09-01", "2026-09-30", at="2026-10-01 09:00")
        (earlier,) = report.dataset["history"]
        self.assertEqual(earlier["figures"]["opened"]["value"], "3")
        row = report.figure_ids.filtered(lambda figure: figure.key == "opened")
        self.assertEqual(row.previous, "3")
