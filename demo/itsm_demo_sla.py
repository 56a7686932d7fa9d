from odoo import api, models

SUMMARY = {
    "en": "Planned maintenance is announced by the service desk three days ahead.",
    "zh": "计划维护由服务台提前三天通知。",
}
NOTE = {"en": "Announced three days ahead", "zh": "提前三天通知"}


class ItsmDemo(models.AbstractModel):
    """How the demo company agrees on its SLAs: written, reviewed, approved."""

    _inherit = "itsm.demo"

    @api.model
    def _publish_standard_slas(self, *names):
        """Have standard SLAs approved and put in force by those whose task it is."""
        for name in names:
            sla = self._ref(name).with_user(self._user("chenjing"))
            self._agree(sla, "chenjing", "liuyang", "wanghaitao")
            sla.action_put_in_force()

    @api.model
    def _agree(self, document, author, *deciders):
        """Submit a document, and have each stage agree in turn.

        :param str author: user who submits it
        :param deciders: users, one for each stage
        """
        self._as(document, author).action_submit()
        for decider in deciders:
            self._as(document, decider).action_approve()

    @api.model
    def _revise_sla(self, name, date_start):
        """Have sales revise a contract's SLA, and submit it for review."""
        language = self._language()
        sla = self._ref(name).with_user(self._user("linfang"))
        draft = sla.revise(False, SUMMARY[language])
        draft.date_start = date_start
        draft.availability_ids.window_ids.note = NOTE[language]
        self._agree(draft, "linfang")
