from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from odoo import api, fields, models
from odoo.fields import Domain

from ...engine.schedule import Row, roll_up, variance

LINE_STATES = [
    ("not_started", "Not Started"),
    ("running", "In Progress"),
    ("done", "Done"),
    ("late", "Late"),
    ("cancelled", "Cancelled"),
]


@dataclass(frozen=True, slots=True)
class Turn:
    """One time that the work of a line is to be done."""

    day: date | None
    due: date | None
    started: date | None
    ended: date | None
    progress: int
    done: bool
    cancelled: bool


@dataclass(slots=True)
class Actual:
    """What became of a line.

    ``turns``: what counts as due, one for each time; ``variance`` in days.
    """

    task: int | None = None
    start: date | None = None
    end: date | None = None
    hours: float = 0.0
    progress: int = 0
    state: str = "not_started"
    variance: int | None = None
    turns: tuple = ()


class ItsmWorkPlanLine(models.Model):
    """What became of a line: from its tasks, compared with the baseline."""

    _inherit = "itsm.work.plan.line"

    task_id = fields.Many2one(
        comodel_name="project.task", compute="_compute_actuals", string="Odoo Task"
    )
    actual_start = fields.Date(compute="_compute_actuals")
    actual_end = fields.Date(compute="_compute_actuals")
    actual_hours = fields.Float(compute="_compute_actuals", digits=(16, 2))
    progress = fields.Integer(string="Done (%)", compute="_compute_actuals")
    state = fields.Selection(
        selection=LINE_STATES, string="Progress", compute="_compute_actuals"
    )
    variance_days = fields.Integer(
        string="Variance (Days)",
        compute="_compute_actuals",
        help="Later than the baseline; below 0: earlier.",
    )

    # === COMPUTE METHODS === #

    @api.depends("key", "plan_id.state")
    def _compute_actuals(self):
        actuals = {}
        for plan in self.plan_id:
            actuals.update(plan.line_ids._get_actuals())
        for line in self:
            found = actuals.get(line._origin) or actuals.get(line) or Actual()
            line.task_id = found.task
            line.actual_start, line.actual_end = found.start, found.end
            line.actual_hours, line.progress = found.hours, found.progress
            line.state, line.variance_days = found.state, found.variance or 0

    # === ACTION METHODS === #

    def action_view_task(self):
        """Open the line's task; of recurring work, the one that all times are below."""
        self.ensure_one()
        return self.task_id._get_records_action(name=self.env._("Task"))

    # === BUSINESS METHODS === #

    def _get_actuals(self):
        """Return what became of all lines of one plan, in few queries.

        :return: ``{line: Actual}``
        """
        plan = self.plan_id
        today = plan._today() if plan else None
        tasks, hours = self._read_tasks(), self._read_hours()
        baseline = self._read_baseline_ends()
        actuals = {}
        for line in self:
            actuals[line] = line._actual_of(
                tasks.get(line.key, []), hours.get(line.key, (0.0, None)), today
            )
        self._roll_up_actuals(actuals)
        for line in self:
            line._judge(actuals[line], baseline.get(line.key), today)
        return actuals

    def _read_tasks(self):
        """Return ``{key: [values of its tasks]}``."""
        # superuser: how far the work is, whoever reads the plan knows
        found = (
            self.env["project.task"]
            .sudo()
            .with_context(active_test=False)
            .search_read(
                [("itsm_plan_line_key", "in", self.mapped("key"))],
                [
                    "itsm_plan_line_key",
                    "itsm_turn",
                    "itsm_date_end",
                    "itsm_started_on",
                    "itsm_ended_on",
                    "itsm_progress",
                    "state",
                ],
                load=None,
            )
        )
        tasks = defaultdict(list)
        for values in found:
            tasks[values["itsm_plan_line_key"]].append(values)
        return tasks

    def _read_hours(self):
        """Return ``{key: (hours, day of the first)}`` of the timesheets."""
        # superuser: the sum of hours is no secret, and no cost
        mine = [("itsm_plan_line_key", "in", self.mapped("key"))]
        lines = (
            self.env["account.analytic.line"]
            .sudo()
            ._read_group(
                Domain("task_id", "any", mine),
                ["task_id"],
                ["unit_amount:sum", "date:min"],
            )
        )
        hours = {}
        for task, amount, first in lines:
            key = task.itsm_plan_line_key
            total, earliest = hours.get(key, (0.0, first))
            hours[key] = total + amount, min(earliest, first)
        return hours

    def _read_baseline_ends(self):
        """Return ``{key: planned end}`` of the baseline.

        It is the version in force; of one that was, its own dates.
        """
        plan = self.plan_id
        if plan.state != "draft":
            return {line.key: line.date_end for line in self}
        # superuser: whoever writes the next version sees the dates of this one
        lines = self.sudo().search(
            [("key", "in", self.mapped("key")), ("plan_id.state", "=", "in_force")]
        )
        return {line.key: line.date_end for line in lines}

    def _actual_of(self, tasks, hours, today):
        """Return what became of a line without others below it.

        :param tasks: values of its tasks
        :param hours: ``(sum, day of the first)``
        """
        main = next((task for task in tasks if not task["itsm_turn"]), None)
        if not main:
            return Actual(state="cancelled" if self.is_cancelled else "not_started")
        turns = [_turn(task) for task in tasks if task["itsm_turn"]]
        turns = sorted(turns, key=lambda turn: turn.day) if turns else [_turn(main)]
        live = [turn for turn in turns if not turn.cancelled]
        actual = Actual(
            task=main["id"], hours=hours[0], turns=tuple(live), state="not_started"
        )
        started = [turn.started for turn in turns] + [
            main["itsm_started_on"] or None,
            hours[1],
        ]
        actual.start = min(filter(None, started), default=None)
        if self.is_cancelled or not live or main["state"] == "1_canceled":
            actual.state, actual.turns = "cancelled", ()
            return actual
        if all(turn.done for turn in live):
            actual.state, actual.progress = "done", 100
            ends = [turn.ended for turn in live]
            actual.end = max(filter(None, ends), default=None)
        else:
            actual.progress = sum(turn.progress for turn in live) // len(live)
            if actual.start or actual.progress:
                actual.state = "running"
        return actual

    def _roll_up_actuals(self, actuals):
        """Let summary lines tell of what is below them."""
        summaries = self.filtered("is_summary").sorted("level", reverse=True)
        if not summaries:
            return
        live = [line for line in self if actuals[line].state != "cancelled"]
        progress = roll_up(
            line._as_schedule_row(progress=actuals[line].progress) for line in live
        )
        for line in summaries:
            below = [actuals[child] for child in line.child_ids if child in actuals]
            mine = actuals[line]
            mine.turns = ()
            mine.hours += sum(one.hours for one in below)
            starts = [mine.start, *(one.start for one in below)]
            mine.start = min(filter(None, starts), default=None)
            mine.end = None
            states = {one.state for one in below} - {"cancelled"}
            found = progress.get(line.key)
            mine.progress = found.progress if found else 0
            if not states:
                mine.state = "cancelled"
            elif states == {"done"}:
                mine.state, mine.progress = "done", 100
                mine.end = max(filter(None, (one.end for one in below)), default=None)
            elif mine.start or states & {"running", "done"}:
                mine.state = "running"
            else:
                mine.state = "not_started"

    def _judge(self, actual, baseline_end, today):
        """Add the variance to the baseline, and whether the line is late."""
        if not baseline_end or actual.state == "cancelled":
            return
        if actual.state == "done":
            actual.variance = variance(baseline_end, actual.end, today, done=True)
            return
        late = [t.due for t in actual.turns if t.day and t.due and not t.done]
        end = min([baseline_end, *late])
        actual.variance = variance(end, None, today, done=False)
        if actual.variance and actual.task:
            actual.state = "late"

    def _as_due_rows(self, actual):
        """Return what counts for the completion, one row for each time.

        :rtype: list[engine.schedule.Row]
        """
        return [
            Row(key=f"{self.key}/{turn.day}", end=turn.due, done=turn.done)
            for turn in actual.turns
        ]


def _turn(task):
    return Turn(
        day=task["itsm_turn"] or None,
        due=task["itsm_date_end"] or None,
        started=task["itsm_started_on"] or None,
        ended=task["itsm_ended_on"] or None,
        progress=task["itsm_progress"],
        done=task["state"] == "1_done",
        cancelled=task["state"] == "1_canceled",
    )
