import json

from odoo import models
from odoo.exceptions import UserError

from ...const import DOCUMENT_STATES
from ...engine.approval import canonical, digest

# Kinds of lines that change no state.
_NO_STATE = ("released", "recalled", "declined", "signed", "filed")
_SHARED_STATES = {state for state, _label in DOCUMENT_STATES}


class ItsmDocumentMixin(models.AbstractModel):
    """The evidence of a document: whether it is what was decided on, and who did."""

    _inherit = "itsm.document.mixin"

    # === ACTION METHODS === #

    def action_view_evidence(self):
        """Open the log of the document: who decided what, and when."""
        self.ensure_one()
        self._check_may_see_log()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Log of %s", self.display_name),
            "res_model": "itsm.approval.decision",
            "view_mode": "list,form",
            "domain": [("res_model", "=", self._name), ("res_id", "=", self.id)],
            "context": {"create": False},
        }

    def action_verify_evidence(self):
        """Check log and content of the documents, and show what was found."""
        self._check_may_see_log()
        return self.env["itsm.evidence.verification"]._of_documents(self)

    def action_compare(self):
        """Open two versions side by side: this one, and the one before."""
        self.ensure_one()
        self.check_access("read")
        return self.env["itsm.document.comparison"]._of(self)

    def _check_may_see_log(self):
        """Refuse who may not read the documents, or has no role at all.

        :raise AccessError:
        """
        self.check_access("read")
        self.env["itsm.approval.decision"].check_access("read")

    # === COMPARING WITH WHAT WAS SUBMITTED === #

    def _changed_since_submission(self):
        """Return the documents whose content is no longer what was submitted.

        :return: ``{document: (content then, content now)}``
        """
        contents = self._contents()
        changed = {}
        for document in self:
            # superuser: see `snapshot`
            then = json.loads(document.sudo().round_id.snapshot or "{}").get("content")
            now = contents[document.id]
            if then is None or canonical(then) == canonical(now):
                continue
            then, now = _in_both(then, now)
            if canonical(then) != canonical(now):
                changed[document] = (then, now)
        return changed

    def _check_content_unchanged(self):
        """Refuse to decide on another content than what was submitted.

        Nobody can have changed it by the program: it is frozen.

        :raise UserError:
        """
        changed = {*self._changed_since_submission(), *self._with_altered_snapshot()}
        for document in self:
            if document in changed and document.state in ("in_review", "reviewed"):
                raise UserError(
                    self.env._(
                        "%s is not what was submitted: its content was changed past the"
                        ' program. Press "Verify Evidence", return it and submit it'
                        " again.",
                        document.display_name,
                    )
                )

    def _with_altered_snapshot(self):
        """Yield the documents whose snapshot is not the one that the log tells of."""
        for document in self:
            # superuser: see `snapshot`
            last = document.sudo().round_id
            submitted = last.decision_ids.filtered(lambda d: d.kind == "submitted")
            if submitted and digest(last.snapshot or "") != submitted.content_hash:
                yield document

    # === WHAT THE LOG SAYS === #

    def _states_of_log(self, kinds, outcome):
        """Return the states that a document can have after what its log tells.

        :param kinds: the kinds of its lines, in order
        :param engine.approval.Round outcome: its last round; None: taken over, or none
        :rtype: set[str]
        """
        self.ensure_one()
        life = [kind for kind in kinds if kind not in _NO_STATE]
        if not life:
            return {"draft"}
        if life[-1] in ("superseded", "closed", "cancelled"):
            return {life[-1]}
        # a model's own states come after the approval
        own = set(self._fields["state"].get_values(self.env)) - _SHARED_STATES
        if life[-1] == "in_force":
            return {"in_force"} | own
        if outcome is None:
            # taken over as it was
            return {"approved", "in_force", "superseded", "closed"} | own
        state = self._state_vals(outcome)["state"]
        return {state} | own if state == "approved" else {state}


def _in_both(then, now):
    """Return two contents without the fields that only one of them has.

    An upgrade of the program adds and removes fields; what was decided on did not
    change by that.
    """
    fields = _in_both_records(then["fields"], now["fields"])
    return {**then, "fields": fields[0]}, {**now, "fields": fields[1]}


def _in_both_records(then, now):
    """Return the values of a record, and of its lines, that both have."""
    pairs = {
        name: _in_both_lines(then[name], now[name]) for name in then if name in now
    }
    return (
        {name: pair[0] for name, pair in pairs.items()},
        {name: pair[1] for name, pair in pairs.items()},
    )


def _in_both_lines(then, now):
    if not (_is_lines(then) and _is_lines(now)):
        return then, now
    before = {line["key"]: line for line in then}
    after = {line["key"]: line for line in now}
    pairs = {
        key: _in_both_records(before[key], after[key]) for key in before if key in after
    }
    return (
        [pairs[key][0] if key in pairs else line for key, line in before.items()],
        [pairs[key][1] if key in pairs else line for key, line in after.items()],
    )


def _is_lines(value):
    return isinstance(value, list) and all(
        isinstance(line, dict) and "key" in line for line in value
    )
