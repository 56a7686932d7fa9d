from odoo import models

from ..engine.instants import to_local
from ..models.reporting.figure_text import light_name
from ..models.reporting.itsm_service_report_figure import SECTIONS
from ..models.reporting.report_view import ReportView
from .workbook import OPTIONS, Book

_LIGHTS = {"green": "#2a7f62", "amber": "#b98217", "red": "#b5432f", "grey": "#6b7280"}
_NUMBERS = {
    "count": "#,##0",
    "minutes": "#,##0.0",
    "percent": "0.00",
    "score": "0.00",
    "money": "#,##0.00",
}


class ServiceReportXlsx(models.AbstractModel):
    """The report as a workbook: figures, breakdowns, misses, availability, tickets.

    Rows are written in order and from text columns only as text, so that memory stays
    small with 100,000 tickets and a title that starts with “=” is no formula.
    """

    _name = "report.itsm_service_delivery.service_report_xlsx"
    _description = "Service Report Workbook"
    _inherit = "report.report_xlsx.abstract"

    def get_workbook_options(self):
        return dict(OPTIONS)

    def generate_xlsx_report(self, workbook, data, objs):
        for report in objs:
            env = report.with_context(lang=report.lang).env
            view = ReportView(env, report._document())
            book = _ReportBook(workbook, view)
            book.summary()
            book.breakdowns()
            book.misses()
            book.availability()
            book.tickets()


class _ReportBook(Book):
    """Writes one report's sheets."""

    def __init__(self, workbook, view):
        super().__init__(workbook)
        self.view = view
        self.env = view.env
        self.zone = view.zone

    def sheet(self, name, columns):
        """Start a sheet about the report.

        :param columns: ``[(heading, width)]``
        """
        report = self.view.data["report"]
        title = f"{name} · {self.view.data['identity']['customer']}"
        about = (
            f"{report['number']} v{report['version']} · {self.view.period()} · "
            f"{self.zone}"
        )
        return self.start_sheet(name, title, about, columns)

    def number(self, sheet, row, column, text, unit="count", **properties):
        """Write a number given as text; a blank for None."""
        properties["num_format"] = _NUMBERS[unit]
        if text is None:
            sheet.write_blank(row, column, None, self.format(**properties))
        else:
            sheet.write_number(row, column, float(text), self.format(**properties))

    def text(self, sheet, row, column, text, **properties):
        """Write text, never a formula."""
        sheet.write_string(row, column, text or "", self.format(**properties))

    def instant(self, sheet, row, column, instant):
        """Write an instant as a date of the contract's time zone."""
        if instant is not None:
            local = to_local(instant, self.zone).replace(tzinfo=None)
            sheet.write_datetime(
                row, column, local, self.format(num_format="yyyy-mm-dd hh:mm:ss")
            )

    # === SHEETS === #

    def summary(self):
        """All figures with their fractions, targets and lights."""
        sheet = self.sheet(
            self.env._("Summary"),
            [
                (self.env._("Section"), 20),
                (self.env._("Figure"), 44),
                (self.env._("Value"), 12),
                (self.env._("Unit"), 16),
                (self.env._("Met / numerator"), 14),
                (self.env._("Decided / denominator"), 14),
                (self.env._("Agreed"), 14),
                (self.env._("Result"), 16),
                (self.env._("Previous period"), 14),
                (self.env._("Tickets"), 10),
            ],
        )
        field = self.env["itsm.service.report.figure"]._fields
        sections = dict(field["section"]._description_selection(self.env))
        units = dict(field["unit"]._description_selection(self.env))
        rows = [
            row for row in self.view.data["figures"] if row["section"] != "breakdown"
        ]
        order = [section for section, _label in SECTIONS]
        rows.sort(key=lambda row: order.index(row["section"]))
        for line, row in enumerate(rows, 3):
            unit = row["unit"]
            self.text(sheet, line, 0, sections[row["section"]])
            self.text(sheet, line, 1, self.view.label(row["key"]))
            if row["value"] is None:
                self.text(sheet, line, 2, self.env._("N/A"), align="right")
            else:
                self.number(sheet, line, 2, row["value"], unit, bold=True)
            self.text(sheet, line, 3, units[unit])
            self.number(sheet, line, 4, row["numerator"])
            self.number(sheet, line, 5, row["denominator"])
            self.text(sheet, line, 6, self.view.target(row["key"]), align="right")
            light = row["light"]
            if light:
                self.text(
                    sheet,
                    line,
                    7,
                    "● " + light_name(self.env, light),
                    font_color=_LIGHTS[light],
                )
            before = self.view.before.get(row["key"]) or {}
            self.number(sheet, line, 8, before.get("value"), unit)
            self.number(sheet, line, 9, len(row["tickets"]))
        sheet.autofilter(2, 0, 2 + len(rows), 9)

    def breakdowns(self):
        """Opened tickets by type, priority, category, channel and line."""
        kinds = {
            "type": self.env._("Type"),
            "priority": self.env._("Priority"),
            "category": self.env._("Category"),
            "channel": self.env._("Channel"),
            "line": self.env._("Support line"),
        }
        sheet = self.sheet(
            self.env._("Breakdowns"),
            [
                (self.env._("Broken down by"), 18),
                (self.env._("Name"), 34),
                (self.env._("Tickets"), 12),
                (self.env._("Share"), 12),
            ],
        )
        line = 3
        for kind, heading in kinds.items():
            for row in self.view.breakdown(kind):
                self.text(sheet, line, 0, heading)
                self.text(sheet, line, 1, row["name"])
                self.number(sheet, line, 2, row["value"])
                self.text(sheet, line, 3, row["share"], align="right")
                line += 1
        sheet.autofilter(2, 0, max(line - 1, 3), 3)

    def misses(self):
        """Missed targets with cause and action."""
        sheet = self.sheet(
            self.env._("Missed"),
            [
                (self.env._("Ticket"), 16),
                (self.env._("Title"), 44),
                (self.env._("Metric"), 14),
                (self.env._("Priority"), 10),
                (self.env._("Missed at"), 20),
                (self.env._("Target (min)"), 12),
                (self.env._("Used (min)"), 12),
                (self.env._("Overrun (min)"), 12),
                (self.env._("Cause"), 40),
                (self.env._("Corrective action"), 40),
            ],
        )
        for line, row in enumerate(self.view.data["misses"], 3):
            target, used = row["target_seconds"], row["used_seconds"]
            self.text(sheet, line, 0, row["ref"])
            self.text(sheet, line, 1, row["title"], text_wrap=True)
            self.text(sheet, line, 2, self.view.metric(row["metric"]))
            self.text(sheet, line, 3, row["priority"])
            self.instant(sheet, line, 4, row["outcome_at"])
            for column, seconds in enumerate((target, used, max(used - target, 0)), 5):
                self.number(sheet, line, column, seconds / 60, "minutes")
            self.text(sheet, line, 8, row["cause"], text_wrap=True)
            self.text(sheet, line, 9, row["action"], text_wrap=True)
        sheet.autofilter(2, 0, max(2 + len(self.view.data["misses"]), 3), 9)

    def availability(self):
        """Availability of each service, then the outages."""
        sheet = self.sheet(
            self.env._("Availability"),
            [
                (self.env._("Service"), 30),
                (self.env._("Agreed"), 12),
                (self.env._("Service time (min)"), 14),
                (self.env._("Downtime (min)"), 14),
                (self.env._("Allowed (min)"), 14),
                (self.env._("Availability (%)"), 14),
                (self.env._("Failures"), 10),
                (self.env._("Result"), 14),
                (self.env._("Outage"), 40),
                (self.env._("Start"), 20),
                (self.env._("End"), 20),
                (self.env._("Cause"), 40),
            ],
        )
        line = 3
        for row in self.view.data["availability"]:
            figure = self.view.rows[f"availability.{row['service']}"]
            light = figure["light"] or "grey"
            self.text(sheet, line, 0, self.view.name("service", row["service"]))
            self.text(sheet, line, 1, self.view.target(figure["key"]), align="right")
            for column, key in enumerate(("agreed", "downtime", "allowed"), 2):
                seconds = row[f"{key}_seconds"]
                minutes = None if seconds is None else seconds / 60
                self.number(sheet, line, column, minutes, "minutes")
            self.number(sheet, line, 5, figure["value"], "percent", bold=True)
            self.number(sheet, line, 6, row["failures"])
            self.text(
                sheet,
                line,
                7,
                "● " + light_name(self.env, light),
                font_color=_LIGHTS[light],
            )
            line += 1
            for outage in row["outages"]:
                self.text(sheet, line, 0, self.view.name("service", row["service"]))
                self.text(sheet, line, 8, outage["name"], text_wrap=True)
                self.instant(sheet, line, 9, outage["start"])
                self.instant(sheet, line, 10, outage["end"])
                self.text(sheet, line, 11, outage["cause"], text_wrap=True)
                line += 1

    def tickets(self):
        """Every ticket that has to do with the period, with both clocks."""
        columns = [
            (self.env._("Ticket"), 16),
            (self.env._("Title"), 44),
            (self.env._("Type"), 14),
            (self.env._("Category"), 18),
            (self.env._("Channel"), 14),
            (self.env._("Priority"), 10),
            (self.env._("Support line"), 10),
            (self.env._("State"), 12),
            (self.env._("Opened at"), 20),
            (self.env._("Responded at"), 20),
            (self.env._("Resolved at"), 20),
            (self.env._("Response"), 16),
            (self.env._("Response target (min)"), 12),
            (self.env._("Response used (min)"), 12),
            (self.env._("Resolution"), 16),
            (self.env._("Resolution target (min)"), 12),
            (self.env._("Resolution used (min)"), 12),
            (self.env._("Paused (min)"), 12),
            (self.env._("Reopened"), 10),
            (self.env._("Satisfaction"), 12),
        ]
        sheet = self.sheet(self.env._("Tickets"), columns)
        states, clocks = self._states(), self._clock_states()
        plain = self.format()
        moment = self.format(num_format="yyyy-mm-dd hh:mm:ss")
        minutes = self.format(num_format="#,##0.0")
        names = self.view.data["names"]
        rows = self.view.data["tickets"]
        for line, row in enumerate(rows, 3):
            texts = [
                row["ref"],
                row["title"],
                names["type"].get(row["type"], row["type"]),
                names["category"].get(row["category"], row["category"]),
                names["channel"].get(row["channel"], row["channel"]),
                row["priority"],
            ]
            for column, text in enumerate(texts):
                sheet.write_string(line, column, text or "", plain)
            if row["line"] is not None:
                sheet.write_number(line, 6, row["line"], plain)
            sheet.write_string(line, 7, states[row["state"]], plain)
            for column, key in enumerate(
                ("opened_at", "responded_at", "resolved_at"), 8
            ):
                if row[key] is not None:
                    local = to_local(row[key], self.zone).replace(tzinfo=None)
                    sheet.write_datetime(line, column, local, moment)
            for column, key in ((11, "response"), (14, "resolution")):
                state, target, used = row[key]
                sheet.write_string(line, column, clocks[state], plain)
                if target is not None:
                    sheet.write_number(line, column + 1, target / 60, minutes)
                    sheet.write_number(line, column + 2, used / 60, minutes)
            sheet.write_number(line, 17, row["paused_seconds"] / 60, minutes)
            sheet.write_number(line, 18, row["reopened"], plain)
            if row["rating"] is not None:
                sheet.write_number(line, 19, row["rating"], plain)
        sheet.autofilter(2, 0, max(2 + len(rows), 3), len(columns) - 1)

    def _states(self):
        return {
            "open": self.env._("Open"),
            "paused": self.env._("Paused"),
            "resolved": self.env._("Resolved"),
            "cancelled": self.env._("Cancelled"),
            "merged": self.env._("Merged"),
            "none": "",
        }

    def _clock_states(self):
        return {
            "running": self.env._("Running"),
            "paused": self.env._("Paused"),
            "met": self.env._("Met"),
            "breached": self.env._("Breached"),
            "not_applicable": self.env._("N/A"),
        }
