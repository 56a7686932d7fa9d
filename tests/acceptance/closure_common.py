"""Fixtures of closures: a project whose contract is over, all of it reported."""

from odoo.fields import Command

from ..common import ItsmCommon, not_before


class ClosureCommon(ItsmCommon):
    """The project of a contract from May to July 2026; it is August or later.

    ``cls.manager`` runs it, and has begun ``cls.closure``; the three reports and the
    summary are approved. ``settle()`` settles what people settle, ``waive()`` asks for
    the waiver, ``close()`` does all of it and has the director approve.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(not_before("2026-08-21 10:00"))
        cls.manager = cls.users["project_manager"]
        cls.director = cls.users["service_director"]
        cls.contract = cls._create_contract(
            date_start="2026-05-01", date_end="2026-07-31"
        )
        cls.sla = cls.standard_sla._copy_to_contract(cls.contract)
        cls.put_in_force()
        cls.project = cls._create_project()
        cls.contract.project_id = cls.project
        cls.reports = cls._report_all(cls.contract)
        cls.summary = (
            cls.env["itsm.summary.report"]
            .with_user(cls.manager)
            .create({"project_id": cls.project.id})
        )
        cls.summary.sudo()._adopt("Agreed on paper")
        # a job does this
        if cls.summary._print_report:
            cls.summary.sudo()._file_pdf()
        cls.closure = cls._begin()

    @classmethod
    def _create_project(cls):
        return cls.env["project.project"].create(
            {
                "name": "Public service centre",
                "user_id": cls.manager.id,
                "company_id": cls.provider.id,
                "partner_id": cls.customer.id,
                "task_ids": [Command.create({"name": "Patch", "state": "1_done"})],
            }
        )

    @classmethod
    def _report_all(cls, contract):
        """Approve a report of each month."""
        reports = cls.env["itsm.service.report"]
        for first, last in contract._periods_until(contract._get_last_day()):
            reports |= reports.create(
                {
                    "contract_id": contract.id,
                    "period_start": first,
                    "period_end": last,
                }
            )
        reports.sudo()._adopt("Agreed on paper")
        return reports

    @classmethod
    def _begin(cls):
        return (
            cls.env["itsm.project.closure"]
            .with_user(cls.manager)
            .create({"project_id": cls.project.id})
        )

    @classmethod
    def item(cls, check):
        """Return the item that the program checks."""
        return cls.closure.item_ids.filtered(lambda item: item.check == check)

    @classmethod
    def settle(cls):
        """Settle all that people settle."""
        for item in cls.closure.item_ids.filtered(lambda item: not item.check):
            item.settle("done", "Minutes of 2026-08-20")

    @classmethod
    def waive(cls):
        cls.closure.waiver_reason = "The customer was merged; nobody is left to sign."

    @classmethod
    def submit(cls):
        cls.settle()
        cls.waive()
        cls.closure.action_submit()

    @classmethod
    def close(cls):
        cls.submit()
        cls.closure.with_user(cls.director).action_approve()
