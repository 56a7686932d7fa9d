from odoo import api, fields, models
from odoo.tools import SQL

from ...engine.attainment import Basis
from ...engine.clock import Policy
from ...engine.credits import compute_credits
from ...engine.figures import PeriodInput
from ...engine.instants import day_period, from_datetime, to_datetime
from ...engine.period import clip_period, compute_period
from ...engine.period_stats import figures_as_stats
from .dataset_agreement import agreed_of, credit_rules_of, outage_row, service_of
from .dataset_rows import (
    Rows,
    adjustment_rows,
    availability_rows,
    credit_rows,
    miss_rows,
    plain,
)
from .dataset_tickets import ticket_rows

FORMAT = 1


class ItsmReportDataset(models.AbstractModel):
    """Computes the data set of a period: the one way to a report's figures.

    The data set is JSON: ``identity``, ``parameters``, ``names`` (of codes, in the
    environment's language), ``figures``, ``misses``, ``availability``, ``credits``,
    ``adjustments``, ``in_balance``, ``tickets`` and ``stats``. Instants are seconds
    since 1970 UTC, durations seconds, other numbers text.

    It is a pure function of the events known at the end of the period: what is
    recorded later never changes it. ``known_at`` is when it is drawn.
    """

    _name = "itsm.report.dataset"
    _description = "Service Report Data Set"

    @api.model
    def _compute(self, contract, period_start, period_end, known_at=None):
        """Compute the data set of a contract and period.

        :param contract: one `itsm.contract`
        :param date period_start: first day, in the contract's time zone
        :param date period_end: last day
        :param datetime known_at: naive UTC, default now; what is recorded later is not
            read
        :rtype: dict
        """
        contract.ensure_one()
        # Superuser: figures do not depend on which tickets their reader may see.
        contract = contract.sudo().with_context(lang=self.env.lang)
        drawn_at = from_datetime(known_at or fields.Datetime.now())
        span = day_period(period_start, period_end, contract.tz)
        limits = day_period(
            contract.date_start, contract._get_last_day(), contract.tz
        )
        start, end = clip_period(span, limits)
        last_instant = to_datetime(max(end - 1, start))
        sla = contract._sla_at(last_instant)
        # as of the SLA: what holds at the end of the period
        terms = contract._terms_on(contract._local_date(last_instant))
        tickets = self._tickets(contract, start, end, drawn_at)
        services, outages = self._services(contract, sla, start, end, drawn_at)
        figures = compute_period(
            PeriodInput(
                period=span,
                zone=contract.tz,
                tickets=tickets,
                services=services,
                contract=limits,
                priorities=tuple(sla.target_ids.priority_id.sorted().mapped("code")),
                basis=Basis(sla.attainment_basis or Basis.DECIDED.value),
                drawn_at=drawn_at,
            )
        )
        fee = str(terms.monthly_fee)
        credit = compute_credits(figures, credit_rules_of(sla), fee)
        records = self.env["helpdesk.ticket"].sudo().browse(figures.refs)
        titles = {record.id: record.name for record in records}
        return {
            "format": FORMAT,
            "identity": self._identity(contract, period_start, period_end, start, end),
            "parameters": self._parameters(terms, sla, tickets, drawn_at),
            "names": self._names(figures, sla, records),
            "figures": Rows(figures, credit, agreed_of(terms, sla)).collect(),
            "misses": miss_rows(figures, titles),
            "availability": availability_rows(figures, outages),
            "credits": credit_rows(credit),
            "adjustments": adjustment_rows(figures),
            "in_balance": [figures.refs[key] for key in figures.in_balance],
            "tickets": ticket_rows(figures, titles),
            "stats": figures_as_stats(figures, credit),
        }

    # === TICKETS === #

    def _tickets(self, contract, start, end, drawn_at):
        """Return the engine's tickets that can matter to ``[start, end)``.

        :rtype: list(engine.ticket_period.Ticket)
        """
        known_at = to_datetime(drawn_at)
        records = self.env["helpdesk.ticket"].sudo()
        records = records.browse(self._relevant_ids(contract, start, end))
        timelines = records._timelines(known_at)
        records = records._itsm_in_contract(contract, timelines, end)
        slas = records._itsm_slas_under(contract)
        policies = {sla: sla._policy() for sla in set(slas.values()) if sla}
        return [
            ticket._itsm_as_figure_input(
                timelines[ticket.id], policies.get(slas[ticket], Policy({}))
            )
            for ticket in records
        ]

    def _relevant_ids(self, contract, start, end):
        """Return the tickets' ids, in order of number, by indexes only.

        These are the contract's tickets that were opened before the end and still
        open, or touched, since the start. A correction or a change of contract recorded
        since then may have moved a ticket out of these bounds: such tickets are read
        too, and the timeline decides.
        """
        self.env["helpdesk.ticket"].flush_model()
        query = SQL(
            """
            SELECT t.id
              FROM helpdesk_ticket t
             WHERE t.itsm_contract_id = %(contract)s
               AND t.itsm_opened_at < %(end)s
               AND (t.itsm_state NOT IN ('resolved', 'closed', 'cancelled')
                    OR t.itsm_last_event_at >= %(start)s)
             UNION
            SELECT e.ticket_id
              FROM itsm_ticket_event e
              JOIN helpdesk_ticket t ON t.id = e.ticket_id
             WHERE e.kind IN ('correction', 'contract_changed')
               AND e.recorded_at >= %(start)s
               AND (t.itsm_contract_id = %(contract)s OR e.kind = 'contract_changed')
            """,
            contract=contract.id,
            start=to_datetime(start),
            end=to_datetime(end),
        )
        ids = [row[0] for row in self.env.execute_query(query)]
        tickets = self.env["helpdesk.ticket"].sudo().browse(ids)
        return tickets.sorted(lambda ticket: (ticket.number, ticket.id)).ids

    # === AVAILABILITY === #

    def _services(self, contract, sla, start, end, drawn_at):
        """Return the services with an availability target, and their outages.

        :return: ``([engine.figures.Service], {code: [outage dicts]})``
        """
        # by service, whichever of its versions an outage names
        outages = self._outages(contract, start, end, drawn_at).grouped(
            lambda outage: outage.service_id._entry()
        )
        none = self.env["itsm.outage"]
        services, listed = [], {}
        for line in sla.availability_ids:
            found = outages.get(line.service_id._entry(), none)
            services.append(service_of(line, found, drawn_at))
            listed[line.service_id.code] = [outage_row(outage) for outage in found]
        return services, listed

    def _outages(self, contract, start, end, drawn_at):
        known_at = to_datetime(drawn_at)
        return self.env["itsm.outage"].sudo().search(
            [
                ("contract_id", "=", contract.id),
                ("date_start", "<", to_datetime(end)),
                "|",
                ("date_end", "=", False),
                ("date_end", ">=", to_datetime(start)),
                ("create_date", "<=", known_at),
            ],
            order="date_start, id",
        )

    # === DESCRIPTION === #

    def _identity(self, contract, period_start, period_end, start, end):
        currency = contract.currency_id
        return {
            "contract": contract.number,
            "contract_name": contract.name,
            "customer": contract.partner_id.name,
            "provider": contract.company_id.name,
            "timezone": contract.tz,
            "period_start": str(period_start),
            "period_end": str(period_end),
            "start": start,
            "end": end,
            "currency": {
                "name": currency.name,
                "symbol": currency.symbol,
                "position": currency.position,
                "digits": currency.decimal_places,
            },
        }

    def _parameters(self, terms, sla, tickets, drawn_at):
        return {
            "known_at": drawn_at,
            "basis": sla.attainment_basis or Basis.DECIDED.value,
            "sla": sla.name or None,
            "sla_version": sla.version or None,
            "minimum_decided": sla.minimum_decided,
            "near_pct": sla.at_risk_pct,
            "workload_limit": terms.workload_limit,
            "monthly_fee": plain(str(terms.monthly_fee)),
            "credit_cap_pct": plain(str(sla.credit_cap_pct)),
        }

    def _names(self, figures, sla, tickets):
        """Return what the codes of the figures' keys are called."""
        codes = {code for _metric, code in figures.attainments[figures.basis]}
        priorities = self.env["itsm.priority"].sudo().with_context(active_test=False)
        priorities = priorities.search([("code", "in", list(codes))])
        return {
            "type": {_code(item): item.name for item in tickets.type_id},
            "category": {_code(item): item.name for item in tickets.category_id},
            "channel": {_code(item): item.name for item in tickets.channel_id},
            "priority": {
                item.code: f"{item.code} {item.name}" for item in priorities
            },
            "service": {
                line.service_id.code: line.service_id.name
                for line in sla.availability_ids
            },
        }


def _code(record):
    return record.itsm_code or record.name
