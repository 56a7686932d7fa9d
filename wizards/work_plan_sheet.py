"""Reads the workbook of a work plan; finds what is wrong before anything is written."""

import io
import uuid
import zipfile
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from ..engine.schedule import MESSAGES, Problem, Row, check
from ..reports.work_plan_columns import (
    HEADING_ROW,
    KEY,
    NEEDED,
    PLANNED,
    SEPARATOR,
    choices,
    labels,
)

MAX_ROWS = 3000
MAX_BYTES = 10 * 1024 * 1024
MAX_HOURS = 1_000_000
_YES = frozenset({"1", "true", "x", "y", "yes", "是", "✓"})
_NO = frozenset({"", "0", "false", "n", "no", "否"})
# These a draft may have: they are told there, and refused on submission.
_LATER = (Problem.PREDECESSOR_ENDS_LATER, Problem.DATE_MISSING)


@dataclass
class Sheet:
    """What a workbook says.

    :param rows: as `itsm.work.plan._add_lines` takes them
    :param problems: ``(row, column or "", text)``; rows as the sheet numbers them
    """

    rows: list = field(default_factory=list)
    problems: list = field(default_factory=list)


class SheetReader:
    """Reads one workbook into the lines of a plan.

    :param plan: the draft that gets the lines
    :param bool replaces: rows with the key of a line of the plan are that line
    """

    def __init__(self, plan, replaces):
        self.plan, self.env = plan, plan.env
        self.found = Sheet()
        self.known = set(plan.line_ids.mapped("key")) if replaces else set()
        self.recurrences = choices(self.env, "recurrence")
        self.people = self._people()
        self.sections = {
            str(section.code): section.id
            for section in plan.sudo().service_plan_id.section_ids
        }
        self.columns = {}
        self.rows_by_wbs = {}

    def parse(self, content):
        """Return what the workbook says.

        :param bytes content:
        :rtype: Sheet
        """
        cells = self._load(content)
        if cells is None:
            return self.found
        if not self._find_columns(cells[0][1] if cells else ()):
            return self.found
        filled = [(n, row) for n, row in cells[1:] if any(v is not None for v in row)]
        if not filled:
            self._say(0, "", self.env._("The sheet has no rows below its headings."))
            return self.found
        lines = [self._line(number, values) for number, values in filled]
        self._link(lines)
        if not self.found.problems:
            self._check(lines)
        self.found.rows = [line for _number, line in lines]
        return self.found

    # === THE FILE === #

    def _load(self, content):
        """Return ``[(number, values)]`` of the heading and the rows below it."""
        if len(content) > MAX_BYTES:
            self._say(0, "", self.env._("The file is larger than 10 MB."))
            return None
        try:
            book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError):
            self._say(
                0,
                "",
                self.env._(
                    "The file is no workbook: save it as .xlsx, such as by exporting a"
                    " work plan, and choose that file."
                ),
            )
            return None
        cells = []
        sheet = book.worksheets[0]
        rows = sheet.iter_rows(min_row=HEADING_ROW, values_only=True)
        for number, values in enumerate(rows, HEADING_ROW):
            if len(cells) > MAX_ROWS:
                self._say(
                    number,
                    "",
                    self.env._(
                        "The sheet has more than %s rows: a work plan of that size is"
                        " read by nobody. Split the project.",
                        MAX_ROWS,
                    ),
                )
                return None
            if number == HEADING_ROW or any(value is not None for value in values):
                cells.append((number, values))
        return cells

    def _find_columns(self, headings):
        """Find the columns by their headings, in any language; say what is missing."""
        texts = [str(text or "").strip().casefold() for text in headings]
        for name, _width in (*PLANNED, KEY):
            known = labels(self.env, name)
            place = next((i for i, text in enumerate(texts) if text in known), None)
            if place is not None:
                self.columns[name] = place
        missing = [self._label(name) for name in NEEDED if name not in self.columns]
        if missing:
            self._say(
                HEADING_ROW,
                "",
                self.env._(
                    "Columns are missing: %s. The headings stand in row 3, as in an"
                    " exported work plan.",
                    ", ".join(missing),
                ),
            )
        return not missing

    # === A ROW === #

    def _line(self, number, values):
        """Return ``(number, line)`` of a row, as far as it can be read."""

        def cell(name):
            place = self.columns.get(name)
            return values[place] if place is not None and place < len(values) else None

        wbs = self._wbs(number, cell("wbs"))
        name = self._text(cell("name"))
        if not name:
            self._say(number, "name", self.env._("The task has no name."))
        if wbs in self.rows_by_wbs:
            self._say(
                number,
                "wbs",
                self.env._(
                    "%(wbs)s is the number of row %(row)s already.",
                    wbs=wbs,
                    row=self.rows_by_wbs[wbs],
                ),
            )
        self.rows_by_wbs.setdefault(wbs, number)
        is_milestone = self._flag(number, "is_milestone", cell("is_milestone"))
        start = self._day(number, "date_start", cell("date_start"))
        end = self._day(number, "date_end", cell("date_end"))
        key = self._text(cell("key"))
        known = key in self.known
        self.known.discard(key)
        return number, {
            "key": key if known else uuid.uuid4().hex,
            "wbs": wbs,
            "name": name,
            "description": self._text(cell("description")) or False,
            "deliverable": self._text(cell("deliverable")) or False,
            "acceptance_standard": self._text(cell("acceptance_standard")) or False,
            "remark": self._text(cell("remark")) or False,
            "user_id": self._user(number, cell("user_id")),
            "helper_ids": self._users(number, cell("helper_ids")),
            "date_start": start,
            "date_end": end or (is_milestone and start),
            "planned_hours": self._hours(number, cell("planned_hours")),
            "predecessors": self._list(cell("predecessor_ids")),
            "is_milestone": is_milestone,
            "is_cancelled": self._flag(number, "is_cancelled", cell("is_cancelled")),
            "recurrence": self._recurrence(number, cell("recurrence")),
            "section_ids": self._section_ids(number, cell("section_ids")),
        }

    def _wbs(self, number, value):
        text = self._text(value).rstrip(".")
        if not text or not all(part.isdigit() for part in text.split(".")):
            self._say(
                number,
                "wbs",
                self.env._('"%s" is no number such as 1.2.3.', text),
            )
        return text

    def _text(self, value):
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        return "" if value is None else str(value).strip()

    def _list(self, value):
        """Return the parts of a list: ``1.1; 1.2``, with any usual separator."""
        text = self._text(value)
        for separator in ("；", "，", "、", ",", "\n"):
            text = text.replace(separator, SEPARATOR)
        return [part.strip() for part in text.split(";") if part.strip()]

    def _day(self, number, name, value):
        if isinstance(value, datetime):
            return value.date()
        if value is None or isinstance(value, date):
            return value or False
        self._say(
            number,
            name,
            self.env._(
                '"%s" is text, or a number: format the cell as a date and enter it'
                " again.",
                value,
            ),
        )
        return False

    def _hours(self, number, value):
        if value in (None, ""):
            return 0.0
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if is_number and 0 <= value <= MAX_HOURS:
            return float(value)
        self._say(
            number,
            "planned_hours",
            self.env._('"%s" are no hours: enter a number from 0 on.', value),
        )
        return 0.0

    def _flag(self, number, name, value):
        text = self._text(value).casefold()
        if text in _YES or text == self.env._("Yes").casefold():
            return True
        if text not in _NO and text != self.env._("No").casefold():
            self._say(
                number, name, self.env._('"%s": enter "Yes", or leave it empty.', value)
            )
        return False

    def _recurrence(self, number, value):
        text = self._text(value).casefold()
        if not text:
            return "none"
        if text not in self.recurrences:
            self._say(
                number,
                "recurrence",
                self.env._('"%s" is none of daily, weekly, monthly …', value),
            )
        return self.recurrences.get(text, "none")

    # === PEOPLE, SECTIONS === #

    def _people(self):
        """Return ``{login, name or e-mail: {user ids}}`` of the company."""
        people = defaultdict(set)
        # superuser: the names of colleagues are no secret
        users = (
            self.env["res.users"]
            .sudo()
            .search(
                [
                    ("share", "=", False),
                    ("company_ids", "in", self.plan.company_id.ids),
                ]
            )
        )
        for user in users:
            for text in (user.login, user.name, user.email):
                if text:
                    people[text.strip().casefold()].add(user.id)
        return people

    def _user(self, number, value, column="user_id"):
        text = self._text(value)
        if not text:
            return False
        found = self.people.get(text.casefold(), ())
        if len(found) == 1:
            return next(iter(found))
        self._say(
            number,
            column,
            self.env._('"%s" are several people: enter the login.', text)
            if found
            else self.env._(
                'Nobody is called "%s", as name, login or e-mail.',
                text,
            ),
        )
        return False

    def _users(self, number, value):
        users = [self._user(number, text, "helper_ids") for text in self._list(value)]
        return [(6, 0, [user for user in users if user])]

    def _section_ids(self, number, value):
        ids = []
        for code in self._list(value):
            if code in self.sections:
                ids.append(self.sections[code])
            else:
                self._say(
                    number,
                    "section_ids",
                    self.env._('The service plan has no section "%s".', code),
                )
        return [(6, 0, ids)]

    # === THE WHOLE === #

    def _link(self, lines):
        """Replace WBS numbers of parents and predecessors by the keys of their rows."""
        keys = {line["wbs"]: line["key"] for _number, line in lines}
        for number, line in lines:
            above = line["wbs"].rpartition(".")[0]
            line["parent"] = keys.get(above) if above else None
            if above and above not in keys:
                self._say(
                    number,
                    "wbs",
                    self.env._("It is below %s, which is not in the sheet.", above),
                )
            for wbs in line["predecessors"]:
                if wbs not in keys:
                    self._say(
                        number,
                        "predecessor_ids",
                        self.env._("%s is not in the sheet.", wbs),
                    )
            before = [keys[wbs] for wbs in line["predecessors"] if wbs in keys]
            line["predecessors"] = list(dict.fromkeys(before))

    def _check(self, lines):
        """Let the engine find circles and wrong dates."""
        numbers = {line["key"]: number for number, line in lines}
        names = {line["key"]: f"{line['wbs']} {line['name']}" for _n, line in lines}
        rows = [
            Row(
                key=line["key"],
                parent=line["parent"],
                start=line["date_start"] or None,
                end=line["date_end"] or None,
                predecessors=tuple(line["predecessors"]),
                milestone=line["is_milestone"],
            )
            for _number, line in lines
        ]
        for finding in check(rows):
            if finding.problem not in _LATER:
                text = self.env._(
                    MESSAGES[finding.problem], **finding.values(names.__getitem__)
                )
                self._say(numbers[finding.keys[0]], "", text)
        for number, line in lines:
            if line["is_milestone"] and line["recurrence"] != "none":
                text = self.env._("A milestone does not recur.")
                self._say(number, "recurrence", text)

    def _say(self, row, name, text):
        column = ""
        if name in self.columns:
            letter = get_column_letter(self.columns[name] + 1)
            column = f"{letter} ({self._label(name)})"
        self.found.problems.append((row, column, text))

    def _label(self, name):
        field_ = self.env["itsm.work.plan.line"]._fields[name]
        return field_._description_string(self.env)
