from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...const import STATE_MEANINGS
from ...engine.history import Meaning, Phase, StateMapping


class ItsmHistoryState(models.Model):
    """What a state of another service desk means, for the import of its tickets.

    A name is understood whatever its case, blanks and underscores. A state without a
    line is an error of the file: it is never guessed.
    """

    _name = "itsm.history.state"
    _description = "State of an Imported History"
    _order = "sequence, name"

    name = fields.Char(string="State in the File", required=True)
    meaning = fields.Selection(
        selection=STATE_MEANINGS + [("merged", "Merged")], required=True
    )
    pause_reason_id = fields.Many2one(
        comodel_name="itsm.pause.reason",
        help="The reason that pauses of this state are recorded with.",
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    # === CONSTRAINT METHODS === #

    @api.constrains("name", "active")
    def _check_name(self):
        for state in self.filtered("active"):
            others = self.search([("id", "!=", state.id)])
            if others._mapping().get(state.name) is not None:
                raise ValidationError(
                    self.env._(
                        "The state “%(name)s” has a meaning already. Change that line "
                        "instead of adding a second one.",
                        name=state.name,
                    )
                )

    @api.constrains("meaning", "pause_reason_id")
    def _check_pause_reason(self):
        for state in self:
            if state.meaning == "paused" and not state.pause_reason_id:
                raise ValidationError(
                    self.env._(
                        "The state “%(name)s” pauses a ticket: choose the reason that "
                        "the pause is recorded with.",
                        name=state.name,
                    )
                )

    # === BUSINESS METHODS === #

    @api.model
    def _shared_mapping(self):
        """Return the meanings that all files share.

        :rtype: engine.history.StateMapping
        """
        return self.search_fetch([], ["name", "meaning", "pause_reason_id"])._mapping()

    def _mapping(self):
        """Return the states of these lines as the engine reads them.

        :rtype: engine.history.StateMapping
        """
        return StateMapping(
            {
                state.name: Meaning(
                    Phase(state.meaning), state.pause_reason_id.code or ""
                )
                for state in self
            }
        )

    @api.model
    def _learn(self, meanings):
        """Keep meanings for the next files: change lines or add them.

        :param meanings: ``{name: engine.history.Meaning}``
        """
        reasons = self.env["itsm.pause.reason"].search_fetch([], ["code"])
        lines = self.search_fetch([], ["name", "meaning", "pause_reason_id"])
        for name, meaning in meanings.items():
            line = lines.filtered(lambda line: line._mapping().get(name))  # noqa: B023
            if line and line._mapping().get(name) == meaning:
                continue
            values = {
                "meaning": meaning.phase.value,
                "pause_reason_id": reasons.filtered(
                    lambda reason: reason.code == meaning.reason  # noqa: B023
                ).id,
            }
            if line:
                line.write(values)
            else:
                self.create({"name": name, **values})
