import logging
from datetime import date, datetime, time, timedelta

import pytz
from markupsafe import Markup

from odoo import api, models
from odoo.tools import format_date

from ...engine.instants import from_datetime, local_date
from . import guard

_logger = logging.getLogger(__name__)

ESCALATED = "itsm_service_delivery.mail_activity_approval_late"
# Stages that are followed up, and committed, together.
_BATCH = 100
# How far a working day is looked for: beyond it, days of the calendar are counted.
_WEEKS_AT_ONCE = 6
_WEEKS = 60


class ItsmApprovalRoundStage(models.Model):
    """Until when a stage is decided, and what happens when it is not."""

    _inherit = "itsm.approval.round.stage"

    # === WORKING DAYS === #

    @api.model
    def _due_date(self, days, company, opened_at):
        """Return the last day to answer: so many working days of the company later.

        The day of asking is not counted.

        :param int days: 0 = no due date
        :param datetime opened_at: naive UTC
        :rtype: date | False
        """
        if not days:
            return False
        return self._add_working_days(company, self._day_in(company, opened_at), days)

    @api.model
    def _day_in(self, company, at):
        """Return the day on which something happened where a company works.

        :param datetime at: naive UTC
        :rtype: date
        """
        return local_date(from_datetime(at), company.resource_calendar_id.tz or "UTC")

    @api.model
    def _add_working_days(self, company, day, days):
        """Return the day that is so many working days of a company after another.

        Without a calendar, with a flexible one, and where there are no working days for
        more than a year, every day counts.

        :param date day: not counted itself
        :param int days: negative: before it
        :rtype: date
        """
        if not days:
            return day
        step = timedelta(weeks=_WEEKS_AT_ONCE if days > 0 else -_WEEKS_AT_ONCE)
        one = timedelta(days=1 if days > 0 else -1)
        found, first = [], day + one
        for _part in range(_WEEKS // _WEEKS_AT_ONCE):
            last = first + step - one
            working = self._working_days(company, min(first, last), max(first, last))
            if working is None:
                break
            found += sorted(working, reverse=days < 0)
            if len(found) >= abs(days):
                return found[abs(days) - 1]
            first += step
        return day + timedelta(days=days)

    @api.model
    def _working_days(self, company, first, last):
        """Return on which days a company works, by its calendar and holidays.

        :param date first: inclusive
        :param date last: inclusive
        :return: set of dates; None: the calendar does not say
        """
        # superuser: a due date does not depend on who submits
        calendar = company.sudo().resource_calendar_id.with_company(company)
        if not calendar or calendar.flexible_hours:
            return None
        zone = pytz.timezone(calendar.tz or "UTC")
        intervals = calendar._work_intervals_batch(
            zone.localize(datetime.combine(first, time.min)),
            zone.localize(datetime.combine(last + timedelta(days=1), time.min)),
            domain=[
                ("time_type", "=", "leave"),
                ("company_id", "in", [False, company.id]),
            ],
            tz=zone,
        )[False]
        return {start.date() for start, _stop, _attendance in intervals}

    # === THE DAILY JOB === #

    @api.model
    def _cron_follow_up(self):
        """Follow up what is pending: ask anew, remind, escalate.

        Every step is taken once for each stage, however often the job runs, and also
        when it has not run for a while. Delegations that begin or end today, and
        whatever else changes who can decide, is seen here at the latest. Stages that
        another worker holds are left to it.
        """
        pending = self.search([("state", "=", "pending")], order="id")
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(pending))
        for start in range(0, len(pending), _BATCH):
            batch = pending[start : start + _BATCH]
            batch._follow_up_safely()
            if not cron._commit_progress(len(batch)):
                break

    def _follow_up_safely(self):
        """Follow up stages together, or else one by one: one that fails stops none."""
        try:
            with self.env.cr.savepoint():
                self.try_lock_for_update()._follow_up()
        except Exception:
            if len(self) == 1:
                _logger.exception("Cannot follow up approval stage %s", self.id)
                return
        else:
            return
        for stage in self:
            stage._follow_up_safely()

    def _follow_up(self):
        """Ask anew, remind of and escalate what is due today."""
        self.invalidate_recordset()
        stages = self.filtered(lambda stage: stage.state == "pending")
        stages._ask()
        dated = stages.filtered("due_date")
        days = dated._days_of_steps()
        decision = self.env["itsm.approval.decision"]
        today = {
            company: decision._local_day(company)
            for company in dated.grouped("company_id")
        }
        dated.filtered(
            lambda s: not s.reminded_on and days[s][0] <= today[s.company_id]
        )._remind(today)
        dated.filtered(
            lambda s: (
                not s.escalated_on
                and s.escalation_group_id
                and days[s][1] <= today[s.company_id]
            )
        )._escalate(today)

    def _days_of_steps(self):
        """Return the days on which stages are reminded of and escalated.

        Never on the day of asking, and never before an answer is late.

        :return: ``{stage: (day of the reminder, day of the escalation)}``
        """
        known = {}

        def shifted(stage, days):
            key = (stage.company_id, stage.due_date, days)
            if key not in known:
                known[key] = self._add_working_days(*key)
            return known[key]

        result = {}
        decision = self.env["itsm.approval.decision"]
        one = timedelta(days=1)
        for stage in self:
            asked_on = decision._local_day(stage.company_id, stage.opened_at)
            reminder = shifted(stage, -stage.reminder_days)
            escalation = shifted(stage, stage.escalation_days)
            result[stage] = (
                max(reminder, asked_on + one),
                max(escalation, stage.due_date + one),
            )
        return result

    def _remind(self, today):
        """Remind those who have not decided, by a message: once for each stage.

        :param today: ``{company: date}``
        """
        documents = self._documents()
        for stage in self:
            document = documents[stage.res_model, stage.res_id]
            for lang, users in stage.asked_ids.grouped("lang").items():
                spoken = stage.with_context(lang=lang)
                document.message_notify(
                    partner_ids=users.partner_id.ids,
                    subject=spoken.env._(
                        "Reminder: %s waits for your decision",
                        stage.round_id.display_name,
                    ),
                    body=Markup("<p>%s</p>") % spoken._reminder_text(),
                )
        self._note_step("reminded_on", today)

    def _reminder_text(self):
        self.ensure_one()
        return self.env._(
            "%(document)s waits for the stage %(stage)s since %(since)s. Please decide"
            " until %(due)s: approve it, return it for rework, or reject it.",
            document=self.round_id.display_name,
            stage=self.name,
            since=format_date(self.env, self._asked_on()),
            due=format_date(self.env, self.due_date),
        )

    def _escalate(self, today):
        """Tell those above who is late, by an activity: once for each stage.

        :param today: ``{company: date}``
        """
        late = self._type_id(ESCALATED)
        self._create_activities(
            [
                (stage, user.id, late)
                for stage in self
                for user in stage._escalation_people()
            ]
        )
        self._note_step("escalated_on", today)

    def _escalation_people(self):
        """Return who hears of a late answer; administrators if nobody has the role."""
        self.ensure_one()
        holders = self._eligible(self.escalation_group_id.user_ids, self.company_id)
        return holders or self._administrators(self.company_id)

    def _activity_text(self, type_id):
        if type_id != self._type_id(ESCALATED):
            return super()._activity_text(type_id)
        names = ", ".join(self.asked_ids.mapped("name"))
        return {
            "date_deadline": self._local_today(),
            "summary": self.env._("Late: %s", self.name),
            "note": Markup("<p>%s</p>")
            % self.env._(
                "%(document)s waits for the stage %(stage)s since %(since)s; the answer"
                " was due on %(due)s. Asked are: %(names)s.",
                document=self.round_id.display_name,
                stage=self.name,
                since=format_date(self.env, self._asked_on()),
                due=format_date(self.env, self.due_date),
                names=names or self.env._("nobody"),
            ),
        }

    def _asked_on(self) -> date:
        """Return the day on which the stage began, where its company is."""
        decision = self.env["itsm.approval.decision"]
        return decision._local_day(self.company_id, self.opened_at)

    def _local_today(self) -> date:
        return self.env["itsm.approval.decision"]._local_day(self.company_id)

    def _note_step(self, name, today):
        """Keep on which day a step was taken, so that it is not taken again."""
        for company, stages in self.grouped("company_id").items():
            guard.with_key(stages).write({name: today[company]})
