"""From the draft to the signed acceptance, and to the last remaining issue."""

from datetime import timedelta
from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..common import not_before
from .common import AcceptanceCommon


@tagged("post_install", "-at_install")
class TestAcceptanceFlow(AcceptanceCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(not_before("2026-09-15 09:00"))
        cls.today = cls.acceptance._today()
        cls.due = cls.today + timedelta(days=14)

    def run_job(self, model, method, day=None):
        """Run a daily job, on another day if it says so."""
        with (
            not_before(f"{day or self.today} 09:00"),
            patch.object(self.env.cr, "commit", lambda: None),
        ):
            getattr(self.env[model], method)()

    def issue(self, name="Hand over the plan", side="provider", day=None):
        return (name, side, day or self.due)

    # === THE WAY === #

    def test_pass(self):
        self.assertEqual(self.acceptance.chair_id, self.chair)
        self.assertRegex(self.acceptance.number, r"^YS-\d{4}-\d{4}$")
        self.approve()
        self.assertEqual(self.acceptance.activity_ids.user_id, self.manager)
        self.as_role("project_manager")._send_to_customer(self.contact)
        self.assertFalse(self.acceptance.activity_ids)
        self.assertEqual(self.acceptance.state, "released")
        self.keep(self.answer_of("pass"))
        self.sign_as_customer()
        self.assertEqual(self.acceptance.state, "released")
        self.assertFalse(self.acceptance.accepted_on)
        self.sign_as_provider()
        self.assertEqual(self.acceptance.state, "in_force")
        self.assertEqual(self.acceptance.conclusion, "pass")
        self.assertEqual(self.acceptance.accepted_on, self.today)
        self.assertEqual(self.project._itsm_get_final_acceptance(), self.acceptance)
        self.assertEqual(
            self.kinds(),
            [
                "submitted",
                "approved",
                "approved",
                "filed",
                "released",
                "signed",
                "signed",
                "in_force",
            ],
        )

    def test_we_sign_first(self):
        self.send()
        self.sign_as_provider()
        self.assertEqual(self.acceptance.state, "released")
        self.keep(self.answer_of("pass"))
        self.sign_as_customer()
        self.assertEqual(self.acceptance.state, "in_force")

    def test_conditional(self):
        self.accept("conditional", issues=[self.issue(), self.issue("Pay", "customer")])
        self.assertEqual(self.acceptance.state, "conditional")
        first, second = self.acceptance.issue_ids
        self.assertEqual(first.owner_id, self.manager)
        self.assertEqual((first.state, second.state), ("open", "open"))
        self.assertEqual(self.project._itsm_get_open_issues(), first | second)
        first.with_user(self.manager).close("Handed over")
        self.assertEqual(self.acceptance.state, "conditional")
        second.with_user(self.manager).close("Paid")
        self.assertEqual(self.acceptance.state, "in_force")
        self.assertEqual(second.closed_by_id, self.manager)
        self.assertEqual(
            self.kinds()[-4:],
            ["conditional", "point_closed", "point_closed", "in_force"],
        )
        closed = self.facts("point_closed")[0]
        self.assertEqual(closed["resolution"], "Handed over")

    def test_fail_and_rework(self):
        self.send()
        answer = self.answer_of("fail", Network="fail")
        network = self.acceptance.sudo().criterion_ids[0]
        answer["results"][str(network.id)]["comment"] = "Down twice"
        self.keep(answer)
        customer = self.acceptance.with_user(self.portal_user).sudo()
        partner = self.portal_user.partner_id
        with self.assertRefused("Say why you do not accept"):
            customer._decline_as_customer(partner, " ")
        customer._decline_as_customer(partner, "The network is not stable")
        self.assertEqual(self.acceptance.state, "failed")
        self.assertEqual(self.kinds()[-1], "not_accepted")
        self.assertEqual(network.customer_comment, "Down twice")
        self.assertIn(self.manager, self.acceptance.activity_ids.user_id)
        draft = self.as_role("project_manager").revise(False, "Network mended")
        self.assertEqual(draft.version, "1.1")
        self.assertEqual(draft.former_reason, "The network is not stable")
        self.assertEqual(draft.criterion_ids[0].former_comment, "Fail: Down twice")
        self.assertFalse(draft.conclusion)
        self.accept(acceptance=draft)
        self.assertEqual(draft.state, "in_force")
        self.assertEqual(self.acceptance.state, "failed")

    def test_recall(self):
        self.send()
        self.as_role("project_manager").action_recall()
        self.assertEqual(self.acceptance.state, "approved")
        draft = self.as_role("project_manager").revise(False, "Typing error")
        self.approve(draft)
        self.assertEqual(self.acceptance.state, "cancelled")
        self.assertEqual(draft.state, "approved")

    def test_states_follow_from_the_log(self):
        check = self.env["itsm.evidence.check"]
        self.send()
        self.assertEqual(check._check(self.acceptance)[0], [])
        self.as_role("project_manager").action_recall()
        self.assertEqual(check._check(self.acceptance)[0], [])
        self.as_role("project_manager")._send_to_customer(self.contact)
        self.keep(self.answer_of("conditional", issues=[self.issue()]))
        self.sign_as_customer()
        self.sign_as_provider()
        self.assertEqual(check._check(self.acceptance)[0], [])
        self.acceptance.issue_ids.with_user(self.manager).close("Done")
        self.assertEqual(check._check(self.acceptance)[0], [])

    # === WHAT THE CUSTOMER MAY CONCLUDE === #

    def test_answers(self):
        self.send()
        late = self.issue(day=self.today - timedelta(days=1))
        for message, answer in (
            ("Choose your conclusion", self.answer_of("")),
            ("Mandatory criteria fail: Net", self.answer_of("pass", Network="fail")),
            ("Say of each criterion", self.answer_of("pass", Training="")),
            (
                "choose “Accepted with conditions”",
                self.answer_of("pass", issues=[self.issue()]),
            ),
            ("at least one remaining issue", self.answer_of("conditional")),
            ("is over", self.answer_of("conditional", issues=[late])),
            (
                "say what is to be done, by whom",
                self.answer_of("conditional", issues=[self.issue(side="nobody")]),
            ),
            (
                "say what is to be done, by whom",
                self.answer_of("conditional", issues=[("", "provider", self.due)]),
            ),
            ("is not signed", self.answer_of("fail", reason="No")),
        ):
            with self.subTest(message):
                self.keep(answer)
                with self.assertRefused(message):
                    self.sign_as_customer()
        self.keep(self.answer_of("pass", Training="fail"))
        self.sign_as_customer()
        self.assertEqual(self.acceptance.conclusion, "pass")

    def test_proposed_issues(self):
        """What we know to remain makes an acceptance one with conditions."""
        values = {"name": "Label the cables", "side": "provider", "date_due": self.due}
        self.acceptance.write({"proposed_issue_ids": [(0, 0, values)]})
        self.send()
        issue = self.acceptance.issue_ids
        self.assertEqual(issue.state, "proposed")
        self.keep(self.answer_of("pass"))
        with self.assertRefused("Something remains to be done"):
            self.sign_as_customer()
        self.keep(self.answer_of("conditional"))
        self.sign_as_customer()
        with self.assertRefused("only what is open is closed"):
            issue.with_user(self.manager).close("Too early")
        self.sign_as_provider()
        self.assertEqual(issue.state, "open")
        self.assertEqual(self.acceptance.state, "conditional")

    def test_what_was_shown_is_signed(self):
        self.send()
        self.keep(self.answer_of("pass"))
        shown = self.acceptance._get_shown_hash()
        self.keep(self.answer_of("pass", Training="fail"))
        with self.assertRefused("has changed since you opened"):
            self.sign_as_customer(shown_hash=shown)
        self.sign_as_customer()
        [facts] = self.facts("signed")
        self.assertEqual(facts["conclusion"], "pass")
        self.assertEqual(
            [(line["name"], line["result"]) for line in facts["criteria"]],
            [("Network", "pass"), ("Training", "fail")],
        )
        self.assertEqual(facts["ip"], "192.0.2.7")

    def test_draft_answer_is_the_customers(self):
        self.send()
        self.keep(self.answer_of("pass", Training="fail"))
        line = self.acceptance.criterion_ids[1]
        self.assertFalse(line.customer_result)
        self.assertFalse(self.acceptance.conclusion)
        with self.assertRaises(AccessError):
            self.as_role("service_manager").read(["customer_answer"])
        self.sign_as_customer()
        line.invalidate_recordset()
        self.assertEqual(line.customer_result, "fail")

    def test_who_signs(self):
        self.send()
        self.keep(self.answer_of("pass"))
        with self.assertRefused("is no contact of"):
            self.sign_as_customer(partner=self.other.partner_id)
        for role in ("project_manager", "technical_manager", "sales"):
            with self.subTest(role), self.assertRaises(AccessError):
                self.sign_as_provider(role=role)
        # the manager of the project does not sign, whatever role he has
        self.manager.group_ids += self.env.ref(
            "itsm_service_delivery.group_service_director"
        )
        with self.assertRaises(AccessError):
            self.sign_as_provider(role="project_manager")
        self.sign_as_provider(role="general_manager")
        self.assertEqual(
            self.acceptance.provider_signatory_id, self.users["general_manager"]
        )

    # === ON PAPER === #

    def test_paper(self):
        self.approve()
        customer = (self.contact, self.today)
        provider = (self.director, self.today)
        record = self.as_role("project_manager")._record_signatures
        with self.assertRefused("Choose your conclusion"):
            record(provider, customer, self.scan())
        record(
            provider,
            customer,
            self.scan(),
            self.answer_of("conditional", issues=[self.issue()]),
        )
        self.assertEqual(self.acceptance.state, "conditional")
        self.assertEqual(self.acceptance.issue_ids.name, "Hand over the plan")
        self.assertEqual(len(self.acceptance.scan_ids), 1)

    def test_refusal_on_paper(self):
        self.approve()
        record = self.as_role("project_manager")._record_refusal
        with self.assertRefused("Say why"):
            record(self.contact, self.scan(), self.answer_of("fail"))
        record(self.contact, self.scan(), self.answer_of("fail", reason="Late"))
        self.assertEqual(self.acceptance.state, "failed")
        self.assertEqual(self.acceptance.customer_reason, "Late")
        [facts] = self.facts("not_accepted")
        self.assertEqual(facts["way"], "scan")

    # === FOLLOWING UP === #

    def test_reminder(self):
        self.send()
        mails = self.env["mail.mail"].search_count([])
        for days, count in ((0, 0), (8, 1), (9, 1), (16, 2)):
            day = self.today + timedelta(days=days)
            self.run_job("itsm.acceptance", "_cron_remind", day)
            sent = self.env["mail.mail"].search_count([]) - mails
            self.assertEqual(sent, count, f"after {days} days")

    def test_overdue(self):
        self.accept("conditional", issues=[self.issue()])
        issue = self.acceptance.issue_ids
        self.assertFalse(issue.is_overdue)
        with not_before(f"{self.due + timedelta(days=1)} 09:00"):
            issue.invalidate_recordset()
            self.assertTrue(issue.is_overdue)
            found = issue.search([("is_overdue", "=", True)])
            self.assertIn(issue, found)
        for _run in range(2):
            day = self.due + timedelta(days=1)
            self.run_job("itsm.remaining.issue", "_cron_follow_up", day)
        activity = issue.activity_ids
        self.assertEqual(len(activity), 1)
        self.assertEqual(activity.user_id, self.manager)
        self.assertIn("overdue", activity.summary)

    def test_final_once(self):
        self.accept()
        other = self.new_acceptance()
        with self.assertRefused("is the final acceptance of this project already"):
            self.approve(other)
        other.write({"kind": "stage", "stage_name": "Half-year"})
        self.approve(other)
        self.assertEqual(other.state, "approved")
