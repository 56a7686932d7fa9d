import base64

from odoo import api, models
from odoo.fields import Command


class ItsmDemo(models.AbstractModel):
    """What the demo company's SLA drafts would have meant (clause 1.1.6)."""

    _inherit = "itsm.demo"

    @api.model
    def _try_out(self, plan, xmlid, file, exported_on, name_en, name_zh):
        """Have the SLA drafts of a plan judge the tickets that the customer exported.

        :param str plan: name of the plan
        :param str xmlid: name of the try-out's record
        :param str file: the customer's tickets
        :param str exported_on: day of the export
        """
        plan = self._as(self._ref(plan), "zhaolei")
        tryout = plan.env["itsm.sla.tryout"].create(
            {
                "name": {"en": name_en, "zh": name_zh}[self._language()],
                "plan_id": plan.id,
                "company_id": plan.company_id.id,
                "tz": "Asia/Shanghai",
                "file": base64.b64encode(self._file(file)),
                "filename": file.rpartition("/")[2],
                "exported_on": exported_on,
                "candidate_ids": [
                    Command.create({"sla_id": sla.id, "sequence": place})
                    for place, sla in enumerate(plan.sla_ids.sorted("id"))
                ],
            }
        )
        tryout.action_compute()
        self._remember(xmlid, tryout)
