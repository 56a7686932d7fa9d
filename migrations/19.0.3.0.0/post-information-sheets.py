"""Let both departments confirm information sheets, by the stages shipped since.

The stages were there before the sheets, as a review and an approval; an upgrade leaves
them as they are. What an administrator has changed stays.
"""

from odoo import SUPERUSER_ID, api

MODULE = "itsm_service_delivery"
# The act that each was shipped with, and what holds now.
STAGES = {
    "approval_stage_information_sheet_1": (
        "review",
        '[("sales_confirmation", "=", "owner")]',
    ),
    "approval_stage_information_sheet_2": (
        "approve",
        '[("service_confirmation", "=", "manager")]',
    ),
}


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    for name, (former, condition) in STAGES.items():
        stage = env.ref(f"{MODULE}.{name}", raise_if_not_found=False)
        if stage and stage.act == former and not stage.condition:
            stage.write({"act": "approve", "condition": condition})
