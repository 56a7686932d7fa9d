from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...engine.approval import ApprovalError, digest, next_version
from . import guard


class ItsmDocumentMixin(models.AbstractModel):
    """The versions of a document: in force, revised, superseded, closed."""

    _inherit = "itsm.document.mixin"

    # The states from which a next version is made, and those that can be given up.
    _revisable_states = ("approved", "in_force")
    _cancellable_states = ("draft", "approved")

    version_count = fields.Integer(
        string="Versions", compute="_compute_version_count"
    )
    can_revise = fields.Boolean(compute="_compute_can_revise")

    # === COMPUTE METHODS === #

    @api.depends("number")
    def _compute_version_count(self):
        for document in self:
            document.version_count = len(document._get_versions())

    @api.depends("state")
    @api.depends_context("uid")
    def _compute_can_revise(self):
        allowed = self.browse().has_access("create")
        for document in self:
            document.can_revise = (
                allowed
                and document.state in document._revisable_states
                and not document._get_open_version()
            )

    # === ACTION METHODS === #

    def action_revise(self):
        """Ask what kind of change it is, and why."""
        self.ensure_one()
        self._check_revisable()
        return {
            "type": "ir.actions.act_window",
            "res_model": "itsm.document.revise",
            "name": self.env._("Revise"),
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_res_model": self._name,
                "default_res_id": self.id,
            },
        }

    def action_put_in_force(self):
        """Put approved documents in force; the version before is superseded."""
        self._check_may_release()
        for document in self:
            if document.state != "approved":
                raise UserError(
                    self.env._(
                        "%(document)s is %(state)s: only what is approved is put in"
                        " force.",
                        document=document.display_name,
                        state=document._get_state_label(),
                    )
                )
            document._check_ready_for_force()
        self._put_in_force()
        return True

    def action_close(self):
        """End documents in force that no other version follows."""
        self._check_may_release()
        for document in self:
            if document.state != "in_force":
                raise UserError(
                    self.env._(
                        "%(document)s is %(state)s: only what is in force is closed.",
                        document=document.display_name,
                        state=document._get_state_label(),
                    )
                )
        self._close()
        return True

    def action_cancel(self):
        """Give up drafts, and approved documents that were never put in force."""
        self.check_access("write")
        for document in self:
            if document.state not in document._cancellable_states:
                raise UserError(
                    self.env._(
                        "%(document)s is %(state)s: only a draft, or what is approved"
                        " and not yet in force, is cancelled.",
                        document=document.display_name,
                        state=document._get_state_label(),
                    )
                )
            if document.state != "draft":
                document._check_may_release()
        self._cancel()
        return True

    def action_view_versions(self):
        """Open all versions of the document."""
        self.ensure_one()
        return self._get_versions()._get_records_action(
            name=self.env._("Versions of %s", self.number),
            context={"active_test": False},
        )

    # === BUSINESS METHODS === #

    def revise(self, major, change_summary):
        """Make the next version as a draft; this one stays in force until then.

        :param bool major: the scope or what is agreed changes, not only the wording
        :param str change_summary: what changes, for the revision history
        :return: the draft
        """
        self.ensure_one()
        self._check_revisable()
        if not (change_summary or "").strip():
            raise UserError(
                self.env._("Say what changes: it stands in the revision history.")
            )
        self._check_no_open_version()
        self._lock()
        # the unique indexes must see states that wait to be written
        self.flush_model(["state"])
        defaults = self._get_revision_defaults()
        # lines tell by the context that what was agreed stays, unlike in another copy
        draft = guard.with_key(self).with_context(itsm_revises=True).copy(
            {
                **defaults,
                "author_id": self.env.uid,
                "change_summary": change_summary.strip(),
                "number": self.number,
                "version": self._next_version(major),
            }
        )
        # what was said to be the same would be so in one language only
        same = {
            name
            for name, value in defaults.items()
            if self._fields[name].translate and self[name] == value
        }
        guard.with_key(self).copy_translations(draft, self._fields.keys() - same)
        draft = draft.with_env(self.env)
        for attachment in self._content_attachments()[self.id]:
            attachment.copy({"res_id": draft.id})
        return draft

    def _next_version(self, major):
        """Return the number that a revision would have.

        :param bool major: what is agreed changes, not only the wording
        :raise UserError: the version is no number
        """
        self.ensure_one()
        newest = self._get_versions()[:1]
        try:
            return next_version(newest.version, major=major)
        except ApprovalError as error:
            raise UserError(self.env._(error.message, **error.values)) from error

    def _get_revision_defaults(self):
        """Return what the next version does not copy as it is; models add to it.

        A field named here loses its translations.

        :rtype: dict
        """
        return {}

    def _check_revisable(self):
        self.check_access("read")
        self.browse().check_access("create")
        if self.state not in self._revisable_states:
            raise UserError(
                self.env._(
                    "%(document)s is %(state)s: only what is approved or in force is"
                    " revised.",
                    document=self.display_name,
                    state=self._get_state_label(),
                )
            )

    def _check_no_open_version(self):
        """Refuse to begin another version while one is being written or reviewed."""
        if open_version := self._get_open_version():
            raise UserError(
                self.env._(
                    "%s is being written already: change that one.",
                    open_version.display_name,
                )
            )

    def _get_open_version(self):
        """Return the version that is being written or reviewed, if there is one."""
        return self._get_versions().filtered(
            lambda document: document.state in ("draft", "in_review", "reviewed")
        )[:1]

    def _check_may_release(self):
        """Refuse who may not put in force or close; models say who may.

        :raise AccessError:
        """
        self.check_access("write")
        group = "itsm_service_delivery.group_service_manager"
        if not self.env.user.has_group(group):
            raise AccessError(
                self.env._(
                    "Only service managers put documents in force and close them."
                )
            )

    def _check_ready_for_force(self):
        """Check what must be there before it is in force; models add to it.

        :raise UserError: what is missing, and what to do
        """

    def _after_approval(self):
        """Go on with what has just been approved."""
        if self._in_force_on_approval:
            self._put_in_force()
        self._request_pdf()

    def _put_in_force(self):
        """Put documents in force, and supersede the versions they follow.

        The caller has checked that they are approved, and that the user may.
        """
        self._lock()
        for document in self.sudo():
            former = document._get_versions().filtered(
                lambda version, new=document: (
                    version.state == "in_force" and version != new
                )
            )
            if former:
                former._supersede(document)
        self._append_log("in_force", {})
        # superuser: the right was checked; releasing is more than writing
        self.sudo()._transition({"state": "in_force"})

    def _close(self):
        """Close documents in force; the caller has checked that the user may."""
        self._lock()
        self._append_log("closed", {})
        # superuser: the right was checked; releasing is more than writing
        self.sudo()._transition({"state": "closed"})

    def _cancel(self):
        """Cancel documents; the caller has checked that the user may."""
        self._lock()
        self._append_log("cancelled", {})
        # superuser: the right was checked; releasing is more than writing
        self.sudo()._transition({"state": "cancelled"})

    def _supersede(self, successor):
        """End these versions: another one of the document is in force now."""
        self._lock()
        facts = {"facts": {"by": successor.version}}
        self._append_log("superseded", dict.fromkeys(self.ids, facts))
        self._transition({"state": "superseded"})

    def _adopt(self, reason, **values):
        """Take over documents that were agreed before, or elsewhere.

        For imports and upgrades only: no person decides, and the log says so.

        :param str reason: where the agreement is, for the log
        :param values: fields to write along with the state
        :raise AccessError: somebody else than the program calls
        """
        if not self.env.su:
            raise AccessError(
                self.env._("Only the program takes over documents from elsewhere.")
            )
        self._lock()
        self._record_adoption(reason)
        self._transition(
            {"state": "approved", "approved_at": fields.Datetime.now(), **values}
        )
        self._put_in_force()
        self._request_pdf()

    def _record_adoption(self, reason, kind="adopted", facts=None):
        """Note in the log that documents are taken over as they are.

        The caller has locked them, and brings them into their state.

        :param str reason: where the agreement is
        :param str kind: of ``const.DECIDED_ELSEWHERE``
        :param dict facts: what else the line keeps
        """
        texts = self._content_texts()
        rounds = guard.with_key(self.env["itsm.approval.round"]).create(
            [
                {
                    "res_model": self._name,
                    "res_id": document.id,
                    "document_type_id": document.document_type_id.id,
                    "company_id": document.company_id.id,
                    "number": document.number,
                    "version": document.version,
                    "title": document.name,
                    "sequence": len(document.round_ids) + 1,
                    "submitted_by_id": self.env.uid,
                    "submitted_at": fields.Datetime.now(),
                    "finished_at": fields.Datetime.now(),
                    "state": "approved",
                    "snapshot": texts[document.id],
                    "content_hash": digest(texts[document.id]),
                }
                for document in self
            ]
        )
        self._append_log(
            kind,
            {
                document.id: {
                    "round_id": approval.id,
                    "content_hash": approval.content_hash,
                    "comment": reason,
                    **({"facts": facts} if facts else {}),
                }
                for document, approval in zip(self, rounds, strict=True)
            },
        )
