"""The story of an acceptance in the browser: on a phone, and at the desk."""

from odoo.tests import HttpCase, tagged

from .common import AcceptanceCommon


@tagged("post_install", "-at_install")
class TestAcceptanceTour(AcceptanceCommon, HttpCase):
    def test_conditional_acceptance(self):
        self.send()
        self.browser_size = "390x844"
        self.start_tour("/my", "itsm_portal_acceptance", login=self.portal_user.login)
        self.assertEqual(
            self.acceptance.customer_signatory_id, self.portal_user.partner_id
        )
        self.assertEqual(self.acceptance.conclusion, "conditional")
        issue = self.acceptance.issue_ids
        self.assertEqual(issue.name, "Hand over the network plan")
        self.assertEqual(issue.side, "provider")
        comment = self.acceptance.criterion_ids[0].customer_comment
        self.assertEqual(comment, "Stable since September")
        self.sign_as_provider()
        self.assertEqual(self.acceptance.state, "conditional")
        self.browser_size = "1366x768"
        self.start_tour(
            "/odoo/remaining-issues", "itsm_acceptance_issue", login=self.manager.login
        )
        self.assertEqual(self.acceptance.state, "in_force")
        self.assertEqual(issue.closed_by_id, self.manager)
