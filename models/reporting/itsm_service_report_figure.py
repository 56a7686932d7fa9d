from odoo import api, fields, models

from .figure_text import figure_label, figure_target, figure_value

SECTIONS = [
    ("summary", "Summary"),
    ("attainment", "SLA Attainment"),
    ("workload", "Workload"),
    ("breakdown", "Workload by Kind"),
    ("timeliness", "Timeliness"),
    ("availability", "Availability"),
    ("satisfaction", "Satisfaction"),
    ("ageing", "Backlog Ageing"),
    ("credit", "Service Credits"),
]
LIGHTS = [
    ("green", "Met"),
    ("amber", "Near"),
    ("red", "Missed"),
    ("grey", "N/A"),
]


class ItsmServiceReportFigure(models.Model):
    """One figure of a service report with the tickets behind it.

    Rows mirror the report's data set for the screen; nobody writes them, whoever
    computes the report has them replaced.
    """

    _name = "itsm.service.report.figure"
    _description = "Service Report Figure"
    _order = "report_id, sequence, id"
    _rec_name = "label"

    report_id = fields.Many2one(
        comodel_name="itsm.service.report",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    sequence = fields.Integer(readonly=True)
    section = fields.Selection(selection=SECTIONS, required=True, readonly=True)
    key = fields.Char(
        required=True, readonly=True, help="Its name in the data set: response.P1"
    )
    label = fields.Char(string="Figure", compute="_compute_texts")
    unit = fields.Selection(
        selection=[
            ("count", "Count"),
            ("percent", "Percent"),
            ("minutes", "Service minutes"),
            ("score", "Score"),
            ("money", "Amount"),
        ],
        required=True,
        readonly=True,
    )
    value = fields.Char(
        string="Plain Value",
        readonly=True,
        help="The exact number as shown; empty: not applicable.",
    )
    numerator = fields.Char(readonly=True)
    denominator = fields.Char(string="Of", readonly=True)
    target = fields.Char(readonly=True)
    previous = fields.Char(readonly=True)
    value_text = fields.Char(string="Value", compute="_compute_texts")
    fraction_text = fields.Char(string="Count", compute="_compute_texts")
    target_text = fields.Char(string="Agreed", compute="_compute_texts")
    previous_text = fields.Char(string="Previous Period", compute="_compute_texts")
    light = fields.Selection(selection=LIGHTS, readonly=True)
    ticket_ids = fields.Json(readonly=True)
    outage_ids = fields.Json(readonly=True)
    ticket_count = fields.Integer(string="Behind It", compute="_compute_ticket_count")

    @api.depends(
        "key", "unit", "value", "numerator", "denominator", "target", "previous"
    )
    @api.depends_context("lang")
    def _compute_texts(self):
        for figure in self:
            dataset = figure.report_id.dataset or {}
            row = {
                name: figure[name] or None
                for name in ("key", "unit", "value", "target", "previous")
            }
            figure.label = figure_label(self.env, figure.key, dataset)
            figure.value_text = figure_value(self.env, row, dataset)
            figure.fraction_text = (
                self.env._(
                    "%(part)s of %(whole)s",
                    part=figure.numerator,
                    whole=figure.denominator,
                )
                if figure.numerator and figure.denominator
                else False
            )
            figure.target_text = figure_target(self.env, row, dataset)
            figure.previous_text = (
                figure_value(self.env, {**row, "value": figure.previous}, dataset)
                if figure.previous
                else "—"
            )

    @api.depends("ticket_ids", "outage_ids")
    def _compute_ticket_count(self):
        for figure in self:
            figure.ticket_count = len(figure.ticket_ids or figure.outage_ids or [])

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        reports = self.env["itsm.service.report"].browse(
            [vals["report_id"] for vals in vals_list if vals.get("report_id")]
        )
        reports._check_draft()
        return super().create(vals_list)

    def write(self, vals):
        self.report_id._check_draft()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_approved(self):
        self.report_id._check_draft()

    # === ACTION METHODS === #

    def action_open_tickets(self):
        """Open exactly the tickets, or the outages, that the figure counts."""
        self.ensure_one()
        if self.outage_ids:
            return {
                "type": "ir.actions.act_window",
                "name": self.label,
                "res_model": "itsm.outage",
                "view_mode": "list,form",
                "domain": [("id", "in", self.outage_ids)],
                "context": {"create": False},
            }
        return {
            "type": "ir.actions.act_window",
            "name": self.label,
            "res_model": "helpdesk.ticket",
            "view_mode": "list,form",
            "domain": [("id", "in", self.ticket_ids or [])],
            "context": {"create": False, "active_test": False},
        }
