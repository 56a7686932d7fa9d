from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import date_utils

from ...const import CONTRACT_RELEASED
from ...engine import instants


class ItsmContract(models.Model):
    """What other rooms ask of a contract: its SLA at an instant, its months."""

    _inherit = "itsm.contract"

    def _sla_at(self, instant):
        """Return the version of the SLA in force at an instant.

        :param datetime instant: naive UTC
        :return: the `itsm.sla`, empty when none was in force
        """
        return self._slas_at([instant])[instant]

    def _slas_at(self, instants_):
        """Return the versions of the SLA in force at many instants, in one query.

        :param instants_: naive UTC datetimes
        :return: ``{instant: itsm.sla}``
        """
        self.ensure_one()
        # Superuser: which SLA judges a ticket does not depend on who looks.
        versions = self.sudo().sla_ids
        by_day, result = {}, {}
        for instant in instants_:
            day = self._local_date(instant)
            if day not in by_day:
                version = versions.filtered(lambda v, day=day: v._is_applicable_on(day))
                by_day[day] = version[:1].sudo(self.env.su)
            result[instant] = by_day[day]
        return result

    def _sla_versions_changed(self):
        """Do what must be done when other versions judge tickets than before."""

    @api.model
    def _find_for(self, partner, instant, service=None):
        """Return the signed contracts that may cover a customer's ticket.

        Their dates decide, not their states: what the daily job has not done yet, or
        what has ended since, changes nothing. A contract whose lines name no service of
        the catalogue covers them all.

        :param partner: the `res.partner` who opens the ticket, or his company
        :param datetime instant: naive UTC, when it is opened
        :param service: the `itsm.service` it is about, if known
        :return: all candidates: the caller asks when there are several
        """
        if not partner:
            return self.browse()
        customer = partner.commercial_partner_id
        day = instant.date()
        candidates = self.search(
            Domain("state", "in", CONTRACT_RELEASED)
            & Domain("kind", "!=", "amendment")
            & Domain("partner_id.commercial_partner_id", "=", customer.id)
            # A day's latitude for the contract's time zone.
            & Domain("date_start", "<=", day + timedelta(days=1))
            & Domain("date_end", ">=", day - timedelta(days=1))
        )

        def covers(contract):
            day = contract._local_date(instant)
            services = contract.sudo().line_ids.service_id
            # the contract may have agreed on another version of the service
            entries = {agreed._entry() for agreed in services}
            return contract.date_start <= day <= contract._get_last_day() and (
                not service or not services or service._entry() in entries
            )

        return candidates.filtered(covers)

    def _periods_until(self, day):
        """Return the contract's calendar months up to a day, clipped to its dates.

        :param date day: the last month is the one of this day
        :return: ``[(first day, last day), …]``, both included
        :rtype: list[tuple[date, date]]
        """
        self.ensure_one()
        end = self._get_last_day()
        last = min(day, end)
        periods = []
        first = self.date_start
        while first <= last:
            month_end = date_utils.end_of(first, "month")
            periods.append((first, min(month_end, end)))
            first = month_end + timedelta(days=1)
        return periods

    def _count_months(self):
        """Return how many months the contract lasts, as a fraction of the last one."""
        self.ensure_one()
        if not (self.date_start and self.date_end and self.date_start <= self.date_end):
            return 0.0
        after = self.date_end + timedelta(days=1)
        months = (after.year - self.date_start.year) * 12
        months += after.month - self.date_start.month
        if date_utils.add(self.date_start, months=months) > after:
            months -= 1
        start = date_utils.add(self.date_start, months=months)
        length = (date_utils.add(self.date_start, months=months + 1) - start).days
        return months + (after - start).days / length

    def _taken_over_at(self, opened_at):
        """Return since when, naive UTC, the contract answers for a ticket.

        That is when it was opened, or the contract's start for an older one: what a
        customer brings along is judged by the SLA of the first day.
        """
        self.ensure_one()
        start = instants.local_to_instant(self.date_start, 0, self.tz or "UTC")
        return max(opened_at, instants.to_datetime(start))

    def _get_first_day(self):
        """Return the day from which on the contract, or amendment, holds.

        :rtype: date
        """
        self.ensure_one()
        return self.date_effective if self.kind == "amendment" else self.date_start

    def _get_last_day(self):
        """Return the last day that the contract covers, by its dates.

        :rtype: date
        """
        self.ensure_one()
        return self.last_day or self.date_end

    def _local_date(self, instant):
        """Return the date of a naive UTC datetime in the contract's time zone."""
        self.ensure_one()
        return instants.local_date(instants.from_datetime(instant), self.tz or "UTC")

    def _today(self):
        """Return today's date in the contract's time zone."""
        return self._local_date(fields.Datetime.now())
