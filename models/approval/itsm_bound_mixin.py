import functools

from odoo import api, models
from odoo.fields import Domain


class ItsmBoundMixin(models.AbstractModel):
    """What hangs on a record (``_bound_to``) and is seen by whoever sees that one.

    Record rules cannot say this: their domains are evaluated as superuser, so they
    would have to repeat every rule that the helpdesk, or an administrator, puts on
    tickets.
    """

    _name = "itsm.bound.mixin"
    _description = "Record Seen with Another One"

    _bound_to = "ticket_id"

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
            # "any" searches the other records as the user, with all their rules
            domain = Domain(domain) & Domain(self._bound_to, "any", Domain.TRUE)
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
        # sudo to find the other records, whose rules are then checked as the user
        others = self.sudo()[self._bound_to].with_env(self.env)
        hidden = others - others._filtered_access(self._bound_operation(operation))
        if not hidden:
            return None
        forbidden = self.filtered(
            lambda record: record.sudo()[self._bound_to] in hidden
        )
        error = functools.partial(
            self.env["ir.rule"]._make_access_error, operation, forbidden
        )
        return forbidden, error

    @api.model
    def _bound_operation(self, operation):
        """Return what one must be allowed on the other record to do this to ours."""
        return "read"
