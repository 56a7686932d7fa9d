from odoo import api, fields, models
from odoo.exceptions import AccessError

from . import document_form, guard

_FORM = "itsm_service_delivery.itsm_document_view_form"


class ItsmDocumentMixin(models.AbstractModel):
    """What every document's form shows: buttons, banners, stages and log.

    They are written once, in the view ``itsm_document_view_form``, and put into the
    forms of all documents; extensions inherit that view. A form's own button, field or
    page of the same name takes the place of the shared one. Content without a
    ``readonly`` of its own is read-only unless the document is a draft.
    """

    _inherit = "itsm.document.mixin"

    can_put_in_force = fields.Boolean(compute="_compute_can_release")
    can_close = fields.Boolean(compute="_compute_can_release")
    can_cancel = fields.Boolean(compute="_compute_can_release")
    round_stage_ids = fields.One2many(
        comodel_name="itsm.approval.round.stage",
        string="Stages",
        compute="_compute_round_stage_ids",
    )

    # === COMPUTE METHODS === #

    @api.depends("state")
    @api.depends_context("uid")
    def _compute_can_release(self):
        for document in self:
            state = document.state
            cancellable = state in document._cancellable_states
            released = state in ("approved", "in_force") or cancellable
            may = state != "draft" and released and document._may_release()
            document.can_put_in_force = may and state == "approved"
            document.can_close = may and state == "in_force"
            document.can_cancel = cancellable and (
                may or (state == "draft" and document.has_access("write"))
            )

    def _may_release(self):
        try:
            self._check_may_release()
        except AccessError:
            return False
        return True

    @api.depends("round_ids")
    def _compute_round_stage_ids(self):
        for document in self:
            # superuser: who may read the document may know where it stands
            last = document.sudo().round_id
            document.round_stage_ids = last._sorted_stages().sudo(False)

    def _forget_round(self):
        self.invalidate_recordset(["round_stage_ids"], flush=False)
        return super()._forget_round()

    # === VIEWS === #

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        arch, view = super()._get_view(view_id, view_type, **options)
        # superuser: views are not for everyone to read
        parts = self.env.ref(_FORM, raise_if_not_found=False)
        if view_type == "form" and parts and not self._abstract:
            document_form.complete(arch, parts.sudo()._get_combined_arch())
            frozen = self._get_frozen_expression()
            document_form.freeze(arch, self._frozen_fields(), frozen)
        return arch, view

    @api.model
    def _get_frozen_expression(self):
        """Return when a form shows the document as frozen.

        :rtype: str
        """
        return "state != 'draft'"

    def _frozen_fields(self):
        """Return the names of the fields that nobody writes once it is submitted.

        :rtype: set[str]
        """
        editable = self._get_editable_fields()
        return {
            name
            for name, field in self._fields.items()
            if name not in editable
            and not field.readonly
            and not name.startswith(guard.SOCIAL_PREFIXES)
        }
