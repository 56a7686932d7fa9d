from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...const import CONTRACT_BEGUN
from ..approval import guard
from ..reporting.figure_text import period_text
from ..reporting.summary_periods import uncovered_days
from .itsm_closure_template import CLOSURE_CHECKS

_CONTRACT_ENDED = ("expired", "renewed", "closed", "completed")
_CONTRACT_VOID = ("rejected", "cancelled", "superseded")
# In no other state is anything of a document still to be done.
_SETTLED = (
    "in_force",
    "conditional",
    "failed",
    "superseded",
    "closed",
    "rejected",
    "declined",
    "cancelled",
)
# Contracts and service reports are looked at by checks of their own.
_OTHERS = ("itsm.contract", "itsm.project.closure", "itsm.service.report")
_TICKET_ENDED = ("resolved", "closed", "cancelled")
# Names that a sentence lists at most.
_NAMED = 5


class ItsmProjectClosure(models.Model):
    """What the program checks before a project is closed.

    Each check is a method ``_missing_<code>()`` of one closure, as superuser, that
    returns the records in the way and a sentence; an empty sentence says that nothing
    is missing.
    """

    _inherit = "itsm.project.closure"

    # === BUSINESS METHODS === #

    def _check_items(self):
        """Note on the items what the program finds, of a draft."""
        self.ensure_one()
        # superuser: what is missing does not depend on what the user may see
        known = guard.with_key(self.sudo())
        for item in known.item_ids.filtered("check"):
            text = self._find_missing(item.check)[1]
            state = "open" if text else "done"
            if item.check == "acceptance" and text:
                if (self.waiver_reason or "").strip():
                    state = "waived"
            if (item.state, item.finding or "") != (state, text):
                item.write({"state": state, "finding": text})

    def _find_missing(self, check):
        """Return what a check finds.

        :param str check: of `CLOSURE_CHECKS`
        :return: ``(records, sentence)``
        """
        if check not in dict(CLOSURE_CHECKS):
            raise UserError(self.env._("The program knows no check %s.", check))
        # superuser: see above
        return getattr(self.sudo(), f"_missing_{check}")()

    def _check_still_complete(self):
        """Refuse to close a project in which something has come up since.

        :raise UserError: what it is
        """
        missing = [
            f"{item.name}: {text}"
            for item in self.sudo().item_ids.filtered("check")
            if item.state != "waived" and (text := self._find_missing(item.check)[1])
        ]
        if missing:
            raise UserError(
                self.env._(
                    "%(closure)s cannot be approved, since it was submitted something"
                    " has come up:\n%(missing)s\nSettle it, or return the closure.",
                    closure=self.display_name,
                    missing="\n".join(f"- {line}" for line in missing),
                )
            )

    def _open_missing(self, check):
        """Return the action that opens what a check finds missing."""
        records, text = self._find_missing(check)
        if not text:
            raise UserError(
                self.env._('Nothing is missing any more: press "Check Again".')
            )
        if not records:
            raise UserError(text)
        return {
            "type": "ir.actions.act_window",
            "name": dict(CLOSURE_CHECKS)[check],
            "res_model": records._name,
            "view_mode": "list,form",
            "domain": [("id", "in", records.ids)],
            "context": {"create": False, "active_test": False},
        }

    def _named(self, records):
        """Return the names of some records: “A, B and 3 more”."""
        names = ", ".join(records[:_NAMED].mapped("display_name"))
        more = len(records) - _NAMED
        if more <= 0:
            return names
        return self.env._("%(names)s and %(count)s more", names=names, count=more)

    # === CHECKS === #

    def _get_contracts(self):
        """Return the contracts that the project has run under."""
        return self.project_id.itsm_contract_ids.filtered(
            lambda contract: (
                contract.kind != "amendment" and contract.state in CONTRACT_BEGUN
            )
        )

    def _missing_contracts(self):
        """No contract of the project runs on, or is being made."""
        running = self.project_id.itsm_contract_ids.filtered(
            lambda contract: (
                contract.kind != "amendment"
                and contract.state not in _CONTRACT_ENDED + _CONTRACT_VOID
                and contract._state_on(contract._today()) != "expired"
            )
        )
        if not running:
            return running, ""
        return running, self.env._(
            "a contract of the project runs, or is being made: %s. Terminate it, or"
            " wait for its end; a renewed project goes on with its renewal.",
            self._named(running),
        )

    def _missing_reports(self):
        """Each day of the contracts is in an approved service report."""
        reports = self.env["itsm.service.report"]
        texts = []
        for contract in self._get_contracts():
            approved = contract.report_ids.filtered(lambda r: r.state == "in_force")
            days = uncovered_days(contract, approved)
            texts += [period_text(self.env, first, last) for first, last in days]
            reports |= contract.report_ids.filtered(
                lambda r: r.state in ("draft", "in_review", "reviewed")
            )
        if texts:
            return reports, self.env._(
                "no approved service report of %s.", ", ".join(texts)
            )
        if reports:
            return reports, self.env._(
                "not approved yet: %s.", self._named(reports)
            )
        return reports, ""

    def _missing_tickets(self):
        """No ticket of the contracts is open."""
        tickets = self.env["helpdesk.ticket"].search(
            [
                ("itsm_contract_id", "in", self._get_contracts().ids),
                ("itsm_state", "not in", _TICKET_ENDED),
            ]
        )
        text = self.env._("open tickets: %s.", self._named(tickets)) if tickets else ""
        return tickets, text

    def _missing_tasks(self):
        """No task of the project is open."""
        tasks = self.env["project.task"].search(
            [("project_id", "=", self.project_id.id), ("is_closed", "=", False)]
        )
        text = self.env._("open tasks: %s.", self._named(tasks)) if tasks else ""
        return tasks, text

    def _missing_documents(self):
        """No document of the project is being written, reviewed or signed."""
        for documents in self._documents(Domain("state", "not in", _SETTLED)):
            return documents, self.env._("in work: %s.", self._named(documents))
        return self.browse(), ""

    def _missing_filed(self):
        """The PDF of each approved document of the project is filed."""
        waiting = Domain("pdf_due_at", "!=", False)
        for documents in self._documents(waiting):
            return documents, self.env._(
                "the PDF is still to be filed of %s.", self._named(documents)
            )
        return self.browse(), ""

    def _documents(self, domain):
        """Yield the other documents of the project, model by model."""
        for model in sorted(self.env["itsm.document.mixin"]._document_models()):
            documents = self.env[model].with_context(active_test=False)
            if model in _OTHERS or "project_id" not in documents._fields:
                continue
            own = Domain("project_id", "=", self.project_id.id)
            if found := documents.search(own & domain):
                yield found

    def _missing_summary(self):
        """The summary report is approved."""
        summaries = self.project_id.itsm_summary_ids
        if summaries.filtered(lambda summary: summary.state == "in_force"):
            return summaries.browse(), ""
        return summaries, self.env._("the project has no approved summary report.")

    def _missing_issues(self):
        """No issue that remained at the acceptance is open."""
        issues = self.project_id._itsm_get_open_issues()
        text = self.env._("open issues: %s.", self._named(issues)) if issues else ""
        return issues, text

    def _missing_acceptance(self):
        """The customer has signed the final acceptance."""
        acceptances = self.project_id.itsm_acceptance_ids.filtered(
            lambda acceptance: acceptance.kind == "final"
        )
        if acceptances.filtered(lambda acceptance: acceptance.state == "in_force"):
            return acceptances.browse(), ""
        return acceptances, self.env._(
            "no final acceptance is signed. Have it signed, or say under Waiver why the"
            " director should waive it."
        )
