import json

from odoo import api, fields, models

from ..approval import guard
from ..approval.content_reader import ContentReader


class ItsmContract(models.Model):
    """What an amendment changes of its contract, old and new.

    It is told against what the contract said when the amendment was written, or last
    brought up to date: the same while it is written and ever after.
    """

    _inherit = "itsm.contract"

    base_snapshot = fields.Text(
        readonly=True, copy=False, groups=fields.NO_ACCESS
    )
    amended_changes = fields.Html(
        string="Changes", compute="_compute_amended_changes", sanitize=False
    )

    # === COMPUTE METHODS === #

    @api.depends_context("lang", "tz", "uid")
    def _compute_amended_changes(self):
        for contract in self:
            contract.amended_changes = contract._render_changes()

    # === CRUD METHODS === #

    def _get_engine_defaults(self):
        # nobody may write it, not even as empty
        defaults = super()._get_engine_defaults()
        del defaults["base_snapshot"]
        return defaults

    # === BUSINESS METHODS === #

    def _remember_base(self):
        """Keep what the contract says, to tell what the amendment changes of it."""
        texts = self.base_id._content_texts()
        guard.with_key(self).write(
            {
                "base_snapshot": texts[self.base_id.id],
                "base_version": self.base_id.version,
            }
        )

    def _get_amended_fields(self):
        """Return the content that an amendment changes of its contract.

        What a copy does not have, such as the plan, is the contract's own.

        :rtype: list[str]
        """
        own = self._get_own_fields()
        return [
            name
            for name in self._get_content_fields()
            if name not in own and self._fields[name].copy
        ]

    def _get_own_fields(self):
        """Return what is content of an amendment itself; models add theirs.

        :rtype: set[str]
        """
        return {"amended_sla_id", "base_id", "date_effective", "kind"}

    def _get_changes(self):
        """Return what an amendment changes, for the user to read.

        :return: list of `content_reader.Row`, without what stays the same
        """
        self.ensure_one()
        return self._read_changes(*self._amended_contents())

    def _read_changes(self, old, new, names):
        """Return the differences of two contents; see `_get_changes`."""
        rows = ContentReader(self.env, names).rows(self._name, old, new)
        return [row for row in rows if row.kind != "same"]

    def _amended_contents(self):
        """Return what the contract said, and what the amendment says instead.

        :return: ``(content, content, {"model,id": name})``; alike when it is none
        """
        # superuser: the reader shows what the user may read of it
        amendment = self.sudo()
        if not amendment.base_snapshot:
            nothing = {"fields": {}, "attachments": []}
            return nothing, nothing, {}
        snapshot = json.loads(amendment.base_snapshot)
        amended = set(self._get_amended_fields())
        old, new = (
            {
                **content,
                "fields": {
                    name: value
                    for name, value in content["fields"].items()
                    if name in amended
                },
            }
            for content in (snapshot["content"], amendment._contents()[self.id])
        )
        return old, new, snapshot["names"]

    def _render_changes(self):
        """Return the table of changes as HTML, False when there is none."""
        if self.kind != "amendment" or not self._origin:
            return False
        return self.env["itsm.document.comparison"]._render_rows(
            self._origin._get_changes(),
            self.env._("Contract, version %s", self.base_version),
            self.number,
        )
