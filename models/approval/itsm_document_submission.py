from odoo import fields, models
from odoo.exceptions import UserError

from ...engine.approval import Part, broken_rules, digest, shortage
from . import guard


class ItsmDocumentMixin(models.AbstractModel):
    """Submitting a document: what opens a round of approval."""

    _inherit = "itsm.document.mixin"

    # === ACTION METHODS === #

    def action_submit(self):
        """Submit drafts: freeze their content, copy the stages, ask the first one.

        :raise UserError: not a draft, not ready, or nobody could decide a stage
        """
        self.check_access("write")
        for document in self:
            if document.state != "draft":
                raise UserError(
                    self.env._(
                        "%(document)s is %(state)s: only a draft is submitted.",
                        document=document.display_name,
                        state=document._get_state_label(),
                    )
                )
            document._check_ready_to_submit()
        self._lock()
        texts = self._content_texts()
        Rounds = guard.with_key(self.env["itsm.approval.round"].sudo())
        rounds = Rounds.create(
            [document._round_vals(texts[document.id]) for document in self]
        )
        for document, approval in zip(self, rounds, strict=True):
            document._check_enough_deciders(approval)
        self._append_log(
            "submitted",
            {
                document.id: {
                    "round_id": approval.id,
                    "content_hash": approval.content_hash,
                    "facts": approval._facts(),
                }
                for document, approval in zip(self, rounds, strict=True)
            },
        )
        self._project_round()
        return True

    # === BUSINESS METHODS === #

    def _get_parts(self):
        """Return which people have which part on this document, for the duty rules.

        A model adds its own: requester, implementer, auditor and so on.

        :return: ``{engine.approval.Part: frozenset of user ids}``
        """
        self.ensure_one()
        # superuser: the duty rules do not depend on who looks
        document = self.sudo()
        return {
            Part.AUTHOR: frozenset((document.author_id | document.contributor_ids).ids),
            Part.PROJECT_MANAGER: frozenset(
                document._get_approval_people("project_manager").ids
            ),
            Part.SALES_OWNER: frozenset(
                document._get_approval_people("sales_owner").ids
            ),
        }

    def _check_ready_to_submit(self):
        """Check what must be there before a document is submitted; models add to it.

        :raise UserError: what is missing, and what to do
        """

    def _round_vals(self, text):
        """Return the values of the round that a submission opens."""
        self.ensure_one()
        document_type = self.document_type_id
        if not document_type.active:
            raise UserError(
                self.env._(
                    'The document type "%(type)s" is archived: nothing of it is'
                    " submitted any more. Ask an administrator to restore it.",
                    type=document_type.display_name,
                )
            )
        # superuser: the stages are those of the type, whoever submits
        stages = document_type.sudo().stage_ids.filtered(
            lambda stage: stage._applies_to(self)
        )
        if not stages:
            raise UserError(
                self.env._(
                    "No approval stage applies to %(document)s: ask an administrator to"
                    ' add one to the document type "%(type)s".',
                    document=self.display_name,
                    type=document_type.display_name,
                )
            )
        parts = {**self._get_parts(), Part.SUBMITTER: frozenset([self.env.uid])}
        place = {"res_model": self._name, "res_id": self.id}
        return {
            **place,
            "document_type_id": document_type.id,
            "company_id": self.company_id.id,
            "number": self.number,
            "version": self.version,
            "title": self.name,
            "sequence": len(self.sudo().round_ids) + 1,
            "submitted_by_id": self.env.uid,
            "submitted_at": fields.Datetime.now(),
            "snapshot": text,
            "content_hash": digest(text),
            "parts": self.env["itsm.approval.round"]._parts_text(parts),
            "stage_ids": [
                (0, 0, {**stage._copy_vals(self), **place}) for stage in stages
            ],
        }

    def _check_enough_deciders(self, approval):
        """Refuse a submission that could never be approved under the duty rules.

        :raise UserError: names the stage
        """
        stages = approval._sorted_stages().filtered(
            lambda stage: stage._is_put_to_people()
        )
        if not stages:
            return
        candidates = stages._candidates()
        parts = approval._engine_parts()
        engine_stages = tuple(stage._engine_stage() for stage in stages)
        barred = {
            stage.key: frozenset(
                person
                for person in candidates[stage.key]
                if broken_rules(stage.act, person, parts, agrees=False)
            )
            for stage in engine_stages
        }
        scorers = parts.get(Part.SCORER, frozenset())
        lacking = shortage(engine_stages, candidates, barred, scorers)
        if lacking:
            stage = stages.filtered(lambda s: s.id == lacking.key)
            raise UserError(
                self.env._(
                    "%(document)s cannot be submitted: nobody could decide the stage"
                    " %(stage)s. %(count)s of %(who)s must agree; an author neither"
                    " reviews nor approves, and one person decides in one role only."
                    " Ask an administrator to give the role to somebody else.",
                    document=self.display_name,
                    stage=stage.name,
                    count=stage.needed,
                    who=stage._who_text(),
                )
            )
