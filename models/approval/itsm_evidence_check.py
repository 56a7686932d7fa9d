import json
from collections import namedtuple
from datetime import UTC, datetime

from odoo import api, models

from ...const import DECIDED_ELSEWHERE
from ...engine.approval import (
    Act,
    ApprovalError,
    Part,
    Round,
    Stage,
    check_chain,
    digest,
)
from .itsm_approval_round import ENGINE_KINDS

Found = namedtuple("Found", "document what where advice severity", defaults=["error"])
"""Something that is not as it was recorded, in sentences for whoever verifies.

``document``: the record, or a seal; ``where``: a line, a round, a field, a file;
``severity``: ``error``, or ``warning`` of what may have a harmless reason
"""


class ItsmEvidenceCheck(models.AbstractModel):
    """Whether log, rounds and states of documents are as they were recorded.

    The log is what counts: its chain of hashes is checked first, then all else against
    it. What is read is what the database holds, whoever asks.
    """

    _name = "itsm.evidence.check"
    _description = "Check of Evidence"

    @api.model
    def _check(self, documents):
        """Check the evidence of documents of one model.

        :return: ``([Found], number of lines of their logs)``
        """
        # superuser: evidence does not depend on who looks
        documents = documents.sudo()
        documents.invalidate_recordset()
        lines = documents.env["itsm.approval.decision"].search(
            [("res_model", "=", documents._name), ("res_id", "in", documents.ids)],
            order="res_id, position",
        )
        rounds = documents.env["itsm.approval.round"].search(
            [("res_model", "=", documents._name), ("res_id", "in", documents.ids)],
            order="res_id, sequence",
        )
        for records in (lines, rounds, rounds.stage_ids):
            records.invalidate_recordset()
        logs, submissions = lines.grouped("res_id"), rounds.grouped("res_id")
        found = []
        for document in documents:
            log = logs.get(document.id, lines.browse())
            found += self._check_log(document, log)
            found += self._check_rounds(
                document, log, submissions.get(document.id, rounds.browse())
            )
        found += self._check_contents(documents, logs)
        return found, len(lines)

    def _tampered(self):
        return self.env._(
            "Somebody changed the database past the program. Keep a copy of it, compare"
            " it with a backup, and find out who had access."
        )

    @api.model
    def _check_orphans(self, model):
        """Return the logs of one model whose document is gone.

        :return: ``[Found]``
        """
        # superuser: evidence does not depend on who looks
        lines = self.env["itsm.approval.decision"].sudo()
        logged = {
            res_id
            for (res_id,) in lines._read_group([("res_model", "=", model)], ["res_id"])
        }
        there = set(self.env[model].sudo().browse(logged).exists().ids)
        return [
            Found(
                self.env[model].browse(res_id),
                self.env._("The document is gone, though its log is there."),
                self.env._("Log"),
                self._tampered(),
            )
            for res_id in sorted(logged - there)
        ]

    # === THE LOG === #

    def _check_log(self, document, log):
        """Return what is wrong with the lines themselves."""
        found = []
        for finding in check_chain(log):
            found.append(
                Found(
                    document,
                    self.env._(finding.message, **finding.values),
                    self._line(finding.position),
                    self._tampered(),
                )
            )
        for line in log:
            try:
                said = _columns(json.loads(line.payload))
            except (KeyError, TypeError, ValueError):
                continue  # not what was hashed: found above
            shown = _shown(line, said)
            changed = [name for name in shown if shown[name] != said[name]]
            if changed:
                labels = line.fields_get(changed, ["string"])
                found.append(
                    Found(
                        document,
                        self.env._(
                            "The line shows something else than what was recorded: %s.",
                            ", ".join(labels[name]["string"] for name in changed),
                        ),
                        self._line(line.position),
                        self._tampered(),
                    )
                )
        return found

    # === ROUNDS AND STATES === #

    def _check_rounds(self, document, log, rounds):
        """Return where rounds, stages and state are not what the log leads to."""
        found = []
        outcome = None
        for sequence, approval in enumerate(rounds, start=1):
            lines = log.filtered(lambda line, r=approval: line.round_id == r)
            where = self.env._("Round %s", approval.sequence)
            wrong, outcome = self._check_round(approval, lines)
            if approval.sequence != sequence:
                wrong.append(self.env._("Rounds are missing before it."))
            if (approval.number, approval.version) != (
                document.number,
                document.version,
            ) and approval == rounds[-1]:
                wrong.append(
                    self.env._("Its number or version is not the document's any more.")
                )
            found += [Found(document, what, where, self._tampered()) for what in wrong]
        kinds, elsewhere = log.mapped("kind"), set(DECIDED_ELSEWHERE)
        if rounds and outcome is None and elsewhere.isdisjoint(kinds):
            return found
        expected = document._states_of_log(kinds, outcome)
        if document.state not in expected:
            states = dict(document._fields["state"]._description_selection(self.env))
            found.append(
                Found(
                    document,
                    self.env._(
                        "It is %(state)s; by its log it should be %(expected)s.",
                        state=states[document.state],
                        expected=", ".join(states[state] for state in sorted(expected)),
                    ),
                    self.env._("State"),
                    self._tampered(),
                )
            )
        return found

    def _check_round(self, approval, lines):
        """Check a round against its lines.

        :return: ``([sentences], engine.approval.Round or None)``
        """
        opening_kinds = ("submitted", *DECIDED_ELSEWHERE)
        opening = lines.filtered(lambda line: line.kind in opening_kinds)[:1]
        if not opening:
            return [self.env._("The log does not tell of its submission.")], None
        wrong = []
        if digest(approval.snapshot or "") != opening.content_hash:
            wrong.append(
                self.env._("The content that was kept is not what was submitted.")
            )
        decided = lines.filtered(lambda line: line.kind in ENGINE_KINDS)
        if set((decided | opening).mapped("content_hash")) != {approval.content_hash}:
            wrong.append(
                self.env._("Decisions are about another content than the round's.")
            )
        if opening.kind in DECIDED_ELSEWHERE:
            if approval.state != "approved":
                wrong.append(self._state_sentence(approval, "approved"))
            return wrong, None
        try:
            facts = opening._facts(opening.payload)
            if facts != json.loads(json.dumps(approval._facts())):
                wrong.append(
                    self.env._(
                        "Its stages, or who was author or submitter, are not those of"
                        " the submission."
                    )
                )
            outcome = _replay(approval, facts, decided)
        except (ApprovalError, KeyError, TypeError, ValueError) as error:
            wrong.append(
                self.env._(
                    "It cannot have happened by the rules: %s",
                    self._sentence(error),
                )
            )
            return wrong, None
        if approval.state != outcome.outcome.value:
            wrong.append(self._state_sentence(approval, outcome.outcome.value))
        wrong += self._check_stages(approval, outcome)
        return wrong, outcome

    def _check_stages(self, approval, outcome):
        pending = outcome.pending and outcome.pending.key
        wrong = []
        for stage in approval.stage_ids:
            passed = len(outcome.approvals(stage.id)) >= stage.needed
            if stage.id == pending:
                expected = "pending"
            elif passed:
                expected = "done"
            else:
                expected = "closed" if pending is None else "waiting"
            if stage.state != expected:
                states = dict(stage._fields["state"]._description_selection(self.env))
                wrong.append(
                    self.env._(
                        "Its stage %(stage)s is %(state)s; by the log it should be"
                        " %(expected)s.",
                        stage=stage.name,
                        state=states[stage.state],
                        expected=states[expected],
                    )
                )
        return wrong

    def _state_sentence(self, approval, expected):
        states = dict(approval._fields["state"]._description_selection(self.env))
        return self.env._(
            "It is %(state)s; by its log it should be %(expected)s.",
            state=states[approval.state],
            expected=states[expected],
        )

    def _sentence(self, error):
        """Return what an error says, in the user's language if it is the engine's."""
        if isinstance(error, ApprovalError):
            return self.env._(error.message, **error.values)
        return str(error)

    def _line(self, position):
        return self.env._("Line %s of the log", position)


def _columns(payload):
    """Return what the columns of a line must hold, by what was hashed."""
    decided_at = datetime.fromisoformat(payload["decided_at"])
    recorded_at = datetime.fromisoformat(payload["recorded_at"])
    return {
        "res_model": payload["model"],
        "res_id": payload["id"],
        "company_id": payload["company"],
        "position": payload["position"],
        "kind": payload["kind"],
        "round_id": payload["round"],
        "stage_id": payload["stage"],
        "user_id": payload["user"]["id"],
        "principal_id": (payload["principal"] or {}).get("id"),
        "delegation_id": payload["delegation"],
        "decided_at": decided_at,
        "recorded_at": recorded_at,
        "taken_over": decided_at != recorded_at,
        "comment": payload["comment"],
        "content_hash": payload["content"],
    }


def _shown(line, names):
    """Return what columns of a line hold."""
    shown = {}
    for name in names:
        value = line[name]
        if isinstance(value, models.BaseModel):
            value = value.id
        elif isinstance(value, datetime):
            value = value.replace(tzinfo=UTC)
        keeps_false = line._fields[name].type in ("boolean", "integer")
        shown[name] = value if keeps_false else value or None
    return shown


def _replay(approval, facts, lines):
    """Return the round that the submission's facts and the lines lead to.

    :raise ApprovalError: it cannot have happened
    """
    stages = tuple(
        Stage(
            key=stage["id"],
            act=Act(stage["act"]),
            role=stage["role"],
            needed=stage["needed"],
        )
        for stage in facts["stages"]
    )
    parts = {Part(part): frozenset(people) for part, people in facts["parts"].items()}
    delegations = lines.delegation_id._engine_delegations()
    return Round.replay(
        stages,
        parts,
        approval.document_type_id.code,
        tuple(line._engine_decision() for line in lines.sorted("position")),
        tuple(delegations.values()),
    )
