"""The statements that a report's summary starts with (domain 2.7, section 2)."""

from .figure_text import code_name, figure_value, money_text

_NAMED_MISSES = 3


def summary_lines(env, dataset):
    """Return three to five statements in the environment's language.

    :rtype: list(str)
    """
    figures = {row["key"]: row for row in dataset["figures"]}
    lines = [
        _volume(env, figures),
        _attainment(env, figures, dataset),
        _misses(env, dataset),
        _availability(env, dataset, figures),
        _satisfaction(env, figures, dataset),
        _credit(env, dataset),
    ]
    lines = [line for line in lines if line]
    # Credits and misses matter more than satisfaction when there is much to say.
    return lines if len(lines) <= 5 else lines[:4] + lines[5:]


def _volume(env, figures):
    if figures["registered"]["value"] == "0":
        return env._(
            "No tickets in this period; backlog at its end: %s.",
            figures["closing_backlog"]["value"],
        )
    return env._(
        "Tickets opened: %(opened)s, resolved: %(resolved)s; backlog at the start of "
        "the period: %(opening)s, at its end: %(closing)s.",
        opened=figures["opened"]["value"],
        resolved=figures["resolved"]["value"],
        closing=figures["closing_backlog"]["value"],
        opening=figures["opening_backlog"]["value"],
    )


def _attainment(env, figures, dataset):
    response, resolution = figures["response.ALL"], figures["resolution.ALL"]
    lights = {response["light"], resolution["light"]}
    if not lights & {"green", "amber", "red"}:
        # Nothing decided, too little of it, or no target: there is nothing to judge.
        return None
    values = {
        "response": figure_value(env, response, dataset),
        "resolution": figure_value(env, resolution, dataset),
    }
    missed = [row for row in (response, resolution) if row["light"] == "red"]
    if missed:
        return env._(
            "Overall response attainment was %(response)s, resolution attainment "
            "%(resolution)s: below the agreed %(target)s %%.",
            target=missed[0]["target"],
            **values,
        )
    return env._(
        "Overall response attainment was %(response)s and resolution attainment "
        "%(resolution)s, as agreed.",
        **values,
    )


def _misses(env, dataset):
    misses = dataset["misses"]
    if not misses:
        return env._("No target was missed.")
    named = [f"{row['ref']} ({row['priority']})" for row in misses[:_NAMED_MISSES]]
    if len(misses) > _NAMED_MISSES:
        return env._(
            "%(count)s targets were missed, among them %(named)s.",
            count=len(misses),
            named=named,
        )
    if len(misses) == 1:
        return env._("One target was missed: %(named)s.", named=named)
    return env._(
        "%(count)s targets were missed: %(named)s.", count=len(misses), named=named
    )


def _availability(env, dataset, figures):
    missed = [
        row
        for row in dataset["availability"]
        if figures[f"availability.{row['service']}"]["light"] == "red"
    ]
    if not dataset["availability"]:
        return None
    if not missed:
        return env._("All services reached their agreed availability.")
    named = [
        env._(
            "%(service)s %(value)s (agreed %(target)s %%)",
            service=code_name(dataset, "availability", row["service"]),
            value=figure_value(
                env, figures[f"availability.{row['service']}"], dataset
            ),
            target=row["target"],
        )
        for row in missed
    ]
    return env._("Below the agreed availability: %s.", named)


def _satisfaction(env, figures, dataset):
    row = figures["satisfaction.mean"]
    if row["value"] is None:
        return None
    return env._(
        "Customers rated %(answers)s resolved tickets with %(mean)s of 5 on average.",
        answers=row["denominator"],
        mean=figure_value(env, row, dataset),
    )


def _credit(env, dataset):
    credit = dataset["credits"]
    if not credit["lines"]:
        return None
    return env._(
        "Estimated service credit: %(amount)s (%(pct)s %% of the monthly fee).",
        amount=money_text(dataset, credit["amount"]),
        pct=credit["pct"],
    )
