from psycopg2.errors import SerializationFailure

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL


class ItsmTicketImportProgress(models.TransientModel):
    """How far a running import is, and whether somebody asked to stop it.

    The import tells it through a cursor of its own, so that others see it before the
    import's transaction ends, and never touches it in that transaction.
    """

    _name = "itsm.ticket.import.progress"
    _description = "Ticket History Import: Progress"

    done = fields.Integer(readonly=True)
    total = fields.Integer(readonly=True)
    stopped = fields.Boolean(readonly=True)

    def get_progress(self):
        """Return how far the import is.

        :return: ``{"done": int, "total": int}``
        """
        self.ensure_one()
        return {"done": self.done, "total": self.total}

    def stop(self):
        """Ask the import to stop: it then undoes everything."""
        self.ensure_one()
        self.stopped = True

    def _tell(self, done):
        """Note how many tickets are done.

        :raise UserError: somebody asked to stop
        """
        self.ensure_one()
        query = SQL(
            "UPDATE %s SET done = %s WHERE id = %s RETURNING stopped",
            SQL.identifier(self._table),
            done,
            self.id,
        )
        try:
            with self.env.registry.cursor() as cr:
                cr.execute(query, log_exceptions=False)
                row = cr.fetchone()
        except SerializationFailure:
            return  # `stop` wrote it at this instant: the next call will see it
        if row and row[0]:
            raise UserError(self._get_stopped_message())

    def _get_stopped_message(self):
        return self.env._("Stopped. Nothing was imported.")
