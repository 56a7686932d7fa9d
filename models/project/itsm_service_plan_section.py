from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import html2plaintext, is_html_empty


class ItsmServicePlanSection(models.Model):
    """A section of a service plan (domain 2.5): its text, or why there is none."""

    _name = "itsm.service.plan.section"
    _description = "Service Plan Section"
    _inherit = ["itsm.document.part.mixin"]
    _order = "plan_id, code, id"
    _agreement_path = "plan_id"

    plan_id = fields.Many2one(
        comodel_name="itsm.service.plan", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="plan_id.company_id")
    plan_state = fields.Selection(related="plan_id.state", string="State of the Plan")
    code = fields.Integer(string="No.", required=True)
    name = fields.Char(string="Title", required=True, translate=True)
    content = fields.Html()
    is_mandatory = fields.Boolean(string="Mandatory", readonly=True)
    not_applicable = fields.Boolean(
        help="The section does not concern this project; say why."
    )
    reason = fields.Char(string="Why Not Applicable")
    template_line_id = fields.Many2one(
        comodel_name="itsm.service.plan.template.line",
        readonly=True,
        ondelete="set null",
    )
    guidance = fields.Text(
        related="template_line_id.guidance", string="What Belongs Here"
    )
    status = fields.Selection(
        selection=[
            ("open", "To Write"),
            ("written", "Written"),
            ("not_applicable", "Not Applicable"),
        ],
        compute="_compute_status",
    )
    excerpt = fields.Char(
        string="Beginning", compute="_compute_excerpt", help="The first words of it."
    )

    _code_uniq = models.Constraint(
        "UNIQUE(plan_id, code)", "Each section of a plan has a number of its own."
    )
    _check_code = models.Constraint(
        "CHECK (code > 0)", "The number of a section is 1 or more."
    )
    _check_mandatory = models.Constraint(
        "CHECK (NOT (is_mandatory AND not_applicable))",
        "A mandatory section is written in every plan: it cannot be not applicable.",
    )

    # === COMPUTE METHODS === #

    @api.depends("code", "name")
    def _compute_display_name(self):
        for section in self:
            section.display_name = f"{section.code} {section.name or ''}".strip()

    @api.depends("content", "not_applicable", "reason")
    def _compute_status(self):
        for section in self:
            if section.not_applicable:
                done = bool((section.reason or "").strip())
                section.status = "not_applicable" if done else "open"
            else:
                written = not is_html_empty(section.content)
                section.status = "written" if written else "open"

    @api.depends("content", "not_applicable", "reason")
    def _compute_excerpt(self):
        for section in self:
            if section.not_applicable:
                section.excerpt = section.reason
            else:
                text = html2plaintext(section.content or "", include_references=False)
                section.excerpt = " ".join(text.split())[:160]

    # === CRUD METHODS === #

    @api.ondelete(at_uninstall=False)
    def _unlink_except_mandatory(self):
        for section in self:
            if section.is_mandatory:
                raise UserError(
                    self.env._(
                        "%s is a mandatory section: it is written in every plan.",
                        section.display_name,
                    )
                )

    # === ACTION METHODS === #

    def action_next(self):
        """Open the section that follows, or the first one after the last."""
        return self._open_neighbour(1)

    def action_previous(self):
        """Open the section before, or the last one before the first."""
        return self._open_neighbour(-1)

    def action_fill(self):
        """Fill this section, if it is empty, from contract, SLA and project."""
        self.ensure_one()
        self.plan_id._fill_sections(self)
        return True

    def action_view_plan(self):
        self.ensure_one()
        return self.plan_id._get_records_action(name=self.env._("Service Plan"))

    def _open_neighbour(self, step):
        self.ensure_one()
        sections = self.plan_id.section_ids.sorted("code")
        place = sections.ids.index(self.id) + step
        section = sections[place % len(sections)]
        return section._get_section_action()

    def _get_section_action(self):
        """Return the action that opens the section by itself, to be written."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Section"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "current",
        }
