"""What a candidate's targets make of the tickets: met and missed, month by month.

The same as the month's report finds (`period.py`), for a ticket is judged at the end of
each month by what is known then; the tests compare the two.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ..attainment import ALL, Basis
from ..clock import ClockState, Metric, Policy, Target, evaluate_at_end
from ..timeline import Timeline
from .cases import Case
from .measure import Measured, Reading, State, spans_of
from .missed import MissedTargets
from .months import Months

Decision = tuple[int, bool, int, int | None]  # month, met, used, decided at if known


@dataclass(slots=True)
class Tally:
    """Met and decided targets by month; place 0 is not used."""

    met: list[int]
    decided: list[int]


class Outcome:
    """Collects what one policy makes of the tickets, on one basis."""

    def __init__(
        self, policy: Policy, basis: Basis, months: Months, missed: MissedTargets
    ):
        self.policy = policy
        self.basis = basis
        self.months = months
        self.missed = missed
        self.tallies: dict[tuple[Metric, str], Tally] = {}

    def tally(self, metric: Metric, priority: str) -> Tally:
        """The counts of a metric and priority."""
        place = metric, priority
        if place not in self.tallies:
            size = self.months.last + 1
            self.tallies[place] = Tally([0] * size, [0] * size)
        return self.tallies[place]

    def judge(self, metric: Metric, priority: str, measured: Measured) -> None:
        """Count the tickets of a priority that has a target."""
        target = self.policy.targets[priority, metric]
        tally = self.tally(metric, priority)
        met, decided, seconds = tally.met, tally.decided, target.seconds
        # Opened and resolved in one month, a ticket counts there on every basis.
        for case, used in zip(measured.straight, measured.used, strict=True):
            month = case.first
            decided[month] += 1
            if used <= seconds:
                met[month] += 1
            else:
                self._miss(case, metric, target, month, used)
        for case, readings in measured.winding:
            for month, is_met, used, at in self._decisions(case, metric, readings):
                decided[month] += 1
                if is_met:
                    met[month] += 1
                else:
                    self._miss(case, metric, target, month, used, at)

    def pairs(
        self, priorities: Iterable[str]
    ) -> dict[tuple[Metric, str], dict[str, tuple[int, int]]]:
        """``(met, decided)`` by metric and priority, by month; ALL sums both."""
        shown = list(dict.fromkeys(priorities))
        for _metric, priority in self.tallies:
            if priority not in shown:
                shown.append(priority)
        found = {}
        for metric in Metric:
            tallies = {code: self.tally(metric, code) for code in shown}
            size = range(self.months.last + 1)
            tallies[ALL] = Tally(
                [sum(item.met[month] for item in tallies.values()) for month in size],
                [sum(item.decided[m] for item in tallies.values()) for m in size],
            )
            for code, tally in tallies.items():
                found[metric, code] = self._by_month(tally)
        return found

    def _by_month(self, tally: Tally) -> dict[str, tuple[int, int]]:
        pairs = dict(
            zip(
                self.months.names,
                zip(tally.met[1:], tally.decided[1:], strict=True),
                strict=True,
            )
        )
        return {**pairs, ALL: (sum(tally.met), sum(tally.decided))}

    # === DECISIONS === #

    def _decisions(
        self, case: Case, metric: Metric, readings: list[Reading]
    ) -> Iterator[Decision]:
        """In which months a ticket's target counts, and how."""
        target = self.policy.targets[case.priority, metric]
        if self.basis is Basis.DECIDED:
            # The first report that finds it decided counts it. At the start of the
            # limits (month 0) it is counted nowhere.
            for reading in readings:
                found = self._stand(case, metric, target, reading)
                if found:
                    if reading[0]:
                        yield reading[0], *found
                    return
            return
        months = case.resolved_in
        if self.basis is Basis.OPENED_IN_PERIOD:
            months = [case.first] if case.first else []
        for month in months:
            reading = readings[month - case.first]
            found = self._stand(case, metric, target, reading)
            if found:
                yield month, *found

    def _stand(self, case, metric: Metric, target: Target, reading: Reading):
        """``(met, used, decided at if known)`` by a report, None while undecided."""
        month, state, used = reading
        if state is State.WITHDRAWN:
            return None
        if used > target.seconds:
            return False, used, None
        if state is State.DONE:
            return True, used, None
        if used == target.seconds:
            # Possibly in the balance: the next second of service tells.
            end, drawn_at = self.months.edges[month], self.months.drawn_at
            timeline = Timeline(case.events)
            clock = evaluate_at_end(timeline, self.policy, metric, end, drawn_at)
            if clock.state is ClockState.BREACHED:
                return False, used, clock.outcome_at
        return None

    def _miss(self, case, metric, target, month, used, at=None) -> None:
        if at is None:
            spans = spans_of(case, metric, self.policy.pause_reasons)
            at = _ran_out(spans, target, self.months.edges[month])
        self.missed.add(
            case.position,
            case.priority,
            metric,
            month,
            case.opened_at,
            target.seconds,
            used,
            at,
        )


def _ran_out(spans, target: Target, until: int) -> int:
    """The deadline of a target that was overrun in these spans before `until`."""
    hours, rest = target.hours, target.seconds
    begun = [span for span in spans if span[0] < until]
    for start, end in begun[:-1]:
        served = hours.seconds_between(start, end)
        if served > rest:
            return hours.deadline_after(start, rest)
        rest -= served
    return hours.deadline_after(begun[-1][0], rest)
