from odoo import api, fields, models

from . import guard

ROLE_CHANGES = [("given", "Given"), ("taken", "Taken Away")]


class ItsmRoleChange(models.Model):
    """A line of the log of roles: who gave which role to whom, or took it away.

    Written whenever a person's roles change, by whatever form, and by nobody.
    """

    _name = "itsm.role.change"
    _description = "Change of a Role"
    _inherit = ["itsm.engine.written.mixin"]
    _order = "happened_at desc, id desc"
    _log_access = False  # by_id and happened_at say it
    _rec_name = "user_name"

    group_id = fields.Many2one(
        comodel_name="res.groups",
        string="Role",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        readonly=True,
        index=True,
        ondelete="set null",
    )
    user_name = fields.Char(
        string="Person", required=True, readonly=True, help="Named as then."
    )
    kind = fields.Selection(selection=ROLE_CHANGES, required=True, readonly=True)
    by_id = fields.Many2one(
        comodel_name="res.users",
        readonly=True,
        index=True,
        ondelete="set null",
    )
    by_name = fields.Char(string="By", required=True, readonly=True)
    happened_at = fields.Datetime(string="On", required=True, readonly=True)

    # === BUSINESS METHODS === #

    @api.model
    def _record(self, entries):
        """Log changes of roles, made by the current user.

        :param entries: ``[(user, group, "given" or "taken")]``
        """
        by = self.env.user
        # superuser: nobody writes this log, not even who gives roles
        guard.with_key(self.sudo()).create(
            [
                {
                    "group_id": group.id,
                    "user_id": user.id,
                    "user_name": user.sudo().name,
                    "kind": kind,
                    "by_id": by.id,
                    "by_name": by.sudo().name,
                    "happened_at": fields.Datetime.now(),
                }
                for user, group, kind in entries
            ]
        )
