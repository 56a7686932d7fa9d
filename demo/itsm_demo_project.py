from markupsafe import Markup

from odoo import api, models
from odoo.fields import Command


class ItsmDemo(models.AbstractModel):
    """How the demo company plans its services (domain 7, clauses 1.1.10 to 1.1.12)."""

    _inherit = "itsm.demo"

    @api.model
    def _plan_services(self, project, story, xmlid, number):
        """Have a project's service plan written, reviewed in two rounds and approved.

        :param str project: name of the project
        :param str story: JSON file with the sections' texts by number, risks, what
            covers a line beside the sections proposed, and the rounds of review
        :param str xmlid: name of the plan's record
        :param str number: of the plan in the story
        """
        told = self._story(story)
        project = self._as(self._ref(project), "zhaolei")
        action = project.action_itsm_create_service_plan()
        plan = project.env["itsm.service.plan"].browse(action["res_id"])
        self._number_document(plan, number)
        plan.write(self._told(plan, {"name": told["name"]}))
        plan.risk_ids.unlink()
        plan.write(self._told(plan, {"risk_ids": told["risk_ids"]}))
        sections = {section.code: section for section in plan.section_ids}
        for code, text in told["sections"].items():
            section = sections[int(code)]
            known = Markup(section.content or "")
            section.content = Markup(text[self._language()]) + known
        for line in plan.coverage_ids:
            codes = told["coverage"].get(line.key, ())
            line.section_ids = [Command.set([sections[code].id for code in codes])]
        plan.action_propose_coverage()
        for told_round in told["rounds"]:
            self._review_plan(plan, sections, told_round)
        self._as(plan, "chenjing").action_approve()
        self._remember(xmlid, plan)

    @api.model
    def _review_plan(self, plan, sections, told):
        """Submit a plan and hold its technical review: it is returned, or passes.

        :param dict sections: of the plan, by number
        :param dict told: how the review was held; of one that was ``returned`` (why)
            also the comments, and what sections said ``before``
        """
        corrected = {}
        for code, text in told.get("before", {}).items():
            section = sections[int(code)]
            corrected[section] = section.content
            section.content = text[self._language()]
        plan.action_submit()
        review = self._as(plan.review_id, "liuyang")
        names = told["participants"]
        held = {
            name: told[name] for name in ("agenda", "minutes", "place") if name in told
        }
        review.write(
            {
                **self._told(review, held),
                "mode": told["mode"],
                "date": told["date"],
                "participant_ids": [Command.set([self._user(n).id for n in names])],
            }
        )
        if "returned" not in told:
            review.comment_ids.action_close()
            review.action_approve_plan()
            return
        language = self._language()
        for comment in told["comments"]:
            self._as(review.comment_ids, comment["by"]).create(
                {
                    "review_id": review.id,
                    "section_id": sections[comment["section"]].id,
                    "severity": comment["severity"],
                    "name": comment["text"][language],
                }
            )
        self._as(plan, "liuyang").decide("returned", told["returned"][language])
        for section, content in corrected.items():
            section.content = content
        answers = plan._get_open_comments().sorted("id").with_user(plan.env.user)
        for answer, comment in zip(answers, told["comments"], strict=True):
            if "response" in comment:
                answer.response = comment["response"][language]
