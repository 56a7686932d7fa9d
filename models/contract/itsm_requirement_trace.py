from odoo import api, fields, models

from ...const import ANSWER_KINDS, REQUIREMENT_TYPES
from .requirement_answer import ANSWERS


class ItsmRequirementMatrix(models.TransientModel):
    """The trace matrix: from each requirement to the SLA target that answers it.

    Clause 1.1.3: made anew whenever it is opened, from whichever version of the SLA
    holds then; nothing of it is stored. Rows are seen by who has opened it.
    """

    _name = "itsm.requirement.matrix"
    _description = "Trace Matrix"

    name = fields.Char(readonly=True)
    row_ids = fields.One2many(
        comodel_name="itsm.requirement.trace",
        inverse_name="matrix_id",
        readonly=True,
    )

    @api.model
    def _open(self, title, cases):
        """Make a matrix and open its rows.

        :param str title: what it is of
        :param cases: ``[(requirements, contract, SLA)]``
        """
        rows = [
            fields.Command.create(self.row_ids._get_row(requirement, contract, sla))
            for requirements, contract, sla in cases
            for requirement in requirements
        ]
        # superuser: nobody else writes what the program has worked out
        matrix = self.sudo().create({"name": title, "row_ids": rows})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Trace Matrix: %s", title),
            "res_model": "itsm.requirement.trace",
            "view_mode": "list,form",
            "domain": [("matrix_id", "=", matrix.id)],
            "context": {"itsm_matrix": matrix.id, "create": False},
        }

    @api.model
    def _open_all(self):
        """Open the matrix of all current sheets that the user may read."""
        sheets = self.env["itsm.information.sheet"].search(
            [("state", "in", ("in_force", "used"))]
        )
        return sheets.action_view_trace()

    def action_print(self):
        """Print the matrix."""
        self.ensure_one()
        # superuser: reports are configuration; what they print is read by the user
        report = self.env.ref("itsm_service_delivery.action_report_requirement_matrix")
        return report.sudo().report_action(self, config=False)

    def _get_print_day(self):
        return fields.Date.to_string(fields.Date.context_today(self))

    def _get_print_time(self):
        local = fields.Datetime.context_timestamp(self, fields.Datetime.now())
        return local.strftime("%Y-%m-%d %H:%M")


class ItsmRequirementTrace(models.TransientModel):
    """A row of the trace matrix: one requirement and what answers it."""

    _name = "itsm.requirement.trace"
    _description = "Traced Requirement"
    _order = "id"
    _rec_name = "requirement_id"

    matrix_id = fields.Many2one(
        comodel_name="itsm.requirement.matrix", required=True, ondelete="cascade"
    )
    requirement_id = fields.Many2one(
        comodel_name="itsm.service.requirement",
        required=True,
        readonly=True,
        ondelete="cascade",
    )
    sheet_id = fields.Many2one(
        comodel_name="itsm.information.sheet",
        string="Information Sheet",
        readonly=True,
        ondelete="cascade",
    )
    partner_id = fields.Many2one(
        comodel_name="res.partner", string="Customer", readonly=True
    )
    contract_id = fields.Many2one(
        comodel_name="itsm.contract", readonly=True, ondelete="cascade"
    )
    sla_name = fields.Char(string="Agreement", readonly=True)
    code = fields.Char(readonly=True)
    type = fields.Selection(selection=REQUIREMENT_TYPES, readonly=True)
    name = fields.Char(string="Requirement", readonly=True)
    wanted = fields.Char(readonly=True)
    importance = fields.Selection(
        selection=lambda self: self._selection_of("importance"), readonly=True
    )
    feasible = fields.Selection(
        selection=lambda self: self._selection_of("feasible"), readonly=True
    )
    answer_kind = fields.Selection(
        selection=ANSWER_KINDS, string="Answered by", readonly=True
    )
    promised = fields.Char(string="Agreed Target", readonly=True)
    answered = fields.Selection(selection=ANSWERS, readonly=True)
    reason = fields.Char(
        readonly=True, help="Why it is not answered in full, or where it is in words."
    )

    @api.model
    def _selection_of(self, name):
        requirements = self.env["itsm.service.requirement"]
        return requirements._fields[name]._description_selection(self.env)

    # === ACTION METHODS === #

    @api.model
    def action_print_matrix(self, _ids=None):
        """Print the matrix whose rows are shown, all of them."""
        matrix = self.env["itsm.requirement.matrix"].browse(
            self.env.context.get("itsm_matrix")
        )
        return matrix.action_print()

    def action_view_requirement(self):
        self.ensure_one()
        return self.requirement_id._get_records_action()

    # === BUSINESS METHODS === #

    @api.model
    def _get_row(self, requirement, contract, sla):
        """Return the values of the row of a requirement; later rooms add to it.

        :param contract: `itsm.contract`, may be empty
        :param sla: `itsm.sla`, may be empty
        :rtype: dict
        """
        answer = requirement._get_answer(sla)
        return {
            "requirement_id": requirement.id,
            "sheet_id": requirement.sheet_id.id,
            "partner_id": requirement.partner_id.id,
            "contract_id": contract.id,
            "sla_name": sla.display_name if sla else False,
            "code": requirement.code,
            "type": requirement.type,
            "name": requirement.name,
            "wanted": requirement.target_text,
            "importance": requirement.importance,
            "feasible": requirement.feasible,
            "answer_kind": requirement.answer_kind,
            "promised": ", ".join(answer.texts) or False,
            "answered": answer.verdict,
            "reason": answer.reason,
        }

    def _get_label(self, name):
        """Return the label of a selection's value, for the print."""
        return dict(self._fields[name]._description_selection(self.env)).get(self[name])
