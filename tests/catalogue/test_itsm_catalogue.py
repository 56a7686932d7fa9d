from psycopg2 import IntegrityError

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import ItsmCommon

# Domain table 3.7
MATRIX = {
    ("high", "high"): "P1",
    ("high", "medium"): "P2",
    ("high", "low"): "P3",
    ("medium", "high"): "P2",
    ("medium", "medium"): "P3",
    ("medium", "low"): "P3",
    ("low", "high"): "P3",
    ("low", "medium"): "P4",
    ("low", "low"): "P4",
}


@tagged("post_install", "-at_install")
class TestItsmCatalogue(ItsmCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rules = cls.env["itsm.priority.rule"]

    def test_matrix_as_shipped(self):
        for (impact, urgency), code in MATRIX.items():
            with self.subTest(impact=impact, urgency=urgency):
                priority = self.rules._priority_for(impact, urgency)
                self.assertEqual(priority.code, code)

    def test_cell_of_a_company(self):
        other = self.env["res.company"].create({"name": "Other provider"})
        self.rules.create(
            {
                "impact": "low",
                "urgency": "low",
                "priority_id": self.priorities["P2"].id,
                "company_id": self.company.id,
            }
        )
        find = self.rules._priority_for
        self.assertEqual(find("low", "low", self.company).code, "P2")
        self.assertEqual(find("low", "low", other).code, "P4")
        engineer = self.rules.with_user(self.users["engineer"])
        self.assertEqual(engineer._priority_for("low", "low", other).code, "P4")

    def test_no_such_cell(self):
        self.rules.search([("impact", "=", "low"), ("urgency", "=", "low")]).unlink()
        self.assertFalse(self.rules._priority_for("low", "low"))
        self.assertFalse(self.rules._priority_for(False, "low"))

    @mute_logger("odoo.sql_db")
    def test_cell_is_unique(self):
        cell = {"impact": "low", "urgency": "low", "priority_id": 1}
        for company in (False, self.company.id):
            values = dict(
                cell, priority_id=self.priorities["P1"].id, company_id=company
            )
            if company:
                self.rules.create(values)
            with self.subTest(company), self.assertRefused("", IntegrityError):
                self.rules.create(values)

    def test_matrix_screen(self):
        administrator = self.rules.with_user(self.users["administrator"])
        matrix = administrator.get_matrix()
        self.assertTrue(matrix["editable"])
        self.assertEqual([value for value, _label in matrix["levels"]][0], "high")
        codes = {priority.id: code for code, priority in self.priorities.items()}
        for (impact, urgency), code in MATRIX.items():
            cell = matrix["cells"][f"{impact},{urgency}"]
            self.assertEqual(codes[cell["priority_id"]], code)
        p1 = self.priorities["P1"].id
        matrix = administrator.set_cell("high", "medium", p1)
        self.assertEqual(matrix["cells"]["high,medium"]["priority_id"], p1)
        # A cell that is missing is made.
        self.rules.search([("impact", "=", "low"), ("urgency", "=", "low")]).unlink()
        matrix = administrator.set_cell("low", "low", p1)
        self.assertEqual(matrix["cells"]["low,low"]["priority_id"], p1)

    def test_matrix_screen_is_for_administrators(self):
        manager = self.rules.with_user(self.users["service_manager"])
        self.assertFalse(manager.get_matrix()["editable"])
        with self.assertRaises(AccessError):
            manager.set_cell("high", "medium", self.priorities["P1"].id)

    def test_service_code_is_unique_in_a_company(self):
        other = self.env["res.company"].create({"name": "Other provider"})
        create = self.env["itsm.service"].create
        create({"code": "NET", "name": "Network", "company_id": other.id})
        with mute_logger("odoo.sql_db"), self.assertRefused("", IntegrityError):
            create({"code": "NET", "name": "Network"})

    def test_copy_of_a_service(self):
        service = self.env["itsm.service"].create(
            {
                "code": "SAN",
                "name": "Storage",
                "product_id": self.services["NET"].product_id.id,
                "target_ids": [
                    Command.create(
                        {
                            "priority_id": self.priorities["P1"].id,
                            "metric": "response",
                            "minutes": 2880,
                        }
                    )
                ],
            }
        )
        copy = service.copy()
        self.assertEqual(copy.code, "SAN (copy)")
        self.assertEqual(copy.number, "SAN (copy)")
        self.assertEqual(copy.target_ids.duration, "48 h around the clock = 2 days")
        self.assertFalse(copy.product_id, "Another service is another product.")

    def test_standard_target_out_of_reach(self):
        service = self.env["itsm.service"].create({"code": "SAN", "name": "Storage"})
        with self.assertRefused("cannot be reached"):
            self.env["itsm.service.target"].create(
                {
                    "service_id": service.id,
                    "priority_id": self.priorities["P1"].id,
                    "metric": "response",
                    "minutes": 2**31 - 1,
                }
            )

    def test_service_of_a_product(self):
        product = self.services["NET"].product_id
        self.assertEqual(product._itsm_get_service(self.company), self.services["NET"])
        other = self.env["res.company"].create({"name": "Other provider"})
        self.assertFalse(product._itsm_get_service(other))
