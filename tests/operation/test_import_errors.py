from odoo.exceptions import UserError
from odoo.tests import tagged

from ..common import DATA, SHANGHAI, ItsmCommon, not_before

HEADER = "ref,opened_at,type,priority,first_response_at,resolved_at,state"
GOOD = "A1,2026-08-04 09:40,incident,P2,2026-08-04 10:04,2026-08-04 11:40,closed"


@tagged("post_install", "-at_install")
class TestImportErrors(ItsmCommon):
    """Bad files: a message that says where and what, and nothing written."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(not_before("2026-11-02 08:00"))
        cls.put_in_force()
        cls.importer = cls.env["itsm.ticket.importer"]

    def _check(self, content, *parts):
        """Check that the file is refused with a message that holds the parts."""
        if isinstance(content, str):
            content = content.encode()
        before = self._written()
        history = self.importer._read(content, SHANGHAI)
        with self.assertRaises(UserError) as caught:
            self.importer._apply(self.importer._plan(self.contract, history))
        for part in parts:
            self.assertIn(part, str(caught.exception))
        self.assertEqual(self._written(), before)

    def _written(self):
        return {
            model: self.env[model].search_count([])
            for model in (
                "helpdesk.ticket",
                "helpdesk.ticket.type",
                "helpdesk.ticket.category",
                "helpdesk.ticket.channel",
                "itsm.ticket.event",
                "itsm.ticket.clock",
            )
        }

    def test_wrong_date(self):
        row = GOOD.replace("2026-08-04 10:04", "4 Aug 2026 10:04")
        self._check(
            f"{HEADER}\n{GOOD.replace('A1', 'A0')}\n{row}\n",
            "Row 3",
            "first_response_at",
            "4 Aug 2026 10:04",
        )

    def test_missing_column(self):
        content = (DATA / "demo_tickets.csv").read_text("utf-8-sig")
        self._check(content.replace("resolved_at,", "finished,", 1), "resolved_at")

    def test_missing_column_of_event_log(self):
        content = (DATA / "servicenow_incident_log.csv").read_text()
        self._check(
            content.replace("sys_updated_at", "updated", 1), "Row 1", "sys_updated_at"
        )

    def test_unknown_format(self):
        self._check("name,age\nJohn,5\n", "Row 1", "ref, opened_at")

    def test_unknown_priority(self):
        self._check(
            f"{HEADER}\n{GOOD.replace('P2', 'P9')}\n",
            "Row 2",
            "priority",
            "P9",
            "P1, P2",
        )

    def test_duplicate_reference(self):
        self._check(f"{HEADER}\n{GOOD}\n{GOOD}\n", "Row 3", "A1", "row 2")

    def test_not_utf8(self):
        content = f"{HEADER},title_zh\n{GOOD},服务\n".encode("gb18030")
        self._check(content, "UTF-8")

    def test_empty_file(self):
        self._check("", "empty")

    def test_header_only(self):
        self._check(HEADER + "\n", "no tickets")

    def test_resolved_before_opened(self):
        self._check(
            f"{HEADER}\n{GOOD.replace('2026-08-04 11:40', '2026-08-03 11:40')}\n",
            "Row 2",
            "resolved_at",
            "2026-08-03 11:40",
            "2026-08-04 09:40",
        )

    def test_unknown_state(self):
        self._check(
            f"{HEADER}\n{GOOD.replace('closed', 'parked')}\n",
            "Row 2",
            "state",
            "parked",
        )

    def test_archived_state_is_unknown(self):
        state = self.env.ref("itsm_service_delivery.history_state_closed")
        state.active = False
        self._check(f"{HEADER}\n{GOOD}\n", "Row 2", "state", "closed")

    def test_future(self):
        self._check(f"{HEADER}\n{GOOD.replace('2026-', '2999-')}\n", "Row 2", "A1")

    def test_every_problem_is_named(self):
        rows = [
            GOOD.replace("A1", "A2").replace("P2", "P9"),
            GOOD.replace("A1", "A3").replace("closed", "parked"),
        ]
        history = self.importer._read("\n".join([HEADER, *rows]).encode(), SHANGHAI)
        self.assertEqual(
            [(problem.row, problem.column) for problem in history.problems],
            [(2, "priority"), (3, "state")],
        )

    def test_unknown_zone(self):
        with self.assertRaisesRegex(UserError, "Mars/Olympus"):
            self.importer._read(f"{HEADER}\n{GOOD}\n".encode(), "Mars/Olympus")

    def test_draft_contract(self):
        draft = self._create_contract()
        history = self.importer._read(f"{HEADER}\n{GOOD}\n".encode(), SHANGHAI)
        with self.assertRaisesRegex(UserError, "draft"):
            self.importer._plan(draft, history)
