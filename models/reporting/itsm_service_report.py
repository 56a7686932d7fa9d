from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...const import CONFIDENTIALITY
from ...engine.instants import from_datetime, local_date
from .figure_text import period_text

# What a person writes; everything else comes from computing, approving, revising.
_CONTENT = {"confidentiality", "lang", "summary", "miss_ids"}
_IDENTITY = {"contract_id", "period_start", "period_end"}
# Conversations and to-dos go on after the approval.
_ALWAYS = ("message_", "activity_", "website_message_", "rating_")


class ItsmServiceReport(models.Model):
    """A service report of one contract and period (服务月报, clause 1.1.16).

    A draft is computed as often as one likes; the approval freezes it, its lines and
    its files. What changes in the tickets afterwards never changes it: the next report
    says so, or a new version replaces it and keeps it.
    """

    _name = "itsm.service.report"
    _description = "Service Report"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "period_start desc, contract_id, version desc"
    _rec_name = "number"

    number = fields.Char(required=True, readonly=True, copy=False, default="/")
    version = fields.Integer(required=True, readonly=True, copy=False, default=1)
    contract_id = fields.Many2one(
        comodel_name="itsm.contract",
        required=True,
        index=True,
        ondelete="restrict",
        tracking=True,
    )
    company_id = fields.Many2one(
        related="contract_id.company_id", store=True, index=True
    )
    partner_id = fields.Many2one(
        related="contract_id.partner_id", string="Customer", store=True
    )
    project_id = fields.Many2one(related="contract_id.project_id")
    period_start = fields.Date(string="From", required=True)
    period_end = fields.Date(
        string="To", required=True, help="The last day of the period."
    )
    period_name = fields.Char(string="Period", compute="_compute_period_name")
    lang = fields.Selection(
        selection="_selection_lang",
        string="Language",
        required=True,
        help="Language of the printed report; the customer's unless changed.",
    )
    confidentiality = fields.Selection(
        selection=CONFIDENTIALITY, required=True, default="internal"
    )
    known_at = fields.Datetime(
        readonly=True,
        copy=False,
        help="Only what was recorded by then is in the figures.",
    )
    state = fields.Selection(
        selection=[
            ("draft", "Draft"),
            ("approved", "Approved"),
            ("superseded", "Superseded"),
        ],
        required=True,
        readonly=True,
        default="draft",
        copy=False,
        tracking=True,
    )
    replaces_id = fields.Many2one(
        comodel_name="itsm.service.report",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    summary = fields.Text(
        help="One statement per line. Written by the program when the report is "
        "computed; what you change stays."
    )
    generated_summary = fields.Text(readonly=True, copy=False)
    dataset = fields.Json(readonly=True, copy=False)
    error_message = fields.Text(readonly=True, copy=False)
    figure_ids = fields.One2many(
        comodel_name="itsm.service.report.figure",
        inverse_name="report_id",
        readonly=True,
    )
    miss_ids = fields.One2many(
        comodel_name="itsm.service.report.miss", inverse_name="report_id"
    )
    miss_count = fields.Integer(
        string="Missed Targets", compute="_compute_miss_count"
    )
    prepared_by_id = fields.Many2one(
        comodel_name="res.users", readonly=True, copy=False, tracking=True
    )
    prepared_at = fields.Datetime(readonly=True, copy=False)
    approved_by_id = fields.Many2one(
        comodel_name="res.users", readonly=True, copy=False, tracking=True
    )
    approved_at = fields.Datetime(readonly=True, copy=False)

    _version_uniq = models.UniqueIndex(
        "(contract_id, period_start, period_end, version)",
        "There is already a report of this contract and period.",
    )
    _draft_uniq = models.UniqueIndex(
        "(contract_id, period_start, period_end) WHERE state = 'draft'",
        "There is already a draft of this contract and period.",
    )
    _approved_uniq = models.UniqueIndex(
        "(contract_id, period_start, period_end) WHERE state = 'approved'",
        "There is already an approved report of this contract and period.",
    )

    # === COMPUTE METHODS === #

    @api.model
    def _selection_lang(self):
        return self.env["res.lang"].get_installed()

    @api.depends("number", "version")
    def _compute_display_name(self):
        for report in self:
            suffix = f" v{report.version}" if report.version > 1 else ""
            report.display_name = (report.number or "/") + suffix

    @api.depends("period_start", "period_end")
    @api.depends_context("lang")
    def _compute_period_name(self):
        for report in self:
            report.period_name = (
                period_text(self.env, report.period_start, report.period_end)
                if report.period_start and report.period_end
                else False
            )

    @api.depends("miss_ids")
    def _compute_miss_count(self):
        counts = dict(
            self.env["itsm.service.report.miss"]._read_group(
                [("report_id", "in", self.ids)], ["report_id"], ["__count"]
            )
        )
        for report in self:
            report.miss_count = counts.get(report._origin, 0)

    @api.onchange("contract_id")
    def _onchange_contract_id(self):
        if self.contract_id:
            defaults = self._period_defaults(self.contract_id)
            self.period_start = defaults["period_start"]
            self.period_end = defaults["period_end"]
            self.lang = defaults["lang"]

    # === CONSTRAINT METHODS === #

    @api.constrains("period_start", "period_end", "contract_id")
    def _check_period(self):
        for report in self:
            contract = report.contract_id
            if report.period_end < report.period_start:
                raise ValidationError(
                    self.env._("The period of a report cannot end before it starts.")
                )
            if (
                report.period_start < contract.date_start
                or report.period_end > contract.date_end
            ):
                raise ValidationError(
                    self.env._(
                        "The period %(start)s to %(end)s is not within the contract "
                        "%(contract)s (%(first)s to %(last)s). Choose dates within it.",
                        start=report.period_start,
                        end=report.period_end,
                        contract=contract.number,
                        first=contract.date_start,
                        last=contract.date_end,
                    )
                )
            if contract.state == "draft":
                raise ValidationError(
                    self.env._(
                        "The contract %s is not in force yet: there is nothing to "
                        "report.",
                        contract.number,
                    )
                )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):  # pylint: disable=method-required-super
        for vals in vals_list:
            self._check_writable(vals, _CONTENT | _IDENTITY)
            contract = self.env["itsm.contract"].browse(vals.get("contract_id"))
            if contract:
                for name, value in self._period_defaults(contract).items():
                    vals[name] = vals.get(name) or value
            if not self.env.su:
                vals.update(self._prepared_now())
        return self._create_result(vals_list)

    def write(self, vals):
        if any(not name.startswith(_ALWAYS) for name in vals):
            self._check_draft()
            self._check_writable(vals, _CONTENT)
            if not self.env.su and _CONTENT & vals.keys():
                vals = {**vals, **self._prepared_now()}
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_approved(self):
        self._check_draft()

    def _write_result(self, vals):
        """Store what computing, approving or revising says: the only way past `write`.

        :param dict vals: any fields
        """
        return super().write(vals)  # pylint: disable=super-method-mismatch

    def _create_result(self, vals_list):
        """Make drafts with any values: the only way past `create`.

        :param list vals_list: dicts of any fields
        """
        for vals in vals_list:
            vals.setdefault("state", "draft")
            vals.setdefault("version", 1)
            vals["number"] = self._number_for(vals)
        # The unique indexes must see states that wait to be written.
        self.flush_model(["state"])
        # Defaults of a caller's context must not set what values may not.
        cleaned = self._without_defaults()
        # pylint: disable-next=super-method-mismatch
        return super(ItsmServiceReport, cleaned).create(vals_list)

    def _check_draft(self):
        """Refuse to change approved reports.

        :raise UserError: for everyone, administrators and the superuser included
        """
        frozen = self.filtered(lambda report: report.state != "draft")
        if frozen:
            raise UserError(
                self.env._(
                    "The report %s is approved: it cannot be changed or deleted. Make "
                    "a new version instead.",
                    frozen[0].display_name,
                )
            )

    def _check_writable(self, vals, names):
        """Refuse values that only the program sets."""
        refused = [
            name
            for name in vals
            if name not in names and not name.startswith(_ALWAYS)
        ]
        if refused:
            raise UserError(
                self.env._(
                    "These fields of a service report cannot be written: %s. Its "
                    "buttons compute, approve and revise it.",
                    ", ".join(sorted(refused)),
                )
            )

    def _without_defaults(self):
        allowed = _CONTENT | _IDENTITY
        context = {
            key: value
            for key, value in self.env.context.items()
            if not key.startswith("default_") or key.removeprefix("default_") in allowed
        }
        return self.with_context(context)  # pylint: disable=context-overridden

    def _prepared_now(self):
        return {"prepared_by_id": self.env.uid, "prepared_at": fields.Datetime.now()}

    @api.model
    def _number_for(self, vals):
        """Return ``YB-<contract>-YYYYMM`` (clause 1.11), with the dates when the period
        is not the contract's part of a calendar month."""
        contract = self.env["itsm.contract"].browse(vals.get("contract_id"))
        start = fields.Date.to_date(vals.get("period_start"))
        end = fields.Date.to_date(vals.get("period_end"))
        if not (contract and start and end):
            return "/"
        if (start, end) == contract._month_around(start):
            return f"YB-{contract.number}-{start:%Y%m}"
        return f"YB-{contract.number}-{start:%Y%m%d}-{end:%Y%m%d}"

    def _is_calendar_month(self):
        """Return whether the period is the contract's part of a calendar month."""
        month = self.contract_id._month_around(self.period_start)
        return (self.period_start, self.period_end) == month

    @api.model
    def _period_defaults(self, contract):
        """Return the last calendar month within the contract, and the language.

        :rtype: dict
        """
        now = from_datetime(fields.Datetime.now())
        today = local_date(now, contract.tz)
        last_month = today.replace(day=1) - timedelta(days=1)
        # Not yet a month old, or long over: its first or its last month.
        day = min(max(last_month, contract.date_start), contract.date_end)
        start, end = contract._month_around(day)
        installed = dict(self._selection_lang())
        lang = contract.partner_id.lang
        return {
            "period_start": start,
            "period_end": end,
            "lang": lang if lang in installed else self.env.lang or "en_US",
        }
