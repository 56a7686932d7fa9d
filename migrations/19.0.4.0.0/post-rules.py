"""Let contracts that are closed with their project be read, and ask for waivers.

An upgrade leaves records of `noupdate` files as they are: record rules that now name
the state "completed" are loaded again, and the stage of a closure gets a condition.
"""

from odoo import SUPERUSER_ID, api
from odoo.tools import convert_file

MODULE = "itsm_service_delivery"
RULES = ("contract", "reporting", "sla")
# By XML id: what was added to the stage, and the domain.
CONDITIONS = {"approval_stage_closure_1": '[("is_waived", "=", False)]'}


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    load_rules(env)
    complete_stages(env)


def load_rules(env):
    """Load the files of record rules again."""
    for name in RULES:
        file = f"security/{name}_rules.xml"
        convert_file(env, MODULE, file, {}, mode="init", noupdate=True)


def complete_stages(env):
    """Give stages the condition that they have in new databases.

    A stage that an administrator has given a condition, or removed, stays as it is. The
    stage for waivers is new: the upgrade itself makes it.
    """
    for name, condition in CONDITIONS.items():
        stage = env.ref(f"{MODULE}.{name}", raise_if_not_found=False)
        if stage and not stage.condition:
            stage.condition = condition
