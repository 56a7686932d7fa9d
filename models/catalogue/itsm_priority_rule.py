from odoo import api, fields, models
from odoo.fields import Domain

from ...const import LEVELS


class ItsmPriorityRule(models.Model):
    """One cell of the matrix: impact × urgency gives a priority (domain 3.7)."""

    _name = "itsm.priority.rule"
    _description = "Priority Matrix Cell"
    _order = "company_id, impact, urgency"

    impact = fields.Selection(selection=LEVELS, required=True)
    urgency = fields.Selection(selection=LEVELS, required=True)
    priority_id = fields.Many2one(comodel_name="itsm.priority", required=True)
    company_id = fields.Many2one(
        comodel_name="res.company",
        help="Empty: the cell holds for every company that has no cell of its own.",
    )

    _cell_uniq = models.UniqueIndex(
        "(impact, urgency, COALESCE(company_id, 0))",
        "The priority matrix has this cell already: change its priority instead.",
    )

    @api.depends("impact", "urgency", "priority_id")
    def _compute_display_name(self):
        levels = dict(self._fields["impact"]._description_selection(self.env))
        for rule in self:
            rule.display_name = self.env._(
                "%(impact)s × %(urgency)s: %(priority)s",
                impact=levels.get(rule.impact, ""),
                urgency=levels.get(rule.urgency, ""),
                priority=rule.priority_id.code or "",
            )

    @api.model
    def _priority_for(self, impact, urgency, company=None):
        """Return the priority of an impact and an urgency.

        :param str impact: ``high``, ``medium`` or ``low``
        :param str urgency: ``high``, ``medium`` or ``low``
        :param company: its own cell wins over the one for all companies
        :return: the priority, empty when the matrix has no such cell
        """
        company = company or self.env.company
        # Superuser: the matrix of the ticket's company, whichever the user works in.
        rules = self.sudo().search(
            Domain("impact", "=", impact)
            & Domain("urgency", "=", urgency)
            & Domain("company_id", "in", [company.id, False])
        )
        rule = rules.filtered("company_id") or rules
        return rule.priority_id.sudo(self.env.su)
