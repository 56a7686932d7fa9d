from odoo import api, fields, models
from odoo.exceptions import UserError

from . import guard


class ItsmLifecycleMixin(models.AbstractModel):
    """An agreement: a draft is written, put in force, and closed.

    The state changes only through `_transition()`: neither `create()` nor `write()`,
    nor an import, nor a default in the context can set it. Only a draft may be
    written: what has been submitted or released is frozen, for everyone.
    """

    _name = "itsm.lifecycle.mixin"
    _description = "Life Cycle of an Agreement"

    state = fields.Selection(
        selection=[
            ("draft", "Draft"),
            ("in_force", "In Force"),
            ("closed", "Closed"),
        ],
        required=True,
        readonly=True,
        default="draft",
        copy=False,
        tracking=True,
    )

    @api.model_create_multi
    def create(self, vals_list):
        # Said explicitly, so that `default_state` in a context has no say.
        vals_list = [{"state": "draft", **vals} for vals in vals_list]
        if any(vals["state"] != "draft" for vals in vals_list):
            raise UserError(self._get_state_message())
        return super().create(vals_list)

    def write(self, vals):
        if not guard.holds_key(self.env):
            if "state" in vals and any(r.state != vals["state"] for r in self):
                raise UserError(self._get_state_message())
            self._check_editable(vals.keys())
        return super().write(vals)

    def _update_field_translations(
        self, field_name, translations, digest=None, source_lang=""
    ):
        # A translation is content, and does not always pass `write()`.
        if not guard.holds_key(self.env):
            self._check_editable([field_name])
        return super()._update_field_translations(
            field_name, translations, digest=digest, source_lang=source_lang
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_released(self):
        for record in self:
            record = record._get_state_owner()
            if record.state != "draft":
                raise UserError(
                    self.env._(
                        "%(record)s is %(state)s: it is evidence and cannot be"
                        " deleted.",
                        record=record.display_name,
                        state=record._get_state_label(),
                    )
                )

    def _transition(self, vals):
        """Write a state, and what goes with it.

        The caller has checked that the user may do so, and that the record is ready.
        """
        # What is still to be computed depends on the state before.
        self.flush_recordset()
        return guard.with_key(self).write(vals)

    def _check_editable(self, names):
        """Refuse to change frozen fields.

        :param names: the fields to be written
        :raise UserError:
        """
        for record in self:
            owner = record._get_state_owner()
            if owner.state == "draft":
                continue
            editable = record._get_editable_fields() | {"state"}
            frozen = [
                name
                for name in names
                if name in self._fields
                and name not in editable
                and not name.startswith(guard.SOCIAL_PREFIXES)
            ]
            if frozen:
                labels = self.fields_get(frozen, ["string"])
                raise UserError(
                    self.env._(
                        "%(record)s is %(state)s, so its content is frozen: %(fields)s"
                        " cannot be changed. %(advice)s",
                        record=owner.display_name,
                        state=owner._get_state_label(),
                        fields=", ".join(
                            labels[name]["string"] for name in frozen if name in labels
                        ),
                        advice=owner._get_frozen_advice(),
                    )
                )

    def _get_state_owner(self):
        """Return the record whose state says whether this one is frozen.

        It is itself, unless it is a part of another document.
        """
        self.ensure_one()
        return self

    def _get_editable_fields(self):
        """Return the names of the fields that may change once frozen.

        :rtype: set[str]
        """
        return set()

    def _get_frozen_advice(self):
        """Return what to do instead of changing a frozen record."""
        return ""

    def _get_state_label(self):
        """Return the state as the user reads it in a sentence."""
        self.ensure_one()
        labels = dict(self._fields["state"]._description_selection(self.env))
        return labels[self.state].lower()

    @api.model
    def _get_state_message(self):
        return self.env._(
            'The state is not written: use the buttons "Put in Force" and "Close".'
        )
