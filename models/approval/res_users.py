from odoo import api, models

# Written to one of these, a person may decide other stages than before.
_WATCHED = {"active", "company_ids", "group_ids"}


class ResUsers(models.Model):
    """Who is asked to decide follows people's roles, and the log of roles does."""

    _inherit = "res.users"

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        users = super().create(vals_list)
        users._itsm_follow_roles({})
        return users

    def write(self, vals):
        if not _WATCHED & vals.keys():
            return super().write(vals)
        before = self._itsm_roles()
        result = super().write(vals)
        always = not vals.keys().isdisjoint({"active", "company_ids"})
        self._itsm_follow_roles(before, always)
        return result

    def unlink(self):
        lost = self._itsm_role_groups()
        result = super().unlink()
        if lost:
            self.env["itsm.approval.round.stage"]._refresh_asked(self.browse(), lost)
        return result

    # === BUSINESS METHODS === #

    def _itsm_roles(self):
        """Return which roles of Service Delivery were given to each person.

        Explicitly: a role that another includes was not given.

        :return: ``{user id: res.groups}``
        """
        privilege = self.env["itsm.role"]._privilege()
        # superuser: everybody's roles count
        return {
            user.id: user.group_ids.filtered(lambda g: g.privilege_id == privilege)
            for user in self.sudo()
        }

    def _itsm_role_groups(self):
        groups = self.env["res.groups"].sudo()
        return groups.union(*self._itsm_roles().values())

    def _itsm_follow_roles(self, before, always=False):
        """Log which roles were given and taken, and ask anew whom it concerns.

        :param dict before: as of `_itsm_roles()`, empty for new people
        :param bool always: something else changed that who is asked depends on
        """
        none = self.env["res.groups"].sudo()
        after = self._itsm_roles()
        changed = self.filtered(lambda u: after[u.id] != before.get(u.id, none))
        self.env["itsm.role.change"]._record(
            [
                (user, group, kind)
                for user in changed
                for kind, groups in (
                    ("given", after[user.id] - before.get(user.id, none)),
                    ("taken", before.get(user.id, none) - after[user.id]),
                )
                for group in groups
            ]
        )
        if concerned := self if always else changed:
            lost = none.union(*before.values())
            self.env["itsm.approval.round.stage"]._refresh_asked(concerned, lost)
