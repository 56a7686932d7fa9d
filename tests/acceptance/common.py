"""Fixtures of the acceptance room: a project, and its acceptance at each step."""

import json

from odoo.fields import Command
from odoo.tests.common import new_test_user

from ..common import SHANGHAI, ItsmCommon, not_before
from ..contract.signature import SCAN, draw, encode

PASS = {"result": "pass", "comment": ""}


class AcceptanceCommon(ItsmCommon):
    """The contract is in force, its project is managed by the project manager.

    ``cls.acceptance`` is a draft with two criteria: the first one is mandatory. The
    portal user Yang Fan is a contact of the customer, ``cls.other`` of another company.
    """

    @classmethod
    def setUpClass(cls):
        with not_before("2026-08-03 10:00"):
            super().setUpClass()
            cls.put_in_force()
            cls.manager = cls.users["project_manager"]
            cls.chair = cls.users["service_manager"]
            cls.director = cls.users["service_director"]
            cls.project = cls.env["project.project"].create(
                {
                    "name": "Operation of the information systems",
                    "company_id": cls.provider.id,
                    "user_id": cls.manager.id,
                    "partner_id": cls.customer.id,
                }
            )
            cls.contract.project_id = cls.project
            cls.acceptance = cls.new_acceptance()
        cls.portal_user.partner_id.write(
            {"name": "Yang Fan", "email": "yang@example.com"}
        )
        competitor = cls.env["res.partner"].create(
            {"name": "Binhai Public Service", "is_company": True}
        )
        cls.other = new_test_user(
            cls.env,
            login="itsm_other",
            groups="base.group_portal",
            tz=SHANGHAI,
            company_id=cls.provider.id,
            company_ids=[(6, 0, cls.provider.ids)],
        )
        cls.other.partner_id.parent_id = competitor

    @classmethod
    def new_acceptance(cls, **values):
        """Return a draft of the project manager that is ready to be reviewed."""
        criteria = [
            {
                "name": "Network",
                "criterion": "Core network available at least 99.9 %",
                "method": "Service reports",
                "evidence": "YB-202608",
                "result": "pass",
            },
            {
                "name": "Training",
                "criterion": "Users are trained",
                "method": "Attendance list",
                "evidence": "List of 2026-08-20",
                "result": "pass",
                "is_mandatory": False,
            },
        ]
        return (
            cls.env["itsm.acceptance"]
            .with_user(cls.manager)
            .create(
                {
                    "project_id": cls.project.id,
                    "basis": "The contract",
                    "criterion_ids": [Command.create(line) for line in criteria],
                    "deliverable_ids": [Command.create({"name": "Network plan"})],
                    "member_ids": [Command.create({"name": "Zhao Lei"})],
                    **values,
                }
            )
        )

    @classmethod
    def as_role(cls, role, record=None):
        return (cls.acceptance if record is None else record).with_user(cls.users[role])

    @classmethod
    def approve(cls, acceptance=None):
        """Have a draft submitted, reviewed under its chair, and released."""
        acceptance = acceptance or cls.acceptance
        acceptance.with_user(cls.manager).action_submit()
        acceptance.with_user(acceptance.sudo().chair_id).action_approve()
        acceptance.with_user(cls.director).action_approve()
        return acceptance

    @classmethod
    def send(cls, acceptance=None):
        """Approve a draft, and send it to the customer."""
        acceptance = cls.approve(acceptance)
        acceptance.with_user(cls.manager)._send_to_customer(cls.contact)
        return acceptance

    @classmethod
    def answer_of(cls, conclusion, acceptance=None, issues=(), reason="", **results):
        """Return an answer: every criterion passes, unless ``results`` says otherwise.

        :param results: ``{name of the criterion: result}``
        """
        criteria = (acceptance or cls.acceptance).sudo().criterion_ids
        return {
            "conclusion": conclusion,
            "reason": reason,
            "results": {
                str(line.id): {**PASS, "result": results.get(line.name, "pass")}
                for line in criteria
            },
            "issues": [
                {"name": name, "side": side, "date_due": str(day)}
                for name, side, day in issues
            ],
        }

    @classmethod
    def keep(cls, answer, acceptance=None):
        """Keep an answer, as the portal does it."""
        acceptance = acceptance or cls.acceptance
        acceptance.with_user(cls.portal_user).sudo()._keep_answer(answer)

    @classmethod
    def sign_as_customer(cls, acceptance=None, partner=None, **values):
        """Sign for the customer what was answered, as the portal does it."""
        acceptance = acceptance or cls.acceptance
        values = {
            "name": "Yang Fan",
            "image": encode(draw()),
            "ip": "192.0.2.7",
            "shown_hash": acceptance._get_shown_hash(),
            **values,
        }
        partner = partner or cls.portal_user.partner_id
        acceptance.with_user(cls.portal_user).sudo()._sign_as_customer(
            partner, **values
        )

    @classmethod
    def sign_as_provider(cls, acceptance=None, role="service_director"):
        cls.as_role(role, acceptance)._sign_as_provider(encode(draw()))

    @classmethod
    def accept(cls, conclusion="pass", acceptance=None, **answer):
        """Send a draft, have the customer accept and sign it, and sign it."""
        acceptance = cls.send(acceptance)
        cls.keep(cls.answer_of(conclusion, acceptance, **answer), acceptance)
        cls.sign_as_customer(acceptance)
        cls.sign_as_provider(acceptance)
        return acceptance

    @classmethod
    def scan(cls):
        return ("signed.pdf", SCAN)

    def kinds(self, acceptance=None):
        lines = (acceptance or self.acceptance).sudo().decision_ids
        return lines.sorted("position").mapped("kind")

    def facts(self, kind, acceptance=None):
        """Return the facts of all lines of a kind in the log."""
        lines = (acceptance or self.acceptance).sudo().decision_ids
        lines = lines.filtered(lambda line: line.kind == kind).sorted("position")
        return [json.loads(line.payload)["facts"] for line in lines]
