from odoo import api, models
from odoo.exceptions import UserError


class ItsmFrozenLineMixin(models.AbstractModel):
    """A line of an agreement: frozen together with it."""

    _name = "itsm.frozen.line.mixin"
    _description = "Line of an Agreement"

    # Path to the record with the state.
    _agreement_path = "sla_id"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._check_agreement_draft()
        return lines

    def write(self, vals):
        self._check_agreement_draft()
        result = super().write(vals)
        # A line must not be moved into a frozen agreement either.
        self._check_agreement_draft()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_frozen(self):
        self._check_agreement_draft()

    def _check_agreement_draft(self):
        """Refuse a change of the lines of an agreement in force.

        :raise UserError:
        """
        # Superuser: the state decides, whether or not the user sees the agreement.
        for agreement in self.sudo().mapped(self._agreement_path):
            if agreement.state != "draft":
                raise UserError(
                    self.env._(
                        "%(record)s is in force or closed, so its lines are frozen."
                        " %(advice)s",
                        record=agreement.display_name,
                        advice=agreement._get_frozen_advice(),
                    )
                )
