"""A document with its round and its log, and the same as the naive reading has it."""

from collections import Counter

import approval_naive as naive

from engine.approval import (
    GENESIS,
    ApprovalError,
    ChainLine,
    Decision,
    Kind,
    canonical,
    line_hash,
)

PEOPLE = range(6)
SEEN = Counter()
"""What came up: kinds of decisions taken, codes of refusals, numbers of rules."""


class Document:
    """One document, the round that runs, and its log as a chain of hashes.

    :param day: the day on which its life begins
    """

    def __init__(self, day):
        self.day = day
        self.stages, self.parts, self.holders = [], {}, {}
        self.round = None
        self.line_dicts = []  # of the round, as the naive reading has them
        self.log = []  # of the document, every round
        self.delegations = []
        self.ever_delegated = []

    def case(self, delegations=None):
        """Return what the naive reading must know."""
        given = self.delegations if delegations is None else delegations
        return {
            "stages": [
                {"key": s.key, "act": s.act.value, "role": s.role, "needed": s.needed}
                for s in self.stages
            ],
            "parts": {part.value: set(who) for part, who in self.round.parts.items()},
            "type": "plan",
            "holders": self.holders,
            "delegations": [
                (
                    d.principal,
                    d.delegate,
                    d.first_day,
                    d.last_day,
                    set(d.document_types),
                )
                for d in given
            ],
        }

    def allowed(self):
        """Return ``[(who, for whom)]`` of those who may approve, sorted."""
        if self.round is None or self.round.pending is None:
            return []
        case = self.case()
        return [
            (who, principal)
            for who in PEOPLE
            for principal in PEOPLE
            if naive.refusal(
                case,
                self.line_dicts,
                plain(Decision(Kind.APPROVED, who, self.day, None, principal)),
            )
            == (None, set())
        ]

    def holding(self):
        """Return the people who hold the role of the pending stage."""
        stage = self.round.pending
        return self.holders[stage.role] if stage else frozenset()

    def same(self, error, expected):
        """Compare a refusal of the engine with the naive one."""
        code, rules = expected
        assert (error.code if error else None) == code
        if rules:
            names = [f"R{number}" for number in sorted(rules)]
            assert error.values == {"rule": names[0], "rules": names}

    def refused(self, decision):
        """Return the error of a decision, None if it may be taken."""
        try:
            self.round.check(decision, self.holding(), self.delegations)
        except ApprovalError as error:
            return error
        return None

    def take(self, decision):
        """Take a decision and write it to the log; return its error if refused."""
        error = self.refused(decision)
        if error:
            return error
        after = self.round.decide(decision, self.holding(), self.delegations)
        assert after.decisions[:-1] == self.round.decisions
        self.round = after
        SEEN[decision.kind.value] += 1
        SEEN["delegated"] += decision.decider != decision.person
        line = plain(after.decisions[-1])
        self.line_dicts.append(line)
        position = len(self.log) + 1
        payload = canonical({**line, "position": position})
        previous = self.log[-1].hash if self.log else GENESIS
        hashed = line_hash(previous, payload)
        self.log.append(ChainLine(position, previous, payload, hashed))
        return None


def plain(decision):
    """Return a decision as the naive reading has it."""
    principal = decision.principal
    return {
        "kind": decision.kind.value,
        "person": decision.person,
        "for": decision.person if principal is None else principal,
        "day": decision.day,
        "stage": decision.stage,
        "comment": decision.comment,
    }
