from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..approval import guard
from ..presales.itsm_presales_plan_cost import COST_VIEWER
from .itsm_summary_section import SUMMARY_SECTIONS
from .project_summary import SUMMARY_ACTIVITY

# Drawn by the program, from what is frozen; content all the same.
_DRAWN = ("cost_figures", "date_end", "date_start", "figures", "figures_at")
_GIVEN_UP = ("rejected", "cancelled")


class ItsmSummaryReport(models.Model):
    """A project summary report (项目总结报告, clause 1.1.17): sixteen sections.

    Its figures come from what is frozen: approved service reports, the baseline of the
    work plan, hours and costs booked. A draft draws them anew as often as one likes;
    the submission freezes them.
    """

    _name = "itsm.summary.report"
    _description = "Project Summary Report"
    _inherit = ["itsm.project.document.mixin"]
    _order = "number desc, id desc"
    _rec_names_search = ["number", "name", "project_id"]
    _check_company_auto = True
    _document_type = "summary_report"

    name = fields.Char(
        string="Title",
        compute="_compute_name",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        tracking=True,
    )
    state = fields.Selection(selection_add=[("in_force", "Approved")])
    date_start = fields.Date(
        string="From",
        readonly=True,
        copy=False,
        help="The first day of the project's contracts.",
    )
    date_end = fields.Date(
        string="To",
        readonly=True,
        copy=False,
        help="The last day of the project's contracts.",
    )
    figures = fields.Json(readonly=True, copy=False)
    cost_figures = fields.Json(readonly=True, copy=False, groups=COST_VIEWER)
    figures_at = fields.Datetime(string="Figures Drawn on", readonly=True, copy=False)
    section_ids = fields.One2many(
        comodel_name="itsm.summary.section",
        inverse_name="summary_id",
        string="Sections",
        copy=True,
    )
    lesson_ids = fields.One2many(
        comodel_name="itsm.summary.lesson",
        inverse_name="summary_id",
        string="Lessons Learned",
        copy=True,
    )
    figure_ids = fields.One2many(
        comodel_name="itsm.summary.figure",
        inverse_name="summary_id",
        string="Figures of the Service Reports",
        readonly=True,
    )

    # === COMPUTE METHODS === #

    @api.depends("project_id")
    def _compute_name(self):
        for summary in self:
            if not summary.name and summary.project_id:
                summary.name = self.env._(
                    "Summary of %s", summary.project_id.sudo().name
                )

    @api.depends("number", "version", "name")
    def _compute_display_name(self):
        for summary in self:
            version = f"v{summary.version}" if summary.number else ""
            parts = [summary.number, version, summary.name]
            summary.display_name = " ".join(filter(None, parts))

    # === CONSTRAINT METHODS === #

    @api.constrains("project_id")
    def _check_only_one(self):
        for summary in self:
            # superuser: there is one, whoever sees it
            others = summary.sudo().search(
                [
                    ("project_id", "=", summary.project_id.id),
                    ("number", "!=", summary.number),
                    ("state", "not in", _GIVEN_UP),
                ],
                limit=1,
            )
            if others:
                raise ValidationError(
                    self.env._(
                        "%(project)s has its summary report already: %(summary)s. Go on"
                        " with that one, or revise it.",
                        project=summary.project_id.display_name,
                        summary=others.display_name,
                    )
                )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        summaries = super().create(vals_list)
        for summary in summaries:
            summary._add_sections()
            summary._refresh()
        return summaries

    # === BUSINESS METHODS === #

    def _get_engine_fields(self):
        return super()._get_engine_fields() | set(_DRAWN)

    def _get_content_fields(self):
        # the rows only repeat the figures
        names = set(super()._get_content_fields()) - {"figure_ids"}
        return sorted(names | set(_DRAWN))

    def _add_sections(self):
        """Give a new report the sections that it has not got by being a copy."""
        missing = dict(SUMMARY_SECTIONS).keys() - set(
            self.section_ids.mapped("code")
        )
        # superuser: the sections are given; people write their texts
        self.env["itsm.summary.section"].sudo().create(
            [
                {"summary_id": self.id, "sequence": place, "code": code}
                for place, (code, _label) in enumerate(SUMMARY_SECTIONS, 1)
                if code in missing
            ]
        )

    def _is_filled(self, code):
        """Return whether figures or lines say what a section is about.

        :param str code: of `SUMMARY_SECTIONS`
        """
        self.ensure_one()
        figures = self.figures or {}
        filled = {
            "basics": True,
            "lessons": bool(self.lesson_ids),
            "cost": any((figures.get("hours") or {}).values()),
            "workload": bool(figures.get("sources")),
            "attainment": bool(figures.get("sources")),
            "satisfaction": any(
                row["key"] == "satisfaction.mean" and row["value"] is not None
                for row in figures.get("rows", ())
            ),
        }
        if code in filled:
            return filled[code]
        return bool(figures.get(code))

    def _get_missing(self):
        """Return what keeps the report from being submitted, as sentences."""
        self.ensure_one()
        labels = dict(
            self.env["itsm.summary.section"]
            ._fields["code"]
            ._description_selection(self.env)
        )
        missing = []
        for section in self.section_ids:
            if section.status != "missing":
                continue
            title = f"{section.sequence}. {labels[section.code]}"
            if section.not_applicable:
                missing.append(self.env._("%s: say why it does not apply.", title))
            else:
                missing.append(
                    self.env._(
                        "%s: write it, or mark it as not applicable, with a reason.",
                        title,
                    )
                )
        for lesson in self.lesson_ids:
            if lesson.to_knowledge_base and not lesson.owner_id:
                missing.append(
                    self.env._(
                        'Lesson "%s" is for the knowledge base: name its owner.',
                        lesson.name,
                    )
                )
        return missing

    def _check_ready_to_submit(self):
        result = super()._check_ready_to_submit()
        if missing := self._get_missing():
            raise UserError(
                self.env._(
                    "%(summary)s is not complete:\n%(missing)s",
                    summary=self.display_name,
                    missing="\n".join(f"- {line}" for line in missing),
                )
            )
        return result

    def action_submit(self):
        result = super().action_submit()
        # superuser: the reminder may be somebody else's
        self.sudo().project_id.activity_unlink([SUMMARY_ACTIVITY])
        return result

    def _compute_can_release(self):
        """The approval puts it in force; the closure of the project ends its life."""
        result = super()._compute_can_release()
        self.can_put_in_force = self.can_close = False
        return result

    def action_close(self):
        raise UserError(
            self.env._("A summary report is not closed: it stays as it was approved.")
        )

    def _draw(self, values):
        """Store what the program draws, of a draft.

        :param dict values: of the fields `_DRAWN`
        :raise UserError: it was submitted
        """
        self._check_editable(values.keys())
        # superuser: costs are drawn for all, and shown to cost viewers only
        guard.with_key(self.sudo()).write(values)
