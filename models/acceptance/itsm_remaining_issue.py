from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..approval import guard
from .itsm_acceptance_content import ISSUE_CONTENT

STATES = [
    ("proposed", "Proposed"),
    ("open", "Open"),
    ("closed", "Closed"),
    ("void", "Void"),
]
# Written by deciding and closing only.
_ENGINE_FIELDS = frozenset(
    {"closed_by_id", "closed_on", "is_overdue_told", "origin", "resolution", "state"}
)


class ItsmRemainingIssue(models.Model):
    """Something that remains to be done for the customer (遗留问题).

    Proposed in a draft acceptance or added by the customer when he decides; open once
    both sides have signed, closed by who is responsible for it. What was agreed stays
    as it is. A project also has issues of its own, without an acceptance.
    """

    _name = "itsm.remaining.issue"
    _description = "Remaining Issue"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "date_due, id"

    name = fields.Char(
        string="Issue",
        required=True,
        tracking=True,
        help="What is to be done.",
    )
    acceptance_id = fields.Many2one(
        comodel_name="itsm.acceptance", index=True, ondelete="cascade"
    )
    project_id = fields.Many2one(
        comodel_name="project.project",
        compute="_compute_project_id",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        index=True,
        ondelete="restrict",
        domain=[("itsm_contract_id", "!=", False)],
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        compute="_compute_company_id",
        compute_sudo=True,
        store=True,
        precompute=True,
        index=True,
    )
    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Customer",
        compute="_compute_partner_id",
        compute_sudo=True,
        store=True,
    )
    side = fields.Selection(
        selection=[("provider", "Provider"), ("customer", "Customer")],
        string="Responsible Side",
        required=True,
        default="provider",
        tracking=True,
    )
    owner_id = fields.Many2one(
        comodel_name="res.users",
        string="Followed up by",
        compute="_compute_owner_id",
        store=True,
        readonly=False,
        precompute=True,
        domain=[("share", "=", False)],
        ondelete="restrict",
        index=True,
        tracking=True,
        help="Who of us settles it, or sees to it that the customer does.",
    )
    date_due = fields.Date(string="Due Date", required=True, tracking=True)
    state = fields.Selection(
        selection=STATES,
        required=True,
        readonly=True,
        copy=False,
        default="open",
        index=True,
        tracking=True,
    )
    origin = fields.Selection(
        selection=[("provider", "Provider"), ("customer", "Customer")],
        string="Entered by",
        required=True,
        readonly=True,
        default="provider",
    )
    resolution = fields.Text(string="How Closed", readonly=True, copy=False)
    evidence_ids = fields.Many2many(
        comodel_name="ir.attachment",
        relation="itsm_remaining_issue_evidence_rel",
        copy=False,
        bypass_search_access=True,
        help="Files that show that it was settled.",
    )
    closed_by_id = fields.Many2one(
        comodel_name="res.users", readonly=True, copy=False, ondelete="restrict"
    )
    closed_on = fields.Date(readonly=True, copy=False)
    is_overdue = fields.Boolean(
        string="Overdue", compute="_compute_is_overdue", search="_search_is_overdue"
    )
    is_overdue_told = fields.Boolean(readonly=True, copy=False)
    can_close = fields.Boolean(compute="_compute_can_close")
    can_edit = fields.Boolean(compute="_compute_can_edit")

    # === COMPUTE METHODS === #

    @api.depends("acceptance_id")
    def _compute_project_id(self):
        for issue in self:
            # superuser: the acceptance says it, whoever sees the project
            project = issue.sudo().acceptance_id.project_id or issue.project_id
            issue.project_id = project.sudo(self.env.su)

    @api.depends("project_id")
    def _compute_company_id(self):
        for issue in self:
            project = issue.project_id
            company = project.company_id or project.itsm_contract_id.company_id
            issue.company_id = company or self.env.company

    @api.depends("project_id.itsm_contract_id.partner_id")
    def _compute_partner_id(self):
        for issue in self:
            issue.partner_id = issue.project_id.itsm_contract_id.partner_id

    @api.depends("project_id")
    def _compute_owner_id(self):
        for issue in self:
            # superuser: who is in charge does not depend on who looks
            manager = issue.sudo().project_id.user_id
            issue.owner_id = issue.owner_id or manager

    @api.depends("state", "date_due")
    def _compute_is_overdue(self):
        today = fields.Date.context_today(self)
        for issue in self:
            late = bool(issue.date_due) and issue.date_due < today
            issue.is_overdue = late and issue.state == "open"

    @api.model
    def _search_is_overdue(self, operator, value):
        if operator != "in" or list(value) != [True]:
            return NotImplemented
        today = fields.Date.context_today(self)
        return Domain("state", "=", "open") & Domain("date_due", "<", today)

    @api.depends("acceptance_id.state", "state")
    def _compute_can_edit(self):
        for issue in self:
            issue.can_edit = issue._is_editable()

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        trusted = guard.holds_key(self.env)
        said = []
        for vals in vals_list:
            vals = dict(vals)
            if not trusted:
                self._check_engine_fields(vals)
                vals.update(origin="provider", closed_by_id=False, closed_on=False)
            # said, so that defaults of somebody's context have no say
            vals.setdefault("acceptance_id", False)
            vals["state"] = "proposed" if vals["acceptance_id"] else "open"
            vals.update(is_overdue_told=False, resolution=False)
            said.append(vals)
        issues = super().create(said)
        issues._check_frozen()
        issues._note_contributor()
        return issues

    def write(self, vals):
        if not guard.holds_key(self.env):
            self._check_engine_fields(vals)
            if {"acceptance_id", "project_id", *ISSUE_CONTENT} & vals.keys():
                self._check_frozen()
            if "evidence_ids" in vals:
                self._check_open()
        result = super().write(vals)
        if {"acceptance_id", "project_id", *ISSUE_CONTENT} & vals.keys():
            # nor is an issue moved into a frozen acceptance
            self._check_frozen()
            self._note_contributor()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_agreed(self):
        for issue in self:
            # superuser: the acceptance decides, whether or not the user sees it
            if issue.sudo().acceptance_id.state != "draft":
                raise UserError(
                    self.env._(
                        "%s is not deleted: close it, and say how it was settled.",
                        issue.name,
                    )
                )
        self._note_contributor()

    def _check_engine_fields(self, vals):
        """Refuse values that only deciding and closing set.

        :raise UserError:
        """
        if refused := sorted(_ENGINE_FIELDS & vals.keys()):
            labels = self.fields_get(refused, ["string"])
            raise UserError(
                self.env._(
                    "%s cannot be written: deciding and closing the issue set it.",
                    ", ".join(labels[name]["string"] for name in refused),
                )
            )

    # === WHAT IS FROZEN === #

    def _is_editable(self):
        """Return whether what is to be done may still be rewritten."""
        self.ensure_one()
        # superuser: the acceptance decides, whether or not the user sees it
        acceptance = self.sudo().acceptance_id
        if acceptance:
            return acceptance.state == "draft"
        return self.state == "open"

    def _check_frozen(self):
        """Refuse to change what was agreed, for everyone.

        :raise UserError:
        """
        if guard.holds_key(self.env):
            return
        for issue in self:
            if not issue._is_editable():
                raise UserError(
                    self.env._(
                        "%(issue)s stays as it was agreed in %(acceptance)s: close it,"
                        " and say how it was settled.",
                        issue=issue.name,
                        # superuser: its name, whoever sees it
                        acceptance=issue.sudo().acceptance_id.display_name
                        or issue.sudo().project_id.display_name,
                    )
                )
            # superuser: see above; who writes it writes the acceptance
            if acceptance := issue.sudo().acceptance_id:
                acceptance.sudo(self.env.su).check_access("write")

    def _check_open(self):
        for issue in self:
            if issue.state == "closed":
                raise UserError(
                    self.env._(
                        "%s is closed: how it was settled stays as it is.", issue.name
                    )
                )

    def _note_contributor(self):
        """Whoever writes an issue of a draft acceptance is one of its authors."""
        # superuser: the acceptance may be hidden from whoever may write the issue
        self.sudo().acceptance_id.sudo(self.env.su)._note_contributor()

    # === BUSINESS METHODS === #

    def _facts(self):
        """Return what the log keeps of an issue that is agreed.

        :return: JSON-like dict
        """
        self.ensure_one()
        return {
            "id": self.id,
            "name": self.name,
            "side": self.side,
            "due": fields.Date.to_string(self.date_due),
            "origin": self.origin,
        }
