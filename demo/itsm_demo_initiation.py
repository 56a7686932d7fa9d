from odoo import api, models

from ..models.approval import guard


class ItsmDemo(models.AbstractModel):
    """How the demo company's projects are initiated (domain 7, clause 1.1.8)."""

    _inherit = "itsm.demo"

    @api.model
    def _initiate_project(self, contract, story, xmlid, number, day, *deciders):
        """Initiate the project of a contract: appoint, complete, submit, approve.

        :param str contract: name of the contract
        :param str story: what is told of it in ``project/initiations.json``
        :param str xmlid: name of the initiation's record, such as initiation_jiangcheng
        :param str number: of the initiation in the story
        :param str day: ISO date of the story
        :param deciders: users, one for each stage; without them it was agreed on paper
        """
        told = self._story("project/initiations.json")[story]
        contract = self._as(self._ref(contract), "chenjing")
        if not deciders:
            # superuser: its contract is over, so that nobody begins it any more
            contract = guard.with_key(contract.sudo())
        initiation = contract._initiate()
        self._number_document(initiation, number)
        initiation.project_manager_id = self._user("zhaolei")
        if deciders:
            initiation.action_hand_over()
            manager = self._as(initiation, "zhaolei")
            manager.write(self._told(manager, told))
            manager.action_hand_back()
            self._date_initiation(initiation, day)
            self._agree(initiation, "chenjing", *deciders)
        else:
            initiation.write(self._told(initiation, told))
            self._date_initiation(initiation, day)
            reason = {"en": "Approved on paper", "zh": "已在纸质文件上批准"}
            initiation._adopt(reason[self._language()])
        self._remember(xmlid, initiation)
        self._remember(xmlid.replace("initiation", "project"), initiation.project_id)

    @api.model
    def _date_initiation(self, initiation, day):
        """Let it have been written on its day of the story."""
        dates = {"appointed_on": day}
        if initiation.completed_on:
            dates["completed_on"] = day
        guard.with_key(initiation.sudo()).write(dates)
