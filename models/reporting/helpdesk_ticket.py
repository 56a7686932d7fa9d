from odoo import models
from odoo.tools import SQL

from ...engine.ticket_period import Ticket


class HelpdeskTicket(models.Model):
    """What a period's figures need of a ticket."""

    _inherit = "helpdesk.ticket"

    _itsm_unfinished_idx = models.Index(
        "(itsm_contract_id, itsm_opened_at) "
        "WHERE itsm_state NOT IN ('resolved', 'closed', 'cancelled')"
    )
    _itsm_touched_idx = models.Index("(itsm_contract_id, itsm_last_event_at)")

    def _itsm_as_figure_input(self, timeline, policy):
        """Return the ticket as the engine's figures take it.

        :rtype: engine.ticket_period.Ticket
        """
        self.ensure_one()
        kind, category, channel = self.type_id, self.category_id, self.channel_id
        return Ticket(
            key=self.id,
            ref=self.number,
            timeline=timeline,
            policy=policy,
            type=kind.itsm_code or kind.name or "",
            priority=self.itsm_priority_id.code or "",
            category=category.itsm_code or category.name or "",
            channel=channel.itsm_code or channel.name or "",
            support_line=self.itsm_support_line or None,
            rating=self.itsm_rating or None,
        )

    def _itsm_in_contract(self, contract, timelines, end):
        """Return the tickets that were a contract's, as known at a period's end.

        A ticket that has never moved is in the contract it has now; one that moved
        later was in the contract it was opened under.

        :param timelines: ``{ticket id: engine.timeline.Timeline}``
        :param int end: instant
        """
        first = self._itsm_first_contracts()

        def contract_then(ticket):
            if ticket.id not in first:
                return ticket.itsm_contract_id.id
            contracts = timelines[ticket.id].facts(end - 1, end - 1).contracts
            return int(contracts[-1][1]) if contracts else first[ticket.id]

        return self.filtered(lambda ticket: contract_then(ticket) == contract.id)

    def _itsm_slas_under(self, contract):
        """Return the version that judges each ticket as one of a contract.

        That of the ticket, unless it has moved to another contract since.

        :rtype: dict
        """
        slas = {ticket: ticket.itsm_sla_id for ticket in self}
        moved = self.filtered(lambda ticket: ticket.itsm_contract_id != contract)
        opened = contract._slas_at(moved.mapped("itsm_opened_at"))
        return slas | {ticket: opened[ticket.itsm_opened_at] for ticket in moved}

    def _itsm_first_contracts(self):
        """Return what the tickets that moved were opened under.

        :return: ``{ticket id: contract id or None}`` of tickets with a change of
            contract, whenever it was recorded
        """
        return dict(
            self.env.execute_query(
                SQL(
                    """
                    SELECT opened.ticket_id, opened.contract_id
                      FROM itsm_ticket_event moved
                      JOIN itsm_ticket_event opened
                        ON opened.ticket_id = moved.ticket_id
                       AND opened.kind = 'opened'
                     WHERE moved.kind = 'contract_changed'
                       AND moved.ticket_id = ANY(%s)
                    """,
                    list(self.ids),
                )
            )
        )
