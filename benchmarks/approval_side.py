"""What both sides of the benchmark of approvals share."""

from collections.abc import Callable
from dataclasses import dataclass

from odoo.modules.registry import Registry


@dataclass(frozen=True)
class Side:
    """One way to have documents approved by two people, one after the other.

    ``documents``: how many at once.
    ``create``: make so many drafts in an environment.
    ``steps``: name, id of the person, and what he does with the documents.
    ``approved``: those of the documents that are approved.
    """

    registry: Registry
    documents: int
    create: Callable
    steps: tuple[tuple[str, int, Callable], ...]
    approved: Callable


def new_user(env, name: str, *groups) -> int:
    """Return the id of a new internal user whom Odoo tells things without a mail."""
    login = name.lower().replace(" ", ".")
    ids = [env.ref("base.group_user").id, *(group.id for group in groups)]
    values = {"name": name, "login": login, "email": f"{login}@example.com"}
    values |= {"group_ids": [(6, 0, ids)], "notification_type": "inbox"}
    return env["res.users"].create(values).id
