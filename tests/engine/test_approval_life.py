"""The life of a document at random, next to the naive reading of the rules.

Documents are submitted, decided by whoever tries, returned, withdrawn and submitted
again, while people change roles and delegations come and go.
"""

from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import approval_naive as naive
from approval_document import PEOPLE, SEEN, Document, plain
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
    Decision,
    Delegation,
    Kind,
    Outcome,
    Part,
    Round,
    Stage,
    check_chain,
)

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


class DocumentLife(Document, RuleBasedStateMachine):
    """A document to which anything happens in any order."""

    def __init__(self):
        RuleBasedStateMachine.__init__(self)
        Document.__init__(self, date(2026, 9, 1))
        self.longest = []

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
            expected = naive.refusal(self.case(), self.line_dicts, plain(decision))
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
                code, rules = naive.refusal(case, self.line_dicts, plain(tried))
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
            assert [plain(line) for line in self.round.decisions] == self.line_dicts
            assert self.line_dicts[0]["kind"] == "submitted"
            for stage in self.case()["stages"]:
                counted = self.round.approvals(stage["key"])
                agreed = naive.agreed(self.line_dicts, stage)
                assert [plain(line) for line in counted] == agreed

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
