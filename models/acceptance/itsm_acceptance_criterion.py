from odoo import api, fields, models

RESULTS = [("pass", "Pass"), ("fail", "Fail"), ("na", "Not Applicable")]


class ItsmAcceptanceCriterion(models.Model):
    """What is to be met (验收内容与标准), how that was found out, and what came of it.

    What the customer finds is not written here: it is in his answer, and shown once he
    has decided.
    """

    _name = "itsm.acceptance.criterion"
    _description = "Acceptance Criterion"
    _inherit = ["itsm.document.part.mixin"]
    _order = "acceptance_id, sequence, id"
    _agreement_path = "acceptance_id"

    acceptance_id = fields.Many2one(
        comodel_name="itsm.acceptance", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    name = fields.Char(string="Item", required=True, help="What is accepted.")
    criterion = fields.Text(required=True, help="By what it is accepted.")
    is_mandatory = fields.Boolean(
        string="Mandatory",
        default=True,
        help="Nothing is accepted without conditions while one of these fails.",
    )
    method = fields.Char(
        help="How it was examined: by the records, a test, a visit …"
    )
    evidence = fields.Text(help="What shows it: a document's number, a link …")
    evidence_ids = fields.Many2many(
        comodel_name="ir.attachment",
        relation="itsm_acceptance_criterion_evidence_rel",
        string="Evidence Files",
        bypass_search_access=True,
        help="The customer can open them on the portal.",
    )
    result = fields.Selection(selection=RESULTS, string="Our Result")
    remark = fields.Char()
    former_comment = fields.Text(
        string="Customer on the Last Version", readonly=True
    )
    customer_result = fields.Selection(
        selection=RESULTS, compute="_compute_customer", string="Customer's Result"
    )
    customer_comment = fields.Text(
        compute="_compute_customer", string="Customer's Comment"
    )

    # === COMPUTE METHODS === #

    @api.depends("acceptance_id.conclusion")
    def _compute_customer(self):
        for criterion in self:
            # superuser: who reads the acceptance reads what the customer found
            acceptance = criterion.sudo().acceptance_id
            result, comment = False, False
            if acceptance.conclusion and criterion._origin:
                answer = acceptance._get_answer()
                result, comment = answer.result_of(criterion._origin.id)
            criterion.customer_result = result or False
            criterion.customer_comment = comment or False

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        criteria = super().create(vals_list)
        criteria._claim_files()
        return criteria

    def write(self, vals):
        result = super().write(vals)
        if "evidence_ids" in vals:
            self._claim_files()
        return result

    def _claim_files(self):
        """Let files that were chosen before the line was saved be its own.

        As its own they are frozen with it.
        """
        for criterion in self:
            # superuser: whoever uploaded them has just added them to the line
            files = criterion.sudo().evidence_ids.filtered(
                lambda file: file.res_model == self._name and not file.res_id
            )
            files.write({"res_id": criterion.id})

    # === BUSINESS METHODS === #

    def _has_evidence(self):
        """Return whether something shows the result."""
        self.ensure_one()
        # superuser: whether there are files, whoever may open them
        return bool((self.evidence or "").strip() or self.sudo().evidence_ids)

    def _label(self, name):
        """Return what a choice of the line is called in the reader's language."""
        field = self._fields[name]
        return dict(field._description_selection(self.env)).get(self[name]) or ""
