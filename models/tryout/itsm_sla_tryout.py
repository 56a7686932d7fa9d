from odoo import api, fields, models
from odoo.addons.base.models.res_partner import _tz_get
from odoo.exceptions import AccessError, UserError
from odoo.tools import date_utils

from ...engine.approval import canonical, digest
from ..approval import guard

MAX_CANDIDATES = 5


class ItsmSlaTryout(models.Model):
    """What candidate SLAs would have meant for a customer's own tickets (SLA 试算).

    A history that the customer exported from his service desk is read once, and each of
    up to five candidate SLAs judges its tickets by the same engine that judges ours. No
    ticket is made. What was tried is kept with the hashes of its inputs, so that it can
    be shown later on what ground an SLA was chosen.
    """

    _name = "itsm.sla.tryout"
    _description = "SLA Try-out"
    _inherit = ["itsm.history.file.mixin"]
    _order = "id desc"
    _check_company_auto = True

    name = fields.Char(required=True)
    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Customer",
        check_company=True,
        index=True,
    )
    company_id = fields.Many2one(
        comodel_name="res.company", required=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(
        comodel_name="res.currency", compute="_compute_currency_id"
    )
    tz = fields.Selection(
        selection=_tz_get,
        string="Time Zone",
        required=True,
        default=lambda self: self.env.user.tz or "UTC",
        help="Of the times in the file, and of the months and hours of the result.",
    )
    state = fields.Selection(
        selection=[
            ("draft", "Draft"),
            ("computing", "Computing"),
            ("done", "Done"),
            ("outdated", "Outdated"),
        ],
        compute="_compute_state",
        store=True,
        help="Outdated: the file, the period, a candidate's SLA or its service hours"
        " have changed since the results were computed.",
    )
    candidate_ids = fields.One2many(
        comodel_name="itsm.sla.tryout.candidate",
        inverse_name="tryout_id",
        string="Candidates",
        copy=True,
    )
    candidate_count = fields.Integer(compute="_compute_candidate_count")
    attainment_wanted = fields.Float(
        string="Wanted Attainment (%)",
        digits=(5, 2),
        default=95.0,
        help="The tightest target is searched that would have been met in so many"
        " percent of the tickets.",
    )
    date_start = fields.Date(
        string="From",
        compute="_compute_period",
        store=True,
        readonly=False,
        copy=False,
        help="First month of the result. Whole months: the first day of the month is"
        " taken.",
    )
    date_end = fields.Date(
        string="To",
        compute="_compute_period",
        store=True,
        readonly=False,
        copy=False,
        help="Last month of the result, taken to its last day.",
    )
    computed_at = fields.Datetime(readonly=True, copy=False)
    computed_by_id = fields.Many2one(
        comodel_name="res.users", string="Computed by", readonly=True, copy=False
    )
    inputs = fields.Json(
        readonly=True, copy=False, help="What the results were computed from."
    )
    note = fields.Html(string="Notes")

    _check_wanted = models.Constraint(
        "CHECK (attainment_wanted > 0 AND attainment_wanted <= 100)",
        "The wanted attainment is a percentage above 0 and up to 100.",
    )
    _check_period = models.Constraint(
        "CHECK (date_end >= date_start)",
        "The period ends before it starts: correct one of the months.",
    )

    # === COMPUTE METHODS === #

    @api.depends("company_id")
    def _compute_currency_id(self):
        for tryout in self:
            tryout.currency_id = tryout.company_id.currency_id

    @api.depends("candidate_ids")
    def _compute_candidate_count(self):
        for tryout in self:
            tryout.candidate_count = len(tryout.candidate_ids)

    @api.depends("date_first", "date_last")
    def _compute_period(self):
        """Take the months in which tickets were opened.

        What happens to the last ones later would only dilute the monthly means.
        """
        for tryout in self:
            if not tryout.date_first:
                tryout.date_start = tryout.date_end = False
                continue
            tryout.date_start = date_utils.start_of(tryout.date_first, "month")
            tryout.date_end = date_utils.end_of(tryout.date_last, "month")

    @api.depends(
        "attainment_wanted",
        "candidate_ids.is_outdated",
        "computed_at",
        "date_end",
        "date_start",
        "history_sha256",
        "tz",
    )
    def _compute_state(self):
        for tryout in self:
            if tryout.run_id:
                tryout.state = "computing"
            elif not tryout.computed_at:
                tryout.state = "draft"
            elif (
                any(tryout.candidate_ids.mapped("is_outdated"))
                or canonical(tryout._get_inputs()) != canonical(tryout.inputs)
            ):
                tryout.state = "outdated"
            else:
                tryout.state = "done"

    # === CONSTRAINT METHODS === #

    @api.constrains("candidate_ids")
    def _check_candidates(self):
        for tryout in self:
            if len(tryout.candidate_ids) > MAX_CANDIDATES:
                tryout._refuse_more()

    def _refuse_more(self):
        raise UserError(
            self.env._(
                "A try-out compares up to %(most)s candidates. Remove one before you"
                " add another, or start a second try-out.",
                most=MAX_CANDIDATES,
            )
        )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._refuse_engine_fields(vals)
            self._take_whole_months(vals)
        tryouts = super().create(vals_list)
        for tryout in tryouts.filtered("file"):
            tryout._read_file()
        return tryouts

    def write(self, vals):
        self._refuse_engine_fields(vals)
        vals = dict(vals)
        self._take_whole_months(vals)
        result = super().write(vals)
        if {"file", "state_ids", "tz"} & vals.keys() and not guard.holds_key(self.env):
            for tryout in self:
                tryout._read_file()
        return result

    def _refuse_engine_fields(self, vals):
        """Refuse figures that were not computed.

        :raise AccessError:
        """
        forged = self._get_engine_fields() & vals.keys()
        if forged and not guard.holds_key(self.env):
            raise AccessError(
                self.env._(
                    "The results of a try-out are computed, never entered: %(fields)s.",
                    fields=", ".join(sorted(forged)),
                )
            )

    @api.model
    def _get_engine_fields(self):
        """Return the names of the fields that only the program writes."""
        return {
            "computed_at",
            "computed_by_id",
            "date_first",
            "date_last",
            "file_sha256",
            "file_size",
            "format",
            "history",
            "history_sha256",
            "inputs",
            "problem_count",
            "problem_file",
            "problem_ids",
            "run_id",
            "state",
            "summary",
            "ticket_count",
        }

    @api.model
    def _take_whole_months(self, vals):
        for name, edge in (
            ("date_start", date_utils.start_of),
            ("date_end", date_utils.end_of),
        ):
            if vals.get(name):
                vals[name] = edge(fields.Date.to_date(vals[name]), "month")

    # === BUSINESS METHODS === #

    def _get_inputs(self):
        """Return what the results depend on besides the candidates: JSON-like."""
        self.ensure_one()
        return {
            "history_sha256": self.history_sha256 or None,
            "tz": self.tz,
            "date_start": fields.Date.to_string(self.date_start) or None,
            "date_end": fields.Date.to_string(self.date_end) or None,
            "attainment_wanted": self.attainment_wanted,
        }

    def _inputs_hash(self):
        """Return the SHA-256 of everything that the stored results come from."""
        self.ensure_one()
        return digest(
            canonical(
                {
                    "tryout": self.inputs,
                    "candidates": [line.inputs for line in self.candidate_ids],
                }
            )
        )
