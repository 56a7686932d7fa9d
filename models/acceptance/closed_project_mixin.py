from odoo import api, models

from .closed_project import check_open


class ItsmClosedProjectMixin(models.AbstractModel):
    """What belongs to a project (``_project_path``) and is read-only once it is closed.

    For everyone, the superuser included, and for the program too.
    """

    _name = "itsm.closed.project.mixin"
    _description = "Part of a Project That May Be Closed"

    _project_path = "project_id"
    # Fields that go on following the dates.
    _follows_dates = frozenset()

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        check_open(records, records._get_projects())
        return records

    def write(self, vals):
        names = vals.keys() - self._follows_dates
        if not names:
            return super().write(vals)
        check_open(self, self._get_projects(), names)
        result = super().write(vals)
        # nor is anything moved into a closed project
        check_open(self, self._get_projects(), names)
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_closed_project(self):
        check_open(self, self._get_projects())

    # === BUSINESS METHODS === #

    def _get_projects(self):
        # superuser: the project may be hidden from whoever writes
        return self.sudo().mapped(self._project_path)
