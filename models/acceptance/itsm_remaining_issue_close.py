from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..approval import guard
from ..contract.signature import sha256
from .itsm_acceptance_signature import MANAGER

_TODO = "mail.mail_activity_data_todo"


class ItsmRemainingIssue(models.Model):
    """A remaining issue is followed up, and closed with what shows it."""

    _inherit = "itsm.remaining.issue"

    # === COMPUTE METHODS === #

    @api.depends("state", "owner_id", "project_id.user_id")
    @api.depends_context("uid")
    def _compute_can_close(self):
        for issue in self:
            issue.can_close = issue.state == "open" and issue._may_close()

    # === ACTION METHODS === #

    def action_close(self):
        """Ask how the issue was settled, and what shows it."""
        self.ensure_one()
        self._check_closable()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Close Remaining Issue"),
            "res_model": "itsm.remaining.issue.closing",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_issue_id": self.id},
        }

    def action_view_acceptance(self):
        """Open the acceptance that it was agreed in."""
        self.ensure_one()
        return self.acceptance_id._get_records_action(name=self.env._("Acceptance"))

    # === BUSINESS METHODS === #

    def close(self, resolution):
        """Settle an issue; with the last one its acceptance is complete.

        :param str resolution: how it was settled, mandatory
        :raise AccessError: neither who follows it up, nor who manages the project
        :raise UserError: it is not open, or does not say how
        """
        self.ensure_one()
        self.check_access("read")
        # superuser: who follows it up need not be allowed to write it
        issue = guard.with_key(self.sudo())
        acceptance = issue.acceptance_id
        acceptance._lock()
        self._check_closable()
        text = (resolution or "").strip()
        if not text:
            raise UserError(self.env._("Say how it was settled: the log keeps it."))
        day = acceptance._today() if acceptance else fields.Date.context_today(self)
        issue.write(
            {
                "state": "closed",
                "resolution": text,
                "closed_by_id": self.env.uid,
                "closed_on": day,
            }
        )
        issue.activity_ids.action_feedback(feedback=text)
        if acceptance:
            comment = self.env._(
                "%(issue)s: %(resolution)s", issue=issue.name, resolution=text
            )
            entry = {"comment": comment, "facts": issue._closing_facts()}
            acceptance.with_env(self.env)._append_log(
                "point_closed", {acceptance.id: entry}
            )
            acceptance._complete_conditions()
        return True

    def _add_evidence(self, files):
        """Take files over as what shows that the issue was settled.

        :param files: `ir.attachment`s that the user has just uploaded
        :raise AccessError: neither who follows it up, nor who manages the project
        """
        self.ensure_one()
        if not files:
            return
        self.check_access("read")
        self._check_closable()
        files.check_access("read")
        # superuser: who follows it up need not be allowed to write it
        copies = self.env["ir.attachment"].sudo()
        place = {"res_model": self._name, "res_id": self.id}
        for file in files.sudo():
            copies |= file.copy({**place, "res_field": False})
        guard.with_key(self.sudo()).write({"evidence_ids": [(4, f.id) for f in copies]})

    def _closing_facts(self):
        files = self.with_context(bin_size=False).evidence_ids
        return {
            "point": self.id,
            "name": self.name,
            "resolution": self.resolution,
            "evidence": sorted(
                [file.name, sha256(file.raw or b"")] for file in files
            ),
        }

    def _check_closable(self):
        """Refuse to close what is not open, or by somebody else.

        :raise AccessError:
        :raise UserError:
        """
        # superuser: names, for whoever must turn to them
        issue = self.sudo()
        if issue.state != "open":
            labels = dict(issue._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "%(issue)s is %(state)s: only what is open is closed.",
                    issue=issue.name,
                    state=labels[issue.state].lower(),
                )
            )
        if not self._may_close():
            raise AccessError(
                self.env._(
                    "%(issue)s is closed by %(owner)s, who follows it up, by the"
                    " manager of the project, or by a service manager.",
                    issue=issue.name,
                    owner=issue.owner_id.name,
                )
            )

    def _may_close(self):
        self.ensure_one()
        # superuser: who is who does not depend on who looks
        issue, user = self.sudo(), self.env.user
        people = issue.owner_id | issue.project_id.user_id
        return user in people or user.has_group(MANAGER)

    # === JOBS === #

    @api.model
    def _cron_follow_up(self):
        """Tell who follows an issue up that it is late: once, each day the new ones."""
        late = self.search([("is_overdue", "=", True), ("is_overdue_told", "=", False)])
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(late))
        for issue in late:
            issue = issue.try_lock_for_update()
            if issue:
                issue._tell_overdue()
            if not cron._commit_progress(1):
                break

    def _tell_overdue(self):
        user = self.owner_id or self.project_id.user_id
        if user:
            env = self.with_context(lang=user.lang).env
            self.activity_schedule(
                _TODO,
                summary=env._("Remaining issue overdue: %s", self.name),
                user_id=user.id,
                date_deadline=self.date_due,
            )
        guard.with_key(self).write({"is_overdue_told": True})


class ItsmAcceptance(models.Model):
    """The issues of an acceptance begin and end with it."""

    _inherit = "itsm.acceptance"

    def _open_issues(self):
        """Let what was agreed to remain be done: both sides have signed."""
        issues = self.issue_ids.filtered(lambda issue: issue.state == "proposed")
        guard.with_key(issues).write({"state": "open"})

    def _drop_issues(self):
        """Nothing was agreed: what was proposed goes on in the next version."""
        issues = self.issue_ids.filtered(lambda issue: issue.state == "proposed")
        guard.with_key(issues).write({"state": "void"})
