from odoo import api, fields, models
from odoo.tools import SQL, format_datetime

from ...const import EVENT_KINDS


class ItsmTicketEvent(models.Model):
    """An event of a ticket's timeline: written once, never edited (design 4).

    The only way in is ``helpdesk.ticket._record_events``, which inserts the rows
    itself: ``create``, ``write`` and ``unlink`` refuse everybody, the superuser
    included, and a database trigger refuses what gets past the ORM. Events go only
    with their ticket. A migration that must touch the table disables the trigger
    ``itsm_ticket_event_append_only`` and says so.
    """

    _name = "itsm.ticket.event"
    _description = "Ticket Event"
    _inherit = ["itsm.append.only.mixin", "itsm.bound.mixin"]
    _order = "happened_at, id"
    _log_access = False  # user_id and recorded_at say it

    ticket_id = fields.Many2one(
        comodel_name="helpdesk.ticket",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    kind = fields.Selection(selection=EVENT_KINDS, required=True, readonly=True)
    happened_at = fields.Datetime(
        required=True,
        readonly=True,
        help="When it happened; of a correction, the right instant.",
    )
    recorded_at = fields.Datetime(required=True, readonly=True)
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Recorded by",
        readonly=True,
        ondelete="restrict",
    )
    pause_reason_id = fields.Many2one(
        comodel_name="itsm.pause.reason", readonly=True, ondelete="restrict"
    )
    priority_id = fields.Many2one(
        comodel_name="itsm.priority", readonly=True, ondelete="restrict"
    )
    contract_id = fields.Many2one(
        comodel_name="itsm.contract", readonly=True, ondelete="restrict"
    )
    reason = fields.Char(readonly=True)
    corrects_id = fields.Many2one(
        comodel_name="itsm.ticket.event",
        readonly=True,
        index="btree_not_null",
        ondelete="cascade",
    )
    correction_ids = fields.One2many(
        comodel_name="itsm.ticket.event", inverse_name="corrects_id", readonly=True
    )
    void = fields.Boolean(readonly=True, help="The corrected event never happened.")
    imported = fields.Boolean(
        readonly=True,
        help="Taken over from another system, where it was known when it happened.",
    )
    effective_at = fields.Datetime(
        string="Counts from",
        compute="_compute_effective",
        help="When it happened after all corrections.",
    )
    is_void = fields.Boolean(compute="_compute_effective")
    summary = fields.Char(compute="_compute_summary")

    def init(self):
        """Let the database refuse what the ORM would not see."""
        self.env.cr.execute(
            SQL(
                """
                CREATE OR REPLACE FUNCTION itsm_ticket_event_append_only()
                RETURNS trigger AS $$
                BEGIN
                    -- deeper than 1: the ticket is deleted and takes its events along
                    IF TG_OP = 'DELETE' AND pg_trigger_depth() > 1 THEN
                        RETURN OLD;
                    END IF;
                    RAISE EXCEPTION 'itsm_ticket_event is append-only'
                        USING ERRCODE = 'integrity_constraint_violation';
                END
                $$ LANGUAGE plpgsql;
                DROP TRIGGER IF EXISTS itsm_ticket_event_append_only
                    ON itsm_ticket_event;
                CREATE TRIGGER itsm_ticket_event_append_only
                    BEFORE UPDATE OR DELETE ON itsm_ticket_event
                    FOR EACH ROW EXECUTE FUNCTION itsm_ticket_event_append_only();
                """
            )
        )

    # === COMPUTE METHODS === #

    @api.depends("happened_at", "correction_ids.happened_at", "correction_ids.void")
    def _compute_effective(self):
        for event in self:
            correction = event._last_correction()
            event.effective_at = (correction or event).happened_at
            event.is_void = correction.void

    @api.depends(
        "kind", "void", "corrects_id", "pause_reason_id", "priority_id", "contract_id"
    )
    def _compute_summary(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for event in self:
            parts = [kinds.get(event.kind)]
            if event.corrects_id:
                corrected = kinds.get(event.corrects_id.kind)
                parts = [
                    self.env._("%(event)s never happened", event=corrected)
                    if event.void
                    else self.env._("%(event)s corrected", event=corrected)
                ]
            # sudo: the name of a contract that the reader may not open
            parts += [
                event.pause_reason_id.name,
                event.priority_id.display_name,
                event.sudo().contract_id.display_name,
            ]
            event.summary = " · ".join(part for part in parts if part)

    @api.depends("summary", "effective_at")
    @api.depends_context("tz")
    def _compute_display_name(self):
        for event in self:
            instant = format_datetime(self.env, event.effective_at)
            event.display_name = f"{event.summary} · {instant}"

    def _last_correction(self):
        """Return the correction of this event that counts: the last one recorded."""
        self.ensure_one()
        corrections = self.correction_ids.filtered(lambda event: not event.is_void)
        return corrections.sorted("id")[-1:]

    # === BUSINESS METHODS === #

    def _get_append_only_message(self):
        return self.env._(
            "The timeline of a ticket is append-only: events are recorded by what "
            "happens to the ticket. A wrong time is mended by a correction."
        )
