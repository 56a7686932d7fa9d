from odoo import api, models
from odoo.exceptions import ValidationError

from ...const import TIME_UNITS

_TIMES = ("response_time", "resolution_time")


class ItsmServiceRequirement(models.Model):
    """What a requirement must be like, by its type.

    What is wrong is refused at once; what is still missing is asked for when the sheet
    is submitted, since a talk with a customer does not yield all figures at once.
    """

    _inherit = "itsm.service.requirement"

    _check_target = models.Constraint(
        "CHECK (target >= 0)", "A target cannot be negative: enter a figure above 0."
    )
    _check_percentage = models.Constraint(
        "CHECK (unit IS DISTINCT FROM 'percent' OR target <= 100)",
        "A percentage is from 0 to 100.",
    )
    _check_score = models.Constraint(
        "CHECK (unit IS DISTINCT FROM 'score' OR target <= 5)",
        "Customers rate from 1 to 5: enter a score in this range.",
    )

    # === CONSTRAINT METHODS === #

    @api.constrains("type", "unit", "comparison", "target", "around_the_clock")
    def _check_figure(self):
        for line in self:
            if problem := line._wrong_figure():
                raise ValidationError(
                    self.env._(
                        "%(requirement)s: %(problem)s",
                        requirement=line._label(),
                        problem=problem,
                    )
                )

    @api.constrains("feasible", "feasibility_note", "importance")
    def _check_feasibility(self):
        for line in self:
            if line.feasibility_note:
                continue
            if line.feasible == "no" and line.importance == "must":
                raise ValidationError(
                    self.env._(
                        "%s is a must and not feasible: note why, and what to tell the"
                        " customer.",
                        line._label(),
                    )
                )
            if line.feasible == "conditional":
                raise ValidationError(
                    self.env._(
                        "%s is feasible on conditions: note which.", line._label()
                    )
                )

    def _label(self):
        return self.code or self.name or ""

    def _wrong_figure(self):
        """Return what is wrong with the figure and what to do, or None."""
        if not self.target:
            return None
        is_time = self.unit in TIME_UNITS
        if self.type in _TIMES and not is_time:
            return self.env._("a time is in minutes, hours or working days.")
        if self.type in _TIMES and self.comparison != "at_most":
            return self.env._("a time is at most what the customer wants.")
        if self.type == "availability" and self.unit != "percent":
            return self.env._("an availability is a percentage from 0 to 100.")
        if self.type == "availability" and self.comparison != "at_least":
            return self.env._("an availability is at least what the customer wants.")
        if self.type == "satisfaction" and self.unit not in ("score", "percent"):
            return self.env._("a satisfaction is a score of 5 or a percentage.")
        if self.around_the_clock and (not is_time or self.unit == "working_days"):
            return self.env._(
                "only minutes and hours are counted around the clock: choose another"
                " unit, or take the mark 24x7 away."
            )
        return None

    # === BUSINESS METHODS === #

    def _get_open_points(self):
        """Return what is missing to plan for these requirements.

        :return: ``[(what to do, with a %s for where, the requirements)]``; all
            questions are asked, also those without an open requirement
        """
        return [
            (
                self.env._("Enter the figure that the customer wants: %s."),
                self.filtered(
                    lambda line: (
                        line.type in (*_TIMES, "availability") and not line.target
                    )
                ),
            ),
            (
                self.env._("Say in which unit the figure is, and whether at most: %s."),
                self.filtered(
                    lambda line: line.target and not (line.unit and line.comparison)
                ),
            ),
            (
                self.env._("Say under Metric what the figure counts: %s."),
                self.filtered(
                    lambda line: (
                        line.unit == "other" and line.target and not line.metric
                    )
                ),
            ),
            (
                self.env._(
                    "The service department has not said whether it is feasible: %s."
                ),
                self.filtered(lambda line: not line.feasible),
            ),
            (
                self.env._("Say in words what answers it: %s."),
                self.filtered(
                    lambda line: line.answer_kind == "other" and not line.answer_note
                ),
            ),
            (
                self.env._("Choose what answers it, or Nothing: %s."),
                self.filtered(lambda line: not line.answer_kind),
            ),
        ]
