"""Fixtures that the tests of all rooms share."""

import json
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path

from freezegun import freeze_time

from odoo import fields
from odoo.addons.base.tests.common import BaseCommon
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests.common import new_test_user

from ..engine import instants

MODULE = "itsm_service_delivery"
SHANGHAI = "Asia/Shanghai"

ROLES = (
    "administrator",
    "auditor",
    "commercial",
    "cost_viewer",
    "engineer",
    "general_manager",
    "management_representative",
    "project_manager",
    "reviewer",
    "sales",
    "security_officer",
    "service_director",
    "service_manager",
    "technical_manager",
    "user",
)

OFFICE_HOURS = (("09:00", "12:00"), ("13:00", "18:00"))

# Domain table 3.7: service minutes and calendar of response and resolution.
TARGETS = {
    "P1": ("24x7", 15, 240),
    "P2": ("24x7", 30, 480),
    "P3": ("5x8", 60, 1440),
    "P4": ("5x8", 240, 2400),
}

DATA = Path(__file__).parent / "data"


def utc(text, zone=SHANGHAI):
    """Return the naive UTC datetime of a local time, ``"2026-08-03 09:00"``."""
    local = datetime.fromisoformat(text)
    seconds = local.hour * 3600 + local.minute * 60 + local.second
    return instants.to_datetime(instants.local_to_instant(local.date(), seconds, zone))


def not_before(text):
    """Freeze the time at a local time of Shanghai, or at now if that is later.

    The data of autumn 2026 must lie in no future, whatever the machine's clock says.
    """
    # a minute on: what this transaction has created is not of the future either
    return freeze_time(max(utc(text), fields.Datetime.now() + timedelta(minutes=1)))


def hour(text):
    """Return the float hour of ``"09:30"``."""
    hours, minutes = text.split(":")
    return int(hours) + int(minutes) / 60


def read_json(name):
    """Return a file of ``tests/data``."""
    return json.loads((DATA / name).read_text(encoding="utf-8"))


class ItsmCommon(BaseCommon):
    """A provider in Shanghai with its roles, calendars, catalogue, SLA and contract.

    - ``cls.users["service_manager"]`` … one user per role of `ROLES`, with that role
      only; ``cls.plain_user`` without a role, ``cls.portal_user`` of the customer.
    - ``cls.calendars`` 5x8 (with the holidays and make-up workdays of autumn 2026) and
      07-22; 24x7 is the empty calendar.
    - ``cls.priorities`` P1 to P4, ``cls.services`` NET, ERP and OA.
    - ``cls.standard_sla`` and ``cls.contract``, drafts; the contract is from 2026-08-01
      to 2027-07-31 and has ``cls.sla``; ``cls.put_in_force()`` puts both in force.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.provider = cls.env["res.company"].create(
            {
                "name": "Yunling IT Services",
                "currency_id": cls._enable_currency("CNY").id,
            }
        )
        # The tests work in the provider, as superuser.
        companies = [Command.link(cls.provider.id)]
        cls.env.user.write({"company_ids": companies, "company_id": cls.provider.id})
        cls.env = cls.env(
            context=dict(
                cls.env.context, allowed_company_ids=cls.provider.ids, tz=SHANGHAI
            )
        )
        cls.company = cls.env.company
        cls.provider = cls.company
        cls.provider.partner_id.write(
            {
                "street": "18 Yunling Road",
                "city": "Beijing",
                "itsm_legal_representative": "Zhou Jianguo",
            }
        )
        cls.customer = cls.env["res.partner"].create(
            {
                "name": "Jiangcheng Manufacturing",
                "is_company": True,
                "street": "1 Factory Avenue",
                "itsm_legal_representative": "Jiang Cheng",
            }
        )
        cls.contact = cls.env["res.partner"].create(
            {
                "name": "Feng Xue",
                "parent_id": cls.customer.id,
                "email": "feng@example.com",
            }
        )
        cls._create_users()
        cls._name_departments()
        cls._create_calendars()
        cls._create_catalogue()
        cls.standard_sla = cls._create_sla("Standard SLA")
        cls.contract = cls._create_contract()
        cls.sla = cls.standard_sla._copy_to_contract(cls.contract)

    @classmethod
    def _create_users(cls):
        def new_user(login, groups):
            return new_test_user(
                cls.env,
                login=login,
                groups=groups,
                tz=SHANGHAI,
                company_id=cls.provider.id,
                company_ids=[Command.set(cls.provider.ids)],
            )

        cls.users = {
            role: new_user(f"itsm_{role}", f"{MODULE}.group_{role}") for role in ROLES
        }
        cls.plain_user = new_user("itsm_plain", "base.group_user")
        cls.portal_user = new_user("itsm_portal", "base.group_portal")
        cls.portal_user.partner_id.parent_id = cls.customer

    @classmethod
    def _name_departments(cls):
        """Let finance and legal speak in contract reviews, one person each."""
        for name, role in (("finance", "cost_viewer"), ("legal", "reviewer")):
            department = cls.env.ref(f"{MODULE}.review_department_{name}")
            department.user_ids = cls.users[role]

    @classmethod
    def _create_calendars(cls):
        definitions = read_json("demo_service.json")["calendars"]
        cls.calendars = {"24x7": cls.env["resource.calendar"]}
        for name, definition in definitions.items():
            if name != "24x7":
                cls.calendars[name] = cls._create_calendar(name, definition)

    @classmethod
    def _create_calendar(cls, name, definition, tz=SHANGHAI):
        """Create a calendar from its definition in a service file."""
        days = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
        attendances = [
            Command.create(
                {
                    "name": f"{day} {start}",
                    "dayofweek": str(days.index(day)),
                    "hour_from": hour(start),
                    "hour_to": hour(end),
                    "day_period": "morning" if hour(end) <= 13 else "afternoon",
                }
            )
            for day, lines in definition["weekly"].items()
            for start, end in lines
        ]
        makeup_days = [
            Command.create(
                {"date": day, "hour_from": hour(start), "hour_to": hour(end)}
            )
            for day, lines in definition.get("makeup_workdays", {}).items()
            for start, end in lines
        ]
        calendar = cls.env["resource.calendar"].create(
            {
                "name": name,
                "tz": tz,
                "company_id": cls.provider.id,
                "attendance_ids": attendances,
                "itsm_makeup_day_ids": makeup_days,
            }
        )
        for first, last in definition.get("holidays", []):
            cls._create_holiday(calendar, first, last)
        return calendar

    @classmethod
    def _create_holiday(cls, calendar, first, last):
        """Close a calendar from the first to the last day, as a person enters it."""
        after = date.fromisoformat(last) + timedelta(days=1)
        return cls.env["resource.calendar.leaves"].create(
            {
                "name": f"Holiday {first}",
                "calendar_id": calendar.id,
                "company_id": cls.provider.id,
                "date_from": utc(f"{first} 00:00", calendar.tz),
                "date_to": utc(f"{after} 00:00", calendar.tz) - timedelta(seconds=1),
            }
        )

    @classmethod
    def _create_catalogue(cls):
        cls.priorities = {
            code: cls.env.ref(f"{MODULE}.priority_{code.lower()}") for code in TARGETS
        }
        cls.services = {}
        for code, calendar in (("NET", "24x7"), ("ERP", "24x7"), ("OA", "07-22")):
            product = cls.env["product.product"].create(
                {"name": f"{code} operation", "type": "service", "list_price": 100000.0}
            )
            cls.services[code] = cls.env["itsm.service"].create(
                {
                    "code": code,
                    "name": f"{code} operation",
                    "calendar_id": cls.calendars[calendar].id,
                    "product_id": product.id,
                }
            )
            cls.services[code].sudo()._adopt("fixture of the tests")

    @classmethod
    def _create_sla(cls, name, **values):
        """Create an SLA with the targets, availability and credits of domain 3.7."""
        targets = [
            {
                "priority_id": cls.priorities[priority].id,
                "metric": metric,
                "minutes": minutes,
                "calendar_id": cls.calendars[calendar].id,
            }
            for priority, (calendar, response, resolution) in TARGETS.items()
            for metric, minutes in (("response", response), ("resolution", resolution))
        ]
        window = {
            "kind": "monthly",
            "ordinal": "2",
            "weekday": "6",
            "hour_from": 0.0,
            "hour_to": 4.0,
        }
        availability = [
            {
                "service_id": cls.services[code].id,
                "calendar_id": cls.calendars[calendar].id,
                "target_pct": target,
                "window_ids": [Command.create(window)] if code == "ERP" else [],
            }
            for code, calendar, target in (
                ("NET", "24x7", 99.9),
                ("ERP", "24x7", 99.9),
                ("OA", "07-22", 99.5),
            )
        ]
        p1, p2 = cls.priorities["P1"], cls.priorities["P2"]
        credits = [
            {"kind": "missed_target", "priority_id": p1.id, "pct": 0.5},
            {"kind": "missed_target", "priority_id": p2.id, "pct": 0.5},
            {"kind": "availability_step", "pct": 1.0, "step_points": 0.1},
            {"kind": "overall", "pct": 1.0},
        ]
        return cls.env["itsm.sla"].create(
            {
                "name": name,
                "satisfaction_target": 4.2,
                "credit_cap_pct": 20.0,
                "target_ids": [Command.create(target) for target in targets],
                "availability_ids": [Command.create(line) for line in availability],
                "credit_rule_ids": [Command.create(rule) for rule in credits],
                **values,
            }
        )

    @classmethod
    def _create_contract(cls, **values):
        """Create a draft contract of the customer, with its fee but without lines."""
        clause = {"name": "Confidentiality", "body": "<p>Both keep the secret.</p>"}
        return cls.env["itsm.contract"].create(
            {
                "name": "Operation of the information systems",
                "partner_id": cls.customer.id,
                "user_id": cls.users["sales"].id,
                "service_manager_id": cls.users["service_manager"].id,
                "date_start": "2026-08-01",
                "date_end": "2027-07-31",
                "monthly_fee": 100000.0,
                "workload_limit": 40,
                "tz": SHANGHAI,
                "payment_ids": [Command.create({"name": "Fee", "percentage": 100})],
                "clause_ids": [Command.create(clause)],
                **values,
            }
        )

    @classmethod
    def put_in_force(cls, contract=None):
        """Put `contract`, or another, in force with its drafted SLA, both taken over.

        It waits if it has not begun, and has expired if it is over. Tests of how they
        are agreed go the real way instead.
        """
        (contract or cls.contract).sudo()._adopt("Agreed on paper")

    @classmethod
    def pass_review(cls, contract):
        """Have the review of a submitted contract pass: all agree, it is concluded."""
        review = contract.review_id.sudo()
        while review._is_under_review():
            asked = review.waiting_stage_id.asked_ids[:1]
            if not review._wants_opinion():
                review.item_ids.with_user(asked).write({"answer": "yes"})
            review.with_user(asked).action_approve()

    @classmethod
    def adopt(cls, *slas):
        """Take over SLAs as agreed, one after the other."""
        for sla in slas:
            sla.sudo()._adopt("Agreed on paper")

    @classmethod
    def in_days(cls, days):
        """Return the day that comes in `days` days, in Shanghai."""
        return fields.Date.context_today(cls.env.user) + timedelta(days=days)

    @contextmanager
    def assertRefused(self, message, exception=UserError):
        """Check that a message refuses what is done, and roll it back as Odoo would.

        :param str message: regular expression
        """
        with self.assertRaisesRegex(exception, message), self.env.cr.savepoint():
            yield
            self.env.flush_all()
