"""The life of a document at random, next to the naive reading of the rules.

Documents are submitted, decided by whoever tries, returned, withdrawn and submitted
again, while people change roles and delegations come and go.
"""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import approval_naive as naive
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from engine.approval import (
    GENESIS,
    Act,
    ApprovalError,
    ChainLine,
    Decision,
    Delegation,
    Kind,
    Outcome,
    Part,
    Round,
    Stage,
    canonical,
    check_chain,
    line_hash,
)

START = date(2026, 9, 1)
PEOPLE = range(6)
ROLES = ["tm", "sdm", "director"]
# Tried by everybody, in every state: kind, stage (0 = another one), comment.
TRIES = [
    (Kind.APPROVED, None, ""),
    (Kind.APPROVED, 0, ""),
    (Kind.RETURNED, None, "unclear"),
    (Kind.REJECTED, None, " "),
    (Kind.WITHDRAWN, None, ""),
]
MANY = frozenset([Part.AUDITOR, Part.CUSTOMER_CONTACT])
SEEN = Counter()

person = st.sampled_from(PEOPLE)
few = st.frozensets(person, min_size=1, max_size=2)
many = st.frozensets(person, min_size=4)
stage_rows = st.lists(
    st.tuples(
        st.sampled_from([Act.REVIEW, Act.APPROVE, *Act]),
        st.sampled_from(ROLES),
        st.sampled_from([1, 1, 1, 2]),
    ),
    min_size=2,
    max_size=4,
)
delegations = st.tuples(
    person,
    person,
    st.integers(0, 6),
    st.sampled_from([(), (), (), ("plan",), ("report",), ("plan", "report")]),
)


class DocumentLife(RuleBasedStateMachine):
    """One document, its log as a chain of hashes, and the round that runs."""

    def __init__(self):
        super().__init__()
        self.day = START
        self.round = None
        self.line_dicts = []  # of the round, as the naive reading has them
        self.log = []  # of the document, every round
        self.longest = []
        self.delegations = []
        self.ever_delegated = []

    @initialize(
        rows=stage_rows,
        parts=st.fixed_dictionaries(
            {part: many if part in MANY else few for part in Part}
        ),
        holders=st.tuples(many, many, many),
        lent=st.lists(delegations, min_size=3, max_size=6),
    )
    def write(self, rows, parts, holders, lent):
        for given in lent:
            self.delegate(given, 0)
        self.stages = [Stage(key, *row) for key, row in enumerate(rows, start=1)]
        self.parts = parts
        self.holders = dict(zip(ROLES, holders, strict=True))

    # === What surrounds the document === #

    @rule(role=st.sampled_from(ROLES), holders=st.frozensets(person, min_size=2))
    def change_roles(self, role, holders):
        self.holders[role] = holders

    @rule(given=delegations, start=st.integers(-1, 1))
    def delegate(self, given, start):
        principal, delegate, days, types = given
        first = self.day + timedelta(days=start)
        last = first + timedelta(days=days)
        made = Delegation(principal, delegate, first, last, frozenset(types))
        self.delegations.append(made)
        self.ever_delegated.append(made)

    @precondition(lambda self: self.delegations)
    @rule(data=st.data())
    def revoke(self, data):
        self.delegations.remove(data.draw(st.sampled_from(self.delegations)))

    @rule()
    def pass_a_day(self):
        self.day += timedelta(days=1)

    # === What happens to it === #

    @precondition(lambda self: self.round is None or self.round.pending is None)
    @rule(submitter=person)
    def submit(self, submitter):
        """Submit it, again after it was returned, or its revision after approval."""
        parts = {**self.parts, Part.SUBMITTER: frozenset([submitter])}
        self.round = Round(self.stages, parts, "plan")
        self.line_dicts = []
        SEEN["submitted again"] += bool(self.log)
        assert self.take(Decision(Kind.SUBMITTED, submitter, self.day)) is None

    @precondition(lambda self: self.round is not None)
    @rule(data=st.data(), times=st.integers(1, 5))
    def approve(self, data, times):
        """Some of those who may approve do, in person or for others."""
        for _time in range(times):
            allowed = self.allowed()
            if allowed:
                for_others = [pair for pair in allowed if pair[0] != pair[1]]
                pairs = data.draw(st.sampled_from([allowed, for_others or allowed]))
                who, principal = data.draw(st.sampled_from(pairs))
                decision = Decision(Kind.APPROVED, who, self.day, None, principal)
                assert self.take(decision) is None

    @precondition(lambda self: self.round is not None and self.round.pending)
    @rule(kind=st.sampled_from([Kind.RETURNED, Kind.REJECTED]), data=st.data())
    def send_back(self, kind, data):
        """One of those who may approve returns or rejects it instead."""
        allowed = self.allowed()
        if allowed:
            who, principal = data.draw(st.sampled_from(allowed))
            decision = Decision(kind, who, self.day, None, principal, "unclear")
            assert self.take(decision) is None

    @precondition(lambda self: self.round is not None and self.round.pending)
    @rule()
    def withdraw(self):
        (submitter,) = self.round.parts[Part.SUBMITTER]
        assert self.take(Decision(Kind.WITHDRAWN, submitter, self.day)) is None

    @precondition(lambda self: self.round is not None)
    @rule(
        kind=st.sampled_from(Kind),
        who=person,
        principal=st.none() | person,
        stage=st.sampled_from([None, None, 1, 2, 3]),
        comment=st.sampled_from(["", " ", "unclear", "unclear"]),
    )
    def attempt(self, kind, who, principal, stage, comment):
        """Anybody tries anything, at any time."""
        decision = Decision(kind, who, self.day, stage, principal, comment)
        if kind is Kind.SUBMITTED:
            code = "out_of_turn" if self.round.pending else "round_closed"
            assert self.take(decision).code == code
        else:
            expected = naive.refusal(self.case(), self.line_dicts, _plain(decision))
            self.same(self.take(decision), expected)

    # === What always holds === #

    @invariant()
    def everybody_may_do_what_the_naive_reading_says(self):
        """Whoever would do whatever for whomever: the same refusal, or none."""
        if self.round is None:
            return
        case = self.case()
        tries = TRIES if self.round.pending else TRIES[:1]
        for (kind, stage, comment), who in product(tries, PEOPLE):
            free = set()
            lenders = {d.principal for d in self.delegations if d.delegate == who}
            for principal in {who, (who + 1) % len(PEOPLE), *lenders}:
                tried = Decision(kind, who, self.day, stage, principal, comment)
                code, rules = naive.refusal(case, self.line_dicts, _plain(tried))
                self.same(self.refused(tried), (code, rules))
                SEEN.update([code, *rules])
                if code is None:
                    free.add(principal)
            if (kind, stage) == (Kind.APPROVED, None):
                arguments = (self.holding(), self.delegations, self.day)
                found = self.round.principals(who, *arguments)
                assert sorted(found) == sorted(free)
                assert who not in found[1:]

    @invariant()
    def an_approved_document_is_rightly_so(self):
        if self.round is None or self.round.outcome is not Outcome.APPROVED:
            return
        SEEN["approved by all"] += 1
        assert naive.complaints(self.case(self.ever_delegated), self.line_dicts) == []
        for stage in self.stages:
            assert len(self.round.approvals(stage.key)) == stage.needed

    @invariant()
    def nothing_of_former_rounds_counts(self):
        if self.round is not None:
            assert [_plain(line) for line in self.round.decisions] == self.line_dicts
            assert self.line_dicts[0]["kind"] == "submitted"
            for stage in self.case()["stages"]:
                counted = self.round.approvals(stage["key"])
                agreed = naive.agreed(self.line_dicts, stage)
                assert [_plain(line) for line in counted] == agreed

    @invariant()
    def the_log_can_be_replayed(self):
        if self.round is not None:
            arguments = (self.stages, self.round.parts, "plan", self.round.decisions)
            assert Round.replay(*arguments) == self.round
            assert Round.replay(*arguments, self.ever_delegated) == self.round

    @invariant()
    def no_line_is_ever_lost(self):
        assert self.log[: len(self.longest)] == self.longest
        self.longest = list(self.log)
        head = self.log[-1].hash if self.log else GENESIS
        assert check_chain(self.log, head) == ()

    @invariant()
    def tampering_shows(self):
        for place, line in enumerate(self.log):
            without = self.log[:place] + self.log[place + 1 :]
            changed = [*self.log]
            changed[place] = replace(line, payload=line.payload.replace("{", "[", 1))
            assert check_chain(without, self.log[-1].hash)
            assert check_chain(changed)

    # === Helpers === #

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
                _plain(Decision(Kind.APPROVED, who, self.day, None, principal)),
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
        line = _plain(after.decisions[-1])
        self.line_dicts.append(line)
        position = len(self.log) + 1
        payload = canonical({**line, "position": position})
        previous = self.log[-1].hash if self.log else GENESIS
        hashed = line_hash(previous, payload)
        self.log.append(ChainLine(position, previous, payload, hashed))
        return None


def _plain(decision):
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


def test_the_life_of_a_document():
    SEEN.clear()
    run_state_machine_as_test(
        DocumentLife, settings=settings(max_examples=150, stateful_step_count=30)
    )
    # Each of these came up, so that what was compared is what matters.
    wanted = {
        *("approved", "returned", "rejected", "withdrawn", "submitted again"),
        *("round_closed", "out_of_turn", "not_the_submitter", "reason_missing"),
        *("not_a_decider", "not_delegated", "already_decided", "duty", "delegated"),
        "approved by all",
        *(1, 2, 11, 12),
    }
    assert wanted - {key for key, count in SEEN.items() if count} == set()
