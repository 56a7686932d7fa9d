from odoo import api, models


class ResGroups(models.Model):
    """Roles that one person may hold several of.

    All roles stand under one privilege, of which a user's form offers a single
    selection and takes away every other group. There, and only there, each role is
    shown as a privilege of its own: one line each, to be combined freely.
    """

    _inherit = "res.groups"

    def write(self, vals):
        if "user_ids" not in vals:
            return super().write(vals)
        # superuser: everybody's roles count, those of people who have left as well
        groups = self.sudo().with_context(active_test=False)
        former = groups.user_ids
        before = former._itsm_roles()
        result = super().write(vals)
        added = groups.user_ids - former
        before |= {
            user_id: roles - groups for user_id, roles in added._itsm_roles().items()
        }
        (former | added).sudo(self.env.su)._itsm_follow_roles(before)
        return result

    @api.model
    def _get_view_group_hierarchy(self):
        hierarchy = super()._get_view_group_hierarchy()
        privilege = self.env.ref(
            "itsm_service_delivery.privilege_service_delivery", raise_if_not_found=False
        )
        if not privilege or privilege.id not in hierarchy["privileges"]:
            return hierarchy
        # Copies throughout: the original is in the cache.
        groups = dict(hierarchy["groups"])
        privileges = dict(hierarchy["privileges"])
        original = privileges.pop(privilege.id)
        lines = {}
        for group in privilege.group_ids.sorted("sequence"):
            line = f"itsm_{group.id}"
            lines[line] = {
                **original,
                "id": line,
                "name": group.name,
                "description": group.comment,
                "group_ids": [group.id],
            }
            groups[group.id] = {**groups[group.id], "privilege_id": line}
        privileges.update(lines)
        categories = [
            {
                **category,
                "privilege_ids": [
                    line
                    for privilege_id in category["privilege_ids"]
                    for line in (
                        lines if privilege_id == privilege.id else [privilege_id]
                    )
                ],
            }
            for category in hierarchy["categories"]
        ]
        return {"groups": groups, "privileges": privileges, "categories": categories}
