"""A round of approval: one submission of a document, and what is decided on it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from ..errors import ApprovalError
from .duties import Rule, broken_rules
from .parts import Decision, Kind, Outcome, Part, Stage
from .refusals import refused

_ENDS = {
    Kind.RETURNED: Outcome.RETURNED,
    Kind.REJECTED: Outcome.REJECTED,
    Kind.WITHDRAWN: Outcome.WITHDRAWN,
}
_WITH_REASON = frozenset([Kind.RETURNED, Kind.REJECTED])
_BY_SUBMITTER = frozenset([Kind.SUBMITTED, Kind.WITHDRAWN])


@dataclass(frozen=True)
class Round:
    """One submission: its stages in order, and its own decisions only (R13). Immutable.

    The decisions given are taken as they are; ``replay`` checks those of a log. The
    first may be the ``submitted`` one: a round waits for its first stage with or
    without it.

    :param stages: sequence of ``Stage``
    :param parts: ``{Part: people}``, as they were at the submission
    :param document_type: for delegations that are for some types only
    :param decisions: sequence of ``Decision``, each approval with its stage
    :raise ApprovalError: ``bad_stages``: none, a key twice, or one that needs nobody
    """

    stages: tuple[Stage, ...]
    parts: Mapping[Part, frozenset]
    document_type: int | str
    decisions: tuple[Decision, ...] = ()

    def __post_init__(self):
        stages = tuple(self.stages)
        parts = {Part(part): frozenset(people) for part, people in self.parts.items()}
        keys = {stage.key for stage in stages}
        if not keys or len(keys) < len(stages) or any(s.needed < 1 for s in stages):
            raise refused("bad_stages")
        object.__setattr__(self, "stages", stages)
        object.__setattr__(self, "parts", MappingProxyType(parts))
        object.__setattr__(self, "decisions", tuple(self.decisions))

    # === Questions === #

    @property
    def outcome(self):
        """How the round stands: ``Outcome``."""
        if self.decisions and self.decisions[-1].kind in _ENDS:
            return _ENDS[self.decisions[-1].kind]
        return Outcome.OPEN if self._waiting() else Outcome.APPROVED

    @property
    def pending(self):
        """The stage that waits for decisions; None when the round is closed."""
        return self._waiting() if self.outcome is Outcome.OPEN else None

    def approvals(self, key):
        """Return the approvals of a stage that count, in order."""
        return tuple(
            decision
            for decision in self.decisions
            if decision.kind is Kind.APPROVED and decision.stage == key
        )

    def principals(self, person, candidates, delegations, day, kind=Kind.APPROVED):
        """Return for whom a person may decide the pending stage.

        :param candidates: the people who hold the role of the pending stage
        :param delegations: sequence of ``Delegation``
        :param kind: approved, returned or rejected; one may be barred from approving
            only
        :return: tuple of people, himself first; empty = he may not decide
        """
        stage = self.pending
        if stage is None:
            return ()
        asked = dict.fromkeys([person, *(one.principal for one in delegations)])
        return tuple(
            principal
            for principal in asked
            if not self._barred(
                Decision(kind, person, day, stage.key, principal),
                stage,
                candidates,
                delegations,
            )
        )

    # === Decisions === #

    def check(self, decision, candidates, delegations=()):
        """Refuse a decision that may not be taken now.

        Refusals come in the order of the codes: the first that holds is raised.

        :param candidates: the people who hold the role of the pending stage
        :param delegations: sequence of ``Delegation``
        :raise ApprovalError: ``round_closed``; ``out_of_turn``: another stage waits, or
            it is submitted already; ``not_the_submitter``: only author and submitter
            submit and withdraw; ``reason_missing``; ``not_a_decider``;
            ``not_delegated``; ``already_decided``; ``duty`` with ``rule`` and ``rules``
        """
        error = self._refusal(decision, candidates, delegations)
        if error:
            raise error

    def decide(self, decision, candidates, delegations=()):
        """Return the round after a decision, whose stage is filled in.

        :raise ApprovalError: as ``check``
        """
        self.check(decision, candidates, delegations)
        return self._after(decision)

    @classmethod
    def replay(cls, stages, parts, document_type, decisions, delegations=None):
        """Return the round that a log tells of.

        Who held a role then is not known any more, so it is not asked; everything else
        that ``check`` asks is.

        :param delegations: those of that time, revoked ones included; None = decisions
            for others are taken as delegated
        :raise ApprovalError: as ``check``, with ``position``: index in the log
        """
        current = cls(stages, parts, document_type)
        for position, decision in enumerate(decisions):
            error = current._refusal(decision, None, delegations)
            if error:
                values = {**error.values, "position": position}
                raise ApprovalError(error.code, error.message, **values)
            current = current._after(decision)
        return current

    # === How it is checked === #

    def _waiting(self):
        """Return the first stage without enough approvals."""
        for stage in self.stages:
            if len(self.approvals(stage.key)) < stage.needed:
                return stage
        return None

    def _after(self, decision):
        if decision.kind not in _BY_SUBMITTER:
            decision = replace(decision, stage=self.pending.key)
        return replace(self, decisions=(*self.decisions, decision))

    def _refusal(self, decision, candidates, delegations):
        """Return the error of a decision, None if there is none."""
        stage = self.pending
        if stage is None:
            return refused("round_closed")
        if decision.stage not in (None, stage.key):
            return refused("out_of_turn")
        if decision.kind in _BY_SUBMITTER:
            if decision.kind is Kind.SUBMITTED and self.decisions:
                return refused("out_of_turn")
            submitters = self._people(Part.AUTHOR) | self._people(Part.SUBMITTER)
            if decision.people <= submitters:
                return None
            return refused("not_the_submitter")
        if decision.kind in _WITH_REASON and not decision.comment.strip():
            return refused("reason_missing")
        return self._barred(decision, stage, candidates, delegations)

    def _barred(self, decision, stage, candidates, delegations):
        """Return the error of who decides, None if he may.

        :param candidates: None = do not ask who holds the role
        :param delegations: None = do not ask for the delegation
        """
        if candidates is not None and decision.decider not in candidates:
            return refused("not_a_decider")
        if delegations is not None and not self._delegated(decision, delegations):
            return refused("not_delegated", rule=Rule.R11.value, rules=[Rule.R11.value])
        if any(decision.people & done.people for done in self.approvals(stage.key)):
            return refused("already_decided")
        broken = self._broken(decision, stage)
        if not broken:
            return None
        rules = [rule.value for rule in broken]
        return ApprovalError("duty", broken[0].message, rule=rules[0], rules=rules)

    def _delegated(self, decision, delegations):
        """Return whether it is his own decision, or a delegation covers it."""
        return decision.decider == decision.person or any(
            one.principal == decision.decider
            and one.covers(decision.person, decision.day, self.document_type)
            for one in delegations
        )

    def _broken(self, decision, stage):
        """Return the rules broken by who decides or by whom he decides for."""
        done = [
            (earlier, approval)
            for earlier in self.stages
            for approval in self.approvals(earlier.key)
        ]
        reviewers = [(earlier.act, approval.people) for earlier, approval in done]
        broken = set()
        for person in decision.people:
            roles = {
                earlier.role for earlier, approval in done if person in approval.people
            }
            agrees = decision.kind is Kind.APPROVED
            broken.update(
                broken_rules(
                    stage.act, person, self.parts, reviewers, roles, stage.role, agrees
                )
            )
        return [rule for rule in Rule if rule in broken]

    def _people(self, part):
        return self.parts.get(part, frozenset())
