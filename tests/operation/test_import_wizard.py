import base64

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import DATA, ItsmCommon, not_before, utc

HEADER = "ref,opened_at,type,priority,first_response_at,resolved_at,state"
GOOD = "A1,2026-08-04 09:40,incident,P2,2026-08-04 10:04,2026-08-04 11:40,closed"


@tagged("post_install", "-at_install")
class TestImportWizard(ItsmCommon):
    """The two steps of the wizard, and who may take them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(not_before("2026-11-02 08:00"))
        cls.put_in_force()

    def _wizard(self, content, role="service_manager", **values):
        if isinstance(content, str):
            content = content.encode()
        return (
            self.env["itsm.ticket.import"]
            .with_user(self.users[role])
            .create(
                {
                    "file": base64.b64encode(content),
                    "filename": "tickets.csv",
                    "contract_id": self.contract.id,
                    **values,
                }
            )
        )

    def _tickets(self):
        return self.env["helpdesk.ticket"].search(
            [("itsm_contract_id", "=", self.contract.id)]
        )

    # === CHECK === #

    def test_check_writes_nothing(self):
        wizard = self._wizard((DATA / "demo_tickets.csv").read_bytes())
        wizard.action_check()
        self.assertEqual(wizard.state, "checked")
        self.assertEqual(wizard.format, "ticket_table")
        self.assertEqual(wizard.new_count, 90)
        self.assertEqual(wizard.unchanged_count, 0)
        self.assertEqual(str(wizard.date_first), "2026-08-04")
        self.assertEqual(str(wizard.date_last), "2026-10-30")
        self.assertIn("PRN", wizard.new_categories)
        self.assertIn("企业微信", wizard.new_channels)
        self.assertEqual(len(wizard.line_ids), 20)
        self.assertEqual(wizard.line_ids[0].ref, "GD202608001")
        self.assertEqual(wizard.line_ids[0].opened_at, "2026-08-04 09:40")
        self.assertFalse(self._tickets())

    def test_states_of_the_file(self):
        wizard = self._wizard((DATA / "demo_tickets.csv").read_bytes())
        wizard.action_check()
        self.assertEqual(
            {state.name: (state.count, state.meaning) for state in wizard.state_ids},
            {
                "closed": (86, "closed"),
                "in_progress": (2, "active"),
                "paused": (1, "paused"),
                "cancelled": (1, "cancelled"),
            },
        )

    def test_zone_is_the_contracts_unless_changed(self):
        wizard = self._wizard(f"{HEADER}\n{GOOD}\n")
        self.assertEqual(wizard.tz, "Asia/Shanghai")
        wizard.tz = "UTC"
        wizard.run_import()
        self.assertEqual(
            wizard.ticket_ids.itsm_opened_at, utc("2026-08-04 09:40", "UTC")
        )

    def test_problems_are_listed(self):
        bad = GOOD.replace("A1", "A2").replace("P2", "P9")
        wizard = self._wizard(f"{HEADER}\n{GOOD}\n{bad}\n")
        wizard.action_check()
        self.assertEqual(wizard.problem_count, 1)
        problem = wizard.problem_ids
        self.assertEqual((problem.row, problem.column), (3, "priority"))
        self.assertIn("P9", problem.message)
        text = base64.b64decode(wizard.problem_file).decode("utf-8-sig")
        self.assertIn("3,priority,", text)
        with self.assertRaisesRegex(UserError, "problems"):
            wizard.action_import()
        with self.assertRaisesRegex(UserError, "P9"):
            wizard.run_import()
        self.assertFalse(self._tickets())

    def test_more_problems_than_shown(self):
        rows = [GOOD.replace("A1", f"A{n}").replace("P2", "P9") for n in range(250)]
        wizard = self._wizard("\n".join([HEADER, *rows]))
        wizard.action_check()
        self.assertEqual(wizard.problem_count, 250)
        self.assertEqual(len(wizard.problem_ids), 200)
        text = base64.b64decode(wizard.problem_file).decode("utf-8-sig")
        self.assertEqual(len(text.splitlines()), 251)

    def test_the_contract_is_asked(self):
        wizard = self._wizard(f"{HEADER}\n{GOOD}\n", contract_id=False, tz="UTC")
        with self.assertRaisesRegex(UserError, "Service Contract"):
            wizard.action_check()

    # === STATES === #

    def test_unknown_state_is_given_a_meaning(self):
        wizard = self._wizard(f"{HEADER}\n{GOOD.replace('closed', 'Parked')}\n")
        wizard.action_check()
        self.assertEqual(wizard.problem_count, 1)
        state = wizard.state_ids
        self.assertEqual((state.name, state.meaning), ("Parked", False))
        state.meaning = "closed"
        wizard.action_check()
        self.assertFalse(wizard.problem_count)
        wizard.run_import()
        self.assertEqual(wizard.ticket_ids.itsm_state, "closed")
        learned = self.env["itsm.history.state"].search([("name", "=", "Parked")])
        self.assertEqual(learned.meaning, "closed")

    def test_meaning_for_this_file_only(self):
        wizard = self._wizard(
            f"{HEADER}\n{GOOD.replace('closed', 'Parked')}\n", remember_states=False
        )
        wizard.action_check()
        wizard.state_ids.meaning = "closed"
        wizard.run_import()
        self.assertEqual(len(wizard.ticket_ids), 1)
        self.assertFalse(
            self.env["itsm.history.state"].search([("name", "=", "Parked")])
        )

    def test_another_meaning_wins(self):
        wizard = self._wizard(f"{HEADER}\n{GOOD}\n", remember_states=False)
        wizard.action_check()
        wizard.state_ids.meaning = "resolved"
        wizard.run_import()
        self.assertEqual(
            wizard.ticket_ids.stage_id._itsm_get_meaning() in ("resolved", "closed"),
            True,
        )
        self.assertEqual(
            self.env.ref("itsm_service_delivery.history_state_closed").meaning, "closed"
        )

    # === IMPORT === #

    def test_import(self):
        wizard = self._wizard((DATA / "demo_tickets.csv").read_bytes())
        wizard.action_check()
        action = wizard.action_import()
        self.assertEqual(action["tag"], "itsm_ticket_import_progress")
        progress_id = action["params"]["progress_id"]
        with self.enter_registry_test_mode():
            wizard.run_import(progress_id)
        progress = self.env["itsm.ticket.import.progress"].browse(progress_id)
        self.assertEqual(progress.get_progress(), {"done": 90, "total": 90})
        self.assertEqual(wizard.state, "done")
        self.assertEqual(len(wizard.ticket_ids), 90)
        shown = self.env["helpdesk.ticket"].search(
            wizard.action_open_tickets()["domain"]
        )
        self.assertEqual(shown, self._tickets())

    def test_stop_undoes_everything(self):
        wizard = self._wizard((DATA / "demo_tickets.csv").read_bytes())
        wizard.action_check()
        progress_id = wizard.action_import()["params"]["progress_id"]
        self.env["itsm.ticket.import.progress"].browse(progress_id).stop()
        with (
            self.enter_registry_test_mode(),
            self.assertRaisesRegex(UserError, "Stopped"),
            self.env.cr.savepoint(),
        ):
            wizard.run_import(progress_id)
        self.assertFalse(self._tickets())

    def test_twice(self):
        content = (DATA / "demo_tickets.csv").read_bytes()
        self._wizard(content).run_import()
        again = self._wizard(content)
        again.action_check()
        self.assertEqual((again.new_count, again.unchanged_count), (0, 90))
        again.run_import()
        self.assertEqual(len(self._tickets()), 90)

    def test_event_log(self):
        """458 incidents of 2016, judged by a contract of that year."""
        contract = self._create_contract(
            name="2016", date_start="2016-02-01", date_end="2016-12-31", tz="UTC"
        )
        self.standard_sla._copy_to_contract(contract)
        self.put_in_force(contract)
        content = (DATA / "servicenow_incident_log.csv").read_bytes()
        wizard = self._wizard(content, contract_id=contract.id)
        self.assertEqual(wizard.tz, "UTC")
        wizard.action_check()
        self.assertEqual(wizard.format, "event_log")
        self.assertEqual(wizard.new_count, 458)
        self.assertEqual(
            wizard.state_ids.filtered(
                lambda state: state.name == "Awaiting Vendor"
            ).pause_reason_id.code,
            "third_party",
        )
        wizard.run_import()
        self.assertEqual(len(wizard.ticket_ids), 458)

    # === ACCESS === #

    def test_roles_that_may_import(self):
        for number, role in enumerate(
            ("service_manager", "service_director", "administrator")
        ):
            with self.subTest(role=role):
                wizard = self._wizard(
                    f"{HEADER}\n{GOOD.replace('A1', f'R{number}')}\n", role
                )
                wizard.action_check()
                wizard.run_import()
                self.assertEqual(len(wizard.ticket_ids), 1)

    def test_roles_that_may_not(self):
        allowed = {"service_manager", "service_director", "administrator"}
        for role in self.users.keys() - allowed:
            with self.subTest(role=role), self.assertRaises(AccessError):
                self._wizard(f"{HEADER}\n{GOOD}\n", role)
        for user in (self.plain_user, self.portal_user):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.env["itsm.ticket.import"].with_user(user).create({})

    def test_another_users_wizard(self):
        wizard = self._wizard(f"{HEADER}\n{GOOD}\n")
        with self.assertRaises(AccessError):
            wizard.with_user(self.users["service_director"]).run_import()

    def test_contract_of_another_company(self):
        other = self.env["res.company"].create({"name": "Another provider"})
        self.env.user.company_ids += other
        contract = self._create_contract(
            company_id=other.id, user_id=False, service_manager_id=False
        )
        wizard = self._wizard(f"{HEADER}\n{GOOD}\n", contract_id=contract.id, tz="UTC")
        with self.assertRaises(AccessError):
            wizard.action_check()
