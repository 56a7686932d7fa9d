from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..approval import guard
from .itsm_closure_template import CLOSURE_CHECKS

# Written by the program: who settled an item and when, or what the program found.
_BY_PROGRAM = frozenset(
    {"check", "done_by_id", "done_on", "evidence", "finding", "reason", "state"}
)


class ItsmClosureItem(models.Model):
    """An item of a closure's checklist, settled by somebody or checked by the program.

    What people settle has a name, a day, and evidence or a reason. What the program
    checks is what it finds: it says what is missing, and opens it.
    """

    _name = "itsm.closure.item"
    _description = "Item of a Project Closure"
    _inherit = ["itsm.document.part.mixin"]
    _order = "closure_id, sequence, id"
    _agreement_path = "closure_id"
    _check_company_auto = True

    closure_id = fields.Many2one(
        comodel_name="itsm.project.closure",
        string="Project Closure",
        required=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="closure_id.company_id")
    sequence = fields.Integer(default=10)
    name = fields.Char(string="What Must Be Done", required=True)
    guidance = fields.Text()
    check = fields.Selection(
        selection=CLOSURE_CHECKS, string="Checked by the Program", readonly=True
    )
    responsible_id = fields.Many2one(
        comodel_name="res.users",
        domain=[("share", "=", False)],
        check_company=True,
        help="Who sees to it and settles it, besides those who write the closure.",
    )
    state = fields.Selection(
        selection=[
            ("open", "Open"),
            ("done", "Done"),
            ("not_applicable", "Not Applicable"),
            ("waived", "Waived"),
        ],
        required=True,
        readonly=True,
        default="open",
    )
    done_by_id = fields.Many2one(
        comodel_name="res.users", string="Settled by", readonly=True
    )
    done_on = fields.Date(string="Settled on", readonly=True)
    evidence = fields.Text(readonly=True)
    reason = fields.Text(string="Why Not Applicable", readonly=True)
    finding = fields.Text(
        string="Missing", readonly=True, help="What the program found missing."
    )
    can_settle = fields.Boolean(compute="_compute_can_settle")

    # === COMPUTE METHODS === #

    @api.depends("closure_id.state", "check", "responsible_id")
    @api.depends_context("uid")
    def _compute_can_settle(self):
        for item in self:
            item.can_settle = (
                not item.check
                and item.closure_id.state == "draft"
                and item._may_settle()
            )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        if not guard.holds_key(self.env):
            for vals in vals_list:
                self._check_by_people(vals)
        return super().create(vals_list)

    def write(self, vals):
        if not guard.holds_key(self.env):
            self._check_by_people(vals)
        return super().write(vals)

    def _check_by_people(self, vals):
        """Refuse what only the program notes.

        :raise UserError: names the fields
        """
        refused = sorted(name for name in _BY_PROGRAM & vals.keys() if vals[name])
        if refused:
            labels = self.fields_get(refused, ["string"])
            raise UserError(
                self.env._(
                    "%(fields)s of a checklist item cannot be written: settle it by its"
                    " button, or have the program check it.",
                    fields=", ".join(labels[name]["string"] for name in refused),
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_checked(self):
        if any(item.check for item in self) and not guard.holds_key(self.env):
            raise UserError(
                self.env._("What the program checks is not taken off the checklist.")
            )

    # === ACTION METHODS === #

    def action_settle(self):
        """Ask for the evidence, or for the reason why the item does not apply."""
        self.ensure_one()
        self._check_may_settle()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Settle Item"),
            "res_model": "itsm.closure.settle",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_item_id": self.id},
        }

    def action_reopen(self):
        """Take back that an item is settled."""
        for item in self:
            item._check_may_settle()
            item._note(
                {
                    "state": "open",
                    "done_by_id": False,
                    "done_on": False,
                    "evidence": False,
                    "reason": False,
                }
            )
        return True

    def action_open_missing(self):
        """Open what the program finds missing."""
        self.ensure_one()
        self.check_access("read")
        return self.closure_id._open_missing(self.check)

    # === BUSINESS METHODS === #

    def settle(self, kind, text):
        """Note that an item is done, or does not apply, by whom and when.

        :param str kind: ``done`` or ``not_applicable``
        :param str text: the evidence, or the reason: mandatory
        :raise AccessError: neither responsible nor a writer of the closure
        :raise UserError: no text, checked by the program, or submitted already
        """
        if kind not in ("done", "not_applicable"):
            raise UserError(self.env._("An item is done, or does not apply."))
        text = (text or "").strip()
        if not text:
            raise UserError(
                self.env._(
                    "Say what shows that it is done, or why it does not apply: the"
                    " director reads it."
                )
            )
        for item in self:
            item._check_may_settle()
            done = kind == "done"
            item._note(
                {
                    "state": kind,
                    "done_by_id": self.env.uid,
                    "done_on": fields.Date.context_today(self),
                    "evidence": text if done else False,
                    "reason": False if done else text,
                }
            )
        return True

    def _note(self, values):
        """Write what the program notes, of a draft closure."""
        self._check_agreement_draft()
        # superuser: who is responsible need not be allowed to write the closure
        guard.with_key(self.sudo()).write(values)
        self.closure_id._note_contributor()

    def _may_settle(self):
        self.ensure_one()
        if self.env.su or self.responsible_id == self.env.user:
            return True
        return self.closure_id.has_access("write")

    def _check_may_settle(self):
        """Refuse who is not concerned, and what is not settled by people.

        :raise AccessError:
        :raise UserError:
        """
        self.ensure_one()
        self.check_access("read")
        if not self._may_settle():
            raise AccessError(
                self.env._(
                    '"%(item)s" is settled by %(responsible)s, or by those who write'
                    " the closure.",
                    item=self.name,
                    responsible=self.responsible_id.name
                    or self.env._("the project manager"),
                )
            )
        if self.check:
            raise UserError(
                self.env._(
                    '"%s" is checked by the program: press "Check Again" once it is'
                    " done.",
                    self.name,
                )
            )
        self._check_agreement_draft()
