"""Databases from before projects were closed, as 19.0.4.0.0 takes them over."""

import importlib.util
from pathlib import Path

from odoo.tests import tagged

from ..common import MODULE
from .closure_common import ClosureCommon

SCRIPT = Path(__file__).parents[2] / "migrations" / "19.0.4.0.0" / "post-rules.py"


@tagged("post_install", "-at_install")
class TestClosureMigration(ClosureCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        spec = importlib.util.spec_from_file_location("post_rules", SCRIPT)
        cls.script = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(cls.script)

    def _make_old_rules(self):
        """Bring the record rules into the form that the version before gave them."""
        ours = self.env["ir.model.data"].search(
            [("module", "=", MODULE), ("model", "=", "ir.rule")]
        )
        rules = self.env["ir.rule"].browse(ours.mapped("res_id"))
        rules = rules.filtered(lambda rule: "completed" in (rule.domain_force or ""))
        domains = {rule: rule.domain_force for rule in rules}
        for rule, domain in domains.items():
            for quote in "'\"":
                domain = domain.replace(f", {quote}completed{quote}", "")
            rule.domain_force = domain
        return domains

    def test_rules(self):
        domains = self._make_old_rules()
        # SLA 1, contract 1, reports with their figures and misses 3
        self.assertEqual(len(domains), 5)
        engineer = self.users["engineer"]
        self.close()
        self.assertEqual(self.contract.state, "completed")
        reports = self.env["itsm.service.report"].with_user(engineer)
        own = [("contract_id", "=", self.contract.id)]
        self.assertFalse(reports.search(own))
        self.script.load_rules(self.env)
        self.assertEqual({rule: rule.domain_force for rule in domains}, domains)
        self.assertEqual(len(reports.search(own)), 3)

    def test_stage(self):
        stage = self.env.ref(f"{MODULE}.approval_stage_closure_1")
        condition = stage.condition
        stage.condition = False
        self.script.complete_stages(self.env)
        self.assertEqual(stage.condition, condition)
        # what an administrator has said stays
        stage.condition = "[('is_waived', '=', False), ('open_count', '=', 0)]"
        self.script.complete_stages(self.env)
        self.assertIn("open_count", stage.condition)
