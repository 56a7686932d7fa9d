"""Whether there are enough different people to decide every stage.

A stage is filled from its candidates without those whom duties exclude, each in one
role only (R12). Stages whose role no other stage has are filled by a bipartite
matching. Stages that share a role may share people, save that the only reviewer may not
approve (R2) and the only scorer not award (R5): these few are tried out.
"""

from itertools import combinations

from .duties import APPROVING, REVIEWING
from .parts import Act


def shortage(stages, candidates, excluded, scorers=frozenset()):
    """Return the first stage that cannot be filled together with those before it.

    None means that there is at least one way for the round to be approved, everybody
    deciding for himself; people can still take it away by deciding otherwise. A stage
    means that there is no way at all, nor by delegation: a delegate decides nothing
    that his principal may not.

    :param stages: sequence of ``Stage`` in order
    :param candidates: ``{stage key: set of people}`` who hold its role
    :param excluded: ``{stage key: set of people}`` barred by their parts:
        ``broken_rules`` of the stage's act, with ``agrees=False``
    :param scorers: the scorers on the record; they count beside those who evaluate in
        the round
    :rtype: Stage or None
    """
    stages = tuple(stages)
    eligible = {}
    evaluated = False
    for count, stage in enumerate(stages, start=1):
        barred = set(excluded.get(stage.key, ()))
        if stage.act is Act.AWARD and len(scorers) == 1 and not evaluated:
            barred |= set(scorers)
        eligible[stage.key] = frozenset(candidates.get(stage.key, ())) - barred
        evaluated = evaluated or stage.act is Act.EVALUATE
        if not _can_fill(stages[:count], eligible, scorers):
            return stage
    return None


def _can_fill(stages, eligible, scorers):
    roles = [stage.role for stage in stages]
    shared = [stage for stage in stages if roles.count(stage.role) > 1]
    single = [stage for stage in stages if roles.count(stage.role) == 1]
    return _try_shared(stages, shared, single, eligible, scorers, {})


def _try_shared(stages, shared, single, eligible, scorers, chosen):
    """Fill the shared stages one after the other, then match the single ones.

    :param chosen: ``{stage key: set of people}`` of the shared stages filled so far
    """
    if len(chosen) == len(shared):
        taken = frozenset().union(*chosen.values())
        return _match(single, {s.key: eligible[s.key] - taken for s in single})
    stage = shared[len(chosen)]
    for people in _choices(stage, shared, eligible, chosen):
        filled = {**chosen, stage.key: people}
        if not _leaves_one_alone(stage, stages, filled, scorers) and _try_shared(
            stages, shared, single, eligible, scorers, filled
        ):
            return True
    return False


def _choices(stage, shared, eligible, chosen):
    """Yield the sets of people that may fill a stage, those alike only once.

    People who have not decided yet are alike when they may decide the same stages.
    """
    roles = {one.key: one.role for one in shared}
    mine, others = set(), set()
    for key, people in chosen.items():
        (mine if roles[key] == stage.role else others).update(people)
    alike = {}
    for person in eligible[stage.key] - mine - others:
        may = frozenset(key for key, people in eligible.items() if person in people)
        alike.setdefault(may, []).append(person)
    pool = [*(mine & eligible[stage.key])]
    for people in alike.values():
        pool += people[: stage.needed]
    return (frozenset(people) for people in combinations(pool, stage.needed))


def _leaves_one_alone(stage, stages, chosen, scorers):
    """Return whether a chosen person is the only reviewer (R2) or scorer (R5)."""
    if stage.act not in APPROVING:
        return False
    earlier = stages[: stages.index(stage)]
    if _only(stage, earlier, chosen, REVIEWING, frozenset()):
        return True
    return stage.act is Act.AWARD and _only(
        stage, earlier, chosen, {Act.EVALUATE}, scorers
    )


def _only(stage, earlier, chosen, acts, others):
    """Return whether all of the earlier stages of some acts were decided by one of his.

    A stage that is not among the chosen has a role, and so people, of its own.

    :param others: people who count as having decided, too
    """
    keys = [one.key for one in earlier if one.act in acts]
    if not keys or any(key not in chosen for key in keys):
        return False
    people = frozenset(others).union(*(chosen[key] for key in keys))
    return len(people) == 1 and people <= chosen[stage.key]


def _match(stages, eligible):
    """Return whether every stage gets as many people as it needs, nobody twice.

    Augmenting paths (Kuhn): a seat takes a person, whose former seat finds another.
    """
    seats = [stage.key for stage in stages for _seat in range(stage.needed)]
    seat_of = {}

    def seated(seat, tried):
        for person in eligible[seats[seat]]:
            if person in tried:
                continue
            tried.add(person)
            if person not in seat_of or seated(seat_of[person], tried):
                seat_of[person] = seat
                return True
        return False

    return all(seated(seat, set()) for seat in range(len(seats)))
