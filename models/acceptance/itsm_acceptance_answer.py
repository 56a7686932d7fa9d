from odoo import fields, models
from odoo.exceptions import UserError

from ...engine.approval import canonical, digest
from ..approval import guard
from . import acceptance_answer
from .itsm_acceptance import CONCLUSIONS

_ENGINE_FIELDS = frozenset(
    {
        "accepted_on",
        "conclusion",
        "customer_answer",
        "customer_reason",
        "reminded_on",
    }
)


class ItsmAcceptance(models.Model):
    """What the customer answers: kept while he thinks it over, final once he decides.

    Only then it is shown to us. The log keeps it with his signature.
    """

    _inherit = "itsm.acceptance"

    customer_answer = fields.Json(
        string="Customer's Answer", readonly=True, copy=False, groups=fields.NO_ACCESS
    )
    conclusion = fields.Selection(
        selection=CONCLUSIONS, readonly=True, copy=False, help="What the customer says."
    )
    customer_reason = fields.Text(
        string="Why It Was Not Accepted", readonly=True, copy=False
    )
    accepted_on = fields.Date(
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="The day on which the later one of both sides has signed.",
    )

    # === READING === #

    def _get_answer(self):
        """Return the customer's answer as far as it goes.

        :rtype: acceptance_answer.Answer
        """
        self.ensure_one()
        # superuser: a draft is nobody's to read but the customer's
        acceptance = self.sudo()
        return acceptance_answer.read(
            acceptance.customer_answer, acceptance.criterion_ids.ids
        )

    def _get_answer_hash(self):
        """Return what identifies the kept answer: the SHA-256 of its JSON."""
        return digest(canonical(self._get_answer().data()))

    def _get_shown_hash(self):
        """Return the hash of what the customer signs: the PDF, and his answer to it."""
        pdf = self._get_pdf_hash()
        return digest(f"{pdf} {self._get_answer_hash()}") if pdf else None

    # === KEEPING === #

    def _keep_answer(self, data, former=None):
        """Keep what the customer has answered so far; he can go on later.

        :param dict data: see `acceptance_answer.read()`
        :param str former: `_get_answer_hash()` of the page that he writes on
        :raise UserError: it does not wait for him, or a colleague was quicker
        """
        self.ensure_one()
        self._lock()
        self._check_unsigned("customer")
        if not self._waits_for_customer():
            raise UserError(
                self.env._("%s does not wait for your answer.", self.display_name)
            )
        if former and former != self._get_answer_hash():
            raise UserError(
                self.env._(
                    "Somebody has saved another answer since you opened this page. It"
                    " is kept as long as you do not save yours."
                )
            )
        answer = acceptance_answer.read(data, self.criterion_ids.ids)
        # superuser: the customer has no right of his own
        guard.with_key(self.sudo()).write({"customer_answer": answer.data()})

    # === WHAT IT LACKS === #

    def _check_answer(self, answer, day=None):
        """Refuse an answer that is not complete.

        :param date day: on which it was given, default today
        :raise UserError: all that it lacks, and what to do
        """
        if problems := self._get_answer_problems(answer, day):
            raise UserError("\n".join(problems))

    def _get_answer_problems(self, answer, day=None):
        """Return what an answer lacks, as sentences (domain 2.9).

        :param acceptance_answer.Answer answer:
        :param date day: on which it was given, default today
        :rtype: list[str]
        """
        self.ensure_one()
        checks = {
            "pass": self._problems_of_pass,
            "conditional": self._problems_of_conditions,
            "fail": self._problems_of_refusal,
        }
        if answer.conclusion not in checks:
            return [self.env._("Choose your conclusion.")]
        return checks[answer.conclusion](answer, day or self._today())

    def _problems_of_refusal(self, answer, _day):
        if answer.reason:
            return []
        return [self.env._("Say why you do not accept: we put it right.")]

    def _problems_of_pass(self, answer, _day):
        problems = self._problems_of_criteria(answer)
        failed = [
            criterion.name
            for criterion in self.criterion_ids
            if criterion.is_mandatory and answer.result_of(criterion.id)[0] == "fail"
        ]
        if failed:
            problems.append(
                self.env._(
                    "Mandatory criteria fail: %s. Choose “Accepted with conditions” and"
                    " enter what remains to be done, or “Not accepted”.",
                    ", ".join(failed),
                )
            )
        if self._get_open_issues() or answer.issues:
            problems.append(
                self.env._(
                    "Something remains to be done: choose “Accepted with conditions”."
                )
            )
        return problems

    def _problems_of_conditions(self, answer, day):
        problems = self._problems_of_criteria(answer)
        if not (answer.issues or self._get_open_issues()):
            problems.append(
                self.env._(
                    "Enter at least one remaining issue: what is to be done, by whom"
                    " and until when. If nothing remains, choose “Accepted”."
                )
            )
        for place, point in enumerate(answer.issues, 1):
            if not (point.name and point.side and point.date_due):
                problems.append(
                    self.env._(
                        "Remaining issue %s: say what is to be done, by whom and until"
                        " when.",
                        place,
                    )
                )
            elif point.date_due < day:
                problems.append(
                    self.env._(
                        "Remaining issue %(place)s: %(day)s is over, enter a later"
                        " date.",
                        place=place,
                        day=point.date_due,
                    )
                )
        return problems

    def _problems_of_criteria(self, answer):
        open_ones = [
            criterion.name
            for criterion in self.criterion_ids
            if not answer.result_of(criterion.id)[0]
        ]
        if not open_ones:
            return []
        return [
            self.env._(
                "Say of each criterion whether it passes: %s.", ", ".join(open_ones)
            )
        ]

    def _get_open_issues(self):
        """Return the proposed issues that are not settled.

        :rtype: itsm.remaining.issue
        """
        # superuser: what remains does not depend on who looks
        return self.sudo().proposed_issue_ids.filtered(
            lambda issue: issue.state in ("proposed", "open")
        )

    # === DECIDING === #

    def _take_answer(self, answer):
        """Make an answer the customer's decision; his signature follows.

        :param acceptance_answer.Answer answer: complete
        """
        # superuser: who decides has no right of his own
        acceptance = guard.with_key(self.sudo())
        acceptance.write(
            {
                "conclusion": answer.conclusion,
                "customer_answer": answer.data(),
                "customer_reason": answer.reason
                if answer.conclusion == "fail"
                else False,
            }
        )
        if answer.conclusion == "conditional":
            acceptance.env["itsm.remaining.issue"].create(
                [
                    {
                        "acceptance_id": self.id,
                        "date_due": point.date_due,
                        "name": point.name,
                        "origin": "customer",
                        "side": point.side,
                    }
                    for point in answer.issues
                ]
            )
        acceptance.invalidate_recordset(["issue_ids"])

    def _answer_facts(self):
        """Return the decision as the log keeps it.

        :return: JSON-like dict; dates are ISO texts
        """
        # superuser: evidence does not depend on who looks
        acceptance = self.sudo()
        answer = acceptance._get_answer()
        return {
            "conclusion": acceptance.conclusion,
            "reason": acceptance.customer_reason or None,
            "criteria": [
                {
                    "id": criterion.id,
                    "name": criterion.name,
                    "result": answer.result_of(criterion.id)[0] or None,
                    "comment": answer.result_of(criterion.id)[1] or None,
                }
                for criterion in acceptance.criterion_ids.sorted("id")
            ],
            "issues": [
                issue._facts() for issue in acceptance.issue_ids.sorted("id")
            ],
        }

    def _get_engine_fields(self):
        return super()._get_engine_fields() | _ENGINE_FIELDS

    def _get_engine_defaults(self):
        # nobody may write it, not even as empty
        defaults = super()._get_engine_defaults()
        del defaults["customer_answer"]
        return defaults
