from odoo import api, fields, models

from .itsm_contract_clause_text import fill

# What every contract says before its clauses: services, period, service levels, fees.
FIXED_ARTICLES = 4


class ItsmContractClause(models.Model):
    """A clause of a contract, in each language as it was agreed."""

    _name = "itsm.contract.clause"
    _description = "Contract Clause"
    _inherit = ["itsm.contract.part.mixin", "itsm.contract.clause.text"]

    number = fields.Integer(string="Article", compute="_compute_number")
    name = fields.Char(string="Title", required=True, translate=True)
    body = fields.Html(
        string="Text",
        required=True,
        translate=True,
        help="Each paragraph is numbered in the print. In braces, such as {customer},"
        " stands what the contract says elsewhere.",
    )
    text = fields.Html(
        string="As It Is Printed",
        compute="_compute_text",
        help="In your language, with what the placeholders stand for.",
    )

    # === COMPUTE METHODS === #

    @api.depends("sequence", "contract_id.clause_ids.sequence")
    def _compute_number(self):
        for contract, clauses in self.grouped("contract_id").items():
            order = contract.clause_ids.sorted(
                lambda line: (line.sequence, line._origin.id or float("inf"))
            )
            places = {clause: place for place, clause in enumerate(order, 1)}
            for clause in clauses:
                clause.number = FIXED_ARTICLES + places.get(clause, len(order) + 1)

    @api.depends("body")
    @api.depends_context("lang")
    def _compute_text(self):
        for contract, clauses in self.grouped("contract_id").items():
            values = contract._clause_values() if contract else {}
            for clause in clauses:
                clause.text = fill(clause.body, values)
