from odoo import fields, models
from odoo.tools import SQL

from ...const import METRICS


class ItsmSlaTryoutMiss(models.Model):
    """A target that a ticket of the history would have missed under a candidate.

    No table: the rows are those that the candidate keeps. Durations are service time
    in minutes; `late` is how far the ticket was over its target when it was finished,
    or when the month ended.
    """

    _name = "itsm.sla.tryout.miss"
    _description = "SLA Try-out: Missed Target"
    _inherit = ["itsm.bound.mixin"]
    _bound_to = "candidate_id"
    _auto = False
    _order = "candidate_id, place"
    _rec_name = "ref"
    _depends = {"itsm.sla.tryout.candidate": ["missed"]}

    candidate_id = fields.Many2one(
        comodel_name="itsm.sla.tryout.candidate", readonly=True
    )
    place = fields.Integer(string="Position", readonly=True)
    ref = fields.Char(string="Ticket", readonly=True)
    priority = fields.Char(readonly=True)
    metric = fields.Selection(selection=METRICS, readonly=True)
    month = fields.Char(readonly=True)
    opened_at = fields.Datetime(readonly=True)
    decided_at = fields.Datetime(
        string="Missed at",
        readonly=True,
        help="When the target was used up.",
    )
    target = fields.Float(string="Target (min)", readonly=True, aggregator=None)
    used = fields.Float(string="Used (min)", readonly=True, aggregator="avg")
    late = fields.Float(string="Late by (min)", readonly=True, aggregator="avg")

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT candidate.id::bigint * 100000 + item.place AS id,
                   candidate.id AS candidate_id,
                   item.place::int AS place,
                   line->>0 AS ref,
                   line->>1 AS priority,
                   line->>2 AS metric,
                   line->>3 AS month,
                   to_timestamp((line->>4)::bigint) AT TIME ZONE 'UTC' AS opened_at,
                   to_timestamp((line->>7)::bigint) AT TIME ZONE 'UTC' AS decided_at,
                   (line->>5)::int / 60.0 AS target,
                   (line->>6)::int / 60.0 AS used,
                   GREATEST((line->>6)::int - (line->>5)::int, 0) / 60.0 AS late
              FROM itsm_sla_tryout_candidate candidate
             CROSS JOIN LATERAL jsonb_array_elements(candidate.missed)
                   WITH ORDINALITY item (line, place)
             WHERE candidate.missed IS NOT NULL
            """
        )
