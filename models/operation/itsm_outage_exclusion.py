from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ...engine.instants import from_datetime
from ...engine.spans import normalise, total

# Only code of this addon can put this very object into a context: a caller over RPC,
# whose context is his own, cannot.
_DECISION = object()
_DECIDED = ("approved_by_id", "approved_at")


class ItsmOutageExclusion(models.Model):
    """Minutes of an outage that do not count (免责时段), with reason and approver.

    It counts once a service manager other than its author has approved it; from then
    on it is frozen until the approval is revoked (domain 3.6).
    """

    _name = "itsm.outage.exclusion"
    _description = "Outage Exclusion"
    _inherit = ["itsm.bound.mixin"]
    _bound_to = "outage_id"
    _order = "date_start, id"

    outage_id = fields.Many2one(
        comodel_name="itsm.outage", required=True, index=True, ondelete="cascade"
    )
    date_start = fields.Datetime(string="Start", required=True)
    date_end = fields.Datetime(string="End", required=True)
    kind = fields.Selection(
        selection=[
            ("customer", "Caused by the customer"),
            ("force_majeure", "Force majeure"),
            ("announced", "Announced maintenance"),
            ("other", "Other"),
        ],
        required=True,
    )
    reason = fields.Char(required=True)
    approved_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Approved by",
        readonly=True,
        copy=False,
        ondelete="restrict",
    )
    approved_at = fields.Datetime(readonly=True, copy=False)

    _end_after_start = models.Constraint(
        "CHECK (date_end > date_start)", "An exclusion ends after it starts."
    )

    # === CONSTRAINT METHODS === #

    @api.constrains("outage_id", "date_start", "date_end")
    def _check_dates(self):
        for exclusion in self:
            outage = exclusion.outage_id
            after = outage.date_end and exclusion.date_end > outage.date_end
            if exclusion.date_start < outage.date_start or after:
                raise ValidationError(
                    self.env._(
                        "The exclusion “%(reason)s” reaches beyond the outage "
                        "%(outage)s: its times must lie within those of the outage.",
                        reason=exclusion.reason,
                        outage=outage.name,
                    )
                )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if any(vals.get(name) for name in _DECIDED):
                raise UserError(self._decision_message())
        # Said explicitly, so that defaults in a context have no say
        undecided = dict.fromkeys(_DECIDED, False)
        return super().create([{**vals, **undecided} for vals in vals_list])

    def write(self, vals):
        if self.env.context.get("itsm_decision") is not _DECISION:
            if any(name in vals for name in _DECIDED):
                raise UserError(self._decision_message())
            self._check_not_approved()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_approved(self):
        self._check_not_approved()

    def _check_not_approved(self):
        for exclusion in self:
            if exclusion.approved_at:
                raise UserError(
                    self.env._(
                        "The exclusion “%(reason)s” is approved: revoke the approval "
                        "before you change it.",
                        reason=exclusion.reason,
                    )
                )

    def _decision_message(self):
        return self.env._(
            'An approval is not written: use the buttons "Approve" and "Revoke".'
        )

    # === ACTION METHODS === #

    def action_approve(self):
        """Let the exclusion count.

        :raise AccessError: not a service manager, or the author
        """
        self._check_manager()
        for exclusion in self:
            if exclusion.create_uid == self.env.user:
                raise AccessError(
                    self.env._(
                        "You wrote the exclusion “%(reason)s”: somebody else approves "
                        "it.",
                        reason=exclusion.reason,
                    )
                )
        self._decide(
            self.env.user, fields.Datetime.now(), self.env._("Exclusion approved")
        )

    def action_revoke(self):
        """Take the approval back, so that the exclusion can be changed."""
        self._check_manager()
        nobody = self.env["res.users"]
        self._decide(nobody, False, self.env._("Approval of an exclusion revoked"))

    def _decide(self, user, instant, title):
        self.with_context(itsm_decision=_DECISION).write(
            {"approved_by_id": user.id, "approved_at": instant}
        )
        for exclusion in self:
            exclusion.outage_id.message_post(
                body=self.env._(
                    "%(title)s: %(reason)s (%(start)s to %(end)s UTC)",
                    title=title,
                    reason=exclusion.reason,
                    start=exclusion.date_start,
                    end=exclusion.date_end,
                )
            )

    def _check_manager(self):
        self.check_access("write")
        if not self.env.user.has_group("itsm_service_delivery.group_service_manager"):
            raise AccessError(self.env._("Only service managers approve exclusions."))

    # === BUSINESS METHODS === #

    def _minutes_approved(self):
        """Return the minutes of the approved exclusions, overlaps counted once."""
        approved = self.filtered("approved_at")
        spans = [
            (from_datetime(line.date_start), from_datetime(line.date_end))
            for line in approved
        ]
        return total(normalise(spans)) // 60
