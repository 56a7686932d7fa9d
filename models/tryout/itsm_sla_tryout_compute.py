from odoo import api, fields, models
from odoo.exceptions import UserError

from ...engine.errors import EngineError
from ...engine.instants import day_period, from_datetime
from ...engine.rounding import exact
from ...engine.tryout import TryoutInput, TryoutStopped, try_out
from ..approval import guard

# So many tickets take about a second: no window with a bar for them.
AT_ONCE = 2000


class ItsmSlaTryout(models.Model):
    """Computing a try-out: by the engine, in one transaction that can be stopped."""

    _inherit = "itsm.sla.tryout"

    exported_on = fields.Date(
        string="File Exported on",
        copy=False,
        help="Nothing is known of what came after this day: tickets still open then are"
        " not judged by later time. Empty: time passes to the end of the period.",
    )
    # No Many2one: a progress is transient.
    run_id = fields.Integer(
        readonly=True,
        copy=False,
        help="The itsm.tryout.progress of the computation that runs now.",
    )

    # === COMPUTE METHODS === #

    @api.depends("exported_on", "run_id")
    def _compute_state(self):
        return super()._compute_state()

    # === ACTION METHODS === #

    def action_compute(self):
        """Compute the results; what takes longer is shown with its progress."""
        self.ensure_one()
        self.check_access("write")
        self._check_ready()
        if self.ticket_count <= AT_ONCE:
            self._compute_results()
            return True
        progress = self.env["itsm.tryout.progress"].create(
            {"total": self.ticket_count}
        )
        if self.run_id:
            self.action_stop()
        self._write_result({"run_id": progress.id})
        return {
            "type": "ir.actions.client",
            "tag": "itsm_sla_tryout_progress",
            "name": self.env._("Computing the Try-out"),
            "target": "new",
            "params": {"tryout_id": self.id, "progress_id": progress.id},
        }

    def run_compute(self, progress_id):
        """Compute the results, and tell how far it is.

        :param int progress_id: the ``itsm.tryout.progress`` that `action_compute`
            has made; it is asked whether to stop
        :raise UserError: somebody asked to stop; the former results stay
        """
        self.ensure_one()
        self.check_access("write")
        self._check_ready()
        progress = self.env["itsm.tryout.progress"].browse(progress_id)
        progress.check_access("read")
        self._compute_results(progress)
        return True

    def action_stop(self):
        """Have a running computation stop; the former results stay."""
        self.ensure_one()
        self.check_access("write")
        # superuser: the computation may be another person's
        run = self.env["itsm.tryout.progress"].sudo().browse(self.run_id)
        run.exists().stop()
        self._write_result({"run_id": False})

    # === COMPUTING === #

    def _check_computed(self):
        """Refuse to show results that are not there.

        :raise UserError:
        """
        for tryout in self:
            if not tryout.computed_at:
                raise UserError(
                    self.env._(
                        "%(tryout)s has no results yet: compute it first.",
                        tryout=tryout.display_name,
                    )
                )

    def _check_ready(self):
        """Check that there is something to compute.

        :raise UserError: all that is missing, and what to do
        """
        self.ensure_one()
        problems = []
        if not self.file:
            problems.append(
                self.env._("There is no ticket history: choose a CSV file of tickets.")
            )
        elif not self.history:
            problems.append(
                self.env._(
                    "The file has problems, so nothing was read. Mend them in the file,"
                    " or give its states a meaning, and choose it again."
                )
            )
        elif not self.date_start or not self.date_end:
            problems.append(
                self.env._("Say for which months: enter the first and the last one.")
            )
        elif not self._has_tickets():
            problems.append(
                self.env._(
                    "No ticket was opened from %(start)s to %(end)s; the file has them"
                    " from %(first)s to %(last)s. Choose other months.",
                    start=self.date_start,
                    end=self.date_end,
                    first=self.date_first,
                    last=self.date_last,
                )
            )
        if not self.candidate_ids:
            problems.append(
                self.env._("There is no candidate: add at least one SLA to try.")
            )
        problems += self.candidate_ids._get_problems()
        if problems:
            raise UserError(
                self.env._(
                    "The try-out cannot be computed yet:\n%(problems)s",
                    problems="\n".join(f"- {problem}" for problem in problems),
                )
            )

    def _has_tickets(self):
        first, last = f"{self.date_start:%Y-%m}", f"{self.date_end:%Y-%m}"
        return any(first <= month <= last for month in self.summary["months"])

    def _compute_results(self, progress=None):
        candidates = self.candidate_ids
        # superuser: priorities are shown in the order of the company, to everyone
        priorities = self.env["itsm.priority"].sudo().search_fetch([], ["code"])
        given = TryoutInput(
            tickets=self._tickets(),
            zone=self.tz,
            limits=day_period(self.date_start, self.date_end, self.tz),
            as_of=self._as_of(),
            wanted=exact(self.attainment_wanted) / 100,
            priorities=priorities.mapped("code"),
        )
        try:
            results = try_out(
                given,
                [candidate._as_engine() for candidate in candidates],
                progress._tell if progress else None,
            )
        except EngineError as error:
            raise UserError(self.env._(error.message, **error.values)) from error
        except TryoutStopped as error:
            raise UserError(self.env._("Stopped.")) from error
        for candidate, result in zip(candidates, results, strict=True):
            candidate._store_result(result)
        self._write_result(
            {
                "computed_at": fields.Datetime.now(),
                "computed_by_id": self.env.uid,
                "inputs": self._get_inputs(),
                "run_id": False,
            }
        )

    def _as_of(self):
        """Return until when things are known: the day of the export, now at most."""
        now = from_datetime(fields.Datetime.now())
        if not self.exported_on:
            return now
        day = self.exported_on
        return min(now, day_period(day, day, self.tz)[1] - 1)

    def _write_result(self, values):
        # superuser: who may compute may have the results kept
        guard.with_key(self.sudo()).write(values)

    def _get_inputs(self):
        return {
            **super()._get_inputs(),
            "exported_on": fields.Date.to_string(self.exported_on) or None,
        }
