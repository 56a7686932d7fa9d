from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tools import is_html_empty


class ItsmService(models.Model):
    """How a service comes into the catalogue, and leaves it (domain 4.23)."""

    _inherit = "itsm.service"

    # === CONSTRAINT METHODS === #

    @api.constrains("calendar_id")
    def _check_calendar(self):
        for service in self.filtered("calendar_id"):
            service.calendar_id._itsm_service_hours(service.company_id)

    @api.constrains("depends_on_ids")
    def _check_depends_on_others(self):
        for service in self:
            entry = service._entry()
            if any(needed._entry() == entry for needed in service.depends_on_ids):
                raise ValidationError(
                    self.env._(
                        "%s depends on itself: choose other services.",
                        service.display_name,
                    )
                )

    @api.constrains("owner_id")
    def _check_owner(self):
        for service in self:
            # superuser: whether he is a colleague is no secret
            owner = service.owner_id.sudo()
            if owner.share:
                raise ValidationError(
                    self.env._(
                        "%s is a customer's user: a colleague owns the service.",
                        owner.name,
                    )
                )

    # === CRUD METHODS === #

    def write(self, vals):
        if {"code", "company_id"}.intersection(vals):
            self._check_identity(vals)
        return super().write(vals)

    def _check_identity(self, vals):
        """Refuse another code or company of what has versions or a log already.

        :raise UserError:
        """
        for service in self:
            changed = (
                vals.get("code", service.code) != service.code
                or vals.get("company_id", service.company_id.id)
                != service.company_id.id
            )
            # superuser: the log counts, whether or not the user may read it
            if changed and (
                service.sudo().decision_ids or len(service._get_versions()) > 1
            ):
                raise UserError(
                    self.env._(
                        "Code and company of %s stay: they are in its log and in its"
                        " other versions. Make a new service instead.",
                        service.display_name,
                    )
                )

    # === ACTION METHODS === #

    def action_close(self):
        """Retire services that no contract or other service needs any more.

        :raise UserError: names who still uses it
        """
        self._check_may_release()
        for service in self:
            if service.state == "in_force" and (uses := service._get_uses()):
                raise UserError(
                    self.env._(
                        "%(service)s cannot be retired, it is still used by:\n"
                        "%(uses)s\nEnd or revise them first.",
                        service=service.display_name,
                        uses="\n".join(f"- {use}" for use in uses),
                    )
                )
        return super().action_close()

    # === BUSINESS METHODS === #

    def _entry(self):
        """Return what all versions of a service have in common.

        :rtype: tuple
        """
        # superuser: a version agreed on counts, whoever may read it
        service = self.sudo()
        return (service.number, service.company_id.id)

    def _get_published(self):
        """Return the published versions of these services, as far as there are any."""
        result = self.browse()
        for service in self:
            versions = service._get_versions()
            result |= versions.filtered(lambda version: version.state == "in_force")
        return result

    def _check_offered(self, agreed):
        """Refuse services that a new line of an agreement may not have.

        :param agreed: versions agreed on before, which may stay
        :raise ValidationError: says which one to choose instead
        """
        for service in self - agreed:
            # superuser: drafts are hidden, but not that they are drafts
            state = service.sudo().state
            if state == "in_force":
                continue
            published = service._get_published()
            if published:
                advice = self.env._("Choose version %s.", published.sudo().version)
            else:
                advice = self.env._("Publish it first, or choose another one.")
            raise ValidationError(
                self.env._(
                    "%(service)s is %(state)s: only published services are agreed."
                    " %(advice)s",
                    service=service.sudo().display_name,
                    state=service.sudo()._get_state_label(),
                    advice=advice,
                )
            )

    def _get_uses(self):
        """Return the names of what needs this service; later rooms add theirs.

        :rtype: list[str]
        """
        self.ensure_one()
        versions = self._get_versions().sudo()
        needing = self.sudo().search(
            [("depends_on_ids", "in", versions.ids), ("state", "=", "in_force")]
        )
        return needing.mapped("display_name")

    def _get_editable_fields(self):
        # hiding it from lists changes nothing that was agreed
        return super()._get_editable_fields() | {"active"}

    def _get_engine_fields(self):
        return super()._get_engine_fields() | {"date_start", "date_end"}

    def _get_revision_defaults(self):
        # the name comes with the copy, in all its languages
        current = [needed._get_published() or needed for needed in self.depends_on_ids]
        return {
            "code": self.code,
            "depends_on_ids": [Command.set([needed.id for needed in current])],
        }

    def _next_number(self, vals):
        return vals.get("code")

    def _check_ready_to_submit(self):
        missing = self._get_missing()
        if missing:
            raise UserError(
                self.env._(
                    "%(service)s is not ready to be submitted:\n%(missing)s",
                    service=self.display_name,
                    missing="\n".join(f"- {item}" for item in missing),
                )
            )
        return super()._check_ready_to_submit()

    def _get_missing(self):
        """Return what a reader of the catalogue would miss, each with what to do.

        :rtype: list[str]
        """
        self.ensure_one()
        missing = []
        if not self.owner_id.active:
            missing.append(self.env._("Choose an owner who works here."))
        if is_html_empty(self.description):
            missing.append(self.env._("Describe what the customer gets."))
        if not self.target_ids and is_html_empty(self.level_note):
            missing.append(
                self.env._(
                    "Enter a standard target, or describe the service levels in words."
                )
            )
        try:
            # a minute: is there any service time at all?
            self.calendar_id._itsm_check_hours(60, self.company_id)
            self.target_ids._check_reachable()
        except ValidationError as error:
            missing.append(str(error))
        return missing

    def _check_ready_for_force(self):
        needed = self.depends_on_ids.filtered(lambda s: not s._get_published())
        if needed:
            raise UserError(
                self.env._(
                    "%(service)s depends on what is not published: %(needed)s. Publish"
                    " that first.",
                    service=self.display_name,
                    needed=", ".join(needed.mapped("display_name")),
                )
            )
        self._check_product_is_its_own()
        return super()._check_ready_for_force()

    def _check_product_is_its_own(self):
        """Refuse a product that sells another published service already.

        :raise UserError:
        """
        if not self.product_id:
            return
        # superuser: of what the product is does not depend on who publishes
        others = self.sudo().search(
            [
                ("product_id", "=", self.product_id.id),
                ("state", "=", "in_force"),
                ("company_id", "=", self.company_id.id),
                ("number", "!=", self.number),
            ],
            limit=1,
        )
        if others:
            raise UserError(
                self.env._(
                    "The product %(product)s sells %(other)s already. A new version of"
                    " %(service)s, or of the other one, takes another product.",
                    product=self.product_id.display_name,
                    other=others.display_name,
                    service=self.display_name,
                )
            )

    def _put_in_force(self):
        result = super()._put_in_force()
        # what is taken over may have been valid before
        new = self.sudo().filtered(lambda service: not service.date_start)
        new._transition({"date_start": fields.Date.context_today(self)})
        return result

    def _supersede(self, successor):
        result = super()._supersede(successor)
        self._transition({"date_end": fields.Date.context_today(self)})
        return result

    def _close(self):
        result = super()._close()
        self.sudo()._transition({"date_end": fields.Date.context_today(self)})
        return result
