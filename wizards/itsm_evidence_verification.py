from itertools import islice

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain

_BATCH = 100
_DIALOG = "itsm_service_delivery.itsm_evidence_verification_view_form_dialog"


class ItsmEvidenceVerification(models.TransientModel):
    """One run of "Verify Evidence": what was checked, and what was found.

    Over all documents it works in batches: the page calls `run_batch` until it is done.
    """

    _name = "itsm.evidence.verification"
    _description = "Verify Evidence"

    document_type_id = fields.Many2one(
        comodel_name="itsm.document.type", help="Empty: documents of all types."
    )
    date_from = fields.Date(
        string="Decided from", help="Empty: from the first decision on."
    )
    date_to = fields.Date(string="to", help="Empty: until today.")
    of_everything = fields.Boolean(readonly=True)
    state = fields.Selection(
        selection=[("new", "New"), ("running", "Running"), ("done", "Done")],
        required=True,
        readonly=True,
        default="new",
    )
    # {model: ids} of the documents that are still to be checked
    todo = fields.Json(readonly=True)
    total = fields.Integer(readonly=True)
    document_count = fields.Integer(string="Documents", readonly=True)
    line_count = fields.Integer(string="Lines of Logs", readonly=True)
    seal_count = fields.Integer(string="Seals", readonly=True)
    unsealed_count = fields.Integer(string="Lines Not Yet Sealed", readonly=True)
    progress = fields.Float(compute="_compute_progress")
    head_hash = fields.Char(
        readonly=True,
        help="Of the last line, or of the last seal: compare it with a copy that was"
        " kept outside of the database.",
    )
    finding_ids = fields.One2many(
        comodel_name="itsm.evidence.finding",
        inverse_name="verification_id",
        string="Findings",
        readonly=True,
    )
    finding_count = fields.Integer(compute="_compute_finding_count")
    summary = fields.Text(compute="_compute_summary")

    # === COMPUTE METHODS === #

    @api.depends_context("lang")
    def _compute_display_name(self):
        self.display_name = self.env._("Verify Evidence")

    @api.depends("total", "document_count", "state")
    def _compute_progress(self):
        for run in self:
            done = run.document_count / run.total if run.total else 1.0
            run.progress = 100.0 if run.state == "done" else min(99.0, 100.0 * done)

    @api.depends("finding_ids")
    def _compute_finding_count(self):
        for run in self:
            run.finding_count = len(run.finding_ids)

    @api.depends("state", "finding_ids", "document_count", "line_count", "seal_count")
    def _compute_summary(self):
        for run in self:
            run.summary = run.state == "done" and " ".join(run._sentences())

    def _sentences(self):
        """Yield what was checked, and what came of it."""
        self.ensure_one()
        errors = self.finding_ids.filtered(lambda f: f.severity == "error")
        if errors:
            yield self.env._(
                "Not everything is as it was recorded. Errors found: %s.", len(errors)
            )
        elif self.line_count or self.seal_count:
            yield self.env._("All is well.")
        else:
            yield self.env._("Nothing has been submitted yet: there is no evidence.")
        yield self.env._(
            "Documents checked: %(documents)s; lines of their logs: %(lines)s.",
            documents=self.document_count,
            lines=self.line_count,
        )
        if self.of_everything:
            yield self.env._(
                "Seals: %(seals)s; lines recorded since the last seal: %(unsealed)s.",
                seals=self.seal_count,
                unsealed=self.unsealed_count,
            )
        else:
            yield self.env._(
                "That no log is missing as a whole is seen by the seals: auditors"
                " verify them with all evidence."
            )

    # === ACTION METHODS === #

    def action_run(self):
        """Verify the documents chosen by type and period; empty: everything.

        :raise AccessError: neither an auditor, the management nor an administrator
        """
        self.ensure_one()
        self.env["itsm.evidence.seal"]._check_overseer()
        todo = {
            model: ids
            for model in self.env["itsm.document.mixin"]._document_models()
            if (ids := self._ids_to_check(model))
        }
        self.finding_ids.unlink()
        self.write(
            {
                "of_everything": True,
                "state": "running",
                "todo": todo,
                "total": sum(map(len, todo.values())),
                "document_count": 0,
                "line_count": 0,
                "head_hash": False,
            }
        )
        return True

    def run_batch(self):
        """Verify the next documents.

        :return: whether there is more to do
        """
        self.ensure_one()
        if self.state != "running":
            return False
        seals = self.env["itsm.evidence.seal"]
        if self.of_everything:
            seals._check_overseer()
        todo = dict(self.todo or {})
        if not todo:
            self._finish()
            return False
        model = next(iter(todo))
        if model not in self.env["itsm.document.mixin"]._document_models():
            raise UserError(self.env._("%s is no document.", model))
        ids = list(islice(todo[model], _BATCH))
        documents = self.env[model].browse(ids)
        if not self.of_everything:
            documents.check_access("read")
        found, lines = self.env["itsm.evidence.check"]._check(documents.exists())
        todo[model] = todo[model][_BATCH:]
        self.write(
            {
                "todo": {name: rest for name, rest in todo.items() if rest},
                "document_count": self.document_count + len(ids),
                "line_count": self.line_count + lines,
                "finding_ids": self._findings(found),
            }
        )
        return True

    def _finish(self):
        """Verify what is about no single document, and say what came of all."""
        values = {"state": "done"}
        if self.of_everything:
            check = self.env["itsm.evidence.check"]
            found, seals, unsealed = check._check_seals()
            for model in self.env["itsm.document.mixin"]._document_models():
                found += check._check_orphans(model)
            # superuser: the last seal is shown to those who may verify everything
            last = self.env["itsm.evidence.seal"].sudo().search([], limit=1)
            values.update(
                seal_count=seals,
                unsealed_count=unsealed,
                head_hash=last.hash,
                finding_ids=self._findings(found),
            )
        self.write(values)

    # === BUSINESS METHODS === #

    @api.model
    def _of_documents(self, documents):
        """Verify documents that the user may read, and show the result.

        :return: action
        """
        run = self.create({})
        # superuser: the hash of a log's last line tells nothing of the log
        head = documents.sudo().decision_ids.sorted("position")[-1:].hash
        run.write(
            {
                "state": "running",
                "todo": {documents._name: documents.ids},
                "total": len(documents),
                "head_hash": head if len(documents) == 1 else False,
            }
        )
        if len(documents) <= _BATCH:
            while run.run_batch():
                continue
        return run._open()

    def _open(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Verify Evidence"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(self.env.ref(_DIALOG).id, "form")],
            "target": "new",
            "context": {"dialog_size": "extra-large"},
        }

    def _ids_to_check(self, model):
        """Return the documents of a model that are of the chosen type and period."""
        # superuser: whoever verifies everything sees all documents of his companies
        documents = self.env[model].sudo().with_context(active_test=False)
        domain = Domain("company_id", "in", [False, *self.env.companies.ids])
        period = Domain("res_model", "=", model)
        if self.date_from:
            period &= Domain("recorded_at", ">=", self.date_from)
        if self.date_to:
            day_after = fields.Date.add(self.date_to, days=1)
            period &= Domain("recorded_at", "<", day_after)
        if self.date_from or self.date_to:
            lines = self.env["itsm.approval.decision"].sudo()
            groups = lines._read_group(period, ["res_id"])
            domain &= Domain("id", "in", [res_id for (res_id,) in groups])
        found = documents.search(domain, order="id")
        if self.document_type_id:
            found = found.filtered(
                lambda document: document.document_type_id == self.document_type_id
            )
        return found.ids

    def _findings(self, found):
        """Return the commands that record findings."""
        return [
            Command.create(
                {
                    "severity": finding.severity,
                    "document": finding.document.exists().display_name
                    or self.env._("Number %s in the database", finding.document.id),
                    "res_model": finding.document._name,
                    "res_id": finding.document.id,
                    "what": finding.what,
                    "place": finding.where,
                    "advice": finding.advice,
                }
            )
            for finding in found
        ]
