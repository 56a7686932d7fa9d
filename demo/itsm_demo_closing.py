import csv
import io

from odoo import api, fields, models
from odoo.fields import Command

# What the contract with customer B was about; the others were not ours.
CATEGORIES = ("PC", "PRN")


class ItsmDemo(models.AbstractModel):
    """How the demo company's projects end: milestones, summary, closure (domain 7)."""

    _inherit = "itsm.demo"

    @api.model
    def _import_own_tickets(self, contract, path):
        """Import of a customer's tickets those that its contract was about.

        :param str contract: name of the contract
        :param str path: CSV file of all that the customer has exported
        """
        contract = self._as(self._ref(contract), "chenjing")
        rows = list(self._rows(path))
        first, last = str(contract.date_start), str(contract.date_end)
        table = io.StringIO()
        writer = csv.DictWriter(table, rows[0].keys())
        writer.writeheader()
        writer.writerows(
            row
            for row in rows
            if row["category_code"] in CATEGORIES
            and first <= row["opened_at"][:10] <= last
        )
        importer = contract.env["itsm.ticket.importer"]
        history = importer._read(table.getvalue().encode(), contract.tz)
        tickets = importer._apply(importer._plan(contract, history))
        tickets = tickets.with_context(tracking_disable=True, mail_notrack=True)
        team = self._ref("team_service")
        for ticket in tickets:
            ticket.write({"team_id": team.id, "user_id": self._engineer(ticket).id})

    @api.model
    def _reach_milestones(self, project, until):
        """Let the milestones that were due be reached in time.

        :param str project: name of the project
        :param str until: ISO date; milestones due later are still to come
        """
        project = self._as(self._ref(project), "zhaolei")
        due = project.milestone_ids.filtered(
            lambda one: (
                not one.is_reached
                and one.deadline
                and one.deadline <= fields.Date.to_date(until)
            )
        )
        for milestone in due:
            milestone.is_reached = True
            # which sets the day of today
            milestone.flush_recordset()
            milestone.reached_date = milestone.deadline

    @api.model
    def _sum_up(self, project, story, xmlid, number):
        """Have a project summed up, reviewed and approved.

        :param str project: name of the project
        :param str story: JSON file: ``sections`` by code (a text, or a reason why it
            does not apply) and ``lesson_ids``
        :param str xmlid: name of the report's record
        :param str number: of the report in the story
        """
        told = self._story(story)["summary"]
        project = self._as(self._ref(project), "zhaolei")
        summary = project.env["itsm.summary.report"].create({"project_id": project.id})
        self._number_document(summary, number)
        language = self._language()
        for section in summary.section_ids:
            texts = told["sections"].get(section.code)
            if not texts:
                continue
            if "reason" in texts:
                reason = texts["reason"][language]
                section.write({"not_applicable": True, "reason": reason})
            else:
                section.content = f"<p>{texts[language]}</p>"
        summary.write(
            {
                "lesson_ids": [
                    Command.create(self._told(summary.lesson_ids, row))
                    for row in told["lesson_ids"]
                ]
            }
        )
        self._agree(summary, "zhaolei", "liuyang", "chenjing")
        self._remember(xmlid, summary)

    @api.model
    def _close_project(self, project, story, xmlid, number):
        """Have the checklist of a project settled, and the director close it.

        :param str project: name of the project
        :param str story: JSON file: ``items`` by the name of their template, with the
            evidence or a reason, and the ``conclusion``
        :param str xmlid: name of the closure's record
        :param str number: of the closure in the story
        """
        told = self._story(story)["closure"]
        project = self._as(self._ref(project), "zhaolei")
        self._file_documents(project)
        closure = project.env["itsm.project.closure"].create({"project_id": project.id})
        self._number_document(closure, number)
        language = self._language()
        by_people = closure.item_ids.filtered(lambda item: not item.check)
        by_place = by_people.grouped("sequence")
        for name, text in told["items"].items():
            template = self.env.ref(f"itsm_service_delivery.closure_template_{name}")
            item = by_place[template.sequence]
            if "reason" in text:
                item.settle("not_applicable", text["reason"][language])
            else:
                item.settle("done", text[language])
        closure.conclusion = told["conclusion"][language]
        self._agree(closure, "zhaolei", "wanghaitao")
        self._remember(xmlid, closure)

    @api.model
    def _file_documents(self, project):
        """File what of a project was approved, as the job does; the closure asks."""
        for model in self.env["itsm.document.mixin"]._document_models():
            # superuser: the program files, for whomever
            documents = self.env[model].sudo()
            if "project_id" in documents._fields:
                due = [("project_id", "=", project.id), ("pdf_due_at", "!=", False)]
                for document in documents.search(due):
                    document._file_pdf()
