from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tests.common import new_test_user
from odoo.tools import mute_logger

from ..common import MODULE, ROLES
from .common import ReportingCommon

READ, WRITE, CREATE, UNLINK = "read", "write", "create", "unlink"
NOTHING = frozenset()
READER = frozenset({READ})
MANAGER = frozenset({READ, WRITE, CREATE, UNLINK})

# What each role may do with the report of a contract in force which it has not sold
# and whose project it does not run.
REPORT = {
    "administrator": MANAGER,
    "auditor": READER,
    "commercial": NOTHING,
    "cost_viewer": NOTHING,
    "engineer": READER,
    "general_manager": READER,
    "management_representative": READER,
    "project_manager": READER,
    "reviewer": READER,
    "sales": NOTHING,
    "security_officer": NOTHING,
    "service_director": MANAGER,
    "service_manager": MANAGER,
    "technical_manager": READER,
    "user": NOTHING,
}


@tagged("post_install", "-at_install")
class TestReportAccess(ReportingCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Neither sold nor run by the users of the roles.
        cls.contract.user_id = cls.env.user
        cls.project.user_id = cls.env.user
        cls.report = cls.make_report()

    def allowed(self, user, record):
        """Return the operations a user may do with a record."""
        record = record.with_user(user).with_context(
            allowed_company_ids=user.company_ids.ids
        )
        return {
            operation
            for operation in (READ, WRITE, CREATE, UNLINK)
            if record.has_access(operation)
        }

    def test_reports(self):
        self.assertEqual(set(REPORT), set(ROLES))
        for role, expected in REPORT.items():
            with self.subTest(role=role):
                self.assertEqual(self.allowed(self.users[role], self.report), expected)

    def test_lines(self):
        """Figures are computed: nobody writes them; causes belong to the report."""
        for role, expected in REPORT.items():
            with self.subTest(role=role):
                user = self.users[role]
                figures = self.allowed(user, self.report.figure_ids[0])
                self.assertEqual(figures, expected & {READ})
                misses = self.allowed(user, self.report.miss_ids[0])
                self.assertEqual(misses, expected & {READ, WRITE})

    def test_people_without_a_role(self):
        for user in (self.plain_user, self.portal_user):
            for record in (
                self.report,
                self.report.figure_ids[0],
                self.report.miss_ids[0],
            ):
                self.assertFalse(self.allowed(user, record))

    def test_sales_see_what_they_sold(self):
        sales = self.users["sales"]
        self.contract.user_id = sales
        self.assertEqual(self.allowed(sales, self.report), {READ})
        self.assertEqual(self.allowed(sales, self.report.figure_ids[0]), {READ})

    def test_project_managers_write_reports_of_their_projects(self):
        self.project.user_id = self.pm
        self.assertEqual(self.allowed(self.pm, self.report), {READ, WRITE, CREATE})
        self.assertEqual(self.allowed(self.pm, self.report.miss_ids), {READ, WRITE})

    def test_closed_contracts(self):
        """An engineer loses sight of them, their project manager does not."""
        self.env.cr.execute(
            "UPDATE itsm_contract SET state = 'closed' WHERE id = %s",
            [self.contract.id],
        )
        self.contract.invalidate_recordset()
        self.assertFalse(self.allowed(self.users["engineer"], self.report))
        self.project.user_id = self.pm
        self.assertIn(READ, self.allowed(self.pm, self.report))

    def test_other_companies(self):
        stranger = new_test_user(
            self.env,
            login="itsm_stranger",
            groups=f"{MODULE}.group_administrator",
        )
        self.join_company(stranger, self.env["res.company"].create({"name": "Other"}))
        self.assertFalse(self.allowed(stranger, self.report))
        self.assertFalse(self.allowed(stranger, self.report.figure_ids[0]))

    def test_methods(self):
        """What may be called: computing, submitting and revising by writers."""
        submitted = self.make_report("2026-08-01", "2026-08-07")
        approved = self.make_report("2026-08-08", "2026-08-14")
        self.approve(approved)
        calls = {
            "action_compute": submitted,
            "action_submit": submitted,
            "action_revise": approved,
        }
        for role in ROLES:
            for name, report in calls.items():
                with self.subTest(role=role, method=name):
                    call = getattr(report.with_user(self.users[role]), name)
                    self.check(call, WRITE in REPORT[role], AccessError)

    def test_only_holders_of_the_role_approve(self):
        """Neither the director nor an administrator: their role is another one."""
        self.submit(self.report)
        for role in ROLES:
            with self.subTest(role=role):
                approve = self.report.with_user(self.users[role]).action_approve
                self.check(approve, role == "service_manager", AccessError)

    def check(self, call, may, error):
        """Call something, and undo it."""
        with self.at("2026-09-02 09:00"), self.env.cr.savepoint() as point:
            if may:
                call()
            else:
                with mute_logger("odoo.addons.base.models.ir_rule"):
                    self.assertRaises(error, call)
            point.rollback()
        self.env.invalidate_all()

    def test_figures_cannot_be_forged(self):
        """Not through the report's own field either."""
        self.project.user_id = self.pm
        report = self.report.with_user(self.pm)
        figure = report.figure_ids[0]
        with self.assertRaises(AccessError), mute_logger("odoo.models"):
            figure.write({"value": "100.00"})
        with self.assertRaises(UserError):
            report.write({"figure_ids": [(1, figure.id, {"value": "100.00"})]})
