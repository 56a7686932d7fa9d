from dataclasses import dataclass, field, replace
from datetime import date

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import plaintext2html, split_every

from ...const import CONTRACT_BEGUN
from ...engine.errors import EngineError
from ...engine.history import (
    MESSAGES,
    History,
    HistoryError,
    Phase,
    ReadOptions,
    TicketHistory,
    read_history,
)
from ...engine.instants import from_datetime, local_date, to_datetime
from .itsm_import_masters import ImportMasters

BATCH = 500

# Which stage an imported ticket may stand in, best first.
STAGE_MEANINGS = {
    Phase.NEW: ("new",),
    Phase.ACTIVE: ("active", "new"),
    Phase.PAUSED: ("paused", "active"),
    Phase.RESOLVED: ("resolved", "closed"),
    Phase.CLOSED: ("closed", "resolved"),
    Phase.CANCELLED: ("cancelled",),
    Phase.MERGED: ("cancelled",),
}


@dataclass
class ImportPlan:
    """What importing a history into a contract will do.

    ``new`` are created; ``unchanged`` and ``differing`` are there already, under the
    same reference in the same contract, and are left alone; ``outside`` are those of
    ``new`` that were opened before or after the contract's dates.
    """

    contract: models.BaseModel
    history: History
    masters: ImportMasters
    new: list[TicketHistory] = field(default_factory=list)
    unchanged: list[TicketHistory] = field(default_factory=list)
    differing: list[TicketHistory] = field(default_factory=list)
    outside: list[TicketHistory] = field(default_factory=list)

    @property
    def period(self) -> tuple[date, date] | None:
        """The first and the last local date on which a ticket was opened."""
        tickets = self.history.tickets
        if not tickets:
            return None
        instants = [ticket.opened_at for ticket in tickets]
        zone = self.contract.tz
        return local_date(min(instants), zone), local_date(max(instants), zone)


class ItsmTicketImporter(models.AbstractModel):
    """Brings ticket histories of other service desks into a contract, all or nothing.

    How to use: ``_read`` checks the file, ``_plan`` says what would happen, ``_apply``
    does it. The wizard and ``script/replay`` are its two users. Events of an imported
    history count as known when they happened, so that reports of the past hold them.
    """

    _name = "itsm.ticket.importer"
    _description = "Import of Ticket Histories"

    @api.model
    def _read(self, content, timezone, states=None, error_limit=1000):
        """Read a file of either format.

        :param bytes content: the CSV file
        :param str timezone: zone of the times in the file
        :param StateMapping states: default: the active ``itsm.history.state`` lines
        :param int error_limit: reading ends after so many problems
        :rtype: engine.history.History
        :raise UserError: an unknown time zone
        """
        shared = self.env["itsm.history.state"]._shared_mapping()
        # A ticket table gives its pauses no reason: they get the one of this state.
        paused = shared.get("paused")
        reasons = self.env["itsm.pause.reason"].search_fetch([], ["code"], limit=1)
        reason = paused.reason if paused else ""
        priorities = self.env["itsm.priority"].search_fetch([], ["code"])
        options = ReadOptions(
            timezone=timezone,
            priorities=frozenset(priorities.mapped("code")),
            states=states or shared,
            pause_reason=reason or reasons.code or "",
            error_limit=error_limit,
        )
        try:
            history = read_history(content, options)
        except EngineError as error:
            raise UserError(self.env._(error.message, **error.values)) from error
        return replace(history, problems=history.problems + self._future(history))

    @api.model
    def _future(self, history):
        """Return a problem for each ticket in which something is yet to happen."""
        now = from_datetime(fields.Datetime.now())
        return tuple(
            HistoryError(ticket.row, "", "in_the_future", {"value": ticket.ref})
            for ticket in history.tickets
            if max(event.at for event in ticket.events) > now
        )

    @api.model
    def _problem_text(self, problem):
        """Return a problem of a file as one line: place and message.

        :param HistoryError problem: as in ``History.problems``
        """
        message = self._problem_message(problem)
        if not problem.row:
            return message
        if not problem.column:
            return self.env._(
                "Row %(row)s: %(message)s", row=problem.row, message=message
            )
        return self.env._(
            "Row %(row)s, column “%(column)s”: %(message)s",
            row=problem.row,
            column=problem.column,
            message=message,
        )

    @api.model
    def _problem_message(self, problem):
        return self.env._(MESSAGES[problem.code], **problem.values)

    # === PLAN === #

    @api.model
    def _plan(self, contract, history):
        """Find out what importing would do, without writing anything.

        :param contract: ``itsm.contract`` of one record
        :param History history: without problems
        :rtype: ImportPlan
        :raise UserError: the file has problems, or the contract is a draft
        """
        contract.ensure_one()
        if contract.state not in CONTRACT_BEGUN:
            raise UserError(
                self.env._(
                    "The contract %(contract)s is %(state)s: its SLA cannot judge "
                    "tickets. Import once the contract is in force.",
                    contract=contract.display_name,
                    state=contract._get_state_label(),
                )
            )
        if history.problems:
            raise UserError("\n".join(map(self._problem_text, history.problems[:20])))
        plan = ImportPlan(contract, history, ImportMasters(contract, history.tickets))
        there = self._events_there(contract, [item.ref for item in history.tickets])
        for ticket in history.tickets:
            if ticket.ref not in there:
                plan.new.append(ticket)
                if not self._is_inside(contract, ticket):
                    plan.outside.append(ticket)
            elif there[ticket.ref] == self._signature(ticket):
                plan.unchanged.append(ticket)
            else:
                plan.differing.append(ticket)
        return plan

    @api.model
    def _is_inside(self, contract, ticket):
        opened_on = local_date(ticket.opened_at, contract.tz)
        return contract.date_start <= opened_on <= contract._get_last_day()

    @api.model
    def _signature(self, ticket):
        """Return what must be alike for a ticket to count as unchanged."""
        return [
            (event.kind.value, to_datetime(event.at), event.reason, event.value)
            for event in ticket.events
        ]

    @api.model
    def _events_there(self, contract, refs):
        """Return the imported events of the tickets that are there: by reference."""
        # As superuser: a ticket that the user may not see is there all the same.
        tickets = self.env["helpdesk.ticket"].sudo().with_context(active_test=False)
        tickets = tickets.search_fetch(
            [("itsm_contract_id", "=", contract.id), ("itsm_import_ref", "in", refs)],
            ["itsm_import_ref"],
        )
        there = {ticket.itsm_import_ref: [] for ticket in tickets}
        events = tickets.env["itsm.ticket.event"].search_fetch(
            [("ticket_id", "in", tickets.ids), ("imported", "=", True)],
            ["ticket_id", "kind", "happened_at", "pause_reason_id", "priority_id"],
            order="ticket_id, id",
        )
        for event in events:
            there[event.ticket_id.itsm_import_ref].append(
                (
                    event.kind,
                    event.happened_at,
                    event.pause_reason_id.code or "",
                    event.priority_id.code or "",
                )
            )
        return there

    # === APPLY === #

    @api.model
    def _apply(self, plan, progress=None):
        """Create the plan's new tickets with their timelines and clocks.

        :param ImportPlan plan: of this transaction
        :param progress: called with the number of tickets done; it may raise to stop
        :return: the new tickets
        """
        plan.masters.create_missing()
        stages = self._stages(plan.contract)
        reasons = self.env["itsm.pause.reason"].with_context(active_test=False)
        reasons = {item.code: item.id for item in reasons.search_fetch([], ["code"])}
        model = tickets = self.env["helpdesk.ticket"]
        for batch in split_every(BATCH, plan.new, list):
            if progress:
                progress(len(tickets))
            # PostgreSQL checks foreign keys by plans it keeps: made while the tables
            # were empty, they read the whole table for each new row.
            self.env.cr.execute("DISCARD PLANS")
            tickets += model._create_with_timelines(
                [self._ticket_values(plan, stages, history) for history in batch],
                [self._timeline_values(plan, reasons, history) for history in batch],
            )
        if progress:
            progress(len(tickets))
        return tickets

    @api.model
    def _timeline_values(self, plan, reasons, history):
        """Return the events of a ticket as ``_create_with_timelines`` takes them."""
        priorities = plan.masters.priorities
        entries = []
        for event in history.events:
            values = {}
            if event.reason:
                values["pause_reason_id"] = reasons.get(event.reason)
            if event.value in priorities:
                values["priority_id"] = priorities[event.value].id
            entries.append((event.kind, to_datetime(event.at), values))
        return entries

    @api.model
    def _ticket_values(self, plan, stages, history):
        contract, masters = plan.contract, plan.masters
        category = masters.record("category", history.category_code)
        priority = masters.priorities.get(history.priority)
        title = self._title(contract, history) or category.name or history.ref
        return {
            "number": history.ref,
            "itsm_import_ref": history.ref,
            "name": title,
            "description": plaintext2html(history.note or title),
            "company_id": contract.company_id.id,
            "partner_id": contract.partner_id.id,
            "partner_name": contract.partner_id.name,
            "itsm_contract_id": contract.id,
            "itsm_service_id": category.itsm_service_id.id,
            "project_id": contract.project_id.id,
            "type_id": masters.record("type", history.type).id,
            "category_id": category.id,
            "channel_id": masters.record("channel", history.channel).id,
            "itsm_priority_id": priority.id if priority else False,
            "priority": priority.helpdesk_priority if priority else "1",
            "itsm_support_line": history.support_line or 0,
            "itsm_rating": history.rating or 0,
            "stage_id": self._stage(stages, history).id,
            "user_id": False,
            "team_id": False,
        }

    @api.model
    def _title(self, contract, history):
        """Return the title in the customer's language, else in the other one."""
        language = contract.partner_id.lang or self.env.lang or ""
        if language.startswith("zh"):
            return history.title_zh or history.title_en
        return history.title_en or history.title_zh

    # === STAGES === #

    @api.model
    def _stages(self, contract):
        """Return the stages that imported tickets may stand in, in their order."""
        return self.env["helpdesk.ticket.stage"].search(
            [
                ("company_id", "in", [False, contract.company_id.id]),
                ("team_ids", "=", False),
            ]
        )

    @api.model
    def _stage(self, stages, history):
        """Return the stage that means what the history's last state means."""
        reason = next(
            (event.reason for event in reversed(history.events) if event.reason), ""
        )
        for meaning in STAGE_MEANINGS[history.phase]:
            fitting = stages.filtered(
                lambda stage: stage._itsm_get_meaning() == meaning  # noqa: B023
            )
            of_reason = fitting.filtered(
                lambda stage: stage.itsm_pause_reason_id.code == reason
            )
            if fitting:
                return (of_reason or fitting)[0]
        raise UserError(
            self.env._(
                "No ticket stage means “%(meaning)s”. Set the meaning of a stage, then "
                "import again.",
                meaning=history.phase.value,
            )
        )
