"""The form on paper: filed without costs, the internal edition for cost viewers."""

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from ..common import MODULE
from .common import ItsmProjectFlow

SECRETS = ("600,000", "600000", "400,000", "400000", "33.33", "Spares", "Below 66")


@freeze_time("2026-07-22 01:00:00")
@tagged("post_install", "-at_install")
class TestInitiationPrint(ItsmProjectFlow, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.put_in_force()
        cls.form = cls.begin(cls.contract, level="A")
        cls.complete(
            cls.form,
            objective_cost="<p>Below 66 % of the revenue</p>",
            risk_ids=[Command.create({"name": "Late hand-over", "response": "Plan"})],
        )
        cls.approve(cls.form)

    def _html(self, role, edition, form=None):
        report = f"{MODULE}.action_report_project_initiation{edition}"
        reports = self.env["ir.actions.report"].with_user(self.users[role])
        return reports._render_qweb_html(report, (form or self.form).ids)[0].decode()

    def assertNoSecret(self, text):
        for secret in SECRETS:
            self.assertNotIn(secret, text)

    def test_sections(self):
        html = self._html("auditor", "")
        for text in (
            self.form.number,
            self.contract.number,
            "Jiangcheng Manufacturing",
            self.manager.name,
            "2026-08-01 – 2027-07-31",
            "ERP, OA and the network are served",
            "Monthly report",
            "Service begins",
            "Network engineer",
            "Late hand-over",
            "≥ 95 %",
            "≥ 4.2 Points of 5",
        ):
            with self.subTest(text):
                self.assertIn(text, html)
        self.assertNoSecret(html)

    def test_internal_edition(self):
        for role in ("service_manager", "project_manager", "general_manager"):
            with self.subTest(role):
                html = self._html(role, "_internal")
                for text in ("600,000.00", "800,000.00", "400,000.00", "33.33"):
                    self.assertIn(text, html)
        for role in ("auditor", "management_representative", "reviewer"):
            with self.subTest(role), self.assertRaises(AccessError):
                self._html(role, "_internal")

    def test_not_by_its_address_either(self):
        login = self.users["auditor"].login
        self.authenticate(login, login)
        name = f"{MODULE}.project_initiation_internal"
        answer = self.url_open(f"/report/html/{name}/{self.form.id}")
        self.assertNotEqual(answer.status_code, 200)
        self.assertNoSecret(answer.text)

    def test_what_is_filed(self):
        cron = self.env.ref(f"{MODULE}.cron_file_pdfs")
        with self.enter_registry_test_mode():
            cron.method_direct_trigger()
        self.env.invalidate_all()
        attachment = self.form.sudo().pdf_attachment_id
        self.assertTrue(attachment.raw.startswith(b"%PDF"))
        text = self.form.sudo()._get_print_snapshot()
        self.assertNoSecret(text)
        for name in ("budget_ids", "budget_total", "expected_margin", "objective_cost"):
            self.assertNotIn(f'"{name}"', text)
        self.assertIn("Spares", self.form.sudo().round_id.snapshot)

    def test_a_change_tells_before_and_after(self):
        project = self.contract.project_id.with_user(self.service_manager)
        change = self.form.browse(project.action_itsm_change()["res_id"])
        self.complete(
            change,
            change_reason="Two months more",
            change_impact="More travel",
            date_end="2027-09-30",
            budget_ids=[Command.create({"kind": "travel", "amount": 77777.0})],
        )
        html = self._html("auditor", "", change)
        for text in ("Two months more", "More travel", "09/30/2027", "07/31/2027"):
            self.assertIn(text, html)
        self.assertNotIn("77,777", self._html("service_manager", "", change))
        self.assertIn("77,777", self._html("service_manager", "_internal", change))
