"""Fixtures of the reporting room: a month of tickets worked out by hand."""

from odoo.fields import Command
from odoo.tests.common import new_test_user

from ..common import MODULE, utc
from ..operation.common import OperationCommon

# August 2026, local times. Service minutes by hand:
# A  P3 5x8   response 30 (of 60), resolution 480 + 120 = 600 (of 1440)
# B  P2 24x7  response 40 (of 30: missed at 10:30), resolution 300 (of 480)
# C  P4 5x8   response 30 (of 240), still open
# D  P3       cancelled
AUGUST = {
    "A": (
        {"priority": "P3", "itsm_support_line": 1},
        ("opened 2026-08-04 09:00", "responded 2026-08-04 09:30"),
        ("resolved 2026-08-05 11:00",),
    ),
    "B": (
        {"priority": "P2", "itsm_support_line": 2, "itsm_rating": 5},
        ("opened 2026-08-10 10:00", "responded 2026-08-10 10:40"),
        ("resolved 2026-08-10 15:00",),
    ),
    "C": (
        {"priority": "P4", "itsm_support_line": 1},
        ("opened 2026-08-31 16:00", "responded 2026-08-31 16:30"),
        (),
    ),
    "D": (
        {"priority": "P3", "itsm_support_line": 1},
        ("opened 2026-08-12 09:00",),
        ("cancelled 2026-08-12 10:00",),
    ),
}


class ReportingCommon(OperationCommon):
    """The contract with four tickets of August 2026 and one outage.

    The project manager runs its project. ``cls.tickets`` are keyed A to D.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pm = cls.users["project_manager"]
        cls.director = cls.users["service_director"]
        cls.second_manager = new_test_user(
            cls.env,
            login="itsm_second_manager",
            groups=f"{MODULE}.group_service_manager",
            company_id=cls.provider.id,
            company_ids=[Command.set(cls.provider.ids)],
        )
        cls.project = cls.env["project.project"].create(
            {
                "name": "Operation",
                "user_id": cls.pm.id,
                "company_id": cls.provider.id,
                "itsm_contract_id": cls.contract.id,
            }
        )
        cls.contract.project_id = cls.project
        with cls.at("2026-09-01 00:30"):
            cls.tickets = {
                name: cls.past_ticket(f"GD-{name}", *entry)
                for name, entry in AUGUST.items()
            }
            # 100 minutes from 21:30, of which 30 are within 07:00 to 22:00.
            cls.outage = cls.env["itsm.outage"].create(
                {
                    "name": "Mail server down",
                    "contract_id": cls.contract.id,
                    "service_id": cls.services["OA"].id,
                    "date_start": utc("2026-08-20 21:30"),
                    "date_end": utc("2026-08-20 23:10"),
                }
            )
        cls.env.flush_all()
        # The frozen time is not the database's.
        cls.env.cr.execute(
            "UPDATE itsm_outage SET create_date = date_end WHERE id = %s",
            [cls.outage.id],
        )
        cls.outage.invalidate_recordset()

    @classmethod
    def past_ticket(cls, number, values, *lines):
        """Create a ticket with its whole past, as an import does.

        :param values: ``priority`` and fields
        :param lines: tuples of ``"kind 2026-08-04 09:00"``
        """
        values = dict(values)
        priority = cls.priorities[values.pop("priority")]
        events = []
        for line in [text for group in lines for text in group]:
            kind, instant = line.split(" ", 1)
            more = {"priority_id": priority.id} if kind == "opened" else {}
            events.append((kind, utc(instant), more))
        stage = {"resolved": "resolved", "cancelled": "cancelled"}.get(
            events[-1][0], "active"
        )
        return cls.env["helpdesk.ticket"]._create_with_timelines(
            [
                {
                    "number": number,
                    "name": f"Ticket {number}",
                    "description": "<p/>",
                    "partner_id": cls.contact.id,
                    "company_id": cls.provider.id,
                    "itsm_contract_id": cls.contract.id,
                    "itsm_service_id": cls.services["NET"].id,
                    "itsm_priority_id": priority.id,
                    "stage_id": cls.stages[stage].id,
                    **values,
                }
            ],
            [events],
        )

    @classmethod
    def make_report(cls, first="2026-08-01", last="2026-08-31", user=None, at=None):
        """Create the report of a period at a local time."""
        with cls.at(at or "2026-09-01 09:00"):
            return (
                cls.env["itsm.service.report"]
                .with_user(user or cls.env.user)
                .create(
                    {
                        "contract_id": cls.contract.id,
                        "period_start": first,
                        "period_end": last,
                    }
                )
            )

    @classmethod
    def approve(cls, report, user=None, at="2026-09-02 09:00"):
        """Submit a report that is still a draft, and approve it, at a local time."""
        if report.state == "draft":
            cls.submit(report, at=at)
        with cls.at(at):
            report.with_user(user or cls.manager).action_approve()

    @classmethod
    def submit(cls, report, user=None, at="2026-09-02 09:00"):
        """Submit a report at a local time, as the project manager unless said."""
        with cls.at(at):
            # superuser: tests of rights give the project to somebody else
            report.with_user(user or cls.pm).sudo().action_submit()

    @classmethod
    def join_company(cls, user, company):
        """Let a user work in another company only."""
        user.write(
            {"company_ids": [Command.set(company.ids)], "company_id": company.id}
        )

    @staticmethod
    def figures(dataset):
        """Return the rows of a data set by key."""
        return {row["key"]: row for row in dataset["figures"]}
