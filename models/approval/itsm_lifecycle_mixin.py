from odoo import api, fields, models
from odoo.exceptions import UserError

# Only code of this addon can put this very object into a context: a caller over RPC,
# whose context is his own, cannot.
_TRANSITION = object()

# What people do around a record is no content of it.
_SOCIAL_PREFIXES = ("activity_", "message_", "my_activity_", "website_message_")


class ItsmLifecycleMixin(models.AbstractModel):
    """An agreement: a draft is written, put in force, and closed.

    The state changes only through `_transition()`: neither `create()` nor `write()`,
    nor an import, nor a default in the context can set it. From in force on the
    content is frozen, for everyone.
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
        if self.env.context.get("itsm_transition") is not _TRANSITION:
            if "state" in vals and any(r.state != vals["state"] for r in self):
                raise UserError(self._get_state_message())
            self._check_editable(vals.keys())
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_released(self):
        for record in self:
            if record.state != "draft":
                raise UserError(
                    self.env._(
                        "%(record)s is in force or closed: it is the evidence of what"
                        " was agreed and cannot be deleted.",
                        record=record.display_name,
                    )
                )

    def _transition(self, vals):
        """Write a state, and what goes with it.

        The caller has checked that the user may do so, and that the record is ready.
        """
        # What is still to be computed depends on the state before.
        self.flush_recordset()
        return self.with_context(itsm_transition=_TRANSITION).write(vals)

    def _check_editable(self, names):
        """Refuse to change frozen fields.

        :param names: the fields to be written
        :raise UserError:
        """
        for record in self.filtered(lambda record: record.state != "draft"):
            editable = record._get_editable_fields() | {"state"}
            frozen = [
                name
                for name in names
                if name in self._fields
                and name not in editable
                and not name.startswith(_SOCIAL_PREFIXES)
            ]
            if frozen:
                labels = self.fields_get(frozen, ["string"])
                raise UserError(
                    self.env._(
                        "%(record)s is in force or closed, so its content is frozen:"
                        " %(fields)s cannot be changed. %(advice)s",
                        record=record.display_name,
                        fields=", ".join(field["string"] for field in labels.values()),
                        advice=record._get_frozen_advice(),
                    )
                )

    def _get_editable_fields(self):
        """Return the names of the fields that may change once in force.

        :rtype: set[str]
        """
        return set()

    def _get_frozen_advice(self):
        """Return what to do instead of changing a frozen record."""
        return ""

    @api.model
    def _get_state_message(self):
        return self.env._(
            'The state is not written: use the buttons "Put in Force" and "Close".'
        )
