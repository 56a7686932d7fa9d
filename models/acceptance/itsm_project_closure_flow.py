from odoo import models
from odoo.fields import Domain

from ..reporting.project_summary import SUMMARY_ACTIVITY

# What ends with the project; its baseline, and what was reported and accepted, stays.
_ENDS = ("itsm.service.plan", "itsm.work.plan")


class ItsmProjectClosure(models.Model):
    """What closing a project brings about, and what reopening it takes back."""

    _inherit = "itsm.project.closure"

    # === BUSINESS METHODS === #

    def _put_in_force(self):
        """Close the projects, with their contracts and documents, in one go.

        :raise UserError: something has come up since the submission
        """
        for closure in self:
            closure._check_still_complete()
        result = super()._put_in_force()
        # superuser: the director decides; the program does what follows
        for closure in self.sudo():
            closure._close_project()
        return result

    def _close_project(self):
        """Close contract, documents and project."""
        self._get_contracts()._complete()
        self._release_team()
        closed = self._get_documents_to_close()
        for documents in closed:
            documents._close()
        self._transition(
            {
                "closed_documents": [
                    [documents._name, document.id]
                    for documents in closed
                    for document in documents
                ]
            }
        )
        self.project_id.activity_unlink([SUMMARY_ACTIVITY])
        self.project_id._itsm_close(self)

    def _release_team(self):
        """End what the members had still before them."""
        today = self.contract_id._today()
        members = self.project_id.itsm_member_ids.filtered(
            lambda member: (
                member.state == "confirmed"
                and (not member.date_end or member.date_end > today)
            )
        )
        for member in members:
            member._end(today, self.env._("The project is closed: %s", self.number))

    def _get_documents_to_close(self):
        """Return the plans in force of the project, model by model.

        What was reported and accepted stays as it is.

        :rtype: list
        """
        return [
            documents
            for documents in self._documents(Domain("state", "=", "in_force"))
            if documents._name in _ENDS
        ]

    def _reopen(self, comment):
        """End closures whose project goes on; what they have closed holds again.

        :param str comment: which project change it was, for the log
        """
        self._lock()
        # superuser: the project change was approved
        for closure in self.sudo():
            closure._append_log("closed", {closure.id: {"comment": comment}})
            closure._transition({"state": "closed"})
            for model, res_id in closure.closed_documents or ():
                document = self.env[model].sudo().browse(res_id)
                document._append_log("in_force", {res_id: {"comment": comment}})
                document._transition({"state": "in_force"})
