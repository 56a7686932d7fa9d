from collections import namedtuple

from odoo import fields, models
from odoo.exceptions import UserError

from ...engine.approval import next_version
from ..approval import guard
from .content_merge import bring

Terms = namedtuple("Terms", "monthly_fee workload_limit date_end")
"""What a contract says on a day: fee (float), tickets per month (0: no limit), end."""


class ItsmContract(models.Model):
    """What becomes of a contract when its amendment is in force.

    The contract keeps its record, so tickets, reports and projects stay with it; its
    content becomes the next version. What held before is kept as terms.
    """

    _inherit = "itsm.contract"

    term_ids = fields.One2many(
        comodel_name="itsm.contract.term",
        inverse_name="contract_id",
        string="What Held When",
        readonly=True,
    )

    # === BUSINESS METHODS === #

    def _terms_on(self, day):
        """Return what the contract says, or said, on a day.

        :param date day: in the contract's time zone
        :rtype: Terms
        """
        self.ensure_one()
        # superuser: what held does not depend on who looks
        contract = self.sudo()
        terms = contract.term_ids.sorted(lambda term: (term.date_from, term.id))
        held = terms.filtered(lambda term: term.date_from <= day)[-1:] or terms[:1]
        source = held or contract
        return Terms(source.monthly_fee, source.workload_limit, source.date_end)

    def _amend(self, amendment):
        """Make the content of an amendment the contract's next version.

        :param amendment: it is in force from today on, or was to be
        :raise UserError: the contract has changed since it was written, or is over
        """
        self.ensure_one()
        # superuser: both parties have signed it; amending is more than writing
        contract, amendment = self.sudo(), amendment.sudo()
        contract._lock()
        contract._check_amended_by(amendment)
        contract = guard.with_key(contract)
        if not contract.term_ids:
            contract._note_terms(contract.date_start)
        bring(amendment, contract, amendment._get_amended_fields())
        contract._bring_files(amendment)
        contract._transition({"version": next_version(contract.version, major=True)})
        contract._note_terms(amendment.date_effective, amendment)
        contract._record_adoption(
            self.env._(
                "%(amendment)s, from %(day)s on: SHA-256 %(hash)s",
                amendment=amendment.number,
                day=amendment.date_effective,
                hash=amendment.round_id.content_hash,
            ),
            kind="amended",
            facts={
                "amendment": {
                    "id": amendment.id,
                    "number": amendment.number,
                    "content": amendment.round_id.content_hash,
                },
                "first_day": str(amendment.date_effective),
            },
        )
        contract._forget_round()

    def _check_amended_by(self, amendment):
        if not self._is_amendable():
            raise UserError(
                self.env._(
                    "%(contract)s is %(state)s: %(amendment)s cannot change it any"
                    " more.",
                    contract=self.display_name,
                    state=self._get_state_label(),
                    amendment=amendment.number,
                )
            )
        if amendment.base_version != self.version:
            raise UserError(
                self.env._(
                    "%(amendment)s was written against version %(then)s of"
                    " %(contract)s, which is version %(now)s by now: cancel it, and"
                    " write it anew.",
                    amendment=amendment.number,
                    then=amendment.base_version,
                    contract=self.display_name,
                    now=self.version,
                )
            )

    def _note_terms(self, day, amendment=None):
        """Keep what the contract says from a day on."""
        self.env["itsm.contract.term"].create(
            {
                "contract_id": self.id,
                "date_from": day,
                "version": self.version,
                "amendment_id": amendment.id if amendment else False,
                "monthly_fee": self.monthly_fee,
                "workload_limit": self.workload_limit,
                "date_end": self.date_end,
            }
        )

    def _bring_files(self, amendment):
        """Let the contract have the files that the amendment has."""
        files = {
            document: {
                (attachment.name, attachment.checksum): attachment
                for attachment in document._content_attachments()[document.id]
            }
            for document in (self, amendment)
        }
        for key in files[amendment].keys() - files[self].keys():
            guard.with_key(files[amendment][key]).copy({"res_id": self.id})
        for key in files[self].keys() - files[amendment].keys():
            guard.with_key(files[self][key]).unlink()

    # === ALONG WITH THE CONTRACT === #

    def _after_beginning(self):
        result = super()._after_beginning()
        if self.kind == "amendment":
            self.base_id._amend(self)
        return result

    def _after_ending(self):
        """An amendment ends with its contract; one that has not begun is given up."""
        result = super()._after_ending()
        amendments = self.amendment_ids
        for amendment in amendments.filtered(lambda a: a.state == "in_force"):
            amendment._enter(self.state, self._get_kind_of_end())
        amendments.filtered(lambda a: a.state in ("approved", "signed"))._cancel()
        return result

    def _get_kind_of_end(self):
        """Return the line of the log that tells of the contract's end."""
        return self.state
