from odoo import api, fields, models


class ItsmDemo(models.AbstractModel):
    """How the demo company controls its project (domain 7, clauses 1.1 and 1.2)."""

    _inherit = "itsm.demo"

    @api.model
    def _control_project(self, project, plan, story):
        """Have objectives measured, measures taken, and conformity recorded.

        :param str project: name of the project
        :param str plan: name of its work plan, in whichever version
        :param str story: JSON file, see `_told`
        """
        told = self._story(story)
        project = self._as(self._ref(project), "zhaolei")
        for row in told["objectives"]:
            self._measure_objective(project, told, row)
        for row in told["measures"]:
            measures = project.env["itsm.special.measure"]
            measures.create({**self._told(measures, row), "project_id": project.id})
        versions = self._ref(plan)._get_versions()
        current = versions.filtered(lambda version: version.state == "in_force")
        lines = {line.wbs: line for line in current.line_ids}
        for kind in ("verification", "validation"):
            self._record_conformity(project, kind, told[kind], lines)

    @api.model
    def _measure_objective(self, project, told, row):
        objective = project.env["itsm.quality.objective"].search(
            [("project_id", "=", project.id), ("metric", "=", row["metric"])]
        )
        if "service" in row:
            objective = objective.filtered(lambda one: row["service"] in one.name)
        objective.write(
            {
                "actual": row["actual"],
                "measured_on": self._told_day(told["measured_on"]),
                "source_note": told["source"][self._language()],
            }
        )

    @api.model
    def _record_conformity(self, project, kind, told, lines):
        """Have a verification or validation record written and done.

        :param dict lines: of the work plan, by number
        """
        line = lines[told["line"]]
        judge = told.get("verifier") or told["validator"]
        records = self._as(self.env[f"itsm.{kind}"], judge)
        values = {
            **self._told(records, told["values"]),
            "project_id": project.id,
            "subject_ref": f"{line._name},{line.id}",
        }
        if "contact" in told:
            values["contact_id"] = self._ref(f"partner_{told['contact']}").id
        records.create(values).action_done()

    @api.model
    def _told_day(self, text):
        """Return a day of the story, unless that is still to come."""
        return min(fields.Date.to_date(text), fields.Date.today())
