from odoo import api, fields, models
from odoo.exceptions import AccessError

from ...const import (
    ANSWER_KINDS,
    REQUIREMENT_COMPARISONS,
    REQUIREMENT_TYPES,
    REQUIREMENT_UNITS,
)
from ..approval import guard

# What a type usually means: comparison, unit, and what of the SLA answers it.
_USUAL = {
    "response_time": ("at_most", "minutes", "response"),
    "resolution_time": ("at_most", "hours", "resolution"),
    "availability": ("at_least", "percent", "availability"),
    "satisfaction": ("at_least", "score", "satisfaction"),
    "continuity": ("at_most", "hours", "other"),
    "staff_skills": ("at_least", "people", "other"),
    "capacity": ("at_least", "count", "other"),
}
# What the service department says of a requirement.
_ASSESSMENT = ("current_capability", "gap", "feasible", "feasibility_note")


class ItsmServiceRequirement(models.Model):
    """One thing that the customer requires of the service (服务要求, clause 1.1.3).

    The SLA line that answers it is named by kind, priority or service, not by id: it
    is found in whichever version of the SLA is asked.
    """

    _name = "itsm.service.requirement"
    _description = "Service Requirement"
    _inherit = ["itsm.document.part.mixin"]
    _order = "sheet_id, sequence, id"
    _rec_names_search = ["code", "name"]
    _check_company_auto = True
    _agreement_path = "sheet_id"

    sheet_id = fields.Many2one(
        comodel_name="itsm.information.sheet",
        required=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="sheet_id.company_id", store=True)
    partner_id = fields.Many2one(
        related="sheet_id.partner_id", string="Customer", store=True
    )
    sheet_state = fields.Selection(related="sheet_id.state", string="State of Sheet")
    can_assess = fields.Boolean(related="sheet_id.can_assess")
    sequence = fields.Integer(default=10)
    code = fields.Char(
        readonly=True, help="R1, R2 and so on: given when the line is saved."
    )
    type = fields.Selection(
        selection=REQUIREMENT_TYPES, required=True, default="response_time"
    )
    name = fields.Char(string="Requirement", required=True, help="In plain words.")
    service_id = fields.Many2one(
        comodel_name="itsm.service",
        ondelete="restrict",
        # as text: a choice, no filter of what was chosen
        domain="[('state', '=', 'in_force')]",
        check_company=True,
        help="Empty: for all services.",
    )
    priority_id = fields.Many2one(
        comodel_name="itsm.priority",
        string="Tickets of Priority",
        ondelete="restrict",
        help="Of a response or resolution time. Empty: of all priorities.",
    )

    # Its figure
    metric = fields.Char(help="What is measured, such as time until a person answers.")
    comparison = fields.Selection(
        selection=REQUIREMENT_COMPARISONS,
        compute="_compute_usual",
        store=True,
        readonly=False,
        precompute=True,
    )
    target = fields.Float(digits=(16, 3), help="0: no figure.")
    unit = fields.Selection(
        selection=REQUIREMENT_UNITS,
        compute="_compute_usual",
        store=True,
        readonly=False,
        precompute=True,
        help="Minutes, hours and working days are service time.",
    )
    around_the_clock = fields.Boolean(
        string="24x7",
        help="The customer counts the time around the clock, not in service hours.",
    )
    target_text = fields.Char(string="Wanted", compute="_compute_target_text")

    importance = fields.Selection(
        selection=[("must", "Must"), ("should", "Should"), ("could", "Could")],
        required=True,
        default="must",
    )
    source = fields.Selection(
        selection=[
            ("customer", "Customer"),
            ("law", "Law or standard"),
            ("internal", "Internal"),
        ],
        required=True,
        default="customer",
        help="Internal: what we require of ourselves; not in the customer's edition.",
    )

    # What the service department says of it; internal
    current_capability = fields.Char(help="What we achieve today.")
    gap = fields.Char(help="What we lack.")
    feasible = fields.Selection(
        selection=[("yes", "Yes"), ("conditional", "On Conditions"), ("no", "No")]
    )
    feasibility_note = fields.Char(help="On which conditions, or why not.")

    # What answers it
    answer_kind = fields.Selection(
        selection=ANSWER_KINDS,
        string="Answered by",
        compute="_compute_usual",
        store=True,
        readonly=False,
        precompute=True,
        help="What of the service level agreement answers it.",
    )
    answer_note = fields.Char(
        string="Answer in Words", help="Where it is answered, if by no figure."
    )

    _code_uniq = models.UniqueIndex(
        "(sheet_id, code) WHERE code IS NOT NULL",
        "A sheet has one requirement with this code.",
    )

    # === COMPUTE METHODS === #

    @api.depends("code", "name")
    def _compute_display_name(self):
        for line in self:
            line.display_name = " ".join(filter(None, [line.code, line.name]))

    @api.depends("type")
    def _compute_usual(self):
        for line in self:
            usual = _USUAL.get(line.type, (False, False, "other"))
            line.comparison, line.unit, line.answer_kind = usual

    @api.depends("comparison", "target", "unit", "around_the_clock")
    @api.depends_context("lang")
    def _compute_target_text(self):
        for line in self:
            line.target_text = line._describe_target()

    def _describe_target(self):
        """Return the figure as it is read: “≤ 30 minutes (24x7)”, “≥ 99.9 %”."""
        if not self.target:
            return False
        units = dict(self._fields["unit"]._description_selection(self.env))
        sign = {"at_most": "≤", "at_least": "≥"}.get(self.comparison, "")
        unit = "" if self.unit in ("count", "other") else units.get(self.unit, "")
        text = f"{sign} {self.target:.10g} {unit.lower() if len(unit) > 2 else unit}"
        if self.around_the_clock:
            text += f" ({self.env._('24x7')})"
        return " ".join(text.split())

    # === ACTION METHODS === #

    def action_open_line(self):
        """Open a requirement with all it says."""
        self.ensure_one()
        return self._get_records_action(name=self.display_name, target="new")

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        if not guard.holds_key(self.env):
            self._check_may_assess({n for vals in vals_list for n in vals if vals[n]})
        lines = super().create(vals_list)
        lines.sheet_id._number_requirements()
        return lines

    def write(self, vals):
        if not guard.holds_key(self.env):
            self._check_may_assess(vals)
        return super().write(vals)

    def copy_data(self, default=None):
        """A revision keeps what is said of a requirement; another sheet's is new."""
        vals_list = super().copy_data(default)
        if self.env.context.get("itsm_revises"):
            return vals_list
        return [
            {name: vals[name] for name in vals if name not in (*_ASSESSMENT, "code")}
            for vals in vals_list
        ]

    def _check_may_assess(self, names):
        """Refuse what only the service department says of a requirement.

        :param names: of the fields to be written
        :raise AccessError:
        """
        if self.sheet_id._may_assess():
            return
        refused = sorted(set(_ASSESSMENT).intersection(names))
        if refused:
            labels = self.fields_get(refused, ["string"])
            raise AccessError(
                self.env._(
                    "%(fields)s: the service department fills this in. Ask a technical,"
                    " project or service manager.",
                    fields=", ".join(labels[name]["string"] for name in refused),
                )
            )
