"""Approvals by this addon: services of the catalogue, which pass two stages."""

from approval_side import Side, new_user

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry

MODULE = "itsm_service_delivery"


def our_sides(registry: Registry) -> dict[str, Side]:
    """Return this addon as it comes: two stages by role, each with two people.

    A service has a standard target for each priority. The people asked get an
    activity; contents, lines and log are frozen, hashed and chained.
    """
    with registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        roles = [
            env.ref(f"{MODULE}.group_{role}")
            for role in ("service_manager", "technical_manager", "service_director")
        ]
        author, reviewer, approver = (new_user(env, role.name, role) for role in roles)
        for role in roles[1:]:
            new_user(env, f"Deputy {role.name}", role)
    steps = (
        ("submit", author, lambda documents: documents.action_submit()),
        ("review", reviewer, lambda documents: documents.action_approve()),
        ("approve", approver, lambda documents: documents.action_approve()),
    )

    def create(env, count):
        return _services(env(user=author), count)

    return {"ours": Side(registry, 500, create, steps, _approved)}


def _services(env, count):
    services = env["itsm.service"]
    first = services.with_context(active_test=False).search_count([])
    priorities = env["itsm.priority"].search([])
    return services.create(
        [
            {
                "code": f"B{first + number:05}",
                "name": f"Service {first + number}",
                "description": "<p>What is done, for whom, and what it needs.</p>",
                "owner_id": env.uid,
                "target_ids": [
                    (0, 0, {"priority_id": priority.id, "minutes": 240})
                    for priority in priorities
                ],
            }
            for number in range(count)
        ]
    )


def _approved(documents):
    """Return those approved, their log holding all three decisions."""
    return documents.filtered(
        lambda d: d.state == "approved" and len(d.decision_ids) == 3
    )
