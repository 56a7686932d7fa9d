from decimal import Decimal

from odoo import models

from ..engine.clock import Metric
from ..engine.instants import to_local
from ..models.tryout.tryout_view import ALL, TryoutView
from .workbook import GREY, OPTIONS, Book

_LIGHTS = {"green": "#2a7f62", "red": "#b5432f", "grey": GREY}


class SlaTryoutXlsx(models.AbstractModel):
    """The try-out as a workbook: comparison, months, missed targets, inputs.

    Text is only ever written as text: a reference that starts with “=” is no formula.
    """

    _name = "report.itsm_service_delivery.sla_tryout_xlsx"
    _description = "SLA Try-out Workbook"
    _inherit = "report.report_xlsx.abstract"

    def get_workbook_options(self):
        return dict(OPTIONS)

    def generate_xlsx_report(self, workbook, data, objs):
        objs._check_computed()
        for tryout in objs:
            book = _TryoutBook(workbook, TryoutView(tryout))
            book.comparison()
            book.months()
            book.missed()
            book.inputs()


class _TryoutBook(Book):
    """Writes one try-out's sheets."""

    def __init__(self, workbook, view):
        super().__init__(workbook)
        self.view = view
        self.env = view.env

    def sheet(self, name, columns):
        """Start a sheet about the try-out.

        :param columns: ``[(heading, width)]``
        """
        title = f"{name} · {self.view.tryout.name}"
        return self.start_sheet(name, title, " · ".join(self.view.facts()), columns)

    def percent(self, sheet, row, column, value):
        """Write a percentage, “not applicable” for None."""
        if value is None:
            text = self.view.percent_text(None)
            sheet.write_string(row, column, text, self.format(align="right"))
        else:
            sheet.write_number(
                row, column, float(value), self.format(num_format="0.00")
            )

    # === SHEETS === #

    def comparison(self):
        """The table of the screen, as it is read."""
        columns = [(self.env._("Section"), 30), (self.env._("Figure"), 34)]
        for column in self.view.columns:
            columns += [(column.title, 22), (self.env._("Details"), 34)]
        sheet = self.sheet(self.env._("Comparison"), columns)
        line = 3
        for section in self.view.sections():
            for row in section["rows"]:
                sheet.write_string(line, 0, section["title"], self.format())
                sheet.write_string(line, 1, row["label"], self.format())
                for place, cell in enumerate(row["cells"]):
                    look = {"bold": cell["best"]}
                    if cell["light"]:
                        look["font_color"] = _LIGHTS[cell["light"]]
                    where = 2 + 2 * place
                    sheet.write_string(line, where, cell["text"], self.format(**look))
                    texts = (cell["detail"], cell["verdict"], cell["agreed"])
                    said = " · ".join(filter(None, texts))
                    sheet.write_string(line, where + 1, said, self.format())
                line += 1
        for warning in self.view.warnings():
            sheet.write_string(line + 1, 0, warning, self.format(font_color=GREY))
            line += 1

    def months(self):
        """Attainment by month and priority with its counts, and the credits."""
        sheet = self.sheet(
            self.env._("By month"),
            [
                (self.env._("Candidate"), 34),
                (self.env._("Month"), 10),
                (self.env._("Metric"), 14),
                (self.env._("Priority"), 10),
                (self.env._("Met"), 10),
                (self.env._("Judged"), 10),
                (self.env._("Attainment (%)"), 14),
                (self.env._("Credit (%)"), 12),
                (self.env._("Credit"), 14),
            ],
        )
        line = 3
        for column in self.view.columns:
            for month in self.view.months:
                for metric in Metric:
                    for code in (ALL, *self.view.priorities):
                        self._month_line(sheet, line, column, month, metric.value, code)
                        line += 1
        sheet.autofilter(2, 0, max(line - 1, 3), 8)

    def _month_line(self, sheet, line, column, month, metric, code):
        overall = code == ALL
        look = self.format(bold=overall)
        name = self.env._("overall") if overall else code
        texts = (column.title, month, self.view.metric(metric), name)
        for position, text in enumerate(texts):
            sheet.write_string(line, position, text, look)
        met, decided = column.pair(metric, code, month)
        sheet.write_number(line, 4, met, look)
        sheet.write_number(line, 5, decided, look)
        self.percent(sheet, line, 6, column.percent(metric, code, month))
        if overall and metric == Metric.RESPONSE.value:
            credit = column.data["credits"]["months"][month]
            sheet.write_number(
                line, 7, float(credit["pct"]), self.format(num_format="0.00##")
            )
            sheet.write_number(
                line,
                8,
                float(Decimal(credit["amount"])),
                self.format(num_format="#,##0.00"),
            )

    def missed(self):
        """The missed targets of all candidates."""
        sheet = self.sheet(
            self.env._("Missed"),
            [
                (self.env._("Candidate"), 34),
                (self.env._("Ticket"), 18),
                (self.env._("Priority"), 10),
                (self.env._("Metric"), 14),
                (self.env._("Month"), 10),
                (self.env._("Opened at"), 20),
                (self.env._("Target (min)"), 12),
                (self.env._("Used (min)"), 12),
                (self.env._("Late by (min)"), 12),
                (self.env._("Missed at"), 20),
            ],
        )
        plain = self.format()
        minutes = self.format(num_format="#,##0.0")
        moment = self.format(num_format="yyyy-mm-dd hh:mm:ss")
        line = 3
        for column in self.view.columns:
            for row in column.record.missed or ():
                ref, priority, metric, month, opened_at, target, used, missed_at = row
                texts = (column.title, ref, priority, self.view.metric(metric), month)
                for position, text in enumerate(texts):
                    sheet.write_string(line, position, text, plain)
                for position, instant in ((5, opened_at), (9, missed_at)):
                    local = to_local(instant, self.view.zone).replace(tzinfo=None)
                    sheet.write_datetime(line, position, local, moment)
                for position, seconds in enumerate(
                    (target, used, max(used - target, 0)), 6
                ):
                    sheet.write_number(line, position, seconds / 60, minutes)
                line += 1
        sheet.autofilter(2, 0, max(line - 1, 3), 9)

    def inputs(self):
        """What was tried: each candidate's terms, and the hashes of the inputs."""
        sheet = self.sheet(
            self.env._("Inputs"),
            [
                (self.env._("Candidate"), 34),
                (self.env._("What"), 34),
                (self.env._("Content"), 90),
            ],
        )
        plain = self.format(text_wrap=True)
        rows = [
            (column.title, label, " · ".join(filter(None, cells[place])))
            for place, column in enumerate(self.view.columns)
            for label, cells in self.view.assumptions()
        ]
        rows += [("", label, text) for label, text in self.view.proofs()]
        for line, texts in enumerate(rows, 3):
            for position, text in enumerate(texts):
                sheet.write_string(line, position, text, plain)
