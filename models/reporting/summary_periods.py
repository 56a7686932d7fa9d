"""Which days of a contract its approved reports leave out."""

from datetime import timedelta


def uncovered_days(contract, reports):
    """Return the parts of a contract's months that no report covers.

    :param reports: the approved `itsm.service.report` of the contract
    :return: ``[(first day, last day)]``, both included, none longer than a month
    """
    missing = []
    in_order = reports.sorted("period_start")
    for first, last in contract._periods_until(contract._get_last_day()):
        day = first
        for report in in_order:
            if report.period_end < day or report.period_start > last:
                continue
            if report.period_start > day:
                missing.append((day, report.period_start - timedelta(days=1)))
            day = report.period_end + timedelta(days=1)
        if day <= last:
            missing.append((day, last))
    return missing
