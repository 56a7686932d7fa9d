import json
from datetime import UTC

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

from ...const import DECISION_KINDS
from ...engine.approval import GENESIS, Decision, Kind, canonical, line_hash
from ...engine.instants import from_datetime, local_date
from .. import bulk
from . import append_only, guard

_COLUMNS = {
    "res_model": "varchar",
    "res_id": "int",
    "company_id": "int",
    "position": "int",
    "round_id": "int",
    "stage_id": "int",
    "kind": "varchar",
    "user_id": "int",
    "principal_id": "int",
    "delegation_id": "int",
    "decided_at": "timestamp",
    "recorded_at": "timestamp",
    "taken_over": "bool",
    "comment": "text",
    "content_hash": "varchar",
    "payload": "text",
    "previous_hash": "varchar",
    "hash": "varchar",
}


class ItsmApprovalDecision(models.Model):
    """A line of the log of a document: written once, never edited (design 5).

    The lines of one document form a chain: each carries the hash of the one before it.
    ``_append`` is the only way in and wants the engine's key; ``create``, ``write`` and
    ``unlink`` refuse everybody, the superuser included, and a database trigger refuses
    what gets past the ORM. What the trigger could not stop, the chain shows.
    """

    _name = "itsm.approval.decision"
    _description = "Approval Decision"
    _inherit = ["itsm.append.only.mixin", "itsm.document.bound.mixin"]
    _order = "id desc"
    _log_access = False  # user_id and recorded_at say it

    res_model = fields.Char(string="Record Model", required=True, readonly=True)
    res_id = fields.Many2oneReference(
        string="Record", model_field="res_model", required=True, readonly=True
    )
    company_id = fields.Many2one(comodel_name="res.company", readonly=True, index=True)
    position = fields.Integer(
        string="No.", required=True, readonly=True, help="Place in the document's log."
    )
    round_id = fields.Many2one(
        comodel_name="itsm.approval.round",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    round_sequence = fields.Integer(related="round_id.sequence", string="Round")
    number = fields.Char(related="round_id.number")
    version = fields.Char(related="round_id.version")
    title = fields.Char(related="round_id.title")
    stage_id = fields.Many2one(
        comodel_name="itsm.approval.round.stage",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    kind = fields.Selection(
        selection=DECISION_KINDS, string="Decision", required=True, readonly=True
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="By",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    principal_id = fields.Many2one(
        comodel_name="res.users",
        string="For",
        readonly=True,
        ondelete="restrict",
        help="Whom a delegate decided for.",
    )
    delegation_id = fields.Many2one(
        comodel_name="itsm.approval.delegation", readonly=True, ondelete="restrict"
    )
    decided_at = fields.Datetime(required=True, readonly=True)
    recorded_at = fields.Datetime(required=True, readonly=True)
    taken_over = fields.Boolean(
        readonly=True, help="From a record kept elsewhere, entered by the program."
    )
    comment = fields.Text(readonly=True)
    content_hash = fields.Char(string="SHA-256 of the Content", readonly=True)
    content_hash_short = fields.Char(
        string="Content", compute="_compute_content_hash_short"
    )
    # The text that is hashed: with names and content as they were.
    payload = fields.Text(
        required=True, readonly=True, groups=fields.NO_ACCESS, prefetch=False
    )
    previous_hash = fields.Char(string="Hash Before", required=True, readonly=True)
    hash = fields.Char(required=True, readonly=True)

    _chain_uniq = models.UniqueIndex(
        "(res_model, res_id, position)", "Somebody has decided at the same moment."
    )

    def init(self):
        """Let the database refuse what the ORM would not see."""
        append_only.install(
            self.env.cr,
            self._table,
            SQL("res_model = NEW.res_model AND res_id = NEW.res_id"),
        )

    # === COMPUTE METHODS === #

    @api.depends("position")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for line in self:
            line.display_name = self.env._("Line %s of the log", line.position)

    @api.depends("content_hash")
    def _compute_content_hash_short(self):
        for line in self:
            line.content_hash_short = line.content_hash and f"{line.content_hash[:12]}…"

    # === READING === #

    def _engine_decision(self):
        """Return the line as the engine knows it.

        :rtype: engine.approval.Decision
        """
        self.ensure_one()
        return Decision(
            kind=Kind(self.kind),
            person=self.user_id.id,
            day=self._local_day(self.company_id, self.decided_at),
            stage=self.stage_id.id or None,
            principal=self.principal_id.id or None,
            comment=self.comment or "",
        )

    @api.model
    def _local_day(self, company, at=None):
        """Return the day of an instant where a company is: delegations are by day.

        :param datetime at: naive UTC, default: now
        :rtype: date
        """
        at = at or fields.Datetime.now()
        zone = company.resource_calendar_id.tz or "UTC"
        return local_date(from_datetime(at), zone)

    # === RECORDING === #

    @api.model
    def _append(self, key, entries):
        """Append lines to the logs of documents: the one way into this table.

        The caller has locked the documents.

        :param key: ``guard.ENGINE``
        :param entries: ``[(document, kind, values)]``; ``values`` may hold
            ``round_id``, ``stage_id``, ``user_id`` (default: the current user),
            ``principal_id``, ``delegation_id`` (ids), ``comment``, ``content_hash``,
            ``decided_at`` (naive UTC, default: now) and ``facts`` (JSON-like, kept in
            the payload)
        :raise AccessError: the caller is not the approval engine
        """
        if key is not guard.ENGINE:
            raise AccessError(self._get_append_only_message())
        if not entries:
            return
        heads = self._heads([entry[0] for entry in entries])
        now = fields.Datetime.now()
        rows = []
        for document, kind, values in entries:
            position, previous = heads[document._name, document.id]
            row = self._row(document, kind, values, now, position + 1, previous)
            heads[document._name, document.id] = (position + 1, row[-1])
            rows.append(row)
        self.env["res.users"].flush_model()
        self.env["itsm.approval.round"].flush_model()
        self.env["itsm.approval.round.stage"].flush_model()
        self.env.execute_query(
            SQL(
                "INSERT INTO itsm_approval_decision (%s) SELECT * FROM %s",
                bulk.names(_COLUMNS),
                bulk.arrays(_COLUMNS, rows),
            )
        )
        self.invalidate_model(flush=False)
        for name in ("itsm.approval.round", "itsm.approval.round.stage"):
            self.env[name].invalidate_model(["decision_ids"], flush=False)
        for document in {entry[0] for entry in entries}:
            document.invalidate_recordset(["decision_ids"], flush=False)

    def _heads(self, documents):
        """Return the last line of each document's log.

        :return: ``{(model, id): (position, hash)}``; (0, `GENESIS`) of an empty log
        """
        heads = {(doc._name, doc.id): (0, GENESIS) for doc in documents}
        ids = {}
        for model, res_id in heads:
            ids.setdefault(model, []).append(res_id)
        for model, res_ids in ids.items():
            for res_id, position, head in self.env.execute_query(
                SQL(
                    """
                    SELECT DISTINCT ON (res_id) res_id, position, hash
                      FROM itsm_approval_decision
                     WHERE res_model = %s AND res_id = ANY(%s)
                  ORDER BY res_id, position DESC
                    """,
                    model,
                    res_ids,
                )
            ):
                heads[model, res_id] = (position, head)
        return heads

    def _row(self, document, kind, values, now, position, previous):
        user_id = values.get("user_id") or self.env.uid
        decided_at = values.get("decided_at") or now
        content_hash = values.get("content_hash") or None
        comment = (values.get("comment") or "").strip() or None
        # superuser: what happens after a round belongs to it, whoever does it
        round_id = values.get("round_id") or document.sudo().round_id.id or None
        payload = canonical(
            {
                "model": document._name,
                "id": document.id,
                "company": document.company_id.id or None,
                "number": document.number,
                "version": document.version,
                "position": position,
                "kind": kind,
                "round": round_id,
                "stage": values.get("stage_id"),
                "user": self._person(user_id),
                "principal": self._person(values.get("principal_id")),
                "delegation": values.get("delegation_id"),
                "decided_at": decided_at.replace(tzinfo=UTC).isoformat(),
                "recorded_at": now.replace(tzinfo=UTC).isoformat(),
                "comment": comment,
                "content": content_hash,
                "facts": values.get("facts"),
            }
        )
        return (
            document._name,
            document.id,
            document.company_id.id or None,
            position,
            round_id,
            values.get("stage_id"),
            kind,
            user_id,
            values.get("principal_id"),
            values.get("delegation_id"),
            decided_at,
            now,
            decided_at != now,
            comment,
            content_hash,
            payload,
            previous,
            line_hash(previous, payload),
        )

    def _person(self, user_id):
        """Return a person as the log keeps him: names and logins change."""
        if not user_id:
            return None
        # superuser: the decider's own name, whatever he may read
        user = self.env["res.users"].sudo().browse(user_id)
        return {"id": user.id, "name": user.name, "login": user.login}

    def _get_append_only_message(self):
        return self.env._(
            "The log of decisions is append-only: it is written when a document is"
            " submitted or decided, and by nobody else."
        )

    @api.model
    def _facts(self, payload):
        """Return the facts kept in a payload."""
        return json.loads(payload).get("facts") or {}
