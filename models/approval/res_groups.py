from odoo import api, models


class ResGroups(models.Model):
    """Roles that one person may hold several of.

    All roles stand under one privilege, of which a user's form offers a single
    selection and takes away every other group. There, and only there, each role is
    shown as a privilege of its own: one line each, to be combined freely.
    """

    _inherit = "res.groups"

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
