from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..engine.approval import Kind

KINDS = [
    ("approved", "Approve"),
    ("returned", "Return for Rework"),
    ("rejected", "Reject"),
]
# What only stands for a comment that is still to be written.
_SOME_REASON = "…"


class ItsmApprovalDecide(models.TransientModel):
    """Decide one document, or many at once, after seeing which.

    Called with documents of one model (``res_model``, ``res_ids``), or with pending
    stages of any (``stage_ids``). What the user may not decide is named with the reason
    and left alone; the rest is decided together or not at all.
    """

    _name = "itsm.approval.decide"
    _description = "Decide Documents"

    kind = fields.Selection(selection=KINDS, required=True, default="approved")
    res_model = fields.Char()
    res_ids = fields.Json()
    # The stages as they were when the dialog opened: another one is another question.
    stage_ids = fields.Many2many(comodel_name="itsm.approval.round.stage")
    comment = fields.Text()
    principal_id = fields.Many2one(
        comodel_name="res.users",
        string="On Behalf of",
        domain="[('id', 'in', principal_choice_ids)]",
        help="Whom you decide for. Empty: for yourself where you can, else for the one"
        " who has delegated to you.",
    )
    principal_choice_ids = fields.Many2many(
        comodel_name="res.users", compute="_compute_principal_choice_ids"
    )
    can_choose_principal = fields.Boolean(compute="_compute_principal_choice_ids")
    is_delegate = fields.Boolean(compute="_compute_principal_choice_ids")
    line_ids = fields.One2many(
        comodel_name="itsm.approval.decide.line",
        inverse_name="wizard_id",
        compute="_compute_line_ids",
    )
    refusal_ids = fields.One2many(
        comodel_name="itsm.approval.decide.line",
        inverse_name="wizard_id",
        compute="_compute_line_ids",
    )
    line_count = fields.Integer(compute="_compute_line_ids")
    refusal_count = fields.Integer(compute="_compute_line_ids")

    # === COMPUTE METHODS === #

    @api.depends("stage_ids")
    def _compute_principal_choice_ids(self):
        user = self.env.user
        for wizard in self:
            # superuser: the decider may know for whom he decides
            stages = wizard.stage_ids._origin.sudo()
            pending = stages.filtered(lambda stage: stage.state == "pending")
            principals = pending._principals_of(user)
            choices = user.browse(
                dict.fromkeys(
                    person for people in principals.values() for person in people
                )
            )
            wizard.principal_choice_ids = choices
            wizard.can_choose_principal = len(choices) > 1
            wizard.is_delegate = bool(choices - user)

    @api.depends("kind", "principal_id", "res_ids", "res_model", "stage_ids")
    def _compute_line_ids(self):
        for wizard in self:
            decidable, refused = wizard._judge()
            wizard.line_ids = [Command.clear()] + [
                Command.create(wizard._line_vals(*entry)) for entry in decidable
            ]
            wizard.refusal_ids = [Command.clear()] + [
                Command.create({"reason": reason}) for reason in refused
            ]
            wizard.line_count = len(decidable)
            wizard.refusal_count = len(refused)

    # === CRUD METHODS === #

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        if values.get("res_model"):
            documents = self._documents_of(values["res_model"], values.get("res_ids"))
            # superuser: whoever may read a document may know where it stands
            stages = documents.sudo().waiting_stage_id
            values["stage_ids"] = [Command.set(stages.ids)]
        return values

    # === ACTION METHODS === #

    def action_decide(self):
        """Decide what can be decided, in one transaction.

        :raise UserError: nothing can, or the reason is missing
        """
        self.ensure_one()
        if self.kind != "approved" and not (self.comment or "").strip():
            raise UserError(
                self.env._(
                    "Say why: whoever wrote the document reads it, and the log keeps"
                    " it."
                )
            )
        decidable, refused = self._judge()
        if not decidable:
            raise UserError(
                "\n\n".join(refused) or self.env._("Choose the documents to decide.")
            )
        by_model = {}
        for document, _stage, _principal in decidable:
            by_model.setdefault(document._name, document.browse())
            by_model[document._name] |= document
        for documents in by_model.values():
            documents.decide(self.kind, self.comment or "", self.principal_id.id)
        close = {"type": "ir.actions.act_window_close"}
        if len(decidable) == 1 and not refused:
            return close
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning" if refused else "success",
                "sticky": bool(refused),
                "message": self._result_text(len(decidable), refused),
                "next": close,
            },
        }

    @api.model
    def _open(self, kind, context):
        """Return the action that opens the dialog.

        :param str kind: ``approved``, ``returned`` or ``rejected``
        :param dict context: defaults that say what is to be decided
        """
        names = dict(self._fields["kind"]._description_selection(self.env))
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "name": names[kind],
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_kind": kind, **context},
        }

    # === BUSINESS METHODS === #

    @api.model
    def _documents_of(self, model, ids):
        """Return the documents that the dialog was called with.

        :raise UserError: no controlled documents
        """
        known = self.env["itsm.document.mixin"]._document_models()
        if (
            model not in known
            or not isinstance(ids, list)
            or not all(type(res_id) is int for res_id in ids)
        ):
            raise UserError(self.env._("Choose the documents to decide."))
        return self.env[model].browse(ids).exists()

    def _judge(self):
        """Check each document without deciding it.

        :return: ``([(document, stage, principal)], [reason])``: what will be decided,
            with whom for (empty: oneself), and why the rest is not
        """
        decidable, refused = [], []
        changed = self._changed_documents()
        delegations = {}
        for document, stage in self._questions():
            try:
                document.check_access("read")
                self._check_still_asked(document, stage)
                if document in changed:
                    document._check_content_unchanged()
                principal = self._check_decision(document, delegations)
            except UserError as error:
                refused.append(error.args[0])
            else:
                decidable.append((document, stage, principal))
        return decidable, refused

    def _questions(self):
        """Return what is to be decided.

        :return: ``[(document, its stage when the dialog opened)]``
        """
        # superuser: stages of documents that may not be read are refused by name
        stages = self.stage_ids._origin.sudo()
        asked = {(stage.res_model, stage.res_id): stage for stage in stages}
        questions = [
            (self.env[model].browse(res_id), stage)
            for (model, res_id), stage in asked.items()
        ]
        if self.res_model:
            questions += [
                (document, stages.browse())
                for document in self._documents_of(self.res_model, self.res_ids)
                if (document._name, document.id) not in asked
            ]
        return questions

    def _changed_documents(self):
        """Return the documents that are no longer what was submitted, as a set.

        They can be returned all the same: then there is none.
        """
        changed = set()
        if self.kind == "returned":
            return changed
        # superuser: what is read is compared, not shown
        stages_of_all = self.stage_ids._origin.sudo()
        for model, stages in stages_of_all.grouped("res_model").items():
            documents = self.env[model].browse(stages.mapped("res_id"))
            changed.update(documents._changed_since_submission())
            changed.update(documents._with_altered_snapshot())
        return changed

    def _check_still_asked(self, document, stage):
        """Refuse to answer another question than the one that was shown.

        :raise UserError:
        """
        # superuser: whoever may read a document may know where it stands
        if stage and document.sudo().waiting_stage_id != stage:
            raise UserError(
                self.env._(
                    "%(document)s: the stage %(stage)s has ended meanwhile.",
                    document=document.display_name,
                    stage=stage.name,
                )
            )

    def _check_decision(self, document, delegations):
        """Return for whom the user would decide, empty for himself.

        :param dict delegations: those of today by company, filled in as they are needed
        :raise UserError: he may not
        """
        company = document.company_id
        if company not in delegations:
            Delegations = self.env["itsm.approval.delegation"]
            delegations[company] = Delegations._of_today(company)
        line = document._decision_line(
            Kind(self.kind),
            self.comment or _SOME_REASON,
            self.principal_id.id,
            delegations,
        )
        return self.env["res.users"].browse(line["principal_id"])

    def _line_vals(self, document, stage, principal):
        return {
            "number": document.number,
            "version": document.version,
            "title": document.name,
            "stage": stage.name,
            "principal_id": principal.id,
        }

    def _result_text(self, count, refused):
        """Return what was done, for documents decided together."""
        done = {
            "approved": self.env._("Approved: %s.", count),
            "returned": self.env._("Returned for rework: %s.", count),
            "rejected": self.env._("Rejected: %s.", count),
        }
        text = done[self.kind]
        if refused:
            text += "\n" + self.env._("Not decided: %s.", len(refused))
            text += "\n" + "\n".join(refused)
        return text


class ItsmApprovalDecideLine(models.TransientModel):
    """A document that the dialog shows: to be decided, or why it will not be."""

    _name = "itsm.approval.decide.line"
    _description = "Document to Decide"

    wizard_id = fields.Many2one(
        comodel_name="itsm.approval.decide", required=True, ondelete="cascade"
    )
    number = fields.Char()
    version = fields.Char()
    title = fields.Char()
    stage = fields.Char()
    principal_id = fields.Many2one(
        comodel_name="res.users", string="On Behalf of", ondelete="cascade"
    )
    reason = fields.Char(string="Why Not")
