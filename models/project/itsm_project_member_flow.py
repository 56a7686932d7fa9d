from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ..approval import guard

CONFIRM_ACTIVITY = "itsm_service_delivery.mail_activity_project_member"
DECIDER = "itsm_service_delivery.group_service_manager"


class ItsmProjectMember(models.Model):
    """How somebody joins a team and leaves it: proposed, decided, ended (1.8)."""

    _inherit = "itsm.project.member"

    can_confirm = fields.Boolean(compute="_compute_can")
    can_leave = fields.Boolean(compute="_compute_can")

    # === COMPUTE METHODS === #

    @api.depends("state", "contributor_ids", "project_id.user_id", "date_end")
    @api.depends_context("uid")
    def _compute_can(self):
        decides = self.env.user.has_group(DECIDER)
        for member in self:
            saved = member._origin
            member.can_confirm = (
                bool(saved)
                and saved.state == "proposed"
                and decides
                and self.env.user not in saved._get_proposers()
            )
            member.can_leave = (
                bool(saved) and saved.state == "confirmed" and saved.has_access("write")
            )

    # === ACTION METHODS === #

    def action_confirm(self):
        """Take proposed people into their teams (1.8: the service manager).

        :raise AccessError: no service manager, or one who has proposed it (R1)
        :raise UserError: it is decided already
        """
        for member in self:
            member._check_decidable()
            for skill in member.sudo().skill_ids:
                level = skill.held_level_id.name or self.env._("none")
                guard.with_key(skill).level_when_confirmed = level
            member._decide({"state": "confirmed"})
            # superuser: whose place is taken over may be in nobody's hands
            before = member.sudo().predecessor_id
            if before.state == "confirmed":
                before._end(member.date_start - timedelta(days=1), member.reason_in)
        return True

    def decline(self, reason):
        """Turn a proposal down.

        :param str reason: what the proposer is told
        :raise AccessError: no service manager, or one who has proposed it (R1)
        :raise UserError: it is decided already, or gives no reason
        """
        reason = self._get_reason(reason)
        for member in self:
            member._check_decidable()
            member._decide({"state": "declined", "decline_reason": reason})
        return True

    def leave(self, day, reason):
        """End a membership; the person stays in the team through the last day.

        Somebody who has not begun by then was never in it.

        :param day: the last day in the team, a date or ISO text
        :param str reason: why
        :raise AccessError: neither the project's manager nor a service manager
        :raise UserError: not in the team, a day after the one agreed, no reason
        """
        self.ensure_one()
        self.check_access("write")
        reason = self._get_reason(reason)
        self._check_ends(self._get_day(day))
        if self._is_project_manager():
            raise UserError(
                self.env._(
                    "%(member)s was appointed by the initiation: a project change"
                    " appoints somebody else, and ends this membership.",
                    member=self.display_name,
                )
            )
        self._end(self._get_day(day), reason)
        return True

    def replace(self, successor_id, day, reason):
        """Propose who takes this place over, from a day on.

        The service manager confirms; then this membership ends on the day before. The
        same person with other terms is how a share is changed.

        :param successor_id: the employee, a record or its id
        :param day: the first day of the successor, a date or ISO text
        :param str reason: why
        :return: the proposal
        :rtype: itsm.project.member
        :raise AccessError: neither the project's manager nor a service manager
        :raise UserError: not in the team, a day outside of this membership, no reason
        """
        self.ensure_one()
        self.check_access("write")
        reason, day = self._get_reason(reason), self._get_day(day)
        successor = self.env["hr.employee"].browse(
            successor_id.id if isinstance(successor_id, models.Model) else successor_id
        )
        self._check_ends(day - timedelta(days=1))
        if self._is_project_manager() and self.employee_id != successor:
            raise UserError(
                self.env._(
                    "%(member)s was appointed by the initiation: a project change"
                    " appoints somebody else.",
                    member=self.display_name,
                )
            )
        values = self.copy_data()[0] | {
            "employee_id": successor.id,
            "date_start": day,
            "reason_in": reason,
        }
        values.pop("user_id", None)
        if self.backup_id == successor:
            values["backup_id"] = False
        # the key: who is replaced is no value that people write
        keyed = guard.with_key(self.browse()).create(
            {
                **values,
                "predecessor_id": self.id,
                "proposed_by_id": self.env.uid,
                "contributor_ids": [fields.Command.set(self.env.user.ids)],
            }
        )
        return keyed.with_env(self.env)

    def action_decline(self):
        """Ask why a proposal is turned down."""
        return self._open_dialog("decline", self.env._("Decline"))

    def action_leave(self):
        """Ask when and why somebody leaves."""
        return self._open_dialog("leave", self.env._("Leave the Team"))

    def action_replace(self):
        """Ask who takes the place over, when and why."""
        return self._open_dialog("replace", self.env._("Replace or Change"))

    def _open_dialog(self, kind, title):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": title,
            "res_model": "itsm.project.member.end",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_member_id": self.id, "default_kind": kind},
        }

    # === BUSINESS METHODS === #

    def _get_proposers(self):
        """Return who has proposed this or changed the proposal: they do not confirm."""
        # superuser: who wrote it does not depend on who asks
        member = self.sudo()
        return member.proposed_by_id | member.contributor_ids

    def _check_decidable(self):
        """Refuse whoever may not decide, and what is decided.

        :raise AccessError:
        :raise UserError:
        """
        self.ensure_one()
        self.check_access("read")
        if not self.env.user.has_group(DECIDER):
            raise AccessError(
                self.env._(
                    "Whether somebody joins a team is decided by a service manager."
                )
            )
        if self.state != "proposed":
            raise UserError(
                self.env._(
                    "%(member)s is %(state)s already: load the page again.",
                    member=self.display_name,
                    state=self._get_state_label(),
                )
            )
        if self.env.user in self._get_proposers():
            raise AccessError(
                self.env._(
                    "You have proposed %(member)s, or changed the proposal: another"
                    " service manager, or the director, decides on it.",
                    member=self.display_name,
                )
            )

    def _decide(self, vals):
        """Write a decision, close the question, tell who has proposed it."""
        self.ensure_one()
        # superuser: the right was checked, and nobody writes this by himself
        member = guard.with_key(self.sudo())
        member.write(
            {**vals, "confirmed_by_id": self.env.uid, "confirmed_on": member._today()}
        )
        self.sudo().activity_unlink([CONFIRM_ACTIVITY])
        proposer = member.proposed_by_id
        if proposer and proposer != self.env.user:
            lang = self.with_context(lang=proposer.lang)
            self.message_notify(
                partner_ids=proposer.partner_id.ids,
                subject=lang.display_name,
                body=member.decline_reason or lang._get_decision_text(),
            )

    def _get_decision_text(self):
        return self.env._(
            "%(member)s is in the team of %(project)s: %(period)s.",
            member=self.display_name,
            project=self.project_id.display_name,
            period=self._get_period(),
        )

    def _end(self, day, reason):
        """Write the last day; the membership is over once it has passed."""
        self.ensure_one()
        # superuser: the caller has the right, and nobody writes this by himself
        member = guard.with_key(self.sudo())
        day = max(day, member.date_start - timedelta(days=1))
        over = day < member._today() or day < member.date_start
        member.write(
            {
                "date_end": day,
                "reason_out": reason,
                "state": "left" if over else "confirmed",
            }
        )

    def _check_ends(self, day):
        """Refuse an end that cannot be.

        :raise UserError:
        """
        if self.state != "confirmed":
            raise UserError(
                self.env._(
                    "%(member)s is %(state)s: only who is in the team leaves it.",
                    member=self.display_name,
                    state=self._get_state_label(),
                )
            )
        begun = self.date_start <= self._today()
        if begun and day < self.date_start - timedelta(days=1):
            raise UserError(
                self.env._(
                    "%(member)s joined on %(start)s: the last day cannot be before it.",
                    member=self.display_name,
                    start=self._format_day(self.date_start),
                )
            )
        if self.date_end and day > self.date_end:
            raise UserError(
                self.env._(
                    "%(member)s is agreed until %(end)s: propose who is to stay longer"
                    " as a new member.",
                    member=self.display_name,
                    end=self._format_day(self.date_end),
                )
            )

    def _is_project_manager(self):
        return self.role_id == self.role_id._get_project_manager()

    def _get_reason(self, reason):
        """Return the reason given.

        :raise UserError: none
        """
        text = (reason or "").strip()
        if not text:
            raise UserError(self.env._("Say why: the team's history keeps it."))
        return text

    def _get_day(self, day):
        """Return a day given as a date or as text.

        :raise UserError: it is none
        """
        try:
            found = fields.Date.to_date(day)
        except ValueError:
            found = None
        if not found:
            raise UserError(self.env._("Say on which day."))
        return found

    # === THE QUESTION TO THE SERVICE MANAGER === #

    def _ask_to_confirm(self):
        """Give whoever can confirm an activity."""
        for member in self:
            for user in member._get_deciders():
                env = member.with_context(lang=user.lang).env
                # superuser: a project manager gives activities to nobody else
                member.sudo().activity_schedule(
                    CONFIRM_ACTIVITY,
                    user_id=user.id,
                    date_deadline=member._today() + timedelta(days=1),
                    summary=env._(
                        "Confirm %(member)s for %(project)s",
                        member=member.display_name,
                        project=member.project_id.display_name,
                    ),
                )

    def _get_deciders(self):
        """Return whom to ask: the contract's service manager, else the others.

        :rtype: res.users
        """
        self.ensure_one()
        # superuser: who holds a role does not depend on who asks
        member = self.sudo()
        eligible = self.env["itsm.approval.round.stage"]._eligible
        responsible = member.contract_id.service_manager_id
        roles = "group_service_manager", "group_service_director"
        holders = self.env["res.users"].sudo()
        for role in roles:
            holders |= self.env.ref(f"itsm_service_delivery.{role}").sudo().user_ids
        for users in (responsible, holders):
            users = eligible(users - member._get_proposers(), member.company_id)
            if users:
                return users
        return holders.browse()

    # === THE DAY === #

    @api.model
    def _cron_follow_dates(self):
        """End what is over, and bring the teams of today up to date."""
        confirmed = self.search(Domain("state", "=", "confirmed"))
        for member in confirmed.filtered("date_end"):
            if member.date_end < member._today():
                guard.with_key(member).state = "left"
        projects = confirmed.project_id
        wrong = projects.filtered(
            lambda project: project.itsm_team_user_ids
            != project._itsm_get_team().user_id
        )
        self.env.add_to_compute(projects._fields["itsm_team_user_ids"], wrong)
