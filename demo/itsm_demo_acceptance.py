from odoo import api, fields, models

from ..models.approval import guard


class ItsmDemo(models.AbstractModel):
    """How the demo company's projects were accepted (domain 7, clause 1.1.18)."""

    _inherit = "itsm.demo"

    @api.model
    def _accept_project(self, project, story, xmlid, number):
        """Record an acceptance that was decided and signed on paper, as it was told.

        Its log says that it was taken over: it knows no other time than its own.

        :param str project: name of the project
        :param str story: what is told of it, a JSON file
        :param str xmlid: name of the acceptance's record
        :param str number: of the acceptance in the story
        """
        told = self._story(story)
        acceptances = self._as(self.env["itsm.acceptance"], "zhaolei")
        acceptance = acceptances.create({"project_id": self._ref(project).id})
        self._number_document(acceptance, number)
        acceptance.write(self._told(acceptance, told["draft"]))
        acceptance.action_take_sla_results()
        self._remember(xmlid, acceptance)
        # superuser: what was agreed on paper only the program takes over
        known = acceptance.sudo()
        reason = {
            "en": "Reviewed and released on paper",
            "zh": "已在纸质文件上评审并提请",
        }
        known._record_adoption(reason[self._language()])
        known._transition(
            {"state": "approved", "approved_at": fields.Datetime.now()}
        )
        day = fields.Date.to_date(told["signed_on"])
        issues = self.env["itsm.remaining.issue"]
        acceptance._record_signatures(
            (self._user(told["for_provider"]), day),
            (self._ref(f"partner_{told['for_customer']}"), day),
            (f"{number}.pdf", self._file("contract/signed_copy.pdf")),
            {
                "conclusion": told["conclusion"],
                "results": {
                    str(line.id): {"result": "pass"}
                    for line in acceptance.criterion_ids
                },
                "issues": [self._told(issues, issue) for issue in told["issues"]],
            },
        )
        for issue, closing in zip(
            acceptance.issue_ids, told["closings"], strict=True
        ):
            issue.close(closing["resolution"][self._language()])
            guard.with_key(issue.sudo()).write({"closed_on": closing["closed_on"]})
