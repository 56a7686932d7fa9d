"""Drop the record rules of lines that now go with their document.

An upgrade leaves records of `noupdate` files alone, also when they are no longer there.
"""

from odoo import SUPERUSER_ID, api

MODULE = "itsm_service_delivery"
MODELS = (
    "itsm.contract.line",
    "itsm.credit.rule",
    "itsm.information.sheet.ci",
    "itsm.information.sheet.communication",
    "itsm.information.sheet.factor",
    "itsm.information.sheet.operating",
    "itsm.maintenance.window",
    "itsm.presales.capability",
    "itsm.presales.cost",
    "itsm.presales.deliverable",
    "itsm.presales.line",
    "itsm.presales.risk",
    "itsm.presales.supplier",
    "itsm.requirement.not.applicable",
    "itsm.service.requirement",
    "itsm.service.target",
    "itsm.sla.availability",
    "itsm.sla.target",
)


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    ours = env["ir.model.data"].search(
        [("module", "=", MODULE), ("model", "=", "ir.rule")]
    )
    rules = env["ir.rule"].browse(ours.mapped("res_id")).exists()
    rules.filtered(lambda rule: rule.model_id.model in MODELS).unlink()
