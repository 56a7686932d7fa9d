from odoo import models
from odoo.tools import SQL

from ...engine.ticket_period import Ticket
from ...engine.timeline import EventKind


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
        moved = self.browse(
            ticket_id
            for ticket_id, timeline in timelines.items()
            if any(
                event.kind is EventKind.CONTRACT_CHANGED for event in timeline.events
            )
        )
        first = moved._itsm_first_contracts()

        def contract_then(ticket):
            if ticket not in moved:
                return ticket.itsm_contract_id.id
            contracts = timelines[ticket.id].facts(end - 1, end - 1).contracts
            return int(contracts[-1][1]) if contracts else first.get(ticket.id)

        return self.filtered(lambda ticket: contract_then(ticket) == contract.id)

    def _itsm_first_contracts(self):
        """Return ``{ticket id: id of the contract it was opened under}``."""
        if not self:
            return {}
        return dict(
            self.env.execute_query(
                SQL(
                    "SELECT ticket_id, contract_id FROM itsm_ticket_event "
                    "WHERE kind = 'opened' AND ticket_id = ANY(%s)",
                    self.ids,
                )
            )
        )
