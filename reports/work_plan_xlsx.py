from odoo import models

from .work_plan_columns import ACTUAL, KEY, PLANNED, SEPARATOR
from .workbook import OPTIONS, Book


class WorkPlanXlsx(models.AbstractModel):
    """The work plan as a workbook (domain 2.6), as it is imported again."""

    _name = "report.itsm_service_delivery.work_plan_xlsx"
    _description = "Work Plan Workbook"
    _inherit = "report.report_xlsx.abstract"

    def get_workbook_options(self):
        return dict(OPTIONS)

    def generate_xlsx_report(self, workbook, data, objs):
        objs.check_access("read")
        book = WorkPlanBook(workbook)
        for plan in objs:
            book.write_plan(plan)


class WorkPlanBook(Book):
    """Writes plans, one sheet each, in the language of their records."""

    def write_plan(self, plan):
        fields = plan.line_ids._fields
        columns = [*PLANNED, *ACTUAL, KEY]
        headings = [
            (fields[name]._description_string(plan.env), width)
            for name, width in columns
        ]
        period = f"{plan.date_start} – {plan.date_end}"
        name = f"{plan.number} v{plan.version}".replace("/", "-")[:31]
        sheet = self.start_sheet(
            name, plan.name, f"{plan.number} v{plan.version} · {period}", headings
        )
        # people need not see what only the import reads
        last = len(columns) - 1
        sheet.set_column(last, last, KEY[1], None, {"hidden": 1})
        writer = _Writer(self, sheet, plan)
        for row, line in enumerate(plan.line_ids.sorted("sequence"), start=3):
            for column, (name, _width) in enumerate(columns):
                writer.cell(row, column, line, name)


class _Writer:
    """Puts the values of lines into cells."""

    def __init__(self, book, sheet, plan):
        self.book, self.sheet = book, sheet
        # superuser: whoever reads the plan reads the names in it
        self.people = _Names(plan.sudo())
        lines = plan.line_ids
        self.choices = {
            name: dict(lines._fields[name]._description_selection(plan.env))
            for name in ("recurrence", "state")
        }
        self.yes = plan.env._("Yes")

    def cell(self, row, column, line, name):
        """Write one value: dates and numbers as such, text never as a formula."""
        bold = {"bold": True} if line.is_summary else {}
        value, field = self.value(line, name), line._fields[name]
        if value in (False, None, ""):
            return
        if field.type == "date":
            style = self.book.format(num_format="yyyy-mm-dd", **bold)
            self.sheet.write_datetime(row, column, value, style)
        elif field.type == "float":
            style = self.book.format(num_format="0.00", **bold)
            self.sheet.write_number(row, column, value, style)
        elif field.type == "integer":
            self.sheet.write_number(row, column, value, self.book.format(**bold))
        else:
            style = self.book.format(text_wrap=name == "description", **bold)
            self.sheet.write_string(row, column, value, style)

    def value(self, line, name):
        """Return a value as it stands in the sheet."""
        value = line[name]
        if name in ("user_id", "helper_ids"):
            return SEPARATOR.join(self.people.name(user) for user in value.sudo())
        if name == "predecessor_ids":
            return SEPARATOR.join(other.wbs for other in value.sorted("sequence"))
        if name == "section_ids":
            return SEPARATOR.join(str(code) for code in value.sudo().mapped("code"))
        if name in self.choices:
            is_nothing = name == "recurrence" and value == "none"
            return "" if is_nothing else self.choices[name].get(value)
        if line._fields[name].type == "boolean":
            return self.yes if value else ""
        return value


class _Names:
    """Names of people; of several with the same name, their logins."""

    def __init__(self, plan):
        companies = plan.company_id.ids
        users = plan.env["res.users"].search([("company_ids", "in", companies)])
        names = [user.name.casefold() for user in users]
        self.twice = {name for name in names if names.count(name) > 1}

    def name(self, user):
        return user.login if user.name.casefold() in self.twice else user.name
