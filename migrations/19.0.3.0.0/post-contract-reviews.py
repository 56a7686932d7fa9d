"""Let contracts be decided by their review, by the stages shipped since.

Contracts had stages of their own before there were reviews; an upgrade leaves them as
they are. What an administrator has changed stays.
"""

from odoo import SUPERUSER_ID, api

MODULE = "itsm_service_delivery"
# What each was shipped with: act and group; what holds now, None: it is archived.
STAGES = {
    "approval_stage_contract_1": (
        ("service_opinion", "group_service_manager"),
        {"act": "review", "decider_kind": "review"},
        {"en_US": "Contract review", "zh_CN": "合同评审"},
    ),
    "approval_stage_contract_2": (("approve", "group_service_director"), None, {}),
    "approval_stage_contract_review_2": (
        ("review", "group_reviewer"),
        {"decider_kind": "opinions"},
        {"en_US": "Opinions of the other departments", "zh_CN": "其他部门意见"},
    ),
}


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    installed = {code for code, _name in env["res.lang"].get_installed()}
    for name, ((act, group), values, titles) in STAGES.items():
        stage = env.ref(f"{MODULE}.{name}", raise_if_not_found=False)
        former = (act, "role", env.ref(f"{MODULE}.{group}"))
        if not stage or (stage.act, stage.decider_kind, stage.group_id) != former:
            continue
        if values is None:
            stage.active = False
            continue
        stage.write({**values, "group_id": False})
        stage.update_field_translations(
            "name", {code: text for code, text in titles.items() if code in installed}
        )
