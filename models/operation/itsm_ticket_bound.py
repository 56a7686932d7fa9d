import functools

from odoo import api, models
from odoo.fields import Domain


class ItsmTicketBound(models.AbstractModel):
    """What hangs on a ticket (``ticket_id``) and is seen by whoever sees the ticket.

    Record rules cannot say this: their domains are evaluated as superuser, so they
    would have to repeat every rule that the helpdesk, or an administrator, puts on
    tickets.
    """

    _name = "itsm.ticket.bound"
    _description = "Record of a Ticket"

    @api.model
    def _search(
        self,
        domain,
        offset=0,
        limit=None,
        order=None,
        *,
        active_test=True,
        bypass_access=False,
    ):
        if not self.env.su and not bypass_access:
            # "any" searches the tickets as the user, with all rules on tickets
            domain = Domain(domain) & Domain("ticket_id", "any", Domain.TRUE)
        return super()._search(
            domain,
            offset,
            limit,
            order,
            active_test=active_test,
            bypass_access=bypass_access,
        )

    def _check_access(self, operation):
        refused = super()._check_access(operation)
        if refused or not any(self._ids):
            return refused
        # sudo to find out the tickets, then their rules are checked as the user
        tickets = self.sudo().ticket_id.with_env(self.env)
        hidden = tickets - tickets._filtered_access("read")
        if not hidden:
            return None
        forbidden = self.filtered(lambda record: record.sudo().ticket_id in hidden)
        error = functools.partial(
            self.env["ir.rule"]._make_access_error, operation, forbidden
        )
        return forbidden, error
