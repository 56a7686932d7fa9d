from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...engine.instants import from_datetime, to_datetime
from .summary_text import summary_lines

_MANAGER = "itsm_service_delivery.group_service_manager"
_COMPARED_MONTHS = 12
_KEPT = ("value", "numerator", "denominator", "target")


class ItsmServiceReport(models.Model):
    """Compute, approve, revise: how a report comes about (domain 4.13)."""

    _inherit = "itsm.service.report"

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        reports = super().create(vals_list)
        for report in reports:
            report._refresh()
        return reports

    def write(self, vals):
        result = super().write(vals)
        if "lang" in vals:
            # Names and statements are in the report's language.
            for report in self.filtered("dataset"):
                report._refresh()
        return result

    # === ACTION METHODS === #

    def action_compute(self):
        """Compute the draft again with what is known now.

        What people have written stays: the summary, causes and corrective actions.
        """
        self.check_access("write")
        self._check_draft()
        for report in self:
            report._refresh()
            if not self.env.su:
                report._write_result(report._prepared_now())
        return True

    def action_reset_summary(self):
        """Replace the summary by the generated statements."""
        self.check_access("write")
        self._check_draft()
        for report in self:
            report.write({"summary": report.generated_summary})
        return True

    def action_approve(self):
        """Freeze the report with its files.

        :raise AccessError: not a service manager
        :raise UserError: the approver prepared the report (R1) or runs its project (R3)
        """
        self.check_access("write")
        for report in self:
            report._check_approver()
            report._check_settled()
            # The project manager reads what is approved: the files hold these figures.
            report._write_result(
                {
                    "approved_by_id": self.env.uid,
                    "approved_at": fields.Datetime.now(),
                    "error_message": False,
                }
            )
            report._write_result({"dataset": report._document()})
            report._freeze_files()
            report._supersede_former()
            report._write_result({"state": "approved"})
            report.activity_unlink(["mail.mail_activity_data_todo"])
        return True

    def action_revise(self):
        """Make a draft of the next version; this one stays until that is approved.

        :return: the action that opens the draft
        """
        self.ensure_one()
        self.check_access("write")
        if self.state != "approved":
            raise UserError(
                self.env._(
                    "Only an approved report gets a new version: %s is not approved.",
                    self.display_name,
                )
            )
        draft = self._create_result(
            [
                {
                    "contract_id": self.contract_id.id,
                    "period_start": self.period_start,
                    "period_end": self.period_end,
                    "lang": self.lang,
                    "confidentiality": self.confidentiality,
                    "version": self.version + 1,
                    "replaces_id": self.id,
                    **self._prepared_now(),
                }
            ]
        )
        draft._refresh()
        for miss in draft.miss_ids:
            former = self.miss_ids.filtered(
                lambda item, miss=miss: item._identity() == miss._identity()
            )
            if former:
                miss.write({"cause": former.cause, "action": former.action})
        return draft._get_records_action()

    # === COMPUTING === #

    def _refresh(self):
        """Compute data set, figures, misses and statements of a draft."""
        self.ensure_one()
        self._check_draft()
        known_at = fields.Datetime.now()
        dataset = self._compute_dataset(known_at)
        dataset["history"] = self._history()
        dataset["changes"] = self._changes(known_at)
        statements = "\n".join(self._in_own_language(summary_lines, dataset))
        vals = {
            "known_at": known_at,
            "dataset": dataset,
            "generated_summary": statements,
            "error_message": False,
        }
        if not self.summary or self.summary == self.generated_summary:
            vals["summary"] = statements
        self._write_result(vals)
        self._replace_figures(dataset)
        self._replace_misses(dataset)

    def _compute_dataset(self, known_at):
        model = self.env["itsm.report.dataset"].with_context(lang=self.lang)
        return model._compute(
            self.contract_id, self.period_start, self.period_end, known_at
        )

    def _in_own_language(self, function, *args):
        """Call ``function(env, …)`` in the report's language."""
        return function(self.with_context(lang=self.lang).env, *args)

    def _replace_figures(self, dataset):
        """Mirror the data set's figures as rows."""
        previous = self._previous_values(dataset)
        # Superuser: nobody has the right to write figures, they are computed.
        model = self.env["itsm.service.report.figure"].sudo()
        self.sudo().figure_ids.unlink()
        model.create(
            [
                {
                    "report_id": self.id,
                    "sequence": sequence,
                    "section": row["section"],
                    "key": row["key"],
                    "unit": row["unit"],
                    "value": row["value"],
                    "numerator": row["numerator"],
                    "denominator": row["denominator"],
                    "target": row["target"],
                    "previous": previous.get(row["key"]),
                    "light": row["light"],
                    "ticket_ids": row["tickets"],
                    "outage_ids": row.get("outages"),
                }
                for sequence, row in enumerate(dataset["figures"])
            ]
        )

    def _replace_misses(self, dataset):
        """Mirror the missed targets; cause and action of the former rows stay."""
        # Superuser: misses are computed, people only write their causes.
        misses = self.sudo().miss_ids
        kept = {miss._identity(): (miss.cause, miss.action) for miss in misses}
        misses.unlink()
        rows = []
        for row in dataset["misses"]:
            cause, action = kept.get((row["ticket"], row["metric"]), (False, False))
            rows.append(
                {
                    "report_id": self.id,
                    "ticket_id": row["ticket"],
                    "title": row["title"],
                    "metric": row["metric"],
                    "priority": row["priority"],
                    "target_seconds": row["target_seconds"],
                    "used_seconds": row["used_seconds"],
                    "outcome_at": to_datetime(row["outcome_at"]),
                    "cause": cause,
                    "action": action,
                }
            )
        misses.create(rows)

    # === EARLIER PERIODS === #

    def _earlier_reports(self):
        """Return the valid reports of the contract's earlier periods, latest last.

        An approved report counts before a draft; at most twelve months back.
        """
        # Superuser: the figures compared are the contract's, whoever looks.
        reports = self.sudo().search(
            [
                ("contract_id", "=", self.contract_id.id),
                ("period_end", "<", self.period_start),
                (
                    "period_start",
                    ">=",
                    self.period_start - relativedelta(months=_COMPARED_MONTHS),
                ),
                ("state", "in", ("draft", "approved")),
                ("dataset", "!=", False),
            ],
            order="period_start, period_end, version",
        )
        valid = {(report.period_start, report.period_end): report for report in reports}
        for report in reports.filtered(lambda item: item.state == "approved"):
            valid[report.period_start, report.period_end] = report
        return self.browse([report.id for report in valid.values()])

    def _history(self):
        """Return the figures of earlier periods, as their own reports had them."""
        return [
            {
                "number": report.display_name,
                "period_start": str(report.period_start),
                "period_end": str(report.period_end),
                "figures": {
                    row["key"]: {name: row[name] for name in _KEPT}
                    for row in report.dataset["figures"]
                },
            }
            for report in self._earlier_reports().sudo()
        ]

    def _previous_values(self, dataset):
        """Return the values of the period just before this one, by key."""
        day_before = str(self.period_start - relativedelta(days=1))
        for period in dataset["history"]:
            if period["period_end"] == day_before:
                return {
                    key: figure["value"] for key, figure in period["figures"].items()
                }
        return {}

    def _changes(self, known_at):
        """Return what approved reports said and the data now say otherwise.

        They stay as they are; this report mentions it (数据调整说明, domain 3.4). A
        difference that an approved report has mentioned is not mentioned again.
        """
        changes = []
        for report in self._earlier_reports().sudo():
            if report.state != "approved":
                continue
            now = {
                row["key"]: row["value"]
                for row in report._compute_dataset(known_at)["figures"]
            }
            mentioned = report._mentioned_changes()
            for row in report.dataset["figures"]:
                value = now.get(row["key"])
                if value in (row["value"], mentioned.get(row["key"], row["value"])):
                    continue
                changes.append(
                    {
                        "number": report.display_name,
                        "key": row["key"],
                        "unit": row["unit"],
                        "was": mentioned.get(row["key"], row["value"]),
                        "now": value,
                    }
                )
        return changes

    def _mentioned_changes(self):
        """Return the values of this report's figures that later ones have mended."""
        later = self.search(
            [
                ("contract_id", "=", self.contract_id.id),
                ("period_start", ">", self.period_end),
                ("state", "=", "approved"),
            ],
            order="period_start",
        )
        return {
            change["key"]: change["now"]
            for report in later
            for change in report.dataset.get("changes", [])
            if change["number"] == self.display_name
        }

    # === APPROVING === #

    def _check_settled(self):
        """Refuse to freeze while a target of the period is in the balance.

        Its time ran out with the period's last service hours, and the figures were
        computed before service began again: whether it is missed was not yet decided.
        """
        self.ensure_one()
        tickets = (self.dataset or {}).get("in_balance")
        if tickets:
            raise UserError(
                self.env._(
                    "%(report)s: it was not decided yet whether %(tickets)s missed a "
                    "target when the figures were computed. Once service hours have "
                    "begun again, compute them again and approve then.",
                    report=self.display_name,
                    tickets=", ".join(tickets),
                )
            )

    def _check_approver(self):
        """Check state, role and separation of duties (R1, R3).

        System jobs pass; administrators do not.
        """
        self.ensure_one()
        self._check_draft()
        if not self.dataset:
            raise UserError(
                self.env._(
                    "The report %s has no figures yet: compute it first.",
                    self.display_name,
                )
            )
        if self.period_end >= self.contract_id._today():
            raise UserError(
                self.env._(
                    "The period of %(report)s ends on %(date)s: it can be approved "
                    "once it is over.",
                    report=self.display_name,
                    date=self.period_end,
                )
            )
        if self.dataset["parameters"]["known_at"] < self.dataset["identity"]["end"]:
            raise UserError(
                self.env._(
                    "The figures of %s were computed before its period was over: "
                    "compute them again.",
                    self.display_name,
                )
            )
        if self.env.su:
            return
        if not self.env.user.has_group(_MANAGER):
            raise AccessError(
                self.env._("Only a service manager approves service reports.")
            )
        if self.env.user == self.prepared_by_id:
            raise UserError(
                self.env._(
                    "You have prepared %s yourself: another service manager has to "
                    "approve it.",
                    self.display_name,
                )
            )
        if self.env.user == self.sudo().project_id.user_id:
            raise UserError(
                self.env._(
                    "You run the project that %s is about: another service manager has "
                    "to approve it.",
                    self.display_name,
                )
            )

    def _supersede_former(self):
        """Retire the version that this one replaces."""
        former = self.replaces_id
        if former and former.state == "approved":
            former._write_result({"state": "superseded"})
            # Before the new one is approved: only one version is.
            former.flush_recordset()

    def _document(self):
        """Return the data set with what people have written, as it is printed.

        :rtype: dict
        """
        self.ensure_one()
        zone = self.contract_id.tz
        dataset = dict(self.dataset or {})
        written = {miss._identity(): miss for miss in self.miss_ids}
        misses = []
        for row in dataset.get("misses", []):
            miss = written.get((row["ticket"], row["metric"]))
            cause, action = (miss.cause, miss.action) if miss else ("", "")
            misses.append({**row, "cause": cause or "", "action": action or ""})
        return {
            **dataset,
            "misses": misses,
            "report": {
                "number": self.number,
                "version": self.version,
                "replaces": self.replaces_id.display_name or None,
                "state": "approved" if self.approved_at else "draft",
                "confidentiality": self.confidentiality,
                "lang": self.lang,
                "timezone": zone,
                "summary": (self.summary or "").splitlines(),
                "prepared_by": self.prepared_by_id.sudo().name or None,
                "prepared_at": _instant(self.prepared_at),
                "approved_by": self.approved_by_id.sudo().name or None,
                "approved_at": _instant(self.approved_at),
            },
        }

    def _stats(self):
        """Return the figures in the shape of ``figures.json``.

        :rtype: dict
        """
        self.ensure_one()
        return (self.dataset or {}).get("stats", {})


def _instant(value):
    return from_datetime(value) if value else None
