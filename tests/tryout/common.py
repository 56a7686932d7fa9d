"""Fixtures of the try-out room: histories, and contracts whose SLA is tried."""

import base64

from odoo.fields import Command

from ..common import DATA, SHANGHAI, ItsmCommon, not_before

HEADER = "ref,opened_at,type,priority,first_response_at,resolved_at,state"
# Opened Tuesday 09:40; answered after 24 minutes, resolved after two hours.
GOOD = "A1,2026-08-04 09:40,incident,P2,2026-08-04 10:04,2026-08-04 11:40,closed"


class TryoutCommon(ItsmCommon):
    """A provider with a standard SLA, and the histories of the test data."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(not_before("2026-11-02 08:00"))
        cls.manager = cls.users["service_manager"]

    @classmethod
    def load(cls, name):
        """Build the contract that a description in JSON says.

        :return: its draft SLA
        """
        definitions = cls.env["itsm.service.definition"]
        definition = definitions._read((DATA / name).read_bytes())
        return definitions._load(definition).sla_ids

    @classmethod
    def create_tryout(cls, content, *slas, user=None, **values):
        """Create a try-out of a file.

        :param content: text, bytes, or the name of a file of the test data
        """
        if isinstance(content, str) and content.endswith(".csv"):
            content = (DATA / content).read_bytes()
        if isinstance(content, str):
            content = content.encode()
        model = cls.env["itsm.sla.tryout"].with_user(user or cls.env.user)
        return model.create(
            {
                "name": "What would have been",
                "file": base64.b64encode(content),
                "filename": "tickets.csv",
                "tz": SHANGHAI,
                "candidate_ids": [
                    Command.create({"sla_id": sla.id, "sequence": place})
                    for place, sla in enumerate(slas)
                ],
                **values,
            }
        )

    @classmethod
    def rows(cls, *rows):
        """Return a ticket table."""
        return "\n".join([HEADER, *rows]) + "\n"

    @classmethod
    def count_tickets(cls):
        """Return how many records there are that an import would make."""
        return {
            model: cls.env[model].sudo().search_count([])
            for model in (
                "helpdesk.ticket",
                "helpdesk.ticket.category",
                "helpdesk.ticket.channel",
                "helpdesk.ticket.type",
                "itsm.ticket.clock",
                "itsm.ticket.event",
            )
        }
