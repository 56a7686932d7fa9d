from functools import cached_property

from markupsafe import Markup

from ..engine.charts import Bar, GanttNames, Kind, Look, Tone, gantt_charts
from .document_view import DocumentView

# More rows than these take the printer long, and nobody reads them on paper.
MAX_LINES = 300
_TONES = {"done": Tone.DONE, "late": Tone.LATE, "cancelled": Tone.CANCELLED}


class WorkPlanView(DocumentView):
    """A work plan as its print shows it: the table of domain 2.6, and the Gantt chart.

    What is filed is the baseline as it was approved; a later print tells how far the
    work is. A large plan is printed down to its second level, and says so.
    """

    @cached_property
    def lines(self):
        """The lines that are printed, in their order."""
        lines = self.doc.line_ids.sorted("sequence")
        if len(lines) <= MAX_LINES:
            return lines
        return lines.filtered(lambda line: line.level < 2)[:MAX_LINES]

    @property
    def left_out(self):
        """Return how many lines the print leaves out, in words, or None."""
        count = len(self.doc.line_ids) - len(self.lines)
        if not count:
            return None
        return self.env._(
            "Of %(all)s lines %(shown)s are printed, %(left)s of lower levels are left"
            " out. All of them are in the workbook that is attached to the filed PDF,"
            " and in the plan's export.",
            all=len(self.doc.line_ids),
            shown=len(self.lines),
            left=count,
        )

    @property
    def shows_actuals(self):
        """Whether the print tells what became of the lines."""
        return not self.is_filed and self.doc.state in ("in_force", "closed")

    def when(self, line):
        """Return how often the work is done: milestone, monthly, once …"""
        if line.is_milestone:
            return self.label(line, "is_milestone")
        return "" if line.recurrence == "none" else self.choice(line, "recurrence")

    def people(self, line):
        """Return the names of who does it, the responsible person first."""
        # superuser: whoever reads the plan reads the names in it
        known = line.sudo()
        return ", ".join((known.user_id | known.helper_ids).mapped("name"))

    def before(self, line):
        """Return the WBS numbers of the predecessors."""
        return ", ".join(line.predecessor_ids.sorted("sequence").mapped("wbs"))

    def amount(self, amount):
        """Return hours: 7.5."""
        return f"{amount:,.2f}".rstrip("0").rstrip(".") if amount else ""

    @cached_property
    def charts(self):
        """The Gantt chart, one picture for each page of lines."""
        env = self.env
        names = GanttNames(
            task=env._("Task"),
            summary=env._("Summary"),
            milestone=env._("Milestone"),
            done=env._("Done"),
            late=env._("Late"),
            cancelled=env._("Cancelled"),
            today=env._("Today"),
        )
        look = Look(
            title=env._("Schedule"),
            description=env._("Gantt chart of %s", self.doc.display_name),
            no_data=env._("No dates"),
            width=1000,
        )
        today = self.doc._today() if self.shows_actuals else None
        bars = [self._bar(line) for line in self.lines]
        return [
            # made of escaped texts
            Markup(svg)
            for svg in gantt_charts(bars, look, names, today=today, rows=30)
        ]

    def _bar(self, line):
        kind = Kind.TASK
        if line.is_milestone:
            kind = Kind.MILESTONE
        elif line.is_summary:
            kind = Kind.SUMMARY
        tone, progress = Tone.PLAIN, 0
        if self.shows_actuals:
            tone, progress = _TONES.get(line.state, Tone.PLAIN), line.progress
        elif line.is_cancelled:
            tone = Tone.CANCELLED
        return Bar(
            key=line.key,
            label=f"{line.wbs} {line.name}",
            start=line.date_start or None,
            end=line.date_end or None,
            depth=line.level,
            kind=kind,
            tone=tone,
            progress=progress,
            after=tuple(line.predecessor_ids.mapped("key")),
        )
