"""The printed service plan, and the minutes of its review (domain 2.5)."""

import json

from odoo.fields import Command
from odoo.tests import tagged

from ..approval.pdf import PdfReading
from .service_plan_common import ServicePlanCommon

COMMENT = "Who stands in for the expert?"


@tagged("post_install", "-at_install")
class TestServicePlanPrint(PdfReading, ServicePlanCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan = cls.begin_plan()
        draft = cls.plan.with_user(cls.manager)
        draft.deliverable_ids = [
            Command.create({"name": "Runbook", "criterion": "Read by line 1"})
        ]
        draft.risk_ids = [
            Command.create({"name": "The switch fails", "response": "Spare switch"})
        ]
        section = draft.section_ids.filtered(lambda s: s.code == 11)
        section.write({"not_applicable": True, "reason": "No supplier takes part"})
        cls.complete(cls.plan)
        draft.action_submit()
        cls.comment = (
            cls.env["itsm.service.plan.comment"]
            .with_user(cls.reviewer)
            .create(
                {
                    "review_id": cls.plan.review_id.id,
                    "severity": "suggestion",
                    "name": COMMENT,
                }
            )
        )

    def test_plan(self):
        text = self.text(self.print_pdf(self.plan, self.manager))
        for expected in (
            self.plan.number,
            "Customer Jiangcheng Manufacturing",
            "1 Overview",
            "20 Service Transition, Handover and Termination",
            "Not applicable: No supplier takes part",
            "15 min around the clock",
            "Runbook",
            "Read by line 1",
            "The switch fails",
            "Spare switch",
            "Coverage of contract and SLA",
        ):
            with self.subTest(expected):
                self.assertIn(expected, text)

    def test_safe_for_the_customer(self):
        text = self.text(self.print_pdf(self.plan, self.manager))
        self.assertNotIn(COMMENT, text)
        for figure in ("600,000", "600000", "100,000"):
            self.assertNotIn(figure, text)
        snapshot = self.plan.sudo()._get_print_snapshot()
        self.assertNotIn(COMMENT, snapshot)
        self.assertIn("section_ids", json.loads(snapshot)["content"]["fields"])

    def test_filed_with_the_approval(self):
        self.pass_plan(self.plan)
        self.assertTrue(self.plan.sudo().pdf_due_at)

    def test_minutes(self):
        self.hold_review(self.plan)
        review = self.plan.review_id
        review.with_user(self.reviewer).minutes = "<p>All sections gone through</p>"
        self.plan.with_user(self.reviewer).action_approve()
        reports = self.env["ir.actions.report"].with_user(self.manager)
        reports = reports.with_context(force_report_rendering=True)
        name = "itsm_service_delivery.action_report_service_plan_review"
        text = self.text(reports._render_qweb_pdf(name, review.ids)[0])
        for expected in (
            "Minutes of the Technical Review",
            "2026-07-24",
            "All sections gone through",
            COMMENT,
            "1-1",
            "Suggestion",
            self.users["engineer"].name,
        ):
            with self.subTest(expected):
                self.assertIn(expected, text)
