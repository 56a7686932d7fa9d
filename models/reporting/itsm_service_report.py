from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...const import CONTRACT_BEGUN
from ...engine.instants import from_datetime, local_date
from ..approval import guard
from .figure_text import period_text

# What a person writes; everything else comes from computing, approving, revising.
_CONTENT = {"confidentiality", "lang", "summary", "miss_ids", "retention_years"}
_IDENTITY = {"contract_id", "period_start", "period_end"}


class ItsmServiceReport(models.Model):
    """A service report of one contract and period (服务月报, clause 1.1.16).

    A draft is computed as often as one likes; the approval freezes it, its lines and
    its files. What changes in the tickets afterwards never changes it: the next report
    says so, or a new version replaces it and keeps it.
    """

    _name = "itsm.service.report"
    _description = "Service Report"
    _inherit = ["itsm.document.mixin"]
    _document_type = "service_report"
    _order = "period_start desc, contract_id, id desc"
    _rec_name = "number"

    name = fields.Char(string="Title", compute="_compute_name")
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
    known_at = fields.Datetime(
        readonly=True,
        copy=False,
        help="Only what was recorded by then is in the figures.",
    )
    state = fields.Selection(selection_add=[("in_force", "Approved")])
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
    prepared_at = fields.Datetime(string="Prepared on", readonly=True, copy=False)

    # === COMPUTE METHODS === #

    @api.model
    def _selection_lang(self):
        return self.env["res.lang"].get_installed()

    @api.depends("number", "version")
    def _compute_display_name(self):
        for report in self:
            suffix = f" v{report.version}" if report.version != "1.0" else ""
            report.display_name = (report.number or "/") + suffix

    @api.depends("period_name")
    def _compute_name(self):
        for report in self:
            report.name = self.env._(
                "Service Report %s", report.with_context(lang=report.lang).period_name
            )

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
                or report.period_end > contract._get_last_day()
            ):
                raise ValidationError(
                    self.env._(
                        "The period %(start)s to %(end)s is not within the contract "
                        "%(contract)s (%(first)s to %(last)s). Choose dates within it.",
                        start=report.period_start,
                        end=report.period_end,
                        contract=contract.number,
                        first=contract.date_start,
                        last=contract._get_last_day(),
                    )
                )
            if contract.state not in CONTRACT_BEGUN:
                raise ValidationError(
                    self.env._(
                        "The contract %s is not in force yet: there is nothing to "
                        "report.",
                        contract.number,
                    )
                )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        # copies: the caller's values stay as they are
        vals_list = [dict(vals) for vals in vals_list]
        for vals in vals_list:
            self._check_writable(vals, _CONTENT | _IDENTITY)
            contract = self.env["itsm.contract"].browse(vals.get("contract_id"))
            if contract:
                for name, value in self._period_defaults(contract).items():
                    vals[name] = vals.get(name) or value
        # The unique indexes must see states that wait to be written.
        self.flush_model(["state"])
        return super(ItsmServiceReport, self._without_defaults()).create(vals_list)

    def write(self, vals):
        self._check_writable(vals, _CONTENT)
        return super().write(vals)

    def _write_result(self, vals):
        """Store what computing says, of a draft.

        :param dict vals: any fields
        """
        self._check_draft()
        return guard.with_key(self).write(vals)

    def _check_draft(self):
        """Refuse to compute what has been submitted.

        :raise UserError: for everyone, administrators and the superuser included
        """
        self._check_editable(["dataset"])

    def _check_writable(self, vals, names):
        """Refuse values that only the program sets."""
        if guard.holds_key(self.env):
            return
        refused = [
            name
            for name in vals
            if name not in names
            and name != "state"
            and not name.startswith(guard.SOCIAL_PREFIXES)
        ]
        if refused:
            raise UserError(
                self.env._(
                    "These fields of a service report cannot be written: %s. Its "
                    "buttons compute, submit and revise it.",
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

    def _note_contributor(self):
        result = super()._note_contributor()
        if not guard.holds_key(self.env) and not self.env.user._is_superuser():
            self._write_result({"prepared_at": fields.Datetime.now()})
        return result

    def _next_number(self, vals):
        return self._number_for(vals)

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
        day = min(max(last_month, contract.date_start), contract._get_last_day())
        start, end = contract._month_around(day)
        installed = dict(self._selection_lang())
        lang = contract.partner_id.lang
        return {
            "period_start": start,
            "period_end": end,
            "lang": lang if lang in installed else self.env.lang or "en_US",
        }
