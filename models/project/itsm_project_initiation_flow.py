from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...const import INITIATION_PHASES
from ..approval import guard

HANDED_OVER = "itsm_service_delivery.mail_activity_initiation_complete"
HANDED_BACK = "itsm_service_delivery.mail_activity_initiation_submit"
_PHASE_OF_STATE = {
    "in_review": "review",
    "reviewed": "review",
    "approved": "review",
    "in_force": "initiated",
    "superseded": "initiated",
    "closed": "initiated",
}


class ItsmProjectInitiation(models.Model):
    """The way of an initiation: appointed, completed, submitted, decided."""

    _inherit = "itsm.project.initiation"

    state = fields.Selection(
        selection_add=[
            ("in_force", "Initiated"),
            ("superseded", "Changed Since"),
        ]
    )
    is_with_manager = fields.Boolean(
        string="With the Project Manager",
        readonly=True,
        copy=False,
        tracking=True,
        help="Handed over to the project manager, who completes it.",
    )
    completed_by_id = fields.Many2one(
        comodel_name="res.users",
        readonly=True,
        copy=False,
        ondelete="restrict",
    )
    completed_on = fields.Date(readonly=True, copy=False)
    phase = fields.Selection(
        selection=INITIATION_PHASES, compute="_compute_phase", store=True, index=True
    )
    can_hand_over = fields.Boolean(compute="_compute_can_hand")
    can_hand_back = fields.Boolean(compute="_compute_can_hand")
    can_appoint = fields.Boolean(compute="_compute_can_hand")

    # === COMPUTE METHODS === #

    @api.depends("state", "project_manager_id", "is_with_manager", "completed_on")
    def _compute_phase(self):
        for initiation in self:
            if initiation.state != "draft":
                phase = _PHASE_OF_STATE.get(initiation.state, "over")
            elif initiation.is_with_manager:
                phase = "complete"
            else:
                phase = "submit" if initiation.completed_on else "appoint"
            initiation.phase = phase

    @api.depends("state", "project_manager_id", "is_with_manager")
    @api.depends_context("uid")
    def _compute_can_hand(self):
        may, user = self._may_appoint(), self.env.user
        for initiation in self:
            draft = initiation.state == "draft" and bool(initiation._origin)
            with_manager = initiation.is_with_manager
            manager = initiation.project_manager_id
            initiation.can_appoint = may and initiation.state == "draft"
            initiation.can_hand_over = draft and may and not with_manager
            initiation.can_hand_back = (
                draft and with_manager and (may or user == manager)
            )

    def _compute_can(self):
        result = super()._compute_can()
        if not self._may_appoint():
            self.can_submit = False
        for initiation in self.filtered("is_with_manager"):
            initiation.can_submit = False
        return result

    def _compute_can_release(self):
        """The approval puts it in force, and a change or the closure ends it."""
        result = super()._compute_can_release()
        self.can_put_in_force = self.can_close = False
        if not self._may_appoint():
            self.can_cancel = False
        return result

    # === ACTION METHODS === #

    def action_hand_over(self):
        """Ask the appointed project manager to complete the form.

        :raise AccessError: not the service manager
        :raise UserError: nobody is appointed, or it is no draft
        """
        self._check_service_manager()
        for initiation in self:
            initiation._check_draft_to_hand()
            manager = initiation.project_manager_id
            if not manager:
                raise UserError(
                    self.env._("Appoint the project manager before handing it over.")
                )
            if initiation.is_with_manager:
                continue
            initiation._write_progress(
                is_with_manager=True, completed_by_id=False, completed_on=False
            )
            initiation._ask(HANDED_OVER, manager)
        return True

    def action_hand_back(self):
        """Give the completed form back to the service manager, who submits it.

        The service manager takes it back by the same way.

        :raise AccessError: neither the project manager nor a service manager
        :raise UserError: it was not handed over
        """
        for initiation in self:
            initiation.check_access("write")
            initiation._check_draft_to_hand()
            if not initiation.is_with_manager:
                raise UserError(
                    self.env._(
                        "%s was not handed over to the project manager.",
                        initiation.display_name,
                    )
                )
            initiation._end_asking()
            if self.env.user == initiation.project_manager_id:
                initiation._write_progress(
                    is_with_manager=False,
                    completed_by_id=self.env.uid,
                    completed_on=initiation.contract_id._today(),
                )
                initiation._ask(HANDED_BACK, initiation._get_service_manager())
            else:
                initiation._write_progress(is_with_manager=False)
        return True

    def action_submit(self):
        """Submit the form: the service manager's task.

        :raise AccessError: somebody else
        """
        self._check_service_manager()
        result = super().action_submit()
        self._end_asking()
        return result

    def action_cancel(self):
        """Give up drafts: the service manager's task.

        :raise AccessError: somebody else
        """
        self._check_service_manager()
        return super().action_cancel()

    def action_close(self):
        raise UserError(
            self.env._(
                "An initiation is not closed: the project's closure ends the project,"
                " and a project change changes it."
            )
        )

    # === VIEWS === #

    @api.model
    def _get_frozen_expression(self):
        # the project manager writes while it is with him
        return "not can_appoint and not (can_hand_back and is_with_manager)"

    # === BUSINESS METHODS === #

    def _get_engine_fields(self):
        return super()._get_engine_fields() | {"is_with_manager"}

    def _check_revisable(self):
        raise UserError(
            self.env._(
                'An initiation has no next version: use "Change the Project" of the'
                " project, or the amendment of its contract."
            )
        )

    def _check_service_manager(self):
        """Refuse who is no service manager.

        :raise AccessError:
        """
        self.check_access("write")
        if not self._may_appoint():
            raise AccessError(
                self.env._(
                    "The service manager hands over, submits and cancels a project"
                    " initiation."
                )
            )

    def _check_draft_to_hand(self):
        if self.state != "draft":
            raise UserError(
                self.env._(
                    "%(initiation)s is %(state)s: only a draft is completed.",
                    initiation=self.display_name,
                    state=self._get_state_label(),
                )
            )

    def _get_service_manager(self):
        """Return who submits: who appointed the project manager."""
        return self.appointed_by_id or self.contract_id.service_manager_id

    def _write_progress(self, **values):
        # superuser: the right was checked, and nobody writes this by himself
        guard.with_key(self.sudo()).write(values)

    def _ask(self, activity_type, user):
        """Let somebody know that it is his turn."""
        if not user:
            return
        # superuser: an activity for somebody who need not see the form yet
        document = self.sudo().with_context(lang=user.lang)
        document.activity_schedule(
            activity_type,
            user_id=user.id,
            date_deadline=self.contract_id._today(),
            summary=(
                document.env._("Complete the initiation")
                if activity_type == HANDED_OVER
                else document.env._("Submit the initiation")
            ),
        )

    def _end_asking(self):
        # superuser: the activity is somebody else's, perhaps
        self.sudo().activity_unlink([HANDED_OVER, HANDED_BACK])

    def _cancel(self):
        result = super()._cancel()
        self._end_asking()
        return result
