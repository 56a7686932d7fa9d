from odoo import api, models
from odoo.exceptions import UserError

from . import guard


class ItsmFrozenLineMixin(models.AbstractModel):
    """A line of an agreement: frozen together with it."""

    _name = "itsm.frozen.line.mixin"
    _description = "Line of an Agreement"

    # Path to the record with the state.
    _agreement_path = "sla_id"

    @api.model_create_multi
    def create(self, vals_list):
        owner, _dot, path = self._agreement_path.partition(".")
        owners = self.env[self._fields[owner].comodel_name].browse(
            {vals[owner] for vals in vals_list if vals.get(owner)}
        )
        self._check_draft(owners.sudo().mapped(path) if path else owners)
        lines = super().create(vals_list)
        # The agreement may have come from a default of the context.
        lines._check_agreement_draft()
        lines._note_contributor()
        return lines

    def write(self, vals):
        self._check_agreement_draft()
        result = super().write(vals)
        # A line must not be moved into a frozen agreement either.
        self._check_agreement_draft()
        self._note_contributor()
        return result

    def _update_field_translations(
        self, field_name, translations, digest=None, source_lang=""
    ):
        # A translation is content, and does not always pass `write()`.
        self._check_agreement_draft()
        return super()._update_field_translations(
            field_name, translations, digest=digest, source_lang=source_lang
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_frozen(self):
        self._check_agreement_draft()
        self._note_contributor()

    def _note_contributor(self):
        """Whoever writes a line of a controlled document is one of its authors."""
        # superuser: the owner may be hidden from whoever may write its lines
        owners = self.sudo().mapped(self._agreement_path)
        if "contributor_ids" in owners._fields:
            owners.sudo(False)._note_contributor()

    def _check_agreement_draft(self):
        """Refuse a change of the lines of an agreement in force.

        :raise UserError:
        """
        # Superuser: the state decides, whether or not the user sees the agreement.
        self._check_draft(self.sudo().mapped(self._agreement_path))

    def _check_draft(self, agreements):
        if guard.holds_key(self.env):
            # an amendment changes what is frozen
            return
        for agreement in agreements.sudo():
            agreement = agreement._get_state_owner()
            if agreement.state != "draft":
                raise UserError(
                    self.env._(
                        "%(record)s is %(state)s, so its lines are frozen. %(advice)s",
                        record=agreement.display_name,
                        state=agreement._get_state_label(),
                        advice=agreement._get_frozen_advice(),
                    )
                )
