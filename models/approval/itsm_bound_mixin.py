import functools

from odoo import api, models
from odoo.fields import Domain


class ItsmBoundMixin(models.AbstractModel):
    """What hangs on a record (``_bound_to``) and is seen by whoever sees that one.

    Record rules cannot say this: their domains are evaluated as superuser, so they
    would have to repeat every rule that the helpdesk, or an administrator, puts on
    tickets. What hangs on records in another way overrides `_domain_of_readable()` and
    `_get_hidden()`.
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
            domain = Domain(domain) & self._domain_of_readable()
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
        # superuser to find the other records, whose rules are then checked as the user
        forbidden = self.sudo()._get_hidden(operation, self.env).with_env(self.env)
        if not forbidden:
            return None
        error = functools.partial(
            self.env["ir.rule"]._make_access_error, operation, forbidden
        )
        return forbidden, error

    @api.model
    def _domain_of_readable(self):
        """Return which records hang on something that the user can read."""
        # "any" searches the other records as the user, with all their rules
        return Domain(self._bound_to, "any", Domain.TRUE)

    def _get_hidden(self, operation, env):
        """Return which of these records hang on what a user may not treat so.

        :param str operation: what is to be done to these
        :param env: of the user; these records are those of the superuser
        """
        others = self[self._bound_to].with_env(env)
        hidden = others - others._filtered_access(self._bound_operation(operation))
        return self.filtered(lambda record: record[self._bound_to] in hidden)

    @api.model
    def _bound_operation(self, operation):
        """Return what one must be allowed on the other record to do this to ours."""
        return "read"
