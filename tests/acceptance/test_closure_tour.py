"""The end of a project: accepted with conditions on a phone, settled, closed."""

from odoo.tests import HttpCase, tagged

from .closure_common import ClosureCommon
from .common import AcceptanceCommon


@tagged("post_install", "-at_install")
class TestClosureTour(ClosureCommon, AcceptanceCommon, HttpCase):
    """Each person at work with the own rights only (domain 7, customer B)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.acceptance = cls.new_acceptance()
        cls.acceptance.action_take_sla_results()

    @classmethod
    def _begin(cls):
        """Begin no closure: the project manager does it in the browser."""
        return cls.env["itsm.project.closure"]

    def go(self, tour, user, url, size="1366x768"):
        """Take a tour as a person."""
        self.browser_size = size
        self.start_tour(url, tour, login=user.login)
        self.env.invalidate_all()

    def test_from_the_acceptance_to_the_closed_project(self):
        # The customer accepts with conditions, on a phone.
        self.send()
        self.go("itsm_portal_acceptance", self.portal_user, "/my", "390x844")
        self.sign_as_provider()
        self.assertEqual(self.acceptance.state, "conditional")
        issue = self.acceptance.issue_ids
        self.assertEqual(issue.state, "open")

        # What remained is closed.
        self.go("itsm_acceptance_issue", self.manager, "/odoo/remaining-issues")
        self.assertEqual((issue.state, issue.closed_by_id), ("closed", self.manager))
        self.assertEqual(self.acceptance.state, "in_force")

        # a job does this
        self.acceptance.sudo()._file_pdf()
        project = f"/odoo/project.project/{self.project.id}"
        self.go("itsm_closure_settle", self.manager, project)
        closure = self.project.itsm_closure_ids
        self.assertEqual((closure.state, closure.open_count), ("in_review", 0))
        self.assertFalse(closure.is_waived)
        self.assertEqual(set(closure.item_ids.mapped("state")), {"done"})
        self.assertFalse(self.project.itsm_is_closed)

        # The director closes contract and project together.
        url = f"/odoo/{closure._name}/{closure.id}"
        self.go("itsm_closure_approve", self.director, url)
        self.assertEqual(closure.state, "in_force")
        self.assertEqual(self.contract.state, "completed")
        self.assertEqual(self.project.itsm_closure_id, closure)
        self.assertEqual(self.project.itsm_closed_on, self.contract._today())
        self.go("itsm_closure_closed", self.manager, project)
        with self.assertRefused("closed"):
            self.project.with_user(self.manager).description = "Later"
        checks = self.env["itsm.evidence.check"].sudo()
        for document in (self.acceptance, self.summary, closure, self.contract):
            with self.subTest(document.display_name):
                self.assertEqual(checks._check(document.sudo())[0], [])
