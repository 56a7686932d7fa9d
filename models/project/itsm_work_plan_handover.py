from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ..approval import guard


class ItsmWorkPlanHandover(models.Model):
    """Somebody's work goes to somebody else: for a leave, or for good.

    For good, the lines of the new version name the successor. For a leave the lines
    keep their people, and note the days; the tasks of those days are the successor's.
    """

    _name = "itsm.work.plan.handover"
    _description = "Work Plan Handover"
    _inherit = ["itsm.document.part.mixin"]
    _order = "change_id, date_from, id"
    _agreement_path = "change_id"
    _check_company_auto = True

    change_id = fields.Many2one(
        comodel_name="itsm.work.plan.change",
        string="Work Plan Change",
        required=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="change_id.company_id")
    plan_id = fields.Many2one(related="change_id.plan_id")
    replaced_id = fields.Many2one(
        comodel_name="res.users",
        string="Replaced Person",
        required=True,
        domain=[("share", "=", False)],
        check_company=True,
        index=True,
        ondelete="restrict",
    )
    successor_id = fields.Many2one(
        comodel_name="res.users",
        required=True,
        compute="_compute_successor_id",
        store=True,
        readonly=False,
        precompute=True,
        domain=[("share", "=", False)],
        check_company=True,
        index=True,
        ondelete="restrict",
    )
    date_from = fields.Date(string="From", required=True)
    date_until = fields.Date(
        string="Until", help="The last day, of a leave. Empty: for good."
    )
    line_ids = fields.Many2many(
        comodel_name="itsm.work.plan.line",
        string="Lines",
        compute="_compute_line_ids",
        store=True,
        readonly=False,
        precompute=True,
        domain="[('plan_id', '=', plan_id)]",
        help="What is handed over; by default all that the person works on then.",
    )
    note = fields.Text(
        string="Handover Note",
        help="State of the work, accounts, contacts, what to watch.",
    )

    _check_dates = models.Constraint(
        "CHECK (date_until >= date_from)",
        "The handover ends before it begins: correct one of its days.",
    )
    _check_people = models.Constraint(
        "CHECK (replaced_id <> successor_id)",
        "Nobody takes over from himself: choose another successor.",
    )

    # === COMPUTE METHODS === #

    @api.depends("replaced_id", "successor_id")
    def _compute_display_name(self):
        for handover in self:
            # superuser: a reader of the change reads who is who in it
            people = handover.sudo()
            names = (people.replaced_id.name or "", people.successor_id.name or "")
            handover.display_name = " → ".join(names)

    @api.depends("replaced_id", "change_id.project_id")
    def _compute_successor_id(self):
        """Propose the backup that the project team names for a person."""
        for handover in self:
            # superuser: who is whose backup is known in the team
            team = handover.change_id.project_id.sudo().itsm_member_ids
            member = team.filtered(
                lambda member, person=handover.replaced_id: (
                    member.user_id == person and member.state == "confirmed"
                )
            )[:1]
            backup = member.backup_id.user_id
            handover.successor_id = handover.successor_id or backup.sudo(False)

    @api.depends("replaced_id", "date_from", "date_until", "change_id.plan_id")
    def _compute_line_ids(self):
        for handover in self:
            person = handover.replaced_id
            handover.line_ids = handover.change_id.plan_id.line_ids.filtered(
                lambda line, person=person, handover=handover: (
                    not line.child_ids
                    and not line.is_cancelled
                    and person in line.user_id | line.helper_ids
                    and handover._covers(line.date_start, line.date_end)
                )
            )

    # === CONSTRAINT METHODS === #

    @api.constrains("line_ids", "change_id")
    def _check_lines(self):
        for handover in self:
            # superuser: whatever the user sees of the plan
            handover = handover.sudo()
            if handover.line_ids.plan_id - handover.change_id.plan_id:
                raise ValidationError(
                    self.env._(
                        "Only lines of %s are handed over.",
                        handover.change_id.plan_id.display_name,
                    )
                )

    # === BUSINESS METHODS === #

    def _covers(self, first, last):
        """Return whether a span of days touches the time of the handover."""
        start, end = self.date_from, self.date_until
        if not start or not first or not last:
            return bool(start)
        return last >= start and (not end or first <= end)

    def _apply(self):
        """Write into the draft version what the handovers mean for its lines.

        For good: the successor is named. For a leave: the days are noted.
        """
        # superuser: the program does what was agreed to, not the user
        for handover in guard.with_key(self.sudo()):
            plan = handover.change_id.new_plan_id
            keys = set(handover.line_ids.mapped("key"))
            for line in plan.line_ids.filtered(lambda line, k=keys: line.key in k):
                line.write(handover._line_vals(line))

    def _line_vals(self, line):
        """Return what a handover changes of a line."""
        old, new = self.replaced_id, self.successor_id
        if self.date_until:
            note = f"{self.date_from} – {self.date_until}: {old.name} → {new.name}"
            notes = (line.remark or "").split("; ") if line.remark else []
            return {} if note in notes else {"remark": "; ".join([*notes, note])}
        vals = {}
        if line.user_id == old:
            vals["user_id"] = new.id
        if old in line.helper_ids:
            helpers = line.helper_ids - old
            vals["helper_ids"] = [(6, 0, (helpers | new).ids)]
        return vals

    def _get_left_over(self):
        """Return the lines of the new version that still name who was replaced."""
        self.ensure_one()
        # superuser: what must be there does not depend on who submits
        handover = self.sudo()
        if handover.date_until:
            return handover.line_ids.browse()
        keys = set(handover.line_ids.mapped("key"))
        return handover.change_id.new_plan_id.line_ids.filtered(
            lambda line: (
                line.key in keys
                and handover.replaced_id in line.user_id | line.helper_ids
            )
        )

    def _note_for(self, user):
        """Return the handovers that concern a person, as a note in his language."""
        mine = self.filtered(lambda h: user in h.replaced_id | h.successor_id)
        env = self.with_context(lang=user.lang).env
        lines = []
        for handover in mine:
            lines.append(
                env._(
                    "%(people)s, from %(first)s until %(last)s. %(note)s",
                    people=handover.display_name,
                    first=handover.date_from,
                    last=handover.date_until,
                    note=handover.note or "",
                )
                if handover.date_until
                else env._(
                    "%(people)s, from %(first)s on, for good. %(note)s",
                    people=handover.display_name,
                    first=handover.date_from,
                    note=handover.note or "",
                )
            )
        return "\n".join(lines) or False

    def _holders(self, users, first, last, today):
        """Return who works on a task, where its line names some people.

        In the days of a leave, and for what lies in them as a whole, the successor;
        before a handover for good, still who is replaced.

        :param users: whom the line names
        :param date first: planned start of the task
        :param date last: planned end
        :param date today: where the service is delivered
        """
        for handover in self:
            old, new = handover.replaced_id, handover.successor_id
            start, end = handover.date_from, handover.date_until
            if end and old in users:
                within = start <= first and last <= end
                running = start <= today <= end and handover._covers(first, last)
                if within or running:
                    users = users - old | new
            elif not end and new in users and today < start and first < start:
                users = users - new | old
        return users

    @api.model
    def _in_force_of(self, plan):
        """Return the handovers of changes in force of a plan, in any version."""
        # superuser: who works on what does not depend on who looks
        return self.sudo().search(
            Domain("change_id.state", "=", "in_force")
            & Domain("change_id.new_plan_id.number", "=", plan.number)
            & Domain("change_id.company_id", "=", plan.company_id.id)
        )
