from odoo import api, fields, models
from odoo.exceptions import AccessError, RedirectWarning, UserError
from odoo.fields import Command, Domain

from ..approval import guard
from .itsm_work_plan_change import OPEN_STATES, REQUEST_FIELDS

ANSWER_ACTIVITY = "itsm_service_delivery.mail_activity_work_plan_change_answer"
EDIT_ACTIVITY = "itsm_service_delivery.mail_activity_work_plan_change_edit"


class ItsmWorkPlanChange(models.Model):
    """The request and its answer: the service manager agrees, or does not.

    By his answer he confirms what was said to him: an oral request is answered by the
    one whom it was made to.
    """

    _inherit = "itsm.work.plan.change"

    can_answer = fields.Boolean(compute="_compute_can_answer")
    can_withdraw_request = fields.Boolean(compute="_compute_can_answer")
    can_name_editor = fields.Boolean(compute="_compute_can_answer")

    # === COMPUTE METHODS === #

    @api.depends("state", "request_state", "requested_to_id", "request_mode")
    @api.depends_context("uid")
    def _compute_can_answer(self):
        manager = self.env.user.has_group("itsm_service_delivery.group_service_manager")
        for change in self:
            change.can_answer = (
                bool(change.id)
                and change.step == "requested"
                and change._may_answer(self.env.user)
            )
            change.can_name_editor = manager and change.step == "editing"
            change.can_withdraw_request = (
                bool(change.id) and change.state == "draft" and change._may_withdraw()
            )

    # === ACTION METHODS === #

    def action_ask_agree(self):
        """Ask whom to name as the editor."""
        return self._open_answer("agree", self.env._("Agree"))

    def action_ask_decline(self):
        """Ask why the plan is not to change."""
        return self._open_answer("decline", self.env._("Decline"))

    def action_ask_editor(self):
        """Ask who is to go on editing the new version."""
        return self._open_answer("editor", self.env._("Name Another Editor"))

    def action_cancel(self):
        """Ask why the change is given up."""
        self._check_may_withdraw()
        return self._open_answer("withdraw", self.env._("Withdraw the Change"))

    def action_view_plan(self):
        """Open the version that is to change."""
        self.ensure_one()
        return self.plan_id._get_records_action(name=self.env._("Work Plan"))

    def action_view_new_plan(self):
        """Open the version that the change brings about."""
        self.ensure_one()
        return self.new_plan_id._get_records_action(name=self.env._("New Version"))

    def _open_answer(self, kind, name):
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": "itsm.work.plan.change.answer",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_change_id": self.id, "default_kind": kind},
        }

    def action_agree(self, comment="", editor_id=False):
        """Agree to the request: the next version of the plan is drafted.

        :param str comment: optional
        :param int editor_id: user who edits it, other than the project manager where
            possible
        :raise AccessError: the user was not asked
        :raise UserError: answered already; another change of the plan is being edited;
            price, scope or SLA change
        """
        self.ensure_one()
        self._check_answerable()
        self._check_outside_contract()
        editor = self._check_editor(editor_id)
        self._lock()
        self._take_plan_in_force()
        self._check_none_being_edited()
        # superuser: the right was checked; nobody writes an answer by himself
        change = guard.with_key(self.sudo())
        change.write(
            {
                "answer_comment": (comment or "").strip(),
                # what is checked and approved is the revision: its editor is the author
                "author_id": editor.id,
                "confirmed_at": fields.Datetime.now(),
                "confirmed_by_id": self.env.uid,
                "contributor_ids": [Command.clear()],
                "editor_id": editor.id,
                "request_state": "agreed",
            }
        )
        summary = f"{change.number}: {change.reason}"
        draft = self.plan_id._revise_for_change(change, summary)
        guard.with_key(draft.sudo()).change_id = self
        change.new_plan_id = draft
        self._log_answer("agreed", comment, editor=editor.id)
        change.handover_ids._apply()
        self._end_activities()
        self._ask_to_edit()
        return True

    def action_decline(self, reason=""):
        """Refuse the request: the plan stays as it is.

        :param str reason: mandatory
        :raise AccessError: the user was not asked
        :raise UserError: answered already, or no reason
        """
        self.ensure_one()
        self._check_answerable()
        reason = self._check_reason(reason)
        self._lock()
        # superuser: the right was checked; nobody writes an answer by himself
        guard.with_key(self.sudo()).write(
            {
                "answer_comment": reason,
                "confirmed_at": fields.Datetime.now(),
                "confirmed_by_id": self.env.uid,
                "request_state": "declined",
            }
        )
        self._log_answer("not_agreed", reason)
        self.sudo()._transition({"state": "declined"})
        self._end_activities()
        self._tell(
            self.sudo().requested_by_id,
            lambda env: env._("%s was declined.", self.display_name),
        )
        return True

    def withdraw_request(self, reason=""):
        """Give a change up before it is submitted, with the version that was drafted.

        :param str reason: mandatory
        :raise AccessError: neither the project manager nor who recorded it
        :raise UserError: it is not open any more, or no reason
        """
        self.ensure_one()
        self._check_may_withdraw()
        if self.state != "draft":
            raise UserError(
                self.env._(
                    "%(change)s is %(state)s: withdraw it from review first.",
                    change=self.display_name,
                    state=self._get_state_label(),
                )
            )
        reason = self._check_reason(reason)
        self._lock()
        self._append_log("cancelled", {self.id: {"comment": reason}})
        # superuser: the right was checked; what it ends is more than writing
        self.sudo()._transition({"state": "cancelled"})
        self._give_up_draft()
        self._end_activities()
        return True

    def name_editor(self, editor_id):
        """Let somebody else go on editing, when the editor cannot.

        :param int editor_id: user
        :raise AccessError: no service manager asks for it
        """
        self.ensure_one()
        self._check_is_manager()
        if self.step != "editing":
            raise UserError(
                self.env._(
                    "%(change)s is %(state)s: nobody edits it now.",
                    change=self.display_name,
                    state=self._get_state_label(),
                )
            )
        editor = self._check_editor(editor_id)
        # superuser: the right was checked; whoever has edited stays one of the authors
        change = guard.with_key(self.sudo())
        change.editor_id = editor
        guard.with_key(change.new_plan_id).editor_id = editor
        self._log_answer("agreed", "", editor=editor.id)
        self._end_activities()
        self._ask_to_edit()
        return True

    # === BUSINESS METHODS === #

    def _may_answer(self, user):
        """Return whether a person may answer; who heard it confirms what was said."""
        # superuser: who was asked does not depend on who looks
        change = self.sudo()
        if user == change.requested_by_id:
            return False
        if user == change.requested_to_id:
            return True
        return change.request_mode == "written" and user.has_group(
            "itsm_service_delivery.group_service_manager"
        )

    def _may_withdraw(self):
        # superuser: as above
        change = self.sudo()
        user = self.env.user
        return user in (
            change.requested_by_id | change.recorded_by_id | change.project_id.user_id
        ) or user.has_group("itsm_service_delivery.group_service_manager")

    def _check_may_withdraw(self):
        self.check_access("read")
        if not all(change._may_withdraw() for change in self):
            raise AccessError(
                self.env._(
                    "A work plan change is withdrawn by the project manager, by who has"
                    " recorded it, or by a service manager."
                )
            )

    def _check_is_manager(self):
        self.check_access("read")
        if not self.env.user.has_group("itsm_service_delivery.group_service_manager"):
            raise AccessError(self.env._("The service manager names the editor."))

    def _check_answerable(self):
        """Refuse an answer of somebody else, or a second one.

        :raise AccessError:
        :raise UserError:
        """
        self.check_access("read")
        if self.step != "requested":
            raise UserError(
                self.env._(
                    "%(change)s is %(state)s: the request was answered already.",
                    change=self.display_name,
                    state=self._get_state_label(),
                )
            )
        if not self._may_answer(self.env.user):
            # superuser: a name, for whoever must turn to him
            asked = self.sudo().requested_to_id.name
            raise AccessError(
                self.env._(
                    "This was asked of %s, who alone can confirm what was said.", asked
                )
                if self.request_mode == "oral"
                else self.env._(
                    "This was asked of %s: a service manager other than the applicant"
                    " answers it.",
                    asked,
                )
            )

    def _check_reason(self, reason):
        if not (reason or "").strip():
            raise UserError(self.env._("Give the reason: the log keeps it."))
        return reason.strip()

    def _check_outside_contract(self):
        """Refuse what is for an amendment: price, scope or SLA.

        :raise RedirectWarning: with the button to begin it
        """
        if not self.touches_contract:
            return
        message = self.env._(
            "%(change)s changes price, scope or SLA of %(contract)s: that is agreed"
            " with the customer first, by a contract amendment (clause 1.1.8).",
            change=self.display_name,
            contract=self.sudo().contract_id.display_name,
        )
        raise RedirectWarning(
            message,
            self.env.ref(
                "itsm_service_delivery.itsm_work_plan_change_action_contract"
            ).id,
            self.env._("Begin with the Contract"),
            {"active_model": self._name, "active_id": self.id, "active_ids": self.ids},
        )

    def _check_editor(self, editor_id):
        """Return the user who edits, if he can.

        :raise UserError:
        """
        # superuser: a service manager need not read users
        editor = self.env["res.users"].sudo().browse(editor_id or []).exists()
        stages = self.env["itsm.approval.round.stage"]
        if not stages._eligible(editor, self.sudo().company_id):
            raise UserError(
                self.env._(
                    "Name who edits the new version: somebody with a role of Service"
                    " Delivery in this company."
                )
            )
        if not editor.has_group("itsm_service_delivery.group_engineer"):
            raise UserError(
                self.env._(
                    "%s cannot edit work plans: name an engineer or a manager.",
                    editor.name,
                )
            )
        return editor.sudo(False)

    def _take_plan_in_force(self):
        """Go on with the version in force: another change may have come first."""
        # superuser: the versions of one plan, whoever sees them
        change = guard.with_key(self.sudo())
        versions = change.plan_id._get_versions()
        current = versions.filtered(lambda plan: plan.state == "in_force")
        if not current:
            self._check_plan_in_force()
        if current == change.plan_id:
            return
        for handover in change.handover_ids:
            keys = set(handover.line_ids.mapped("key"))
            handover.line_ids = current.line_ids.filtered(
                lambda line, keys=keys: line.key in keys
            )
        change.plan_id = current

    def _check_none_being_edited(self):
        """Refuse to begin a second version of a plan.

        :raise UserError:
        """
        # superuser: also changes that the user does not see
        other = self.sudo().search(
            Domain("plan_id.number", "=", self.sudo().plan_id.number)
            & Domain("company_id", "=", self.company_id.id)
            & Domain("request_state", "=", "agreed")
            & Domain("state", "in", OPEN_STATES)
            & Domain("id", "!=", self.id),
            limit=1,
        )
        if other:
            raise UserError(
                self.env._(
                    "%(other)s changes the same plan and is %(state)s: agree to this"
                    " one when that is in force or given up.",
                    other=other.display_name,
                    state=other._get_state_label(),
                )
            )

    def _log_answer(self, kind, comment, **facts):
        facts["request"] = self._request_facts()
        line = {"comment": (comment or "").strip(), "facts": facts}
        self._append_log(kind, {self.id: line})

    def _request_facts(self):
        """Return the request as the log keeps it.

        :rtype: dict
        """
        # superuser: the log is complete, whoever answers
        change = self.sudo()
        names = sorted(REQUEST_FIELDS | {"recorded_at", "recorded_by_id"})
        values = self._values_of(change.with_context(lang="en_US"), names)[self.id]
        return {**values, "recorded_late": change.is_recorded_late}

    def _give_up_draft(self):
        """Cancel the version that was drafted for a change that comes to nothing."""
        # superuser: whoever decides the change decides on its draft
        drafts = self.sudo().new_plan_id.filtered(lambda plan: plan.state == "draft")
        if drafts:
            drafts._cancel()

    # === WHO IS ASKED AND TOLD === #

    def _ask_for_answer(self):
        for change in self:
            user = change.sudo().requested_to_id
            if user == self.env.user:
                continue
            env = change.with_context(lang=user.lang).env
            change.activity_schedule(
                ANSWER_ACTIVITY,
                user_id=user.id,
                summary=env._("Agree to the change, or decline it"),
            )

    def _ask_to_edit(self):
        # superuser: the activity is somebody else's
        change = self.sudo()
        env = change.with_context(lang=change.editor_id.lang).env
        change.activity_schedule(
            EDIT_ACTIVITY,
            user_id=change.editor_id.id,
            summary=env._("Edit the new version of the work plan, and submit it"),
        )

    def _end_activities(self):
        # superuser: the activity is somebody else's, perhaps
        self.sudo().activity_unlink([ANSWER_ACTIVITY, EDIT_ACTIVITY])

    def _tell(self, users, words):
        """Notify people, each in his language.

        :param words: called with an environment, returns the text
        """
        for user in users:
            change = self.with_context(lang=user.lang)
            change.message_notify(
                partner_ids=user.partner_id.ids,
                subject=change.display_name,
                body=words(change.env),
            )
