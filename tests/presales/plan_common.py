"""Fixtures of presales plans: one that is complete, on its way to approval."""

from datetime import timedelta

from odoo import fields
from odoo.fields import Command

from .common import PresalesCommon

# What delivering costs: kind, quantity, unit cost. Together 800,000.
COSTS = (
    ("person_days", "Engineers", 400, 1500.0),
    ("spares", "Spare switches", 6, 20000.0),
    ("travel", "Journeys to the plant", 20, 1000.0),
    ("overhead", "Service desk", 12, 5000.0),
)
TOTAL_COST = 800000.0
# 12 months of 60,000 and 40,000, 6 % VAT included: 1,200,000 / 1.06
UNTAXED, TAX, TOTAL = 1132075.47, 67924.53, 1200000.0


class PlanCommon(PresalesCommon):
    """A complete draft of a plan over the confirmed `sheet`: 1,200,000 in 12 months.

    The project manager (``cls.author``) has drawn it up, ``cls.sales`` own it; it has
    ``cls.draft_sla``, a copy of the standard SLA.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.author = cls.users["project_manager"]
        cls.general_manager = cls.users["general_manager"]
        cls.confirm()
        group = cls.env["account.tax.group"].create(
            {"name": "VAT", "company_id": cls.company.id}
        )
        cls.tax = cls.env["account.tax"].create(
            {
                "name": "VAT 6 %",
                "amount": 6.0,
                "price_include_override": "tax_included",
                "company_id": cls.company.id,
                "tax_group_id": group.id,
                "country_id": cls.env.ref("base.cn").id,
            }
        )
        cls.today = fields.Date.context_today(cls.env.user)
        cls.standard_sla.sudo()._adopt("fixture of the tests")
        cls.plan = cls._create_plan().with_env(cls.env)
        cls.draft_sla = cls.plan.sla_id

    @classmethod
    def _create_plan(cls, user=None, **values):
        """Create a complete plan with its SLA draft."""
        plan = (
            cls.env["itsm.presales.plan"]
            .with_user(user or cls.author)
            .create({**cls._plan_values(), **values})
        )
        cls.standard_sla.with_user(user or cls.author)._copy_to_plan(plan)
        plan.sla_id = plan.sla_ids
        return plan

    @classmethod
    def _plan_values(cls):
        return {
            "name": "Operation of the information systems",
            "partner_id": cls.customer.id,
            "sheet_id": cls.sheet.id,
            "user_id": cls.sales.id,
            "service_manager_id": cls.manager.id,
            "date_start": "2026-08-01",
            "date_end": "2027-07-31",
            "validity_date": cls.today + timedelta(days=30),
            "objective": "<p>Stable operation of the ERP</p>",
            "scope_in": "<p>ERP and the network</p>",
            "competitor": "Haina Networks",
            "remark": "Their price was 1.3 million",
            "line_ids": [
                Command.create(cls._line_values("NET", 60000.0)),
                Command.create(cls._line_values("ERP", 40000.0)),
            ],
            "cost_ids": [
                Command.create(
                    {
                        "kind": kind,
                        "name": name,
                        "quantity": quantity,
                        "unit_cost": unit_cost,
                    }
                )
                for kind, name, quantity, unit_cost in COSTS
            ],
            "capability_ids": [
                Command.create(
                    {"kind": "skills", "name": "Network", "required": 4, "held": 4}
                ),
                Command.create(
                    {
                        "kind": "headcount",
                        "name": "Engineers on site",
                        "required": 2,
                        "held": 1,
                        "measure": "Hire one",
                        "owner_id": cls.manager.id,
                        "due_date": "2026-07-25",
                    }
                ),
            ],
            "risk_ids": [
                Command.create(
                    {
                        "name": "The old supplier hands nothing over",
                        "probability": "3",
                        "impact": "2",
                        "response": "Ask for it in the transition plan",
                    }
                )
            ],
            "deliverable_ids": [
                Command.create(
                    {
                        "name": "Monthly report",
                        "frequency": "Monthly",
                        "criterion": "By working day 5",
                    }
                )
            ],
        }

    @classmethod
    def _line_values(cls, code, price):
        return {
            "product_id": cls.services[code].product_id.id,
            "quantity": 12,
            "price_unit": price,
            "tax_ids": [Command.set(cls.tax.ids)],
        }

    @classmethod
    def lower_margin(cls, plan=None):
        """Add a cost of 120,000: 212,075.47 of 1,132,075.47 are left, 18.73 %."""
        cost = {"kind": "subcontract", "name": "Second line", "unit_cost": 120000.0}
        (plan or cls.plan).cost_ids = [Command.create(cost)]

    @classmethod
    def submit(cls, plan=None, user=None):
        plan = plan or cls.plan
        plan.with_user(user or cls.author).action_submit()
        return plan

    @classmethod
    def approve(cls, plan=None):
        """Take a draft all the way to its approval, whoever has to decide."""
        plan = cls.submit(plan)
        people = {
            "Technical review": cls.technician,
            "Approval": cls.manager,
            "Approval by the director": cls.director,
            "Approval by the general manager": cls.general_manager,
        }
        while plan.state != "in_force":
            stage = plan.sudo().waiting_stage_id.name
            plan.with_user(people[stage]).action_approve()
        return plan

    @classmethod
    def stages(cls, plan=None):
        """Return the names of the stages of the running round, in order."""
        stages = (plan or cls.plan).sudo().round_id._sorted_stages()
        return stages.mapped("name")
