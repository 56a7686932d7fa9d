"""A work plan of any size, the same one each time it is made. Python alone."""

import random
from datetime import date, timedelta

FIRST, LAST = date(2027, 1, 4), date(2029, 12, 28)
# So many tasks wait, one for the other, for the first task of the plan.
FOLLOWERS = 50
_WORK = ("巡检", "备份恢复演练", "补丁安装", "Capacity review", "配置核对", "Training")
_PHASES, _PACKAGES = 20, 5


def plan_lines(count=2000, seed=5):
    """Return lines as `itsm.work.plan._add_lines` takes them, without people.

    20 phases of 5 packages each, their tasks below them, and a milestone at the end of
    each phase. Most tasks wait for the one before them in their package; the first 50
    after the very first one wait in one chain, across packages.

    :param int count: lines in all, 200 or more
    """
    chance = random.Random(seed)
    tasks = count - _PHASES * (_PACKAGES + 2)
    lines, chain = [], []
    for phase in range(_PHASES):
        phase_key = f"phase-{phase}"
        lines.append(_line(phase_key, f"阶段 {phase + 1} Phase {phase + 1}", None))
        day, ends = FIRST + timedelta(phase * 50), []
        for package in range(_PACKAGES):
            package_key = f"{phase_key}-{package}"
            lines.append(_line(package_key, f"工作包 {package + 1}", phase_key))
            place, before = phase * _PACKAGES + package, None
            share = tasks // (_PHASES * _PACKAGES)
            share += place < tasks % (_PHASES * _PACKAGES)
            begin = day
            for number in range(share):
                key = f"{package_key}-{number}"
                linked = [before] if before and chance.random() < 0.8 else []
                if 0 < len(chain) <= FOLLOWERS:
                    linked = [chain[-1][0]]
                    begin = chain[-1][1] + timedelta(1)
                elif not linked:
                    begin = day + timedelta(chance.randrange(20))
                end = begin + timedelta(chance.randrange(1, 4))
                name = f"{chance.choice(_WORK)} {place + 1}.{number + 1}"
                lines.append(_task(key, name, package_key, begin, end, linked, chance))
                if len(chain) <= FOLLOWERS:
                    chain.append((key, end))
                before, begin = key, end + timedelta(1)
                ends.append((end, key))
        end, last = max(ends)
        lines.append(_milestone(f"{phase_key}-end", phase, phase_key, end, last))
    return lines


def _line(key, name, parent, start=False, end=False, predecessors=()):
    return {
        "key": key,
        "name": name,
        "parent": parent,
        "date_start": start,
        "date_end": end,
        "predecessors": list(predecessors),
    }


def _task(key, name, parent, start, end, predecessors, chance):
    hours = chance.randrange(2, 33) / 2
    line = _line(key, name, parent, start, end, predecessors)
    return {**line, "planned_hours": hours, "deliverable": f"记录 {key}"}


def _milestone(key, phase, parent, day, last):
    line = _line(key, f"里程碑 M{phase + 1}", parent, day, day, [last])
    return {**line, "is_milestone": True}
