from odoo.tests import tagged

from ..reporting.common import ReportingCommon


@tagged("post_install", "-at_install")
class TestClosure(ReportingCommon):
    """Closing a project of a three-month contract that is over."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.closure = (
            cls.env["itsm.project.closure"]
            .with_user(cls.pm)
            .create({"project_id": cls.project.id})
        )

    def test_checklist(self):
        self.assertEqual(len(self.closure.item_ids), 17)
