from odoo import api, fields, models


class ItsmContractAnnex(models.Model):
    """An annex of a contract, beside the SLA, which is always the first one."""

    _name = "itsm.contract.annex"
    _description = "Contract Annex"
    _inherit = ["itsm.contract.part.mixin"]

    number = fields.Integer(string="Annex", compute="_compute_number")
    kind = fields.Selection(
        selection=[
            ("equipment", "Equipment list"),
            ("staff", "Staff list"),
            ("quotation", "Quotation"),
            ("confidentiality", "Confidentiality agreement"),
            ("other", "Other"),
        ],
        required=True,
        default="other",
    )
    name = fields.Char(
        required=True,
        translate=True,
        compute="_compute_name",
        store=True,
        readonly=False,
        precompute=True,
    )
    file = fields.Binary(attachment=True)
    file_name = fields.Char()
    is_to_follow = fields.Boolean(
        string="To Follow",
        help="Agreed on, but handed over later: the contract lists it without a file.",
    )

    # === COMPUTE METHODS === #

    @api.depends("sequence", "contract_id.annex_ids.sequence")
    def _compute_number(self):
        for contract, annexes in self.grouped("contract_id").items():
            order = contract.annex_ids.sorted(
                lambda line: (line.sequence, line._origin.id or float("inf"))
            )
            places = {annex: place for place, annex in enumerate(order, 2)}
            for annex in annexes:
                annex.number = places.get(annex, len(order) + 2)

    @api.depends("kind")
    def _compute_name(self):
        for annex in self:
            if not annex.name and annex.kind != "other":
                labels = dict(self._fields["kind"]._description_selection(self.env))
                annex.name = labels[annex.kind]
