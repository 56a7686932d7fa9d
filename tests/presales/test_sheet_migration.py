"""The stages of information sheets, as an upgrade to 19.0.3.0.0 finds them."""

import importlib.util
from pathlib import Path

from odoo.tests import tagged

from ..common import MODULE
from .common import PresalesCommon

SCRIPT = Path(__file__).parents[2] / "migrations/19.0.3.0.0/post-information-sheets.py"


@tagged("post_install", "-at_install")
class TestSheetMigration(PresalesCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        spec = importlib.util.spec_from_file_location("post_information_sheets", SCRIPT)
        cls.script = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(cls.script)
        name = f"{MODULE}.approval_stage_information_sheet"
        cls.of_sales = cls.env.ref(f"{name}_1")
        cls.of_service = cls.env.ref(f"{name}_2")

    def test_stages_as_shipped_before(self):
        """A review by sales and an approval, without condition: as in domain 4.1."""
        shipped = [(s.act, s.condition) for s in self.of_sales | self.of_service]
        self.of_sales.write({"act": "review", "condition": False})
        self.of_service.condition = False
        self.script.migrate(self.env.cr, "19.0.2.0.0")
        self.env.invalidate_all()
        found = [(s.act, s.condition) for s in self.of_sales | self.of_service]
        self.assertEqual(found, shipped)

    def test_stages_that_were_changed(self):
        self.of_sales.write({"act": "review", "condition": "[('id', '>', 0)]"})
        self.of_service.unlink()
        self.script.migrate(self.env.cr, "19.0.2.0.0")
        self.env.invalidate_all()
        self.assertEqual(self.of_sales.condition, "[('id', '>', 0)]")
        self.assertEqual(self.of_sales.act, "review")
