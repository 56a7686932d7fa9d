from odoo import api, models

from ..approval import guard
from .closed_project import check_open


class ItsmProjectDocumentMixin(models.AbstractModel):
    """Documents of a project that is closed: none is begun, written or revised."""

    _inherit = "itsm.project.document.mixin"

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        projects = self.env["project.project"].browse(
            vals["project_id"] for vals in vals_list if vals.get("project_id")
        )
        self._check_project_open(projects)
        documents = super().create(vals_list)
        # the project may have come from a default
        documents._check_project_open()
        return documents

    def write(self, vals):
        # what closes and reopens a project has the engine's key
        if not guard.holds_key(self.env):
            self._check_project_open(names=vals)
        return super().write(vals)

    # === BUSINESS METHODS === #

    def _check_revisable(self):
        result = super()._check_revisable()
        self._check_project_open()
        return result

    def _check_project_open(self, projects=None, names=()):
        """Refuse to write documents of a closed project.

        :param projects: default: those of the documents
        :param names: the fields to be written
        :raise UserError:
        """
        check_open(self, projects or self.project_id, names)
