from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ItsmSlaAvailability(models.Model):
    """The availability agreed for one service (domain 3.6)."""

    _name = "itsm.sla.availability"
    _description = "SLA Availability Target"
    _inherit = ["itsm.document.part.mixin"]
    _order = "sla_id, service_id"
    _rec_name = "service_id"
    _check_company_auto = True

    sla_id = fields.Many2one(
        comodel_name="itsm.sla", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="sla_id.company_id")
    service_id = fields.Many2one(
        comodel_name="itsm.service",
        required=True,
        ondelete="restrict",
        domain=[("state", "=", "in_force")],
        check_company=True,
    )
    calendar_id = fields.Many2one(
        comodel_name="resource.calendar",
        string="Agreed Hours",
        ondelete="restrict",
        check_company=True,
        help="Empty: around the clock (24x7).",
    )
    hours_name = fields.Char(string="Hours", compute="_compute_hours_name")
    target_pct = fields.Float(string="Target (%)", digits=(6, 3), required=True)
    window_ids = fields.One2many(
        comodel_name="itsm.maintenance.window",
        inverse_name="availability_id",
        string="Maintenance Windows",
        copy=True,
    )

    _service_uniq = models.Constraint(
        "UNIQUE(sla_id, service_id)",
        "An SLA has one availability target for each service.",
    )
    _check_target = models.Constraint(
        "CHECK (target_pct > 0 AND target_pct <= 100)",
        "An availability target is a percentage above 0 and up to 100.",
    )

    @api.depends("calendar_id.name")
    @api.depends_context("lang")
    def _compute_hours_name(self):
        for line in self:
            line.hours_name = line.calendar_id.name or self.env._("24x7")

    @api.constrains("service_id")
    def _check_service_published(self):
        for line in self:
            # superuser: what was agreed before counts, whoever may read it
            former = line.sla_id.sudo()._get_versions() - line.sla_id
            line.service_id._check_offered(former.availability_ids.service_id)

    def copy_data(self, default=None):
        """A revision keeps the services agreed; another copy has the published ones."""
        vals_list = super().copy_data(default)
        if not self.env.context.get("itsm_revises"):
            for line, vals in zip(self, vals_list, strict=True):
                if vals.get("service_id") == line.service_id.id:
                    published = line.service_id._get_published()
                    vals["service_id"] = (published or line.service_id).id
        return vals_list

    @api.constrains("sla_id", "service_id")
    def _check_one_version(self):
        for sla in self.sla_id:
            entries = [line.service_id._entry() for line in sla.availability_ids]
            if len(set(entries)) < len(entries):
                raise ValidationError(
                    self.env._(
                        "%s has availability targets for two versions of the same"
                        " service: remove one of them.",
                        sla.display_name,
                    )
                )

    @api.constrains("calendar_id")
    def _check_calendar(self):
        for line in self:
            line.calendar_id._itsm_service_hours(line.sla_id.company_id)
