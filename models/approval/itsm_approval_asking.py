from datetime import timedelta

import pytz

from odoo import api, models
from odoo.fields import Command

from . import guard

ACTIVITY = "itsm_service_delivery.mail_activity_approval"


class ItsmApprovalRoundStage(models.Model):
    """Who is asked to decide a pending stage, and how he hears of it."""

    _inherit = "itsm.approval.round.stage"

    # === BUSINESS METHODS === #

    def _ask(self):
        """Ask those who can decide the stages today, by an activity on the document."""
        people = self._people_to_ask()
        by_people = {}
        for stage in self:
            asked = frozenset(people[stage.id])
            by_people.setdefault(asked, self.browse())
            by_people[asked] |= stage
        for asked, stages in by_people.items():
            # compared first: a write of what is there already costs a query each
            changed = stages.sudo().filtered(lambda s, p=asked: set(s.asked_ids.ids) != p)
            guard.with_key(changed).write({"asked_ids": [Command.set(sorted(asked))]})
        self._sync_activities(people)

    def _people_to_ask(self):
        """Return who can decide each pending stage today, delegates included.

        :return: ``{stage id: frozenset of user ids}``
        """
        result = {}
        for stage, approval, holders, delegations, day in self._questions():
            reachable = holders | {
                delegation.delegate
                for delegation in delegations
                if delegation.principal in holders
            }
            result[stage.id] = frozenset(
                person
                for person in reachable
                if approval.principals(person, holders, delegations, day)
            )
        return result

    def _principals_of(self, user):
        """Return for whom a person can decide each pending stage today.

        :return: ``{stage id: user ids}``, himself first; empty: he cannot decide
        """
        return {
            stage.id: approval.principals(user.id, holders, delegations, day)
            for stage, approval, holders, delegations, day in self._questions()
        }

    def _questions(self):
        """Yield each stage with what the engine is asked about it.

        :return: ``(stage, engine.approval.Round, holders, delegations, day)``
        """
        candidates = self._candidates()
        # superuser: who can decide does not depend on who looks
        rounds = self.sudo().round_id._engine_rounds()
        delegations = {
            company: self.env["itsm.approval.delegation"]._of_today(company)
            for company in self.grouped("company_id")
        }
        for stage in self:
            day, known = delegations[stage.company_id]
            yield (
                stage,
                rounds[stage.round_id.id],
                candidates[stage.id],
                tuple(known.values()),
                day,
            )

    @api.model
    def _refresh_asked(self):
        """Ask anew who can decide what is pending: people, roles, delegations changed."""
        # superuser: all that is pending, whoever has caused the change
        pending = self.sudo().search([("state", "=", "pending")])
        pending._ask()

    def _sync_activities(self, people):
        """Give each one asked his activity, and take it from those no longer asked.

        :param people: ``{stage id: user ids}``
        """
        activity_type = self.env.ref(ACTIVITY)
        stages = self.sudo()
        activities = self.env["mail.activity"].sudo()
        existing = activities.search(
            [("itsm_stage_id", "in", stages.ids), ("activity_type_id", "=", activity_type.id)]
        )
        there = {(a.itsm_stage_id.id, a.user_id.id) for a in existing}
        stale = existing.filtered(
            lambda a: a.user_id.id not in people[a.itsm_stage_id.id]
        )
        stale.unlink()
        activities.with_context(mail_activity_quick_update=True).create(
            [
                {
                    "res_model_id": self.env["ir.model"]._get_id(stage.res_model),
                    "res_id": stage.res_id,
                    "activity_type_id": activity_type.id,
                    "summary": stage.name,
                    "date_deadline": stage.due_date,
                    "user_id": user_id,
                    "itsm_stage_id": stage.id,
                }
                for stage in stages
                for user_id in sorted(people[stage.id])
                if (stage.id, user_id) not in there
            ]
        )

    def _stop_asking(self):
        """Take the activities away: the stages have ended."""
        activities = self.env["mail.activity"].sudo()
        activities.search([("itsm_stage_id", "in", self.ids)]).unlink()
        guard.with_key(self.sudo()).write({"asked_ids": [Command.clear()]})

    @api.model
    def _due_date(self, days, company, opened_at):
        """Return the last day to answer: so many working days of the company later.

        :param int days: 0 = no due date
        :param datetime opened_at: naive UTC
        :rtype: date | False
        """
        if not days:
            return False
        calendar = company.resource_calendar_id
        if not calendar or calendar.flexible_hours:
            return opened_at.date() + timedelta(days=days)
        # from the next working day on: the day of asking is not counted
        start = pytz.utc.localize(opened_at)
        end = calendar.plan_days(days + 1, start, compute_leaves=True)
        return end.date() if end else opened_at.date() + timedelta(days=days)
