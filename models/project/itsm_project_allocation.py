from odoo import fields, models
from odoo.tools import SQL


class ItsmProjectAllocation(models.Model):
    """How much of whom a project has in which month."""

    _name = "itsm.project.allocation"
    _description = "Allocation by Person and Month"
    _inherit = ["itsm.bound.mixin"]
    _auto = False
    _order = "month, name, id"
    _rec_name = "name"

    _bound_to = "member_id"
    _depends = {
        "itsm.project.member": [
            "allocation_pct",
            "company_id",
            "date_end",
            "date_start",
            "employee_id",
            "name",
            "project_id",
            "role_id",
            "state",
            "user_id",
        ],
        "project.project": ["date"],
    }

    member_id = fields.Many2one(comodel_name="itsm.project.member", readonly=True)
    name = fields.Char(string="Person", readonly=True)
    project_id = fields.Many2one(comodel_name="project.project", readonly=True)
    company_id = fields.Many2one(comodel_name="res.company", readonly=True)
    employee_id = fields.Many2one(comodel_name="hr.employee", readonly=True)
    user_id = fields.Many2one(comodel_name="res.users", readonly=True)
    role_id = fields.Many2one(comodel_name="itsm.project.role", readonly=True)
    state = fields.Selection(
        selection=[
            ("proposed", "Proposed"),
            ("confirmed", "Confirmed"),
            ("left", "Left"),
        ],
        readonly=True,
    )
    month = fields.Date(readonly=True)
    share_pct = fields.Float(
        string="Share (%)",
        digits=(6, 2),
        readonly=True,
        aggregator="avg",
        help="Of the whole month: somebody who joins in the middle has half of it.",
    )
    person_months = fields.Float(digits=(6, 2), readonly=True)

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT row_number() OVER (ORDER BY part.member_id, part.month) AS id,
                   part.*,
                   part.share_pct / 100 AS person_months
              FROM (
                SELECT m.id AS member_id, m.name, m.project_id, m.company_id,
                       m.employee_id, m.user_id, m.role_id, m.state,
                       span.month::date AS month,
                       m.allocation_pct * (
                           LEAST(last.day, (span.month + INTERVAL '1 month')::date - 1)
                           - GREATEST(m.date_start, span.month::date) + 1
                       ) / ((span.month + INTERVAL '1 month')::date
                            - span.month::date) AS share_pct
                  FROM itsm_project_member m
                  JOIN project_project p ON p.id = m.project_id
             CROSS JOIN LATERAL (
                    -- open ends: to the end of the project, else a year from now
                    SELECT CASE
                        WHEN m.date_end IS NOT NULL THEN m.date_end
                        WHEN p.date IS NOT NULL THEN GREATEST(p.date, m.date_start)
                        ELSE GREATEST(CURRENT_DATE, m.date_start) + 365
                    END AS day
                ) last
             CROSS JOIN LATERAL generate_series(
                    date_trunc('month', m.date_start::timestamp),
                    date_trunc('month', last.day::timestamp),
                    INTERVAL '1 month'
                ) AS span(month)
                 WHERE m.state IN ('proposed', 'confirmed', 'left')
                   AND last.day >= m.date_start
              ) part
            """
        )
