"""Fixtures of the presales room: an information sheet that is complete."""

from odoo.fields import Command

from ..common import MODULE, ItsmCommon

# Domain 4.1: what sales collected of the customer of the demo (domain 7).
REQUIREMENTS = (
    {
        "type": "response_time",
        "name": "A person answers a P1 within 15 minutes, day and night",
        "priority": "P1",
        "target": 15,
        "unit": "minutes",
        "around_the_clock": True,
    },
    {
        "type": "availability",
        "name": "ERP is available",
        "service": "ERP",
        "target": 99.9,
    },
    {
        "type": "continuity",
        "name": "ERP runs again after a disaster within 4 hours",
        "metric": "RTO",
        "target": 4,
        "answer_note": "Continuity plan, annex 3",
    },
    {
        "type": "capacity",
        "name": "Up to 40 tickets a month",
        "target": 40,
        "unit": "per_month",
        "answer_note": "Workload limit of the contract",
    },
)


class PresalesCommon(ItsmCommon):
    """A sheet that sales have collected and the technical manager has assessed.

    ``cls.sheet`` is a draft, complete: four requirements, staff skills marked as not
    applicable. ``cls.sales``, ``cls.technician`` (technical manager), ``cls.manager``
    (service manager) and ``cls.director`` are the people.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sales = cls.users["sales"]
        cls.technician = cls.users["technical_manager"]
        cls.manager = cls.users["service_manager"]
        cls.director = cls.users["service_director"]
        cls.sheet = cls._create_sheet()

    @classmethod
    def _create_sheet(cls, user=None, **values):
        """Create a complete sheet as sales, or as another user."""
        sheet = (
            cls.env["itsm.information.sheet"]
            .with_user(user or cls.sales)
            .create({**cls._sheet_values(), **values})
        )
        sheet.requirement_ids.with_user(cls.technician).write({"feasible": "yes"})
        return sheet.with_user(cls.env.user)

    @classmethod
    def _sheet_values(cls):
        return {
            "name": "Operation of the information systems",
            "partner_id": cls.customer.id,
            "user_id": cls.sales.id,
            "service_collector_id": cls.technician.id,
            "collected_on": "2026-06-08",
            "objective": "<p>Stable operation</p>",
            "scope_in": "<p>ERP, OA and the network</p>",
            "scope_out": "<p>Plant control</p>",
            "requirements": "<p>One point of contact</p>",
            "strategy": "<p>Standard services</p>",
            "delivery_approach": "<p>Remote, one engineer on site</p>",
            "communication_ids": [
                Command.create(
                    {
                        "date": "2026-06-05",
                        "mode": "meeting",
                        "contact_ids": [Command.set(cls.contact.ids)],
                        "content": "The price of the old supplier was too high",
                        "conclusion": "The ERP comes first",
                    }
                )
            ],
            "ci_ids": [
                Command.create(
                    {
                        "type": "server",
                        "name": "ERP server",
                        "model": "Inspur NF5280",
                        "quantity": 4,
                        "criticality": "high",
                    }
                )
            ],
            "operating_none_reason": "The former supplier kept no figures",
            "factor_ids": [
                Command.create(
                    {
                        "kind": "law",
                        "name": "Graded protection is assessed in 2027",
                        "response": "Quote it as an option",
                    }
                )
            ],
            "requirement_ids": [
                Command.create(cls._requirement_values(**requirement))
                for requirement in REQUIREMENTS
            ],
            "not_applicable_ids": [
                Command.create(
                    {"type": "staff_skills", "reason": "The customer names none"}
                )
            ],
        }

    @classmethod
    def _requirement_values(cls, priority=None, service=None, **values):
        """Return the values of a requirement; priority and service by their codes."""
        if priority:
            values["priority_id"] = cls.priorities[priority].id
        if service:
            values["service_id"] = cls.services[service].id
        return values

    @classmethod
    def _requirement(cls, sheet=None, **values):
        """Add a requirement that can be met to a sheet."""
        values = {"name": "Another", "feasible": "yes", **values}
        return cls.env["itsm.service.requirement"].create(
            {
                "sheet_id": (sheet or cls.sheet).id,
                **cls._requirement_values(**values),
            }
        )

    @classmethod
    def confirm(cls, sheet=None):
        """Have the sales owner submit a sheet, and the service manager confirm it."""
        sheet = sheet or cls.sheet
        sheet.with_user(cls.sales).action_submit()
        sheet.with_user(cls.manager).action_approve()
        return sheet

    @classmethod
    def group(cls, role):
        return cls.env.ref(f"{MODULE}.group_{role}")
