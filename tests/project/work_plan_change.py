"""Fixtures of work plan changes: the plan of `WorkPlanCommon` in force."""

from unittest.mock import patch

from freezegun import freeze_time

from odoo.tests.common import new_test_user

from ..common import MODULE, SHANGHAI, utc
from .work_plan import WorkPlanCommon


class WorkPlanChangeCommon(WorkPlanCommon):
    """``cls.plan`` in force; ``cls.backup`` stands in for ``cls.engineer``.

    The project manager (``cls.manager``) asks, the service manager (``cls.approver``)
    answers and approves, ``cls.backup`` edits, ``cls.technical`` checks what the
    project manager has edited.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.technical = cls.users["technical_manager"]
        cls.backup = cls.new_user("itsm_backup", "engineer")
        cls.join(cls.backup)
        cls.plan = cls.approve(cls.new_plan())

    @classmethod
    def new_user(cls, login, role):
        return new_test_user(
            cls.env,
            login=login,
            groups=f"{MODULE}.group_{role}",
            tz=SHANGHAI,
            company_id=cls.provider.id,
            company_ids=[(6, 0, cls.provider.ids)],
        )

    def run_job(self, at):
        """Hand tasks over and back as the job does, at a time of Shanghai."""
        with freeze_time(utc(at)), patch.object(self.env.cr, "commit", lambda: None):
            self.env["itsm.work.plan"]._cron_hand_over()

    @classmethod
    def ask(cls, user=None, **values):
        """Ask for a change as the project manager, in writing."""
        return (
            cls.env["itsm.work.plan.change"]
            .with_user(user or cls.manager)
            .create(
                {
                    "plan_id": cls.plan.id,
                    "name": "Another rhythm",
                    "reason": "The customer moves his plant.",
                    **values,
                }
            )
        )

    @classmethod
    def ask_orally(cls, **values):
        """Ask by phone, recorded by the project manager."""
        return cls.ask(
            **{
                "request_mode": "oral",
                "channel": "phone",
                "oral_summary": "He is on leave from the 21st to the 23rd.",
                **values,
            }
        )

    @classmethod
    def hand_over(cls, change, user=None, **values):
        """Hand the engineer's work over to his backup, for three days by default."""
        return (
            cls.env["itsm.work.plan.handover"]
            .with_user(user or cls.manager)
            .create(
                {
                    "change_id": change.id,
                    "replaced_id": cls.engineer.id,
                    "successor_id": cls.backup.id,
                    "date_from": "2026-09-21",
                    "date_until": "2026-09-23",
                    "note": "Keys are with the customer's porter.",
                    **values,
                }
            )
        )

    @classmethod
    def agree(cls, change, editor=None):
        change.with_user(cls.approver).action_agree("", (editor or cls.backup).id)
        return change.sudo().new_plan_id

    @classmethod
    def edit(cls, change, user=None, **values):
        """Change the inspection of the new version, and say what it means."""
        user = user or cls.backup
        line = cls.lines_of(change.sudo().new_plan_id)["Inspection"]
        line.with_user(user).write(values or {"planned_hours": 15})
        cls.judge(change, user)

    @classmethod
    def judge(cls, change, user=None):
        change.with_user(user or cls.backup).write(
            {"impact_sla": "None.", "impact_contract": "None."}
        )

    @classmethod
    def carry_out(cls, change, editor=None):
        """Let an edited change be submitted, checked and approved."""
        change.with_user(editor or cls.backup).action_submit()
        change.with_user(cls.manager).action_approve()
        change.with_user(cls.approver).action_approve()
