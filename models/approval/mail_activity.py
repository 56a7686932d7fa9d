from odoo import api, fields, models
from odoo.addons.mail.tools.discuss import Store
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from .itsm_approval_asking import ASKED

# What would turn the question into another one, or take it off somebody's desk.
_QUESTION = frozenset(
    {
        "active",
        "activity_type_id",
        "date_deadline",
        "itsm_stage_id",
        "res_id",
        "res_model",
        "res_model_id",
        "user_id",
    }
)


class MailActivity(models.Model):
    """An activity that asks for a decision knows the stage it asks for.

    It ends with the decision, and with nothing else: marking it done decides nothing,
    so it is refused, as are moving it to somebody else and deleting it.
    """

    _inherit = "mail.activity"

    itsm_stage_id = fields.Many2one(
        comodel_name="itsm.approval.round.stage",
        string="Approval Stage",
        readonly=True,
        index="btree_not_null",
        ondelete="cascade",
    )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        activities = super().create(vals_list)
        if not self.env.su and activities.filtered("itsm_stage_id"):
            raise AccessError(
                self.env._("Submitting a document asks for its approval, nothing else.")
            )
        return activities

    def write(self, vals):
        if not self.env.su and _QUESTION & vals.keys():
            self._check_not_asking()
            if vals.get("itsm_stage_id"):
                raise AccessError(
                    self.env._(
                        "Submitting a document asks for its approval, nothing else."
                    )
                )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_asking(self):
        if not self.env.su:
            self._check_not_asking()

    # === ACTION METHODS === #

    def action_itsm_decide(self, kind):
        """Open the dialog that decides what the activity asks for.

        :param str kind: ``approved``, ``returned`` or ``rejected``
        """
        stages = self._itsm_questions().itsm_stage_id
        actions = {
            "approved": stages.action_approve,
            "returned": stages.action_return,
            "rejected": stages.action_reject,
        }
        if kind not in actions or not stages:
            raise UserError(self.env._("There is nothing to decide here."))
        return actions[kind]()

    # === BUSINESS METHODS === #

    def _action_done(self, feedback=False, attachment_ids=None):
        self._check_not_asking()
        return super()._action_done(feedback=feedback, attachment_ids=attachment_ids)

    def _check_not_asking(self):
        """Refuse to be rid of a question without an answer.

        :raise UserError:
        """
        # superuser: whether it is still asked does not depend on who looks
        for activity in self.sudo()._itsm_questions():
            stage = activity.itsm_stage_id
            if stage.state == "pending":
                raise UserError(
                    self.env._(
                        "%(document)s still waits for the stage %(stage)s: approve it,"
                        " return it or reject it. That ends the activity; marking it"
                        " done, changing or deleting it decides nothing.",
                        document=stage.round_id.display_name,
                        stage=stage.name,
                    )
                )

    def _itsm_questions(self):
        """Return the activities that ask for a decision.

        Others of a stage tell of it only: that it is late, that nobody can decide.
        """
        return self.filtered_domain(self._itsm_question_domain())

    def _itsm_asks_opinion(self):
        """Return whether the question is what one thinks, in a dialog of its own."""
        # superuser: what is asked does not depend on who looks
        stages = self.sudo()._itsm_questions().itsm_stage_id
        return bool(stages) and all(stage._asks_for_opinion() for stage in stages)

    @api.model
    def _itsm_question_domain(self):
        """Return which activities ask for a decision."""
        asked = self.env["itsm.approval.round.stage"]._type_id(ASKED)
        return Domain("activity_type_id", "=", asked) & Domain(
            "itsm_stage_id", "!=", False
        )

    def _to_store_defaults(self, target):
        return [
            *super()._to_store_defaults(target),
            Store.Attr("itsm_asks", lambda activity: bool(activity._itsm_questions())),
            Store.Attr("itsm_asks_opinion", MailActivity._itsm_asks_opinion),
        ]
