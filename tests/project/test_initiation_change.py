"""Project changes: the baseline is written by approved forms only (clause 1.1.8)."""

from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import HttpCase, tagged
from odoo.tests.common import JsonRpcException, new_test_user
from odoo.tools import mute_logger

from ..common import MODULE
from .common import ItsmProjectCommon, ItsmProjectFlow

BY_HAND = {
    "date": "2027-12-31",
    "date_start": "2026-09-01",
    "partner_id": False,
    "user_id": False,
}


@freeze_time("2026-08-10 01:00:00")
@tagged("post_install", "-at_install")
class TestBaseline(ItsmProjectCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.second = new_test_user(
            cls.env,
            login="itsm_second_pm",
            groups=f"{MODULE}.group_project_manager",
            company_id=cls.provider.id,
            company_ids=[Command.set(cls.provider.ids)],
        )

    def _change(self, **values):
        """Have the running project changed, without an amendment."""
        project = self.project.with_user(self.service_manager)
        form = self.initiation.with_user(self.service_manager).browse(
            project.action_itsm_change()["res_id"]
        )
        appointed = values.pop("project_manager_id", self.manager.id)
        form.project_manager_id = appointed
        told = {"change_reason": "Long illness", "change_impact": "None on time"}
        self.complete(form, **{**told, **values})
        self.approve(form)
        return form.sudo()

    # === WHAT NOBODY WRITES === #

    def test_not_by_hand(self):
        for name, value in BY_HAND.items():
            for role in ("service_manager", "service_director", "administrator"):
                project = self.project.with_user(self.users[role])
                with self.subTest(name=name, role=role):
                    with self.assertRefused('Use "Change the Project"'):
                        project.write({name: value})
            with self.subTest(name=name, role="superuser"):
                with self.assertRefused('Use "Change the Project"'):
                    self.project.sudo().write({name: value})
        self.assertEqual(self.project.user_id, self.manager)

    def test_what_stays_the_same_may_be_written(self):
        project = self.project.with_user(self.service_manager)
        project.write(
            {"user_id": self.manager.id, "date": "2027-07-31", "name": "Renamed"}
        )
        self.assertEqual(project.name, "Renamed")

    def test_not_by_a_computation(self):
        self.project.with_user(self.service_manager).allow_billable = False
        self.env.flush_all()
        self.project.invalidate_recordset()
        self.assertEqual(self.project.partner_id, self.customer)

    def test_not_over_rpc(self):
        login = self.users["administrator"].login
        self.authenticate(login, login)
        for name, value in BY_HAND.items():
            for method, args in (
                ("write", [[self.project.id], {name: value}]),
                ("web_save", [[self.project.id], {name: value}, {"id": {}}]),
            ):
                with (
                    self.subTest(name=name, method=method),
                    mute_logger("odoo.http"),
                    self.assertRaises(JsonRpcException) as caught,
                ):
                    self.make_jsonrpc_request(
                        f"/web/dataset/call_kw/project.project/{method}",
                        {
                            "model": "project.project",
                            "method": method,
                            "args": args,
                            "kwargs": {"context": {"itsm_engine": True}},
                        },
                    )
                self.assertEqual(
                    caught.exception.args[0], "odoo.exceptions.UserError"
                )

    # === A CHANGE WITHOUT AN AMENDMENT === #

    def test_another_project_manager(self):
        form = self._change(project_manager_id=self.second.id)
        self.assertEqual(form.kind, "change")
        self.assertEqual(form.base_id, self.initiation)
        self.assertEqual(form.former_manager_id, self.manager)
        self.assertEqual(self.project.user_id, self.second)
        self.assertEqual(self.project.itsm_initiation_id, form)
        self.assertEqual(self.initiation.state, "superseded")
        self.assertEqual(self.project.itsm_initiation_ids, form | self.initiation)
        line = self.initiation.decision_ids.sorted("position")[-1]
        self.assertEqual(line.kind, "superseded")
        self.assertIn(form.number, line.payload)
        managers = self.project.itsm_member_ids.filtered(
            lambda member: member.state == "confirmed" and not member.date_end
        )
        self.assertEqual(managers.user_id, self.second)

    def test_milestones_and_dates(self):
        """One is moved, one goes, one comes; what was reached stays."""
        begins, ends = self.project.milestone_ids.sorted("deadline")
        begins.is_reached = True
        project = self.project.with_user(self.service_manager)
        form = self.initiation.with_user(self.service_manager).browse(
            project.action_itsm_change()["res_id"]
        )
        first, last = form.milestone_ids.sorted("date")
        self.complete(
            form,
            change_reason="Later",
            change_impact="A month more",
            date_end="2027-08-31",
            milestone_ids=[
                Command.delete(first.id),
                Command.update(last.id, {"date": "2027-08-31"}),
                Command.create({"name": "Review", "date": "2027-01-31"}),
            ],
        )
        self.approve(form)
        self.assertEqual(self.project.date, date(2027, 8, 31))
        self.assertEqual(ends.deadline, date(2027, 8, 31))
        self.assertEqual(
            set(self.project.milestone_ids.mapped("name")),
            {"Service begins", "Service ends", "Review"},
        )
        rows = {row.label: row for row in self.project._itsm_get_baseline_rows()}
        self.assertEqual(rows["End"].first, "07/31/2027")
        self.assertEqual(rows["End"].baseline, "08/31/2027")
        self.assertFalse(rows["Service ends"].differs)
        ends.deadline = "2027-09-15"
        self.project.invalidate_recordset()
        rows = {row.label: row for row in self.project._itsm_get_baseline_rows()}
        self.assertTrue(rows["Service ends"].differs)
        self.assertIn("09/15/2027", self.project.itsm_baseline)

    def test_before_and_after(self):
        self.assertEqual(self.initiation.level, "A")
        project = self.project.with_user(self.service_manager)
        form = self.initiation.with_user(self.service_manager).browse(
            project.action_itsm_change()["res_id"]
        )
        self.assertEqual(form._get_changes(), [], "It begins as what it changes.")
        self.assertEqual(form.level, "A")
        self.assertEqual(form.budget_total, 800000.0)
        form.write(
            {
                "project_manager_id": self.second.id,
                "date_end": "2027-08-31",
                "milestone_ids": [
                    Command.create({"name": "Review", "date": "2027-01-31"})
                ],
                "budget_ids": [
                    Command.update(form.budget_ids[0].id, {"amount": 654321.0})
                ],
            }
        )
        rows = {row.label: row for row in form._get_changes()}
        self.assertEqual(rows["Project Manager"].old, self.manager.name)
        self.assertEqual(rows["Project Manager"].new, self.second.name)
        self.assertEqual(rows["End Date"].old, "07/31/2027")
        self.assertEqual(rows["End Date"].new, "08/31/2027")
        self.assertEqual(rows["Review"].kind, "added")
        self.assertIn("<ins>654</ins>", form.changes)
        # who sees no costs, reads the rest
        auditor = form.with_user(self.users["auditor"])
        self.assertIn("<ins>08</ins>/31/2027", auditor.changes)
        self.assertNotIn("654", auditor.changes)
        self.assertNotIn("654,321", str(form._get_changes(with_costs=False)))

    def test_one_change_at_a_time(self):
        with self.assertRefused("", AccessError):
            self.project.with_user(self.manager).action_itsm_change()
        project = self.project.with_user(self.service_manager)
        first = project.action_itsm_change()["res_id"]
        self.assertEqual(project.action_itsm_change()["res_id"], first)
        # by whichever way; the project manager opens it too, and waits for his turn
        contract = self.contract.with_user(self.service_manager)
        self.assertEqual(contract.action_initiate()["res_id"], first)
        project = self.project.with_user(self.manager)
        self.assertEqual(project.action_itsm_change()["res_id"], first)

    # === AN AMENDMENT, A RENEWAL === #

    def test_amendment(self):
        amendment = self.contract.with_user(self.users["sales"]).amend(
            "Longer", date(2026, 9, 1)
        )
        amendment.write({"date_end": "2027-10-31", "workload_limit": 50})
        amendment.action_submit()
        self.pass_review(amendment)
        amendment.sudo()._become_signed()
        form = self.begin(amendment)
        self.assertEqual(form.kind, "change")
        self.assertEqual(form.project_id, self.project)
        self.assertEqual(form.date_end, date(2027, 10, 31))
        self.assertEqual(form.former_date_end, date(2027, 7, 31))
        with self.assertRefused("Say why the project is changed"):
            form.action_submit()
        self.complete(form, change_reason="Longer", change_impact="Three months more")
        self.approve(form)
        self.assertEqual(self.project.date, date(2027, 10, 31))
        self.assertEqual(self.project.itsm_contract_id, self.contract)
        self.assertEqual(amendment.initiated_on, date(2026, 8, 10))
        self.assertFalse(amendment.is_to_initiate)

    def test_renewal(self):
        renewal = self.contract.with_user(self.users["sales"]).renew().sudo()
        self.assertEqual(renewal.project_id, self.project)
        self.put_in_force(renewal)
        self.assertTrue(renewal.is_to_initiate)
        self.initiate(renewal)
        self.assertFalse(renewal.is_to_initiate)
        self.assertEqual(self.project.date_start, date(2026, 8, 1))
        self.assertEqual(self.project.date, date(2028, 7, 31))


@freeze_time("2026-08-10 01:00:00")
@tagged("post_install", "-at_install")
class TestTakenOver(ItsmProjectFlow):
    """A contract that had its project before there were initiations (19.0.3)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.put_in_force()
        cls.project = cls.env["project.project"].create(
            {
                "name": "From before",
                "user_id": cls.manager.id,
                "partner_id": cls.customer.id,
                "company_id": cls.company.id,
                "date_start": "2026-08-01",
                "date": "2027-07-31",
            }
        )
        # superuser: as databases of the version before have it
        cls.contract.sudo().project_id = cls.project

    def test_it_goes_on(self):
        self.assertTrue(self.project.itsm_is_taken_over)
        self.assertFalse(self.project.itsm_is_initiated)
        self.assertFalse(self.project.itsm_initiation_ids)
        self.assertFalse(self.contract.is_to_initiate)
        # nothing is guarded that nobody has approved
        self.project.with_user(self.service_manager).user_id = self.director
        self.assertEqual(self.project.user_id, self.director)

    def test_a_change_gives_it_a_baseline(self):
        form = self.begin(self.contract, date_end="2027-09-30")
        self.assertEqual(form.kind, "change")
        self.assertFalse(form.base_id)
        rows = {row.label: (row.old, row.new) for row in form._get_changes()}
        self.assertEqual(rows, {"End Date": ("07/31/2027", "09/30/2027")})
        self.complete(form, change_reason="Baseline", change_impact="None")
        self.approve(form)
        self.assertFalse(self.project.itsm_is_taken_over)
        self.assertEqual(self.project.date, date(2027, 9, 30))
        # what was before is told ever after
        rows = {row.label: (row.old, row.new) for row in form._get_changes()}
        self.assertEqual(rows, {"End Date": ("07/31/2027", "09/30/2027")})
        with self.assertRefused('Use "Change the Project"'):
            self.project.user_id = self.director
