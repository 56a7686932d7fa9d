from odoo import models
from odoo.fields import Command

from ..approval import guard


class ItsmProjectInitiation(models.Model):
    """The quality objectives planned become those that the project measures (1.1)."""

    _inherit = "itsm.project.initiation"

    def _after_initiation(self):
        result = super()._after_initiation()
        for initiation in self:
            initiation._bring_objectives()
        return result

    def _bring_objectives(self):
        """Make, change and drop the project's planned objectives as the form says.

        What was measured stays, as an objective that is planned no longer.
        """
        self.ensure_one()
        # the key: what is planned is not written by hand
        project = guard.with_key(self.project_id)
        planned = {
            objective.planned_key: objective
            for objective in project.itsm_objective_ids
            if objective.is_planned
        }
        for line in self.quality_objective_ids:
            values = {
                "name": line.name,
                "metric": line.metric,
                "comparison": "at_most" if line.is_at_most else "at_least",
                "target": line.target,
                "unit": line.unit,
                "sequence": line.sequence,
            }
            if objective := planned.pop(line.name, None):
                objective.write(values)
                continue
            values |= {"is_planned": True, "planned_key": line.name}
            project.itsm_objective_ids = [Command.create(values)]
        for objective in planned.values():
            if objective.measured_on:
                objective.write({"is_planned": False, "planned_key": False})
            else:
                objective.unlink()
