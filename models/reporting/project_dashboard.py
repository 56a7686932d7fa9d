from datetime import timedelta

from odoo import models

from .figure_text import period_text

_LEVELS = {"green": "ok", "amber": "warning", "red": "danger"}
# Days after the end of a period from which its report is late (domain 7).
_LATE = 10
_METRICS = ("response", "resolution")


class ProjectProject(models.Model):
    """What the service reports say of a project."""

    _inherit = "project.project"

    # === ACTION METHODS === #

    def action_itsm_view_last_report(self):
        """Open the last approved service report."""
        self.ensure_one()
        report = self._itsm_last_reports().get(self.id)
        return report._get_records_action() if report else self.action_itsm_reports()

    def action_itsm_reports(self):
        """Open the service reports of the project's contract."""
        self.ensure_one()
        return self.itsm_contract_id.action_open_reports()

    # === BUSINESS METHODS === #

    def _itsm_dashboard(self):
        entries = super()._itsm_dashboard()
        if not self.env["itsm.service.report"].has_access("read"):
            return entries
        reports = self._itsm_last_reports()
        for project, values in self._itsm_dashboard_attainment(reports):
            entries[project].append(values)
        contracts = self.itsm_contract_id._filtered_access("read")
        for project in self:
            contract, last = project.itsm_contract_id, reports.get(project.id)
            if contract in contracts and (
                values := self._itsm_dashboard_report(contract, last)
            ):
                entries[project.id].append(values)
        return entries

    def _itsm_last_reports(self):
        """Return the last approved report of each project that the user sees.

        :return: ``{project id: itsm.service.report}``
        """
        reports = self.env["itsm.service.report"].search_fetch(
            [
                ("contract_id", "in", self.itsm_contract_id.ids),
                ("state", "=", "in_force"),
            ],
            ["contract_id", "period_start", "period_end"],
            order="period_end, id",
        )
        by_contract = {report.contract_id.id: report for report in reports}
        return {
            project.id: by_contract[project.itsm_contract_id.id]
            for project in self
            if project.itsm_contract_id.id in by_contract
        }

    def _itsm_dashboard_attainment(self, reports):
        """Yield ``(project id, entry)`` of the overall SLA attainment."""
        figures = self.env["itsm.service.report.figure"].search_fetch(
            [
                ("report_id", "in", [report.id for report in reports.values()]),
                ("key", "in", [f"{metric}.ALL" for metric in _METRICS]),
            ],
            ["report_id", "key", "value", "light"],
        )
        of_report = figures.grouped("report_id")
        for project, report in reports.items():
            found = {figure.key: figure for figure in of_report.get(report, ())}
            parts = [found[f"{m}.ALL"] for m in _METRICS if f"{m}.ALL" in found]
            lights = {figure.light for figure in parts}
            light = next((x for x in ("red", "amber", "green") if x in lights), None)
            values = [
                f"{figure.value} %" if figure.value else self.env._("N/A")
                for figure in parts
            ]
            yield (
                project,
                {
                    "key": "attainment",
                    "sequence": 20,
                    "label": self.env._(
                        "SLA response, resolution (%s)",
                        period_text(self.env, report.period_start, report.period_end),
                    ),
                    "value": " · ".join(values),
                    "level": _LEVELS.get(light, "none"),
                    "action": "action_itsm_view_last_report",
                },
            )

    def _itsm_dashboard_report(self, contract, last):
        """Return the entry of the report that is due next; None after the last one.

        :param contract: that the user may read
        :param last: its last approved report, if there is one
        """
        if contract.state not in ("in_force", "expired"):
            return None
        day = last.period_end + timedelta(days=1) if last else contract.date_start
        if day > contract._get_last_day():
            return None
        first, end = contract._month_around(day)
        late = (contract._today() - end).days
        level = "danger" if late > _LATE else "warning" if late > 0 else "ok"
        name = period_text(self.env, max(first, day), end)
        if late > 0:
            name = self.env._(
                "%(period)s, over for %(days)s days", period=name, days=late
            )
        return {
            "key": "report",
            "sequence": 30,
            "label": self.env._("Next service report"),
            "value": name,
            "level": level,
            "action": "action_itsm_reports",
        }
