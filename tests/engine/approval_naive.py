"""A naive reading of the rules of approval, to compare the engine with.

Independent of the engine on purpose: plain dicts, one question after the other, every
answer worked out from the whole log. Names are the texts that the enumerations hold.
"""

from itertools import combinations, product


def open_stage(stages, log):
    """Return the stage that waits, None if the round is over.

    :param stages: ``[{"key", "act", "role", "needed"}]``
    :param log: ``[{"kind", "person", "for", "day", "stage", "comment"}]`` of one round
    """
    for line in log:
        if line["kind"] in ("returned", "rejected", "withdrawn"):
            return None
    for stage in stages:
        if len(agreed(log, stage)) < stage["needed"]:
            return stage
    return None


def agreed(log, stage):
    """Return the approvals of a stage."""
    return [
        line
        for line in log
        if line["kind"] == "approved" and line["stage"] == stage["key"]
    ]


def who(line):
    """Return everybody behind a line."""
    return {line["person"], line["for"]}


def holds(delegation, line, document_type):
    """Return whether a delegation lets this line be decided for its principal."""
    principal, delegate, first, last, types = delegation
    if principal == delegate:
        return False
    if (principal, delegate) != (line["for"], line["person"]):
        return False
    if line["day"] < first or line["day"] > last:
        return False
    return types == set() or document_type in types


def duties(stage, parts, stages, log, person, kind):
    """Return the numbers of the rules that forbid a person to decide a stage."""
    broken = duties_of_parts(stage["act"], parts, person)
    before = [(s, line) for s in stages for line in agreed(log, s)]
    if kind == "approved" and stage["act"] in ("approve", "award"):
        looks = [
            who(line)
            for s, line in before
            if s["act"] in ("review", "service_opinion", "chair_acceptance")
        ]
        if looks and set.intersection(*looks) >= {person}:
            broken.add(2)
    if kind == "approved" and stage["act"] == "award":
        scores = [who(line) for s, line in before if s["act"] == "evaluate"]
        for scorer in parts.get("scorer", ()):
            scores.append({scorer})
        if scores and set.intersection(*scores) >= {person}:
            broken.add(5)
    for s, line in before:
        if person in who(line) and s["role"] != stage["role"]:
            broken.add(12)
    return broken


def duties_of_parts(act, parts, person):
    """Return the numbers of the rules that a person's parts alone break."""
    is_a = {part for part in parts if person in parts[part]}
    broken = set()
    if act in ("approve", "award") and is_a & {"author", "submitter"}:
        broken.add(1)
    if act == "approve" and "project_manager" in is_a:
        broken.add(3)
    if act in ("review", "service_opinion") and "author" in is_a:
        broken.add(2)
    if act == "service_opinion" and "sales_owner" in is_a:
        broken.add(4)
    if act == "verify_effectiveness" and "auditor" not in is_a:
        broken.add(7)
    if act == "sign_for_customer" and "customer_contact" not in is_a:
        broken.add(10)
    for rule, barred, part in [
        (5, "evaluate", "requester"),
        (6, "audit", "audited"),
        (7, "verify_effectiveness", "nc_owner"),
        (8, "verify_security", "implementer"),
        (9, "close_problem", "implementer"),
        (10, "chair_acceptance", "project_manager"),
    ]:
        if act == barred and part in is_a:
            broken.add(rule)
    return broken


def refusal(case, log, line):
    """Return the code of the refusal of a line, with the numbers of the rules.

    :param case: ``{"stages", "parts", "type", "holders", "delegations"}``; holders:
        ``{role: people}``
    :return: ``(code or None, set of rules)``
    """
    stages, parts = case["stages"], case["parts"]
    stage = open_stage(stages, log)
    if stage is None:
        return "round_closed", set()
    if line["stage"] is not None and line["stage"] != stage["key"]:
        return "out_of_turn", set()
    if line["kind"] == "withdrawn":
        own = parts.get("author", set()) | parts.get("submitter", set())
        return (None if who(line) <= own else "not_the_submitter"), set()
    if line["kind"] != "approved" and line["comment"].strip() == "":
        return "reason_missing", set()
    if line["for"] not in case["holders"][stage["role"]]:
        return "not_a_decider", set()
    if line["for"] != line["person"] and not any(
        holds(delegation, line, case["type"]) for delegation in case["delegations"]
    ):
        return "not_delegated", {11}
    if any(who(line) & who(other) for other in agreed(log, stage)):
        return "already_decided", set()
    broken = set()
    for person in who(line):
        broken |= duties(stage, parts, stages, log, person, line["kind"])
    return ("duty" if broken else None), broken


def complaints(case, log):
    """Return what is wrong with an approved round, looking back at its whole log.

    :param case: as for ``refusal``; holders are not asked, delegations are all there
        ever were
    """
    found = []
    last = [line for line in log if line["kind"] != "submitted"][-1]
    if last["kind"] != "approved":
        found.append("the last decision is no approval")
    for stage in case["stages"]:
        lines = agreed(log, stage)
        if len(lines) != stage["needed"]:
            found.append(f"stage {stage['key']} has {len(lines)} approvals")
        if any(who(one) & who(two) for one, two in combinations(lines, 2)):
            found.append(f"stage {stage['key']} is not decided by different people")
    for index, line in enumerate(log):
        if line["kind"] == "submitted":
            continue
        stage = open_stage(case["stages"], log[:index])
        if stage is None or stage["key"] != line["stage"]:
            found.append(f"line {index} is out of turn")
            continue
        for person in who(line):
            for rule in duties(
                stage, case["parts"], case["stages"], log[:index], person, line["kind"]
            ):
                found.append(f"line {index} breaks R{rule}")
        if line["for"] != line["person"] and not any(
            holds(delegation, line, case["type"]) for delegation in case["delegations"]
        ):
            found.append(f"line {index} is not delegated")
    return found


def short_stage(stages, allowed, scorers):
    """Return the key of the first stage that no choice of people fills, None if none.

    :param allowed: ``{stage key: people who may decide it}``
    """
    for count in range(1, len(stages) + 1):
        first = stages[:count]
        teams = [combinations(sorted(allowed[s["key"]]), s["needed"]) for s in first]
        if not any(_works(first, choice, scorers) for choice in product(*teams)):
            return first[-1]["key"]
    return None


def _works(stages, choice, scorers):
    """Return whether the people chosen for the stages may all decide."""
    log = []
    parts = {"scorer": set(scorers)}
    for stage, team in zip(stages, choice, strict=True):
        for person in team:
            broken = duties(stage, parts, stages, log, person, "approved")
            if broken & {2, 5, 12}:
                return False
        for person in team:
            log.append(
                {
                    "kind": "approved",
                    "person": person,
                    "for": person,
                    "stage": stage["key"],
                }
            )
    return True
