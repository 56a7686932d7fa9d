from odoo import fields, models

# What the program checks by itself before a project is closed.
CLOSURE_CHECKS = [
    ("contracts", "Contracts are over"),
    ("reports", "Service reports approved"),
    ("tickets", "Tickets closed"),
    ("tasks", "Tasks done"),
    ("documents", "No document in work"),
    ("filed", "Documents filed"),
    ("summary", "Summary approved"),
    ("issues", "Remaining issues closed"),
    ("acceptance", "Final acceptance signed"),
]


class ItsmClosureTemplate(models.Model):
    """A line of the closure checklist (结项检查单, clause 1.1.17).

    New closures copy the lines of their company and those of all companies.
    """

    _name = "itsm.closure.template"
    _description = "Closure Checklist Line"
    _order = "sequence, id"

    sequence = fields.Integer(default=10)
    name = fields.Char(string="What Must Be Done", required=True, translate=True)
    check = fields.Selection(
        selection=CLOSURE_CHECKS,
        string="Checked by the Program",
        help="Empty: somebody settles it, with evidence or a reason.",
    )
    guidance = fields.Text(
        translate=True, help="What to look at, and what is evidence."
    )
    company_id = fields.Many2one(
        comodel_name="res.company", index=True, help="Empty: of all companies."
    )
    active = fields.Boolean(default=True)
