"""Approvals by OCA's base_tier_validation, with two tiers that wait for one another."""

from approval_side import Side, new_user

from odoo import SUPERUSER_ID, api
from odoo.addons.base_tier_validation.tests import tier_validation_tester
from odoo.modules.registry import Registry
from odoo.orm.model_classes import add_to_registry

MODEL = tier_validation_tester.TierValidationTester._name


def peer_sides(registry: Registry) -> dict[str, Side]:
    """Return the peer as it comes, and with its reviewers told that it is their turn.

    The documents are those of its own tests: they hold next to nothing, so that what
    is measured is the peer and not an order or an invoice. Being told is a message in
    the inbox, and so slow that fewer documents do.
    """
    _add_documents(registry)
    with registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        groups = env["res.groups"].create([{"name": "Review"}, {"name": "Approval"}])
        author, reviewer, approver = (
            new_user(env, "Author"),
            *(new_user(env, group.name, group) for group in groups),
        )
        for group in groups:
            new_user(env, f"Deputy {group.name}", group)
        # of the tiers, the one with the highest sequence comes first
        tiers = env["tier.definition"].create(
            [
                {
                    "name": group.name,
                    "model_id": env["ir.model"]._get_id(MODEL),
                    "review_type": "group",
                    "reviewer_group_id": group.id,
                    "approve_sequence": True,
                    "sequence": sequence,
                }
                for group, sequence in zip(groups, (20, 10), strict=True)
            ]
        )
    steps = (
        ("submit", author, lambda documents: documents.request_validation()),
        ("review", reviewer, _validate),
        ("approve", approver, _validate),
    )

    def side(documents, notify):
        def create(env, count):
            tiers.with_env(env).notify_on_pending = notify
            return env[MODEL].create([{} for _number in range(count)])

        return Side(registry, documents, create, steps, _approved)

    return {"peer": side(500, False), "telling_peer": side(100, True)}


def _add_documents(registry: Registry) -> None:
    """Add the model of the peer's tests to the database, the way they do."""
    with registry.cursor() as cr:
        add_to_registry(registry, tier_validation_tester.TierValidationTester)
        registry._setup_models__(cr, [MODEL])
        registry.init_models(cr, [MODEL], {"models_to_check": True})
        env = api.Environment(cr, SUPERUSER_ID, {})
        env["ir.model.access"].create(
            {
                "name": "Documents",
                "model_id": env["ir.model"]._get_id(MODEL),
                "perm_read": True,
                "perm_write": True,
            }
        )


def _validate(documents) -> None:
    for document in documents:
        document.validate_tier()


def _approved(documents):
    return documents.filtered(lambda d: d.validation_status == "validated")
