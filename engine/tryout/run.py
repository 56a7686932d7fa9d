"""The try-out: tickets in batches, each read once and measured once for all candidates.

What is kept of a batch are counts, durations and the missed targets, so that memory
does not grow with the candidates' number of clocks, and the batches do not matter.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from ..clock import Metric
from ..service_hours import ServiceHours
from .cases import Case, is_unusual, read_case
from .credits import month_credits
from .load import HOURS, Intake, usual_week
from .measure import Measured, measure
from .missed import MissedTargets
from .model import Candidate, TryoutInput, TryoutStopped, covered
from .months import Months
from .outcome import Outcome
from .result import CandidateResult
from .tightest import Durations, tightest
from .unusual import judge_unusual

# Few tickets at a time are read and gone before the garbage collector looks at them.
BATCH = 250
EVERY = 4000

Progress = Callable[[int, int], object]
Place = tuple[str, Metric]


def try_out(
    given: TryoutInput,
    candidates: Sequence[Candidate],
    progress: Progress | None = None,
    every: int = EVERY,
    batch: int = BATCH,
) -> list[CandidateResult]:
    """What each candidate would have been, in the order given.

    Its figures are those of the monthly reports (`compute_period`, `compute_credits`)
    of a contract with these limits.

    :param progress: called with the number of tickets done and of all, at the start,
        about `every` so many tickets and at the end; it stops the try-out by returning
        False or by raising
    :param batch: how many tickets are taken at a time; the results do not tell
    :raise TryoutStopped: `progress` has returned False
    :raise HoursError: hours are not compiled far enough, see `days_to_compile`
    """
    run = _Run(given, candidates)
    total = len(given.tickets)
    due = 0
    for start in range(0, total, batch):
        if start >= due:
            _tell(progress, start, total)
            due = start + every
        run.take(start, given.tickets[start : start + batch])
    _tell(progress, total, total)
    return [run.result(side) for side in run.sides]


def _tell(progress: Progress | None, done: int, total: int) -> None:
    if progress is not None and progress(done, total) is False:
        raise TryoutStopped


@dataclass
class _Side:
    """One candidate's share of the work.

    `places` has the measuring that each of its targets needs, `unusual` the durations
    of the tickets that are judged one by one.
    """

    candidate: Candidate
    outcome: Outcome
    places: dict[Place, "_Measuring"]
    unusual: dict[Place, Durations]


@dataclass(eq=False)
class _Measuring:
    """A priority and metric, measured in hours: for every candidate that does so."""

    priority: str
    metric: Metric
    hours: ServiceHours
    accepted: frozenset[str] | None
    durations: Durations = field(default_factory=Durations)


class _Run:
    """What is known after the batches taken so far."""

    def __init__(self, given: TryoutInput, candidates: Sequence[Candidate]):
        self.given = given
        limits = given.limits or covered(given.tickets, given.zone)
        self.months = Months(limits, given.zone, given.as_of)
        self.refs = [item.ref for item in given.tickets]
        self._hours: list[ServiceHours] = []
        self._measuring: dict[tuple, _Measuring] = {}
        self._weeks: dict[ServiceHours, tuple[int, ...]] = {}
        self.sides = [self._side(candidate) for candidate in candidates]
        opening_hours: dict[str, set[ServiceHours]] = {}
        for side in self.sides:
            for code, hours in _opening_hours(side).items():
                opening_hours.setdefault(code, set()).add(hours)
        self.intake = Intake(given.zone, opening_hours)
        self.intake.counts["given"] = len(given.tickets)

    def _side(self, candidate: Candidate) -> _Side:
        missed = MissedTargets(self.refs, self.months.names)
        policy = candidate.policy
        outcome = Outcome(policy, candidate.basis, self.months, missed)
        places = {}
        for (priority, metric), target in policy.targets.items():
            hours = self._alike(target.hours)
            accepted = None if metric is Metric.RESPONSE else policy.pause_reasons
            key = priority, metric, hours, accepted
            if key not in self._measuring:
                self._measuring[key] = _Measuring(priority, metric, hours, accepted)
            places[priority, metric] = self._measuring[key]
        return _Side(candidate, outcome, places, {key: Durations() for key in places})

    def _alike(self, hours: ServiceHours) -> ServiceHours:
        """The first of the hours that are the same as these."""
        for other in self._hours:
            if other is hours or (
                other.horizon == hours.horizon
                and other.starts == hours.starts
                and other.ends == hours.ends
            ):
                return other
        self._hours.append(hours)
        return hours

    # === TICKETS === #

    def take(self, start: int, batch) -> None:
        """Count a batch of tickets.

        :param start: position of the first one
        """
        cases: dict[str, list[Case]] = {}
        unusual = []
        if not self.months.last:
            self.intake.counts["after"] += len(batch)
            return
        for position, history in enumerate(batch, start=start):
            is_odd = is_unusual(history)
            if is_odd:
                unusual.append((position, history))
            found = read_case(position, history, self.months)
            if not isinstance(found, Case):
                self.intake.counts["after" if found else "before"] += 1
                continue
            self.intake.note(found)
            if not is_odd:
                cases.setdefault(found.priority, []).append(found)
        self._measure(cases)
        for side in self.sides:
            if unusual:
                judge_unusual(unusual, side.outcome, self.months, side.unusual)

    def _measure(self, cases: dict[str, list[Case]]) -> None:
        measured: dict[_Measuring, Measured] = {}
        for item in self._measuring.values():
            found = measure(
                cases.get(item.priority, ()),
                item.metric,
                item.hours,
                item.accepted,
                self.months,
            )
            item.durations.add(found, item.metric, self.months)
            measured[item] = found
        for side in self.sides:
            for (priority, metric), item in side.places.items():
                side.outcome.judge(metric, priority, measured[item])

    # === RESULTS === #

    def result(self, side: _Side) -> CandidateResult:
        """What the batches have shown of a candidate."""
        priorities = [*self.given.priorities, *(code for code, _metric in side.places)]
        attainment = side.outcome.pairs(priorities)
        missed, intake = side.outcome.missed, self.intake
        opening_hours = _opening_hours(side)
        return CandidateResult(
            key=side.candidate.key,
            months=tuple(self.months.names),
            tickets=intake.tickets(),
            attainment=attainment,
            missed=missed,
            credits=month_credits(
                side.candidate, self.months.names, attainment, missed
            ),
            load=tuple(intake.load),
            outside={
                code: intake.outside[code, hours]
                for code, hours in opening_hours.items()
            },
            service={code: self._week(hours) for code, hours in opening_hours.items()},
            no_target={
                code: count
                for code, count in sorted(intake.within.items())
                if code not in opening_hours
            },
            tightest={
                (metric, priority): tightest(
                    side.candidate.policy.targets[priority, metric].seconds,
                    item.durations.plus(side.unusual[priority, metric]),
                    self.given.wanted,
                )
                for (priority, metric), item in side.places.items()
            },
        )

    def _week(self, hours: ServiceHours) -> tuple[int, ...]:
        if not self.months.span:
            return (0,) * HOURS
        if hours not in self._weeks:
            span, zone = self.months.span, self.given.zone
            self._weeks[hours] = usual_week(hours, span, zone)
        return self._weeks[hours]


def _opening_hours(side: _Side) -> dict[str, ServiceHours]:
    """By priority, the hours in which a ticket of it is expected to be opened."""
    found = {}
    for (priority, metric), item in side.places.items():
        if metric is Metric.RESOLUTION or priority not in found:
            found[priority] = item.hours
    return found
