"""Who may read, write, create and delete what the catalogue holds."""

from odoo.fields import Command
from odoo.tests import tagged

from ..common import ROLES, ItsmCommon

MANAGERS = {"administrator", "service_director", "service_manager"}
WRITERS = {*MANAGERS, "technical_manager"}
ADMINISTRATOR = {"administrator"}
NOBODY = set()
INTERNAL = {*ROLES, "plain"}

# model: read, write, create, unlink
RIGHTS = {
    "itsm.priority": (INTERNAL, ADMINISTRATOR, ADMINISTRATOR, ADMINISTRATOR),
    "itsm.priority.rule": (INTERNAL, ADMINISTRATOR, ADMINISTRATOR, ADMINISTRATOR),
    "itsm.pause.reason": (INTERNAL, ADMINISTRATOR, ADMINISTRATOR, ADMINISTRATOR),
    "itsm.service.category": (INTERNAL, MANAGERS, MANAGERS, ADMINISTRATOR),
    # Published ones; what is frozen in them is another matter.
    "itsm.service": (INTERNAL, WRITERS, WRITERS, ADMINISTRATOR),
    "itsm.service.target": (INTERNAL, WRITERS, WRITERS, WRITERS),
    "itsm.makeup.day": (INTERNAL, MANAGERS, MANAGERS, MANAGERS),
    "resource.calendar": (INTERNAL, MANAGERS, MANAGERS, ADMINISTRATOR),
    "resource.calendar.attendance": (INTERNAL, MANAGERS, MANAGERS, MANAGERS),
    # Odoo lets everybody delete and change leaves of his own, but no holidays.
    "resource.calendar.leaves": (INTERNAL, MANAGERS, MANAGERS, MANAGERS),
}
OPERATIONS = ("read", "write", "create", "unlink")


@tagged("post_install", "-at_install")
class TestCatalogueAccess(ItsmCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.everyone = {
            **cls.users,
            "plain": cls.plain_user,
            "portal": cls.portal_user,
        }
        office = cls.calendars["5x8"]
        storage = cls.env["itsm.service"].create(
            {
                "code": "SAN",
                "name": "Storage",
                "target_ids": [
                    Command.create(
                        {"priority_id": cls.priorities["P1"].id, "minutes": 240}
                    )
                ],
            }
        )
        storage.sudo()._adopt("fixture of the tests")
        cls.records = {
            "itsm.priority": cls.priorities["P1"],
            "itsm.priority.rule": cls.env["itsm.priority.rule"].search([], limit=1),
            "itsm.pause.reason": cls.env["itsm.pause.reason"].search([], limit=1),
            "itsm.service.category": cls.env["itsm.service.category"].create(
                {"name": "Infrastructure"}
            ),
            "itsm.service": cls.services["NET"],
            "itsm.service.target": storage.target_ids,
            "itsm.makeup.day": office.itsm_makeup_day_ids[0],
            "resource.calendar": office,
            "resource.calendar.attendance": office.attendance_ids[0],
            "resource.calendar.leaves": office.leave_ids[0],
        }

    def test_rights(self):
        for model, sets in RIGHTS.items():
            for operation, expected in zip(OPERATIONS, sets, strict=True):
                with self.subTest(model=model, operation=operation):
                    allowed = {
                        role
                        for role, user in self.everyone.items()
                        if self.records[model].with_user(user).has_access(operation)
                    }
                    self.assertEqual(allowed, expected)

    def test_other_company(self):
        other = self.env["res.company"].create({"name": "Other provider"})
        calendar = self.calendars["5x8"].copy({"company_id": other.id})
        service = self.env["itsm.service"].create(
            {
                "code": "X",
                "name": "X",
                "company_id": other.id,
                "target_ids": [
                    (0, 0, {"priority_id": self.priorities["P1"].id, "minutes": 1})
                ],
            }
        )
        rule = self.env["itsm.priority.rule"].create(
            {
                "impact": "low",
                "urgency": "low",
                "priority_id": self.priorities["P1"].id,
                "company_id": other.id,
            }
        )
        records = (
            service,
            service.target_ids,
            rule,
            calendar.itsm_makeup_day_ids[0],
            calendar.leave_ids[0],
        )
        for role in MANAGERS:
            for record in records:
                with self.subTest(role=role, model=record._name):
                    record = record.with_user(self.users[role])
                    self.assertFalse(record.has_access("read"))
            calendar = calendar.with_user(self.users[role])
            self.assertFalse(calendar.has_access("write"))

    def test_service_managers_keep_service_hours(self):
        """What a service manager does on the screen of service hours."""
        office = self.calendars["5x8"].with_user(self.users["service_manager"])
        office.write(
            {
                "itsm_makeup_day_ids": [
                    (0, 0, {"date": "2026-08-08", "hour_from": 9, "hour_to": 12})
                ],
                "global_leave_ids": [
                    (
                        0,
                        0,
                        {
                            "name": "Founding day",
                            "date_from": "2026-08-02 16:00:00",
                            "date_to": "2026-08-03 15:59:59",
                        },
                    )
                ],
                "attendance_ids": [(1, office.attendance_ids[0].id, {"hour_to": 11})],
            }
        )
        self.assertEqual(len(office.itsm_makeup_day_ids), 5)
