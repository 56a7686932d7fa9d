from odoo import models


class ItsmProjectInitiation(models.Model):
    """A project change lets a closed project go on (clause 1.1.8)."""

    _inherit = "itsm.project.initiation"

    # === BUSINESS METHODS === #

    def _make_project(self):
        project = super()._make_project()
        if self.kind == "change":
            # first of all: a closed project is written by nobody
            project._itsm_reopen(self)
        return project
