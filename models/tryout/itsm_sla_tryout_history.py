import base64
import hashlib

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import human_size

from ..approval import guard
from ..operation.itsm_history_file import SeenStates
from .packed_history import pack, summarise, unpack

# A log of 100,000 tickets is about 60 MB.
MAX_BYTES = 96 * 1024 * 1024
MAX_TICKETS = 250_000


class ItsmSlaTryout(models.Model):
    """The history of a try-out: read when it is chosen, all of it or nothing."""

    _inherit = "itsm.sla.tryout"

    file = fields.Binary(
        string="Ticket History",
        attachment=True,
        copy=False,
        help="CSV file (UTF-8): a ticket table with one row per ticket, or an event log"
        " with one row per update. It is only read here: no ticket is made.",
    )
    filename = fields.Char(copy=False)
    file_size = fields.Integer(string="Size", readonly=True, copy=False)
    file_sha256 = fields.Char(string="SHA-256 of the File", readonly=True, copy=False)
    history = fields.Binary(attachment=True, readonly=True, copy=False)
    history_sha256 = fields.Char(
        string="SHA-256 of What Was Read", readonly=True, copy=False
    )
    summary = fields.Json(readonly=True, copy=False)
    ticket_count = fields.Integer(string="Tickets", readonly=True, copy=False)
    date_first = fields.Date(string="First Opened", readonly=True, copy=False)
    date_last = fields.Date(string="Last Opened", readonly=True, copy=False)
    state_ids = fields.One2many(
        comodel_name="itsm.sla.tryout.state",
        inverse_name="tryout_id",
        string="States in the File",
        copy=False,
    )
    problem_ids = fields.One2many(
        comodel_name="itsm.sla.tryout.problem",
        inverse_name="tryout_id",
        string="Problems",
        readonly=True,
        copy=False,
    )

    # === READING === #

    def _importer(self):
        return super()._importer().with_company(self.company_id)

    def _read_file(self):
        """Read the file, or forget what was read of a former one.

        Whatever is wrong is listed with row and column; then nothing is kept of it.

        :raise UserError: the file is too large to be read
        """
        self.ensure_one()
        values = dict.fromkeys(
            (
                *("history", "history_sha256", "summary", "ticket_count"),
                *("date_first", "date_last", "file_sha256", "file_size", "format"),
            ),
            False,
        )
        content = base64.b64decode(self.with_context(bin_size=False).file or b"")
        if not self.file:
            values.update(problem_ids=[(5,)], state_ids=[(5,)], problem_count=0)
        else:
            self._check_size(len(content))
            states = SeenStates(self._mapping())
            history = self._importer()._read(content, self.tz, states)
            values.update(
                self._file_values(history, states),
                file_sha256=hashlib.sha256(content).hexdigest(),
                file_size=len(content),
            )
            if not history.problems:
                values.update(self._history_values(history))
        # superuser: whoever may write the try-out may have its file read
        guard.with_key(self.sudo()).write(values)

    def _check_size(self, size):
        if size > MAX_BYTES:
            raise UserError(
                self.env._(
                    "The file has %(size)s; up to %(most)s can be tried out. Leave out"
                    " the columns that are not needed, or take fewer months.",
                    size=human_size(size),
                    most=human_size(MAX_BYTES),
                )
            )

    def _history_values(self, history):
        tickets = history.tickets
        if len(tickets) > MAX_TICKETS:
            raise UserError(
                self.env._(
                    "The file has %(count)s tickets; up to %(most)s can be tried out."
                    " Take fewer months.",
                    count=f"{len(tickets):,}",
                    most=f"{MAX_TICKETS:,}",
                )
            )
        packed = pack(tickets)
        summary = summarise(tickets, self.tz)
        return {
            "history": base64.b64encode(packed),
            "history_sha256": hashlib.sha256(packed).hexdigest(),
            "ticket_count": len(tickets),
            "date_first": summary["first"],
            "date_last": summary["last"],
            "summary": {name: summary[name] for name in ("priorities", "months")},
        }

    def _tickets(self):
        """Return the tickets that were read.

        :rtype: list[engine.history.TicketHistory]
        """
        self.ensure_one()
        return unpack(base64.b64decode(self.with_context(bin_size=False).history))
