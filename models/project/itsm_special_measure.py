from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

ACTIVITY = "itsm_service_delivery.mail_activity_special_measure"

# What somebody who is responsible for a measure says about it.
ANSWER = frozenset({"date_done", "evidence"})


class ItsmSpecialMeasure(models.Model):
    """Something that a project does beyond the usual (专门措施, 1.1)."""

    _name = "itsm.special.measure"
    _description = "Special Measure of a Project"
    _inherit = ["itsm.project.register.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "is_done, date_due, id"
    _check_company_auto = True

    name = fields.Char(string="Measure", required=True, tracking=True)
    description = fields.Text(help="What is to be done, and why.")
    owner_id = fields.Many2one(
        comodel_name="res.users",
        string="Responsible",
        required=True,
        index=True,
        ondelete="restrict",
        tracking=True,
        domain="[('share', '=', False)]",
    )
    date_due = fields.Date(string="Due Date", required=True, tracking=True)
    date_done = fields.Date(string="Done on", tracking=True, copy=False)
    evidence = fields.Text(
        copy=False,
        help="What shows that it was done; attach files to a message below.",
    )
    is_done = fields.Boolean(
        string="Done", compute="_compute_is_done", store=True, index=True
    )
    is_overdue = fields.Boolean(
        string="Overdue", compute="_compute_is_overdue", search="_search_is_overdue"
    )
    can_answer = fields.Boolean(compute="_compute_can_answer")

    # === COMPUTE METHODS === #

    @api.depends("date_done")
    def _compute_is_done(self):
        for measure in self:
            measure.is_done = bool(measure.date_done)

    @api.depends("date_done", "date_due")
    def _compute_is_overdue(self):
        today = fields.Date.context_today(self)
        for measure in self:
            due = measure.date_due
            measure.is_overdue = bool(due) and not measure.date_done and due < today

    @api.model
    def _search_is_overdue(self, operator, value):
        if operator != "in" or list(value) != [True]:
            return NotImplemented
        today = fields.Date.context_today(self)
        return Domain("date_done", "=", False) & Domain("date_due", "<", today)

    @api.depends("owner_id", "can_manage")
    @api.depends_context("uid")
    def _compute_can_answer(self):
        for measure in self:
            owns = measure.owner_id == self.env.user
            measure.can_answer = measure.can_manage or owns

    # === CONSTRAINT METHODS === #

    @api.constrains("date_done", "evidence")
    def _check_done(self):
        for measure in self.filtered("date_done"):
            if not (measure.evidence or "").strip():
                raise ValidationError(
                    self.env._(
                        "%(measure)s: say under Evidence what shows that it was done.",
                        measure=measure.name,
                    )
                )
            if measure.date_done > measure.project_id._itsm_today():
                raise ValidationError(
                    self.env._(
                        "%(measure)s: it cannot be done on a day to come.",
                        measure=measure.name,
                    )
                )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        measures = super().create(vals_list)
        measures._follow_up()
        return measures

    def write(self, vals):
        self._check_written(vals)
        result = super().write(vals)
        if vals.keys() & {"owner_id", "date_due", "date_done", "name"}:
            self._follow_up()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_done(self):
        for measure in self.filtered("is_done"):
            raise UserError(
                self.env._(
                    "%(measure)s was done: it is evidence and stays.",
                    measure=measure.name,
                )
            )

    # === ACTION METHODS === #

    def action_done(self):
        """Note that measures were done today.

        :raise ValidationError: nobody has said what shows it
        """
        for measure in self.filtered(lambda measure: not measure.date_done):
            measure.date_done = measure.project_id._itsm_today()
        return True

    # === BUSINESS METHODS === #

    def _check_written(self, vals):
        """Let whoever is responsible say that it was done, and nothing else.

        :raise AccessError:
        """
        names = {name for name in vals if name in self._fields} - ANSWER
        names = {n for n in names if not n.startswith(("activity_", "message_"))}
        if not names or self.env.su:
            return
        for measure in self.filtered(lambda measure: not measure.can_manage):
            raise AccessError(
                self.env._(
                    "%(measure)s: whoever is responsible says when it was done and what"
                    " shows it; the rest is for the project manager.",
                    measure=measure.name,
                )
            )

    def _follow_up(self):
        """Keep one activity for whoever is responsible, until it is done."""
        for measure in self:
            # superuser: the activity may be somebody else's
            record = measure.sudo()
            if record.date_done:
                record.activity_feedback([ACTIVITY], feedback=record.evidence)
                continue
            record.activity_unlink([ACTIVITY])
            env = record.with_context(lang=record.owner_id.lang).env
            record.activity_schedule(
                ACTIVITY,
                user_id=record.owner_id.id,
                date_deadline=record.date_due,
                summary=env._("Special measure: %s", record.name),
            )
