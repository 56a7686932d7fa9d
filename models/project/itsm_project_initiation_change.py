from odoo import api, fields, models

from ..approval.content_reader import ContentReader

# What of a form is about the form, and no change of the project.
_OWN = frozenset(
    {
        "appointed_by_id",
        "appointed_on",
        "base_id",
        "change_impact",
        "change_reason",
        "completed_by_id",
        "completed_on",
        "contract_id",
        "existing_project_id",
        "former_date_end",
        "former_date_start",
        "former_manager_id",
        "kind",
        "project_template_id",
    }
)
# Where a project without an initiation has no baseline, this was before.
_FORMER = {
    "date_end": "former_date_end",
    "date_start": "former_date_start",
    "project_manager_id": "former_manager_id",
}


class ItsmProjectInitiation(models.Model):
    """What a project change changes: before and after (变更前/后对照, domain 2.4)."""

    _inherit = "itsm.project.initiation"

    changes = fields.Html(compute="_compute_changes", sanitize=False)

    # === COMPUTE METHODS === #

    @api.depends("kind", "base_id")
    @api.depends_context("lang", "tz", "uid")
    def _compute_changes(self):
        for initiation in self:
            initiation.changes = initiation._render_changes()

    # === ACTION METHODS === #

    def action_view_base(self):
        self.ensure_one()
        return self.base_id._get_records_action(name=self.env._("Before the Change"))

    def action_view_contract(self):
        self.ensure_one()
        return self.contract_id._get_records_action(
            name=self.env._("Service Contract")
        )

    def action_view_project(self):
        self.ensure_one()
        return self.project_id._get_records_action(name=self.env._("Project"))

    # === BUSINESS METHODS === #

    def _get_changes(self, with_costs=True):
        """Return what the form changes of the project, for the user to read.

        Costs are there for cost viewers only, as in every comparison.

        :param bool with_costs: otherwise they are left out for everybody
        :return: list of `content_reader.Row`, without what stays the same
        """
        self.ensure_one()
        # superuser: the reader shows what the user may read of it
        change = self.sudo()
        if change.kind != "change":
            return []
        base = change.base_id
        new = change._contents()[change.id]
        if base:
            old = base._contents()[base.id]
            names = set(change._get_content_fields()) - _OWN
        else:
            former = {name: new["fields"][old] for name, old in _FORMER.items()}
            old = {**new, "fields": {**new["fields"], **former}}
            names = set(_FORMER)
        if not with_costs:
            names = {name for name in names if not self._fields[name].groups}
        old, new = (
            {
                **content,
                "attachments": [],
                "fields": {
                    name: _without_key(value)
                    for name, value in content["fields"].items()
                    if name in names
                },
            }
            for content in (old, new)
        )
        rows = ContentReader(self.env, change._names_in((old, new))).rows(
            self._name, old, new
        )
        return [row for row in rows if row.kind != "same"]

    def _render_changes(self):
        """Return the table of changes as HTML, False when there is none."""
        if self.kind != "change" or not self._origin:
            return False
        change = self._origin
        return self.env["itsm.document.comparison"]._render_rows(
            change._get_changes(),
            change.base_id.number or self.env._("Project"),
            change.number,
        )


def _without_key(value):
    """Return a value without what links planned milestones to the project's."""
    if isinstance(value, list):
        return [_without_key(one) for one in value]
    if isinstance(value, dict):
        return {name: one for name, one in value.items() if name != "origin_key"}
    return value
