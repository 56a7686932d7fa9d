from odoo import api, fields, models

from ..models.approval import guard


class ItsmDemo(models.AbstractModel):
    """How the demo company changes its work plan (domain 7, clause 1.1.15)."""

    _inherit = "itsm.demo"

    @api.model
    def _change_work(self, plan, story, xmlid, number):
        """Have a change asked for by phone, recorded, agreed to, edited and approved.

        :param str plan: name of the work plan in force
        :param str story: JSON file with what was said and written
        :param str xmlid: name of the change's record
        :param str number: of the change in the story
        """
        told = self._story(story)
        language = self._language()
        plan = self._as(self._ref(plan), "zhaolei")
        changes = plan.env["itsm.work.plan.change"]
        asked_at = self._told_instant("2026-09-16 09:40")
        change = changes.create(
            {
                **self._told(changes, told["request"]),
                "plan_id": plan.id,
                "requested_at": asked_at,
                "requested_to_id": self._user("chenjing").id,
            }
        )
        self._number_document(change, number)
        handover = self._told(change.handover_ids, told["handover"])
        change.handover_ids.create(
            {
                **handover,
                "change_id": change.id,
                "replaced_id": self._user("wuhao").id,
                "successor_id": self._user("hejingyi").id,
                "date_from": "2026-09-21",
                "date_until": "2026-09-23",
            }
        )
        self._date_change(change, recorded_at="2026-09-16 11:05")
        editor = self._user("hejingyi")
        self._as(change, "chenjing").action_agree(told["answer"][language], editor.id)
        self._date_change(change, confirmed_at="2026-09-16 14:20")
        self._as(change, "hejingyi").write(self._told(change, told["judged"]))
        self._as(change, "hejingyi").action_submit()
        self._as(change, "zhaolei").action_approve(told["checked"][language])
        self._as(change, "chenjing").action_approve()
        self._remember(xmlid, change)

    @api.model
    def _date_change(self, change, **moments):
        """Let it have happened at its time of the story."""
        # superuser: the program says when, as the story has it
        guard.with_key(change.sudo()).write(
            {name: self._told_instant(text) for name, text in moments.items()}
        )

    @api.model
    def _told_instant(self, text):
        """Return a time of the story, unless that is still to come."""
        return min(self._instant(text), fields.Datetime.now())
