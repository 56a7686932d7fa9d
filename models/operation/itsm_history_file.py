import base64
import csv
import io

from odoo import fields, models
from odoo.fields import Command

from ...engine.history import EVENT_LOG, TICKET_TABLE, StateMapping

PROBLEM_ROWS = 200


class ItsmHistoryFileMixin(models.AbstractModel):
    """A record that reads the history file of another service desk.

    It has ``state_ids`` (lines of ``itsm.history.state.line.mixin``) and
    ``problem_ids`` (of ``itsm.history.problem.mixin``): what the file's states mean,
    and what is wrong with it, with row and column.
    """

    _name = "itsm.history.file.mixin"
    _description = "Reader of a Ticket History"

    format = fields.Selection(
        selection=[
            (TICKET_TABLE, "Ticket table (one row per ticket)"),
            (EVENT_LOG, "Event log (one row per update)"),
        ],
        readonly=True,
        copy=False,
    )
    problem_count = fields.Integer(readonly=True, copy=False)
    problem_file = fields.Binary(attachment=False, readonly=True, copy=False)
    problem_filename = fields.Char(default="problems.csv", readonly=True)

    def _importer(self):
        return self.env["itsm.ticket.importer"]

    def _mapping(self):
        """Return the shared meanings of states with those of this record on top."""
        shared = self.env["itsm.history.state"]._shared_mapping()
        return shared.changed(self.state_ids._meanings())

    def _file_values(self, history, states):
        """Return what reading a file has found, to be written.

        :param engine.history.History history: problems included
        :param SeenStates states: that it was read with
        """
        return {
            "format": history.format,
            "problem_ids": self._problem_commands(history.problems),
            "problem_count": len(history.problems),
            "problem_file": self._problem_csv(history.problems),
            "state_ids": self._state_commands(states),
        }

    def _state_commands(self, states):
        """Return commands for one line per state seen; what the user set stays."""
        lines = {line.name: line for line in self.state_ids}
        reasons = self.env["itsm.pause.reason"].with_context(active_test=False)
        reasons = {item.code: item.id for item in reasons.search_fetch([], ["code"])}
        commands = [
            Command.delete(line.id)
            for name, line in lines.items()
            if name not in states.counts
        ]
        for name, count in states.counts.items():
            if name in lines:
                commands.append(Command.update(lines[name].id, {"count": count}))
                continue
            meaning = states.get(name)
            values = {"name": name, "count": count, "known": bool(meaning)}
            if meaning:
                values["meaning"] = meaning.phase.value
                values["pause_reason_id"] = reasons.get(meaning.reason)
            commands.append(Command.create(values))
        return commands

    def _problem_commands(self, problems):
        importer = self._importer()
        shown = [
            {
                "row": problem.row,
                "column": problem.column,
                "message": importer._problem_message(problem),
            }
            for problem in problems[:PROBLEM_ROWS]
        ]
        return [Command.clear(), *map(Command.create, shown)]

    def _problem_csv(self, problems):
        """Return every problem as a CSV file that a spreadsheet opens."""
        if not problems:
            return False
        importer = self._importer()
        text = io.StringIO()
        writer = csv.writer(text)
        writer.writerow(
            [self.env._("Row"), self.env._("Column"), self.env._("Problem")]
        )
        for problem in problems:
            message = importer._problem_message(problem)
            writer.writerow([problem.row or "", problem.column, message])
        return base64.b64encode(text.getvalue().encode("utf-8-sig"))


class SeenStates(StateMapping):
    """A mapping that counts the states it is asked for."""

    def __init__(self, mapping):
        super().__init__({})
        self._mapping = mapping
        self.counts = {}

    def get(self, name):
        self.counts[name] = self.counts.get(name, 0) + 1
        return self._mapping.get(name)
