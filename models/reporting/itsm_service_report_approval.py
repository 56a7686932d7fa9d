from odoo import models
from odoo.exceptions import UserError

from ...engine.instants import from_datetime

# The states in which a report has been approved.
_RELEASED = ("approved", "in_force", "superseded", "closed")
# What people decide on: the figures, and what was written to them.
_DECIDED = [
    "confidentiality",
    "contract_id",
    "dataset",
    "known_at",
    "lang",
    "miss_ids",
    "period_end",
    "period_start",
    "summary",
]


class ItsmServiceReport(models.Model):
    """Submitting, approving, revising a report (domain 4.13)."""

    _inherit = "itsm.service.report"

    # === BUSINESS METHODS === #

    def revise(self, major, change_summary):
        """Make the next version, computed with what is known now.

        Causes and corrective actions of the former version are taken over.
        """
        draft = super().revise(major, change_summary)
        for miss in draft.miss_ids:
            former = self.miss_ids.filtered(
                lambda item, miss=miss: item._identity() == miss._identity()
            )
            if former:
                miss.write({"cause": former.cause, "action": former.action})
        return draft

    def _check_revisable(self):
        # its project manager, not everyone who may write some report
        self.check_access("write")
        return super()._check_revisable()

    def _get_revision_defaults(self):
        return {"replaces_id": self.id, "summary": False}

    def _get_content_fields(self):
        return _DECIDED

    def _get_approval_people(self, person):
        # superuser: the project may be hidden from who submits
        report = self.sudo()
        people = {
            "project_manager": report.project_id.user_id,
            "sales_owner": report.contract_id.user_id,
            "service_manager": report.contract_id.service_manager_id,
        }
        if person in people:
            return people[person]
        return super()._get_approval_people(person)

    def action_submit(self):
        result = super().action_submit()
        # prepared: what waits now is the approval
        self.sudo().activity_unlink(["mail.mail_activity_data_todo"])
        return result

    def _check_ready_to_submit(self):
        """Refuse to submit what is not computed, or not yet settled.

        :raise UserError: what is missing, and what to do
        """
        self.ensure_one()
        result = super()._check_ready_to_submit()
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
                    "The period of %(report)s ends on %(date)s: it can be submitted "
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
        # Its time ran out with the period's last service hours, and the figures were
        # computed before service began again: whether it is missed was not decided.
        if tickets := self.dataset.get("in_balance"):
            raise UserError(
                self.env._(
                    "%(report)s: it was not decided yet whether %(tickets)s missed a "
                    "target when the figures were computed. Once service hours have "
                    "begun again, compute them again and submit then.",
                    report=self.display_name,
                    tickets=", ".join(tickets),
                )
            )
        return result

    def _adopt(self, reason, **values):
        for report in self:
            report._check_ready_to_submit()
        return super()._adopt(reason, **values)

    def _request_pdf(self):
        """Store the files at once: the customer gets them as they were approved."""
        for report in self:
            report._freeze_files()

    def _prepared_by(self):
        """Return who has prepared the report; nobody yet, when a job has made it."""
        author = self.sudo().author_id
        return author.browse() if author._is_superuser() else author

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
                "state": "approved" if self.state in _RELEASED else "draft",
                "confidentiality": self.confidentiality,
                "lang": self.lang,
                "timezone": zone,
                "summary": (self.summary or "").splitlines(),
                "prepared_by": self._prepared_by().name or None,
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
