import base64

from odoo import api, fields, models
from odoo.addons.base.models.res_partner import _tz_get
from odoo.exceptions import UserError
from odoo.fields import Command

from ..const import CONTRACT_BEGUN
from ..engine.instants import to_local
from ..models.operation.itsm_history_file import SeenStates

PREVIEW_ROWS = 20


class ItsmTicketImport(models.TransientModel):
    """Imports the ticket history of another service desk into a contract.

    Two steps: checking shows what would happen and everything that is wrong with the
    file; importing writes all of it or nothing.
    """

    _name = "itsm.ticket.import"
    _description = "Ticket History Import"
    _inherit = ["itsm.history.file.mixin"]

    state = fields.Selection(
        selection=[("choose", "Choose"), ("checked", "Check"), ("done", "Done")],
        default="choose",
        required=True,
        readonly=True,
    )
    file = fields.Binary(string="CSV File", attachment=False)
    filename = fields.Char()
    contract_id = fields.Many2one(
        comodel_name="itsm.contract",
        string="Service Contract",
        domain=[("state", "in", CONTRACT_BEGUN), ("kind", "!=", "amendment")],
        help="The tickets are judged by the SLA of this contract.",
    )
    tz = fields.Selection(
        selection=_tz_get,
        string="Time Zone of the File",
        compute="_compute_tz",
        store=True,
        readonly=False,
        help="Zone of the times in the file; the contract's unless you change it.",
    )
    new_count = fields.Integer(string="New Tickets", readonly=True)
    unchanged_count = fields.Integer(string="Already There, Unchanged", readonly=True)
    differing_count = fields.Integer(string="Already There, Different", readonly=True)
    outside_count = fields.Integer(string="Outside the Contract", readonly=True)
    date_first = fields.Date(string="First Opened", readonly=True)
    date_last = fields.Date(string="Last Opened", readonly=True)
    new_types = fields.Char(string="New Ticket Types", readonly=True)
    new_categories = fields.Char(readonly=True)
    new_channels = fields.Char(readonly=True)
    line_ids = fields.One2many(
        comodel_name="itsm.ticket.import.line",
        inverse_name="import_id",
        string="First Tickets",
        readonly=True,
    )
    state_ids = fields.One2many(
        comodel_name="itsm.ticket.import.state",
        inverse_name="import_id",
        string="States in the File",
    )
    remember_states = fields.Boolean(
        string="Remember These Meanings",
        default=True,
        help="Keep what you change here for the next files.",
    )
    problem_ids = fields.One2many(
        comodel_name="itsm.ticket.import.problem",
        inverse_name="import_id",
        string="Problems",
        readonly=True,
    )
    ticket_ids = fields.Many2many(comodel_name="helpdesk.ticket", readonly=True)

    # === COMPUTE METHODS === #

    @api.depends("contract_id")
    def _compute_tz(self):
        for wizard in self:
            wizard.tz = wizard.contract_id.tz or wizard.tz

    # === ACTION METHODS === #

    def action_check(self):
        """Read the file and show what importing it would do."""
        self.ensure_one()
        states = SeenStates(self._mapping())
        history = self._read(states)
        values = {
            **self._file_values(history, states),
            "state": "checked",
            "line_ids": [Command.clear()],
        }
        if not history.problems:
            plan = self._importer()._plan(self.contract_id, history)
            values.update(self._plan_values(plan))
        self.write(values)
        return self._reopen()

    def action_back(self):
        """Go back to choosing the file."""
        self.ensure_one()
        self.state = "choose"
        return self._reopen()

    def action_import(self):
        """Open the progress window, which runs the import."""
        self.ensure_one()
        if self.problem_count:
            raise UserError(self._problem_summary())
        progress = self.env["itsm.ticket.import.progress"].create(
            {"total": self.new_count}
        )
        return {
            "type": "ir.actions.client",
            "tag": "itsm_ticket_import_progress",
            "name": self.env._("Importing Tickets"),
            "target": "new",
            "params": {"import_id": self.id, "progress_id": progress.id},
        }

    def run_import(self, progress_id=None):
        """Import the file, all or nothing.

        :param progress_id: id of the ``itsm.ticket.import.progress`` that is told how
            far it is and asked whether to stop
        :return: the action to show next
        :raise UserError: the file has problems, or somebody asked to stop
        """
        self.ensure_one()
        history = self._read(self._mapping())
        if history.problems:
            raise UserError(self._problem_summary(history.problems))
        importer = self._importer()
        plan = importer._plan(self.contract_id, history)
        progress = self.env["itsm.ticket.import.progress"].browse(progress_id)
        self.ticket_ids = importer._apply(plan, progress._tell if progress else None)
        if self.remember_states:
            self.env["itsm.history.state"]._learn(self.state_ids._meanings())
        self.write({**self._plan_values(plan), "state": "done"})
        return self._reopen()

    def action_open_tickets(self):
        """Show the tickets that were imported."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "helpdesk_mgmt.helpdesk_ticket_action"
        )
        return {
            **action,
            "domain": [("id", "in", self.ticket_ids.ids)],
            "context": {},
        }

    def _reopen(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Import Tickets"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
        }

    # === READING === #

    def _importer(self):
        return super()._importer().with_company(self.contract_id.company_id)

    def _read(self, states):
        missing = [
            self._fields[name]._description_string(self.env)
            for name in ("file", "contract_id", "tz")
            if not self[name]
        ]
        if missing:
            raise UserError(
                self.env._("Fill in first: %(fields)s", fields=", ".join(missing))
            )
        self.contract_id.check_access("read")
        content = base64.b64decode(self.with_context(bin_size=False).file)
        return self._importer()._read(content, self.tz, states)

    # === WHAT THE CHECK SHOWS === #

    def _plan_values(self, plan):
        first, last = plan.period or (False, False)
        masters = plan.masters
        return {
            "new_count": len(plan.new),
            "unchanged_count": len(plan.unchanged),
            "differing_count": len(plan.differing),
            "outside_count": len(plan.outside),
            "date_first": first,
            "date_last": last,
            "new_types": ", ".join(masters.missing("type")),
            "new_categories": ", ".join(masters.missing("category")),
            "new_channels": ", ".join(masters.missing("channel")),
            "line_ids": self._line_commands(plan),
        }

    def _line_commands(self, plan):
        new = {ticket.ref for ticket in plan.new}
        outside = {ticket.ref for ticket in plan.outside}
        differing = {ticket.ref for ticket in plan.differing}
        lines = []
        for ticket in plan.history.tickets[:PREVIEW_ROWS]:
            if ticket.ref in new:
                outcome = "outside" if ticket.ref in outside else "new"
            else:
                outcome = "differing" if ticket.ref in differing else "unchanged"
            opened = to_local(ticket.opened_at, plan.contract.tz)
            lines.append(
                {
                    "row": ticket.row,
                    "ref": ticket.ref,
                    "opened_at": f"{opened:%Y-%m-%d %H:%M}",
                    "ticket_type": ticket.type,
                    "priority": ticket.priority,
                    "category": ticket.category_code,
                    "title": self._importer()._title(plan.contract, ticket),
                    "meaning": ticket.phase.value,
                    "outcome": outcome,
                }
            )
        return [Command.clear(), *map(Command.create, lines)]

    def _problem_summary(self, problems=()):
        importer = self._importer()
        lines = [importer._problem_text(problem) for problem in problems[:10]]
        first = self.env._(
            "The file has problems, so nothing was imported. Mend them and check again."
        )
        return "\n".join([first, *lines])
