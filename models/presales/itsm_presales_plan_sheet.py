from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import is_html_empty

from .itsm_presales_plan import SALES_FIELDS
from .itsm_presales_plan_ready import CONFIRMED

# Sections of the plan that the sheet's headings fill.
_HEADINGS = {
    "background": "requirements",
    "objective": "objective",
    "scope_in": "scope_in",
    "scope_out": "scope_out",
    "delivery_mode": "delivery_approach",
}


class ItsmPresalesPlan(models.Model):
    """What a plan takes over from the customer's information sheet (clause 1.1.4 c)."""

    _inherit = "itsm.presales.plan"

    sheet_id = fields.Many2one(
        comodel_name="itsm.information.sheet",
        string="Information Sheet",
        index=True,
        tracking=True,
        check_company=True,
        ondelete="restrict",
        domain="[('partner_id', 'child_of', partner_id),"
        f" ('state', 'in', {CONFIRMED})]",
        help="The confirmed sheet that the plan answers.",
    )
    requirement_ids = fields.One2many(
        related="sheet_id.requirement_ids", string="Service Requirements"
    )

    # === ONCHANGE METHODS === #

    @api.onchange("sheet_id")
    def _onchange_sheet_id(self):
        if self.sheet_id.state in CONFIRMED:
            for name, value in self._get_sheet_values().items():
                self[name] = value

    # === ACTION METHODS === #

    def action_fill_from_sheet(self):
        """Fill the sections that are empty still from the confirmed sheet."""
        for plan in self:
            if not plan.sheet_id:
                raise UserError(
                    self.env._("Choose the information sheet to fill the plan from.")
                )
            if plan.sheet_id.state not in CONFIRMED:
                raise UserError(
                    self.env._(
                        "The information sheet %(sheet)s is %(state)s: a plan is filled"
                        " from a confirmed one.",
                        sheet=plan.sheet_id.display_name,
                        state=plan.sheet_id._get_state_label(),
                    )
                )
            plan.write(plan._get_sheet_values())
        return True

    def action_view_sheet(self):
        self.ensure_one()
        return self.sheet_id._get_records_action(name=self.env._("Information Sheet"))

    # === BUSINESS METHODS === #

    def _get_sheet_values(self):
        """Return what the sheet says of the plan's empty sections.

        Sales get what they may write only.

        :rtype: dict
        """
        self.ensure_one()
        sheet = self.sheet_id
        values = {name: sheet[heading] for name, heading in _HEADINGS.items()}
        values["current_state"] = self._describe_current_state(sheet)
        values["influence"] = self._describe_influence(sheet)
        return {
            name: value
            for name, value in values.items()
            if not is_html_empty(value)
            and is_html_empty(self[name])
            and (name in SALES_FIELDS or self._is_planner())
        }

    def _describe_current_state(self, sheet):
        """Return the customer's configuration and operating data as HTML lists."""
        return self._listed(
            (self.env._("Configuration"), sheet.ci_ids, sheet.ci_none_reason),
            (
                self.env._("Operating data"),
                sheet.operating_ids,
                sheet.operating_none_reason,
            ),
        )

    def _describe_influence(self, sheet):
        """Return the influence factors as an HTML list."""
        return self._listed(
            (
                self.env._("Influence factors"),
                sheet.factor_ids,
                sheet.factor_none_reason,
            )
        )

    def _listed(self, *groups):
        """Return records with a heading as HTML.

        :param groups: ``(heading, lines, why there are none)``
        """
        parts = []
        for heading, lines, reason in groups:
            if lines:
                items = Markup().join(
                    Markup("<li>%s</li>") % line.display_name for line in lines
                )
                parts.append(Markup("<p>%s</p><ul>%s</ul>") % (heading, items))
            elif reason:
                parts.append(Markup("<p>%s: %s</p>") % (heading, reason))
        return Markup().join(parts)

    def _put_in_force(self):
        result = super()._put_in_force()
        for plan in self:
            # superuser: that it is used is noted by the program
            plan.sudo().sheet_id._mark_used(plan)
        return result
