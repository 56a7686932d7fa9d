"""The Gantt chart of a work plan: what it shows, and how it is saved."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .work_plan import WorkPlanCommon


@tagged("post_install", "-at_install")
class TestWorkPlanGantt(WorkPlanCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan = cls.new_plan()
        cls.keys = {name: line.key for name, line in cls.lines_of(cls.plan).items()}

    def data(self, plan=None):
        return (plan or self.plan).gantt_data()

    def save(self, changes, stamp=None):
        stamp = stamp or self.data()["plan"]["stamp"]
        return self.plan.gantt_save(changes, stamp)

    def line(self, name):
        return self.lines_of(self.plan)[name]

    def dates(self, name):
        line = self.line(name)
        return str(line.date_start), str(line.date_end)

    # === WHAT IT SHOWS === #

    def test_lines_from_the_top_down(self):
        data = self.data()
        self.assertTrue(data["plan"]["editable"])
        self.assertEqual(
            [(line["wbs"], line["name"], line["start"]) for line in data["lines"]],
            [
                ("1", "Start", "2026-08-03"),
                ("1.1", "Kick-off", "2026-08-03"),
                ("1.2", "Begun", "2026-08-07"),
                ("2", "Inspection", "2026-08-01"),
            ],
        )
        begun = data["lines"][2]
        self.assertEqual(begun["predecessors"], [self.keys["Kick-off"]])
        self.assertEqual(begun["parent"], self.keys["Start"])
        self.assertTrue(begun["milestone"])
        self.assertEqual(data["findings"], [])
        self.assertEqual(data["critical"], [self.keys["Inspection"]])

    def test_a_plan_in_force_is_read_only(self):
        self.approve(self.plan)
        data = self.data(self.plan.with_user(self.approver))
        self.assertFalse(data["plan"]["editable"])
        with self.assertRaisesRegex(UserError, "frozen"):
            self.save({"update": {self.keys["Kick-off"]: {"name": "Other"}}})
        self.assertEqual(self.line("Kick-off").name, "Kick-off")

    def test_a_new_version_shows_the_baseline(self):
        self.approve(self.plan)
        draft = self.plan._revise_for_change(
            self.env["itsm.work.plan"].new({"editor_id": self.engineer.id}), "Later"
        )
        keys = {line["name"]: line for line in self.data(draft)["lines"]}
        self.assertEqual(keys["Kick-off"]["baseline"], ["2026-08-03", "2026-08-05"])
        self.assertTrue(self.data(draft.with_user(self.engineer))["plan"]["editable"])
        self.assertEqual(keys["Kick-off"]["key"], self.keys["Kick-off"])

    # === WHAT FOLLOWS === #

    def test_a_move_pushes_what_waits(self):
        found = self.plan.gantt_schedule(
            {}, {"key": self.keys["Kick-off"], "days": 4}
        )
        self.assertEqual(
            found["dates"],
            {
                self.keys["Kick-off"]: ["2026-08-07", "2026-08-09"],
                self.keys["Begun"]: ["2026-08-09", "2026-08-09"],
                self.keys["Start"]: ["2026-08-07", "2026-08-09"],
            },
        )
        self.assertEqual(self.dates("Kick-off"), ("2026-08-03", "2026-08-05"))

    def test_changes_that_are_not_saved_are_counted_in(self):
        changes = {
            "create": [
                {
                    "key": "new-1",
                    "name": "Handover",
                    "start": "2026-08-08",
                    "end": "2026-08-08",
                    "predecessors": [self.keys["Begun"]],
                }
            ]
        }
        dates = {self.keys["Kick-off"]: ["2026-08-03", "2026-08-10"]}
        found = self.plan.gantt_schedule(changes, {"dates": dates})
        self.assertEqual(found["dates"]["new-1"], ["2026-08-11", "2026-08-11"])

    def test_what_is_wrong_is_told(self):
        changes = {"update": {self.keys["Kick-off"]: {"end": "2026-08-20"}}}
        (finding,) = self.plan.gantt_schedule(changes)["findings"]
        self.assertEqual(finding["keys"], (self.keys["Begun"], self.keys["Kick-off"]))
        self.assertFalse(finding["blocking"])
        self.assertIn("1.2 Begun", finding["text"])

    # === SAVING === #

    def test_many_changes_in_one_call(self):
        data = self.save(
            {
                "create": [
                    {"key": "new-1", "name": "Training", "parent": self.keys["Start"]},
                    {
                        "key": "new-2",
                        "name": "First day",
                        "parent": "new-1",
                        "start": "2026-08-10",
                        "end": "2026-08-11",
                        "hours": 7.5,
                        "predecessors": [self.keys["Begun"]],
                    },
                ],
                "update": {
                    self.keys["Kick-off"]: {"name": "Kick-off meeting", "hours": 4},
                    self.keys["Begun"]: {"predecessors": []},
                },
                "delete": [self.keys["Inspection"]],
                "order": [
                    self.keys["Start"],
                    "new-1",
                    "new-2",
                    self.keys["Kick-off"],
                    self.keys["Begun"],
                ],
            }
        )
        expected = [
            ("1", "Start", "2026-08-03", "2026-08-11", 11.5),
            ("1.1", "Training", "2026-08-10", "2026-08-11", 7.5),
            ("1.1.1", "First day", "2026-08-10", "2026-08-11", 7.5),
            ("1.2", "Kick-off meeting", "2026-08-03", "2026-08-05", 4.0),
            ("1.3", "Begun", "2026-08-07", "2026-08-07", 0.0),
        ]
        names = ("wbs", "name", "start", "end", "hours")
        shown = [tuple(line[name] for name in names) for line in data["lines"]]
        self.assertEqual(shown, expected)
        stored = [
            (line.wbs, line.name, str(line.date_start), str(line.date_end))
            for line in self.plan.line_ids.sorted("sequence")
        ]
        self.assertEqual(stored, [line[:4] for line in expected])
        self.assertEqual(self.line("First day").predecessor_ids, self.line("Begun"))
        self.assertFalse(self.line("Begun").predecessor_ids)
        self.assertEqual(self.line("Kick-off meeting").key, self.keys["Kick-off"])

    def test_two_editors_do_not_overwrite_each_other(self):
        stamp = self.data()["plan"]["stamp"]
        changes = {"update": {self.keys["Kick-off"]: {"hours": 5}}}
        self.plan.invalidate_recordset()
        self.env.cr.execute(
            "UPDATE itsm_work_plan_line SET write_date = write_date + interval '1 s'"
            " WHERE id = %s",
            [self.line("Inspection").id],
        )
        with self.assertRaisesRegex(UserError, "somebody else"):
            self.save(changes, stamp)
        self.assertEqual(self.line("Kick-off").planned_hours, 8)
        self.save(changes)
        self.assertEqual(self.line("Kick-off").planned_hours, 5)

    def test_a_new_line_and_a_deleted_one_are_seen_by_the_stamp(self):
        before = self.data()["plan"]["stamp"]
        line = self.new_line(self.plan, "New")
        with_line = self.data()["plan"]["stamp"]
        self.assertNotEqual(with_line, before)
        line.unlink()
        self.assertNotEqual(self.data()["plan"]["stamp"], with_line)
        self.new_line(self.plan, "Other")
        self.assertNotEqual(self.data()["plan"]["stamp"], with_line)

    def test_all_or_nothing(self):
        begun, kick_off = self.keys["Begun"], self.keys["Kick-off"]
        start, stranger = self.keys["Start"], "0" * 32
        good = {"hours": 99}
        for reason, changes in [
            ("in a circle", {"update": {kick_off: {**good, "predecessors": [begun]}}}),
            ("ends before it starts", {"update": {kick_off: {"end": "2026-08-01"}}}),
            ("is a milestone", {"update": {begun: {"end": "2026-08-09"}}}),
            ("is a milestone", {"update": {kick_off: {"parent": begun}}}),
            ("part of one another", {"update": {start: {"parent": kick_off}}}),
            ("one is part of", {"update": {kick_off: {"predecessors": [start]}}}),
            ("does not have", {"update": {stranger: good}}),
            ("does not have", {"update": {kick_off: {"parent": stranger}}}),
            ("does not have", {"update": {kick_off: {"predecessors": [stranger]}}}),
            ("does not have", {"update": {kick_off: {"predecessors": "x"}}}),
            ("does not have", {"delete": [start]}),
            ("does not have", {"delete": [stranger]}),
            ("does not have", {"create": [{"key": kick_off, "name": "x"}]}),
            ("does not have", {"order": [start, kick_off]}),
            ("needs a name", {"update": {kick_off: {"name": "  "}}}),
            ("needs a name", {"create": [{"key": "new-1"}]}),
            ("not a date", {"update": {kick_off: {"start": "tomorrow"}}}),
            ("planned hours", {"update": {kick_off: {"hours": -1}}}),
            ("planned hours", {"update": {kick_off: {"hours": float("nan")}}}),
            ("planned hours", {"update": {kick_off: {"hours": True}}}),
            ("cannot be changed", {"update": {kick_off: {"plan_id": 1}}}),
            ("cannot be changed", {"update": {kick_off: {"key": "x"}}}),
        ]:
            update = {self.keys["Inspection"]: good, **changes.get("update", {})}
            with self.subTest(reason=reason, changes=changes):
                with self.assertRaisesRegex(UserError, reason):
                    self.save({**changes, "update": update})
                self.assertEqual(self.line("Inspection").planned_hours, 12)

    def test_a_move_that_makes_no_sense_is_refused(self):
        kick_off = self.keys["Kick-off"]
        for moved in (
            {"key": "gone", "days": 1},
            {"key": kick_off, "days": "many"},
            {"key": kick_off, "days": 10**9},
            {"key": kick_off},
            {"dates": {kick_off: ["2026-08-05", "2026-08-03"]}},
            {"dates": {kick_off: ["2026-08-05"]}},
            {"dates": {"gone": ["2026-08-05", "2026-08-06"]}},
        ):
            with self.subTest(moved=moved), self.assertRaises(UserError):
                self.plan.gantt_schedule({}, moved)

    def test_a_summary_keeps_what_is_below_it(self):
        start = {"start": "2026-01-01", "end": "2026-12-31", "hours": 500}
        self.save({"update": {self.keys["Start"]: start}})
        self.assertEqual(self.dates("Start"), ("2026-08-03", "2026-08-07"))
        self.assertEqual(self.line("Start").planned_hours, 8)

    # === WHO MAY === #

    def test_who_sees_a_draft_and_who_writes_it(self):
        changes = {"update": {self.keys["Kick-off"]: {"hours": 5}}}
        for role, reads, writes in [
            ("service_manager", True, True),
            ("service_director", True, True),
            ("technical_manager", True, False),
            ("auditor", True, False),
            ("general_manager", True, False),
            ("engineer", False, False),
            ("sales", False, False),
        ]:
            plan = self.plan.with_user(self.users[role])
            with self.subTest(role=role):
                if not reads:
                    with self.assertRaises(AccessError):
                        plan.gantt_data()
                    with self.assertRaises(AccessError):
                        plan.gantt_schedule({})
                else:
                    self.assertEqual(plan.gantt_data()["plan"]["editable"], writes)
                stamp = self.data()["plan"]["stamp"]
                if writes:
                    plan.gantt_save(changes, stamp)
                else:
                    with self.assertRaises(AccessError):
                        plan.gantt_save(changes, stamp)
