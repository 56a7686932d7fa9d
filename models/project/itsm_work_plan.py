from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

from ...engine.schedule import outline
from .. import bulk
from ..approval import guard

# The states in which a version is no longer, or never came to be, the project's plan.
_GONE = ("superseded", "closed", "rejected", "cancelled")


class ItsmWorkPlan(models.Model):
    """A work plan (项目工作计划表, clauses 1.1.13 and 1.1.14; domain 2.6).

    The project manager breaks the service plan down to lines, a tree with WBS numbers;
    the service manager approves. The version in force is the baseline that what
    becomes of the tasks is compared with. The next version comes from a work plan
    change only (clause 1.1.15).
    """

    _name = "itsm.work.plan"
    _description = "Work Plan"
    _inherit = ["itsm.project.document.mixin"]
    _order = "number desc, id desc"
    _rec_names_search = ["number", "name", "project_id"]
    _check_company_auto = True
    _document_type = "work_plan"

    name = fields.Char(
        string="Title",
        required=True,
        compute="_compute_name",
        store=True,
        readonly=False,
        precompute=True,
        tracking=True,
    )
    service_plan_id = fields.Many2one(
        comodel_name="itsm.service.plan",
        compute="_compute_service_plan_id",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        tracking=True,
        domain="[('project_id', '=', project_id), ('state', '=', 'in_force')]",
        help="What this plan breaks down: the one in force.",
    )
    date_start = fields.Date(
        string="Start",
        required=True,
        compute="_compute_dates",
        store=True,
        readonly=False,
        precompute=True,
        tracking=True,
    )
    date_end = fields.Date(
        string="End",
        required=True,
        compute="_compute_dates",
        store=True,
        readonly=False,
        precompute=True,
        tracking=True,
    )
    # Copied by `copy()`: parents and predecessors must be those of the copy.
    line_ids = fields.One2many(
        comodel_name="itsm.work.plan.line",
        inverse_name="plan_id",
        string="Lines",
        copy=False,
    )
    line_count = fields.Integer(compute="_compute_line_count")
    editor_id = fields.Many2one(
        comodel_name="res.users",
        string="Edited by",
        readonly=True,
        copy=False,
        ondelete="restrict",
        help="Who writes this version, as agreed in the work plan change.",
    )
    template_id = fields.Many2one(
        comodel_name="itsm.work.plan.template",
        ondelete="restrict",
        help="Whose lines the plan begins with.",
    )
    active = fields.Boolean(default=True)

    _check_dates = models.Constraint(
        "CHECK (date_end >= date_start)",
        "The work plan ends before it starts: correct one of the dates.",
    )

    # === COMPUTE METHODS === #

    @api.depends("number", "version", "name")
    def _compute_display_name(self):
        for plan in self:
            version = f"v{plan.version}" if plan.number else ""
            parts = [plan.number, version, plan.name]
            plan.display_name = " ".join(filter(None, parts))

    @api.depends("project_id")
    def _compute_name(self):
        for plan in self:
            if plan.project_id and not plan.name:
                plan.name = self.env._("Work plan: %s", plan.project_id.name)

    @api.depends("project_id")
    def _compute_service_plan_id(self):
        for plan in self:
            # superuser: the plan is found, whoever may read it
            plan.service_plan_id = (
                plan.env["itsm.service.plan"]
                .sudo()
                .search(
                    [
                        ("project_id", "=", plan.project_id.id),
                        ("state", "=", "in_force"),
                    ],
                    limit=1,
                )
                .id
            )

    @api.depends("project_id")
    def _compute_dates(self):
        for plan in self:
            # superuser: the dates of the project are no secret to who plans it
            project = plan.project_id.sudo()
            plan.date_start = plan.date_start or project.date_start
            plan.date_end = plan.date_end or project.date

    @api.depends("line_ids")
    def _compute_line_count(self):
        counts = dict(
            self.env["itsm.work.plan.line"]._read_group(
                [("plan_id", "in", self.ids)], ["plan_id"], ["__count"]
            )
        )
        for plan in self:
            plan.line_count = counts.get(plan._origin, 0)

    # === CONSTRAINT METHODS === #

    @api.constrains("project_id", "number")
    def _check_one_per_project(self):
        """A project has one work plan, in versions."""
        for plan in self:
            # superuser: also those that the user does not see
            other = self.sudo().search(
                Domain("project_id", "=", plan.project_id.id)
                & Domain("number", "!=", plan.number)
                & Domain("state", "not in", _GONE),
                limit=1,
            )
            if other:
                raise ValidationError(
                    self.env._(
                        "%(project)s has a work plan already, %(plan)s: change that"
                        " one.",
                        project=plan.project_id.display_name,
                        plan=other.display_name,
                    )
                )

    # === CRUD METHODS === #

    def copy(self, default=None):
        """Copy plans with their trees of lines; a revision keeps the lines' keys."""
        copies = super().copy(default)
        for plan, new in zip(self, copies, strict=True):
            new._add_lines(plan.line_ids._as_rows())
        return copies

    def write(self, vals):
        if "line_ids" not in vals:
            return super().write(vals)
        # once for all lines, not after each of them
        result = super(ItsmWorkPlan, self.with_context(itsm_in_plan=True)).write(vals)
        self._put_in_order()
        return result

    # === ACTION METHODS === #

    def action_view_lines(self):
        """Open the lines as a list of their own, to search and group."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "itsm_service_delivery.itsm_work_plan_line_action"
        )
        return {
            **action,
            "name": self.env._("Lines of %s", self.display_name),
            "domain": [("plan_id", "=", self.id)],
            "context": {"default_plan_id": self.id},
        }

    def action_view_tasks(self):
        """Open the tasks that the plan has made."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Tasks of %s", self.display_name),
            "res_model": "project.task",
            "views": [(False, "list"), (False, "kanban"), (False, "form")],
            "domain": [
                ("project_id", "=", self.project_id.id),
                ("itsm_plan_line_key", "!=", False),
            ],
            "context": {"create": False},
        }

    def action_import_lines(self):
        """Open the dialog that imports lines from a workbook."""
        self.ensure_one()
        self.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Import Lines"),
            "res_model": "itsm.work.plan.import",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_plan_id": self.id},
        }

    def action_export_lines(self):
        """Download the plan as a workbook, in the user's language."""
        self.ensure_one()
        report = self.env.ref("itsm_service_delivery.action_report_work_plan_xlsx")
        # superuser: reports are configuration; what they write is read by the user
        return report.sudo().report_action(self, config=False)

    def action_view_service_plan(self):
        self.ensure_one()
        return self.service_plan_id._get_records_action(name=self.env._("Service Plan"))

    def action_view_project(self):
        self.ensure_one()
        return self.project_id._get_records_action(name=self.env._("Project"))

    # === BUSINESS METHODS === #

    def _today(self):
        """Return today where the service is delivered.

        :rtype: datetime.date
        """
        self.ensure_one()
        # superuser: the day does not depend on who looks
        contract = self.sudo().contract_id
        return contract._today() if contract else fields.Date.context_today(self)

    def _get_engine_fields(self):
        return super()._get_engine_fields() | {"editor_id"}

    def _get_editable_fields(self):
        return super()._get_editable_fields() | {"active"}

    def _put_in_order(self):
        """Let the sequence of all lines be that of the outline, with one update.

        So a line that got another parent stands where it belongs in every list.
        """
        for plan in self:
            lines = {line._row_key(): line for line in plan.line_ids}
            keys = [key for key, _depth in outline(plan._get_tree())]
            plan._write_sequences({lines[key]: n for n, key in enumerate(keys, 1)})

    def _write_sequences(self, positions):
        """Give lines their places, with one update.

        :param dict positions: ``{line: sequence}``
        :return: the lines whose place has changed
        """
        rows = [(line.id, n) for line, n in positions.items() if line.sequence != n]
        changed = self.line_ids.browse(line_id for line_id, _n in rows)
        if rows:
            changed.flush_recordset(["sequence"])
            self.env.execute_query(
                SQL(
                    "UPDATE itsm_work_plan_line SET sequence = new.sequence"
                    " FROM %s AS new(id, sequence)"
                    " WHERE itsm_work_plan_line.id = new.id",
                    bulk.arrays({"id": "int", "sequence": "int"}, rows),
                )
            )
            changed.invalidate_recordset(["sequence"], flush=False)
            self.invalidate_recordset(["line_ids"], flush=False)
        return changed

    def _get_lines_in_order(self):
        """Return the lines from the top down, those not saved yet at the end."""
        return self.line_ids.sorted(_by_sequence)

    def _get_tree(self):
        """Return the lines for the engine, siblings in their order.

        :rtype: list[engine.schedule.Row]
        """
        self.ensure_one()
        return [line._as_tree_row() for line in self._get_lines_in_order()]

    def _get_schedule(self):
        """Return the lines with dates, hours and links for the engine, in order.

        What was cancelled is left out.

        :rtype: list[engine.schedule.Row]
        """
        self.ensure_one()
        lines = self._get_lines_in_order()
        return [line._as_schedule_row() for line in lines if not line.is_cancelled]

    def _add_lines(self, rows):
        """Append lines to a draft in bulk, with their tree and predecessors.

        :param list rows: dicts with the values of the lines by field name, and ``key``
            (kept by a revision only), ``parent`` (key or None) and ``predecessors``
            (keys); siblings in their order
        :return: ``{key: line}``
        :raise ValidationError: a parent that is not there, or a circle
        """
        self.ensure_one()
        self._check_editable(["line_ids"])
        last = max(self.line_ids.mapped("sequence"), default=0)
        rows = [{**row, "sequence": last + i} for i, row in enumerate(rows, 1)]
        Lines = self.env["itsm.work.plan.line"].with_context(itsm_in_plan=True)
        lines, waiting = {}, rows
        while waiting:
            ready = [r for r in waiting if not r["parent"] or r["parent"] in lines]
            if not ready:
                raise ValidationError(
                    self.env._("Lines of a work plan cannot be part of one another.")
                )
            created = Lines.create([self._line_vals(row, lines) for row in ready])
            lines.update(zip((row["key"] for row in ready), created, strict=True))
            waiting = [row for row in waiting if row["key"] not in lines]
        self._link_predecessors(
            [
                (lines[row["key"]].id, lines[key].id)
                for row in rows
                for key in row["predecessors"]
            ]
        )
        self._put_in_order()
        return lines

    def _line_vals(self, row, lines):
        """Return the values of a line to be made of a row.

        :param dict lines: ``{key: line}`` of those that exist
        """
        vals = {**row, "plan_id": self.id}
        parent = vals.pop("parent")
        vals.pop("predecessors")
        if not guard.holds_key(self.env):
            vals.pop("key")
        vals["parent_id"] = lines[parent].id if parent else False
        return vals

    def _link_predecessors(self, pairs):
        """Let lines wait for others, with one statement for all.

        :param pairs: ``[(line id, predecessor id)]`` of this plan's lines
        """
        if not pairs:
            return
        self.line_ids.flush_recordset()
        self.env.execute_query(
            SQL(
                "INSERT INTO itsm_work_plan_line_predecessor_rel"
                " (line_id, predecessor_id) SELECT * FROM %s ON CONFLICT DO NOTHING",
                bulk.arrays({"line_id": "int", "predecessor_id": "int"}, pairs),
            )
        )
        waiting = self.line_ids.browse({line for line, _other in pairs})
        waiting.invalidate_recordset(["predecessor_ids"], flush=False)
        waiting.modified(["predecessor_ids"])
        waiting._check_predecessors()


def _by_sequence(line):
    """Sort lines of the same sequence by age, the new ones last."""
    return line.sequence, not line._origin.id, line._origin.id or 0
