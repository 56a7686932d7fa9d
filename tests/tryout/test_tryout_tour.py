from odoo.tests import HttpCase, tagged

from ..common import DATA, MODULE
from ..presales.plan_common import PlanCommon
from .common import TryoutCommon


@tagged("post_install", "-at_install")
class TestTryoutTour(TryoutCommon, PlanCommon, HttpCase):
    def test_from_a_file_to_the_plans_sla(self):
        """The service department tries two SLAs on a log and takes one."""
        before = self.count_tickets()
        self.draft_sla.name = "Draft of the plan"
        log = self.env["ir.attachment"].create(
            {
                "name": "servicenow_incident_log.csv",
                "raw": (DATA / "servicenow_incident_log.csv").read_bytes(),
                "mimetype": "text/csv",
                "public": True,
            }
        )
        self.env["ir.model.data"].create(
            {
                "module": MODULE,
                "name": "tryout_tour_log",
                "model": "ir.attachment",
                "res_id": log.id,
            }
        )
        self.start_tour(
            f"/odoo/itsm-presales-plans/{self.plan.id}",
            "itsm_sla_tryout",
            login=self.author.login,
            timeout=120,
        )
        tryout = self.plan.tryout_ids
        self.assertEqual(tryout.ticket_count, 458)
        self.assertEqual(len(tryout.candidate_ids), 2)
        self.assertEqual(tryout.state, "done")
        self.assertEqual(self.plan.sla_id, tryout.used_sla_id)
        self.assertEqual(tryout.used_candidate_id.sla_id, self.standard_sla)
        self.assertEqual(self.count_tickets(), before)
