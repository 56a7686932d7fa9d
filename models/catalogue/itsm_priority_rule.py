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

    # === BUSINESS METHODS === #

    @api.model
    def get_matrix(self):
        """Return the matrix of the current company for the screen that edits it.

        :return: ``levels`` [(value, label)], ``priorities`` [{id, name, color}],
            ``cells`` {"impact,urgency": {priority_id}} and ``editable``
        :rtype: dict
        """
        levels = self._fields["impact"]._description_selection(self.env)
        priorities = self.env["itsm.priority"].search([])
        return {
            "levels": levels,
            "priorities": [
                {"id": p.id, "name": p.display_name, "color": p.color}
                for p in priorities
            ],
            "cells": {
                f"{impact},{urgency}": {
                    "priority_id": self._priority_for(impact, urgency).id
                }
                for impact, _label in levels
                for urgency, _label in levels
            },
            "editable": self.has_access("write"),
        }

    @api.model
    def set_cell(self, impact, urgency, priority_id):
        """Set the priority of a cell: of the company's own if there is one.

        :return: the matrix, as from `get_matrix()`
        """
        rule = self._find_cell(impact, urgency, self.env.company)
        if rule:
            rule.priority_id = priority_id
        else:
            values = {"impact": impact, "urgency": urgency, "priority_id": priority_id}
            self.create(values)
        return self.get_matrix()

    @api.model
    def _find_cell(self, impact, urgency, company):
        rules = self.search(
            Domain("impact", "=", impact)
            & Domain("urgency", "=", urgency)
            & Domain("company_id", "in", [company.id, False])
        )
        return rules.filtered("company_id") or rules

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
        rule = self.sudo()._find_cell(impact, urgency, company)
        return rule.priority_id.sudo(self.env.su)
