from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...engine.approval import Part
from .itsm_work_plan_change import REQUEST_FIELDS

TOLD_ACTIVITY = "itsm_service_delivery.mail_activity_work_plan_changed"


class ItsmWorkPlanChange(models.Model):
    """From the answer to the plan in force: edited, checked, approved.

    The change and the version that it brings about are one content and one decision:
    the round is the change's, and the log of each names the other.
    """

    _inherit = "itsm.work.plan.change"

    is_edited_by_manager = fields.Boolean(
        compute="_compute_is_edited_by_manager",
        help="Then the technical manager checks the change.",
    )

    # === COMPUTE METHODS === #

    @api.depends("author_id", "contributor_ids", "new_plan_id")
    def _compute_is_edited_by_manager(self):
        for change in self:
            # superuser: who has written does not depend on who looks
            manager = change.sudo().project_id.user_id
            change.is_edited_by_manager = manager in change._get_writers()

    def _compute_can(self):
        result = super()._compute_can()
        for change in self:
            change.can_submit = change.can_submit and change._is_editor()
        return result

    @api.depends("state", "request_state")
    @api.depends_context("uid")
    def _compute_can_release(self):
        """The approval puts it in force; before, it is withdrawn with a reason."""
        self.can_put_in_force = self.can_close = False
        for change in self:
            change.can_cancel = change.can_withdraw_request

    # === ACTION METHODS === #

    def action_submit(self):
        """Submit the edited version: the project manager checks, the service manager
        approves.

        :raise AccessError: somebody else than the editor
        """
        for change in self:
            if change.step == "requested":
                raise UserError(
                    self.env._(
                        "%s has not been agreed to: it is edited after that, and then"
                        " submitted.",
                        change.display_name,
                    )
                )
            if change.state == "draft" and not change._is_editor():
                raise AccessError(
                    self.env._(
                        "%(change)s is submitted by %(editor)s, who edits it.",
                        change=change.display_name,
                        editor=change.sudo().editor_id.name,
                    )
                )
        # superuser: the plan's rows, and the change's, are one content
        self.sudo().new_plan_id._lock()
        result = super().action_submit()
        self._end_activities()
        return result

    # === CRUD METHODS === #

    def _check_access(self, operation):
        """Let nobody but the editor and the project manager write what is edited."""
        refused = super()._check_access(operation)
        if refused or self.env.su or operation not in ("write", "unlink"):
            return refused
        user = self.env.user
        others = self.browse(
            change.id
            # superuser: who edits does not depend on who asks
            for change in self.sudo()
            if change.id
            and change.step == "editing"
            and user not in change._get_editors()
        )
        if not others:
            return None
        return others, lambda: others._make_editors_error()

    def _make_editors_error(self):
        # superuser: names, for whoever must turn to them
        names = ", ".join(self.sudo()[:1]._get_editors().mapped("name"))
        return AccessError(
            self.env._(
                "%(change)s is edited by %(names)s alone: who answers and approves it"
                " does not write it.",
                change=self.sudo()[:1].display_name,
                names=names,
            )
        )

    def _check_editable(self, names):
        asked = REQUEST_FIELDS.intersection(names)
        for change in self:
            if asked and change.request_state != "requested":
                labels = self.fields_get(sorted(asked), ["string"])
                raise UserError(
                    self.env._(
                        "%(change)s was answered, so the request stays as it was:"
                        " %(fields)s cannot be changed. Withdraw it, and make another.",
                        change=change.display_name,
                        fields=", ".join(label["string"] for label in labels.values()),
                    )
                )
        return super()._check_editable(names)

    # === BUSINESS METHODS === #

    def _is_editor(self):
        """Return whether the user is the one who edits, and submits."""
        # superuser: as above
        return self.env.user == self.sudo().editor_id

    def _get_editors(self):
        """Return who may write the revision: the editor, and the project manager."""
        self.ensure_one()
        # superuser: see above
        change = self.sudo()
        return change.editor_id | change.project_id.user_id

    def _get_writers(self):
        """Return who has written the change or the version, as the duty rules count."""
        self.ensure_one()
        # superuser: the duty rules do not depend on who looks
        change, plan = self.sudo(), self.sudo().new_plan_id
        people = change.author_id | change.contributor_ids
        return people | plan.author_id | plan.contributor_ids

    def _get_parts(self):
        # superuser: as above
        parts = super()._get_parts()
        applicant = frozenset(self.sudo().requested_by_id.ids)
        return {
            **parts,
            Part.AUTHOR: frozenset(self._get_writers().ids),
            Part.PROJECT_MANAGER: parts[Part.PROJECT_MANAGER] | applicant,
        }

    def _contents(self):
        """The version that is decided on is part of the content, line by line."""
        contents = super()._contents()
        # superuser: the content does not depend on what the decider may read
        for change in self.sudo().filtered("new_plan_id"):
            plan = change.new_plan_id
            contents[change.id]["fields"]["new_version"] = {
                "version": plan.version,
                **plan._contents()[plan.id]["fields"],
            }
        return contents

    def _check_may_release(self):
        raise AccessError(
            self.env._(
                "A work plan change takes effect by its approval; nobody puts it in"
                " force or closes it."
            )
        )

    def _append_log(self, kind, values):
        if kind == "in_force":
            values = {change.id: change._version_facts() for change in self}
        return super()._append_log(kind, values)

    def _version_facts(self):
        """Return what the log says of the version that takes effect."""
        # superuser: the log is complete, whoever decides
        plan = self.sudo().new_plan_id
        return {
            "comment": plan.display_name,
            "facts": {"plan": plan.number, "version": plan.version},
        }

    def _put_in_force(self):
        """Put the new versions in force with their changes, and tell the people."""
        result = super()._put_in_force()
        for change in self.sudo():
            change.new_plan_id._adopt_change(change)
        for change in self:
            change._tell_members()
        return result

    def _project_round(self):
        result = super()._project_round()
        self.filtered(lambda change: change.state == "rejected")._give_up_draft()
        for change in self.filtered(lambda change: change.state == "draft"):
            change._ask_to_edit()
        return result

    def _tell_members(self):
        """Give everybody whose work changes an activity."""
        # superuser: whoever approves tells people of work that he may not all see
        change = self.sudo()
        handed = change.handover_ids
        concerned = handed.replaced_id | handed.successor_id
        for row in change._changed_lines():
            for line in filter(None, row):
                concerned |= line.user_id | line.helper_ids
        for user in concerned - self.env.user:
            env = change.with_context(lang=user.lang).env
            change.activity_schedule(
                TOLD_ACTIVITY,
                user_id=user.id,
                summary=env._("Your work has changed: %s", change.name),
                note=handed._note_for(user),
            )

    # === WHAT THE LOG SAYS === #

    def _check_evidence(self, state):
        others = self
        if state == "declined":
            # superuser: the log decides, not what the caller may read of it
            others = self.filtered(
                lambda change: (
                    "not_agreed" not in change.sudo().decision_ids.mapped("kind")
                )
            )
        return super(ItsmWorkPlanChange, others)._check_evidence(state)

    def _states_of_log(self, kinds, outcome):
        if "not_agreed" in kinds:
            return {"declined"}
        life = [kind for kind in kinds if kind != "agreed"]
        return super()._states_of_log(life, outcome) - {"declined"}


class ItsmApprovalDecision(models.Model):
    """What the log of a work plan change tells besides decisions."""

    _inherit = "itsm.approval.decision"

    kind = fields.Selection(
        selection_add=[
            ("agreed", "Agreed to the request"),
            ("not_agreed", "Declined the request"),
        ],
        ondelete={"agreed": "cascade", "not_agreed": "cascade"},
    )


class ItsmWorkPlan(models.Model):
    """A version that a change brings about is written, frozen and decided with it."""

    _inherit = "itsm.work.plan"

    change_id = fields.Many2one(
        comodel_name="itsm.work.plan.change",
        string="Made by",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="The work plan change that this version comes from.",
    )

    def _get_engine_fields(self):
        return super()._get_engine_fields() | {"change_id"}

    def _get_state_owner(self):
        # superuser: the state decides, whether or not the user sees the change
        change = self.sudo().change_id
        if change and self.state == "draft":
            return change
        return super()._get_state_owner()

    def _check_access(self, operation):
        """Let nobody but the editor and the project manager write a new version."""
        refused = super()._check_access(operation)
        if refused or self.env.su or operation not in ("write", "unlink"):
            return refused
        user = self.env.user
        others = self.browse(
            plan.id
            # superuser: who edits does not depend on who asks
            for plan in self.sudo()
            if plan.change_id
            and plan.state == "draft"
            and user not in plan.change_id._get_editors()
        )
        if not others:
            return None
        changes = others.sudo().change_id.with_env(self.env)
        return others, lambda: changes._make_editors_error()
