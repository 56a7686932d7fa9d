"""What was agreed, and the outages, as the engine's figures take them."""

from fractions import Fraction

from ...engine.attainment import ALL
from ...engine.availability import Exclusion, Outage
from ...engine.clock import Metric
from ...engine.credits import CreditRules
from ...engine.figures import Service
from ...engine.instants import from_datetime, to_datetime
from ...engine.rounding import exact
from ...engine.windows import OneOff, Recurring
from .dataset_rows import Agreed

_HOUR = 3600


def agreed_of(terms, sla):
    """Return what the figures are held against.

    :param terms: `Terms` of the contract at the end of the period
    :param sla: the version in force at the end of the period, or none
    :rtype: Agreed
    """
    attainment = {
        (Metric(target.metric), target.priority_id.code): exact(
            target.attainment_target
        )
        for target in sla.target_ids
        if target.attainment_target
    }
    for metric in Metric:
        overall = sla[f"{metric.value}_attainment_target"]
        if overall:
            attainment[metric, ALL] = exact(overall)
    return Agreed(
        attainment=attainment,
        minimum=sla.minimum_decided,
        satisfaction=exact(sla.satisfaction_target) or None,
        workload=terms.workload_limit,
        near=Fraction(sla.at_risk_pct or 75, 100),
    )


def credit_rules_of(sla):
    """Return the rules of the service credits.

    :rtype: engine.credits.CreditRules
    """
    missed, more = {}, {}
    for rule in sla.credit_rule_ids:
        pct = exact(rule.pct)
        if rule.kind == "missed_target":
            for metric in Metric:
                missed[rule.priority_id.code, metric] = pct
        elif rule.kind == "availability_step":
            more["availability_pct"] = pct
            more["availability_step"] = exact(rule.step_points)
        else:
            more["overall_pct"] = pct
    return CreditRules(
        missed_pct=missed,
        overall_targets={
            metric: exact(sla[f"{metric.value}_attainment_target"]) or None
            for metric in Metric
        },
        overall_minimum=sla.minimum_decided,
        cap_pct=exact(sla.credit_cap_pct) or None,
        greater_only=sla.credit_greater_only,
        **more,
    )


def service_of(line, outages, drawn_at):
    """Return a service with its agreed hours, windows and outages.

    :param line: `itsm.sla.availability`
    :param outages: `itsm.outage` of the service
    :param int drawn_at: exclusions approved later do not count
    :rtype: engine.figures.Service
    """
    known_at = to_datetime(drawn_at)
    return Service(
        code=line.service_id.code,
        hours=line.calendar_id._itsm_service_hours(line.company_id),
        target_pct=exact(line.target_pct),
        windows=[window_of(window) for window in line.window_ids],
        outages=[
            Outage(
                from_datetime(outage.date_start),
                _instant(outage.date_end),
                key=outage.id,
            )
            for outage in outages
        ],
        exclusions=[
            Exclusion(
                from_datetime(item.date_start), from_datetime(item.date_end), item.kind
            )
            for item in outages.exclusion_ids
            if item.approved_at and item.approved_at <= known_at
        ],
    )


def window_of(window):
    """Return a maintenance window.

    :rtype: engine.windows.OneOff or engine.windows.Recurring
    """
    if window.kind == "once":
        return OneOff(from_datetime(window.date_start), from_datetime(window.date_end))
    return Recurring(
        weekday=int(window.weekday),
        start=round(window.hour_from * _HOUR),
        end=round(window.hour_to * _HOUR),
        nth=int(window.ordinal) if window.kind == "monthly" else None,
    )


def outage_row(outage):
    """Return an outage as the data set lists it."""
    return {
        "id": outage.id,
        "name": outage.name,
        "start": from_datetime(outage.date_start),
        "end": _instant(outage.date_end),
        "cause": outage.cause or "",
    }


def _instant(value):
    return from_datetime(value) if value else None
