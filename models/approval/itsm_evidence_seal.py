from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL, format_datetime

from ...engine.approval import GENESIS, canonical, line_hash
from . import append_only

# Who may seal and verify everything; who may read the seals besides.
OVERSEERS = (
    "itsm_service_delivery.group_auditor",
    "itsm_service_delivery.group_management_representative",
    "itsm_service_delivery.group_administrator",
)


class ItsmEvidenceSeal(models.Model):
    """A seal over all lines of the logs that were written since the seal before.

    A chain of lines cannot know of lines cut off at its end, nor of a whole log that
    was deleted. The seals can: each holds how many lines there were and the SHA-256
    over their hashes, and is itself a line of a chain. Kept outside of the database, on
    paper or in a mail, the hash of the last seal vouches for all that came before it.
    """

    _name = "itsm.evidence.seal"
    _description = "Evidence Seal"
    _inherit = ["itsm.append.only.mixin"]
    _order = "position desc"
    _log_access = False  # user_id and sealed_at say it

    position = fields.Integer(string="No.", required=True, readonly=True)
    sealed_at = fields.Datetime(required=True, readonly=True)
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Sealed by",
        required=True,
        readonly=True,
        ondelete="restrict",
    )
    first_id = fields.Integer(string="First Line", required=True, readonly=True)
    last_id = fields.Integer(
        string="Last Line", required=True, readonly=True, aggregator=None
    )
    line_count = fields.Integer(string="Lines", required=True, readonly=True)
    digest = fields.Char(
        string="SHA-256 of the Lines",
        required=True,
        readonly=True,
        help="Over the hashes of the lines in the order of their ids, one per row.",
    )
    payload = fields.Text(required=True, readonly=True)
    previous_hash = fields.Char(
        string="Hash of the Seal Before", required=True, readonly=True
    )
    hash = fields.Char(required=True, readonly=True)
    certificate = fields.Text(compute="_compute_certificate", string="To Keep Outside")

    _position_uniq = models.UniqueIndex(
        "(position)", "Somebody has sealed at the same moment."
    )

    def init(self):
        """Let the database refuse what the ORM would not see."""
        append_only.install(self.env.cr, self._table, SQL("TRUE"))

    # === COMPUTE METHODS === #

    @api.depends("position")
    def _compute_display_name(self):
        for seal in self:
            seal.display_name = self.env._("Seal %s", seal.position)

    @api.depends("hash")
    @api.depends_context("lang", "tz")
    def _compute_certificate(self):
        for seal in self:
            seal.certificate = self.env._(
                "Seal %(number)s of %(count)s lines of the approval logs, numbers"
                " %(first)s to %(last)s, of %(time)s.\nSHA-256 %(hash)s",
                number=seal.position,
                count=seal.line_count,
                first=seal.first_id,
                last=seal.last_id,
                time=format_datetime(self.env, seal.sealed_at),
                hash=seal.hash,
            )

    # === ACTION METHODS === #

    @api.model
    def action_seal(self):
        """Seal what has been recorded since the last seal, now.

        :raise AccessError: neither an auditor, the management nor an administrator
        :raise UserError: nothing has been recorded since
        """
        self._check_overseer()
        seal = self.browse(self._seal())
        if not seal:
            raise UserError(
                self.env._("Nothing has been recorded since the last seal.")
            )
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": seal.id,
            "view_mode": "form",
        }

    # === BUSINESS METHODS === #

    def _check_overseer(self):
        user = self.env.user
        if not self.env.su and not any(user.has_group(group) for group in OVERSEERS):
            raise AccessError(
                self.env._(
                    "Auditors, the management representative and administrators seal"
                    " and verify all evidence. You can verify a document that you can"
                    " read, on its form."
                )
            )

    @api.model
    def _cron_seal(self):
        self._seal()

    @api.model
    def _seal(self):
        """Seal all lines since the last seal, in a transaction of its own.

        The lock comes before anything is read: no line with a lower id can appear
        afterwards, of a decision that was still under way.

        :return: id of the seal, False when there was nothing to seal
        """
        with self.env.registry.cursor() as cr:
            # no query comes before the locks: it would fix what this transaction sees
            cr.execute("SET LOCAL lock_timeout = '20s'")
            cr.execute("LOCK TABLE itsm_evidence_seal IN SHARE ROW EXCLUSIVE MODE")
            cr.execute("LOCK TABLE itsm_approval_decision IN SHARE MODE")
            return self.with_env(self.env(cr=cr))._seal_locked()

    def _seal_locked(self):
        # superuser: seals are over all logs, whoever seals
        last = self.sudo().search([], limit=1)
        first_id, last_id, count, digest = self._digest(last.last_id)
        if not count:
            return False
        now = fields.Datetime.now()
        position = last.position + 1
        previous = last.hash or GENESIS
        sealed = (first_id, last_id, count, digest)
        payload = self._payload(position, now, self.env.uid, *sealed)
        ((seal_id,),) = self.env.execute_query(
            SQL(
                """
                INSERT INTO itsm_evidence_seal (
                    position, sealed_at, user_id, first_id, last_id, line_count,
                    digest, payload, previous_hash, hash
                ) VALUES %s RETURNING id
                """,
                (
                    *(position, now, self.env.uid, *sealed),
                    *(payload, previous, line_hash(previous, payload)),
                ),
            )
        )
        self.invalidate_model(flush=False)
        return seal_id

    def _payload(self, position, at, by_id, first_id, last_id, count, digest):
        """Return the text that is hashed."""
        return canonical(
            {
                "position": position,
                "sealed_at": at,
                "by": by_id,
                "first": first_id,
                "last": last_id,
                "lines": count,
                "digest": digest,
            }
        )

    @api.model
    def _digest(self, after_id, last_id=None):
        """Return what a seal says of the lines with ids from one to another.

        :param int after_id: the first line has a higher id
        :param int last_id: id of the last line; None = to the end
        :return: ``(first id, last id, count, SHA-256)``
        """
        (found,) = self.env.execute_query(
            SQL(
                """
                SELECT min(id), max(id), count(*), encode(sha256(convert_to(
                       string_agg(hash, E'\\n' ORDER BY id), 'UTF8')), 'hex')
                  FROM itsm_approval_decision
                 WHERE id > %s AND (%s IS NULL OR id <= %s)
                """,
                after_id or 0,
                last_id,
                last_id,
            )
        )
        return found

    def _get_append_only_message(self):
        return self.env._(
            'Seals are append-only: they are made by "Seal Now" every day.'
        )
