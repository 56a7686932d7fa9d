from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import float_compare

from ..approval import guard
from .itsm_project_initiation_objective import OBJECTIVE_METRICS, OBJECTIVE_UNITS

DEFINITION = frozenset({"comparison", "metric", "name", "project_id", "target", "unit"})


class ItsmQualityObjective(models.Model):
    """What quality a project is to reach, and what it has reached (质量目标, 1.1).

    Those of the initiation are the baseline: a project change changes them.
    """

    _name = "itsm.quality.objective"
    _description = "Quality Objective of a Project"
    _inherit = ["itsm.project.register.mixin", "mail.thread"]
    _order = "project_id, sequence, id"
    _check_company_auto = True

    name = fields.Char(string="Quality Objective", required=True, tracking=True)
    sequence = fields.Integer(default=10)
    metric = fields.Selection(
        selection=OBJECTIVE_METRICS, required=True, default="other"
    )
    comparison = fields.Selection(
        selection=[("at_least", "At Least"), ("at_most", "At Most")],
        required=True,
        default="at_least",
        tracking=True,
    )
    target = fields.Float(
        digits=(12, 2), required=True, tracking=True, aggregator=None
    )
    unit = fields.Selection(selection=OBJECTIVE_UNITS, required=True, default="percent")
    actual = fields.Float(
        digits=(12, 2),
        tracking=True,
        copy=False,
        aggregator=None,
        help="What was measured. It counts once the day of the measurement is said.",
    )
    measured_on = fields.Date(
        tracking=True, copy=False, help="Empty: not measured yet, so not applicable."
    )
    source_note = fields.Char(
        string="Source", copy=False, help="Which report or record the figure is from."
    )
    is_planned = fields.Boolean(
        string="From the Initiation",
        readonly=True,
        copy=False,
        help="An objective of the approved initiation: a project change changes it.",
    )
    planned_key = fields.Char(readonly=True, copy=False)
    is_met = fields.Boolean(string="Met", compute="_compute_result", store=True)
    result = fields.Selection(
        selection=[("met", "Met"), ("missed", "Missed"), ("na", "N/A")],
        compute="_compute_result",
        store=True,
        index=True,
    )

    _target_positive = models.Constraint(
        "CHECK (target >= 0)", "The target of a quality objective is 0 or more."
    )
    _planned_uniq = models.UniqueIndex(
        "(project_id, planned_key) WHERE planned_key IS NOT NULL",
        "This objective of the initiation is there already.",
    )

    # === COMPUTE METHODS === #

    @api.depends("actual", "measured_on", "target", "comparison")
    def _compute_result(self):
        for objective in self:
            sign = float_compare(objective.actual, objective.target, precision_digits=2)
            met = sign >= 0 if objective.comparison == "at_least" else sign <= 0
            objective.is_met = bool(objective.measured_on) and met
            objective.result = (
                ("met" if met else "missed") if objective.measured_on else "na"
            )

    # === CONSTRAINT METHODS === #

    @api.constrains("measured_on")
    def _check_measured_on(self):
        for objective in self.filtered("measured_on"):
            if objective.measured_on > objective.project_id._itsm_today():
                raise ValidationError(
                    self.env._(
                        "%(objective)s: what is measured on a day to come cannot be"
                        " known.",
                        objective=objective.name,
                    )
                )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        if not guard.holds_key(self.env):
            made = {"is_planned": False, "planned_key": False}
            vals_list = [{**vals, **made} for vals in vals_list]
        return super().create(vals_list)

    def write(self, vals):
        if not guard.holds_key(self.env):
            if {"is_planned", "planned_key"} & vals.keys():
                raise UserError(
                    self.env._("What the initiation planned is not written by hand.")
                )
            if DEFINITION & vals.keys():
                self._check_not_planned()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_planned(self):
        if not guard.holds_key(self.env):
            self._check_not_planned()

    def _check_not_planned(self):
        """Refuse to change what the initiation has decided.

        :raise UserError:
        """
        for objective in self.filtered("is_planned"):
            raise UserError(
                self.env._(
                    "%(objective)s is an objective of the project's initiation: a"
                    " project change changes or drops it. Here, say what was measured.",
                    objective=objective.name,
                )
            )
