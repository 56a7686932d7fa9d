"""Take over contracts that were agreed before they were controlled documents.

They keep their numbers, get an author and, once they were in force, a line "taken over"
in their log. No person decides it, and none is named.
"""

import re
from datetime import date

from odoo import SUPERUSER_ID, api, fields
from odoo.tools import convert_file

MODULE = "itsm_service_delivery"
REASON = "It was in force before the program kept approvals of contracts."
# Files of record rules that an upgrade leaves as they are.
RULES = ("contract", "reporting", "sla")


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    convert_contracts(env)
    adopt(env)
    take_over_numbers(env)
    for name in RULES:
        file = f"security/{name}_rules.xml"
        convert_file(env, MODULE, file, {}, mode="init", noupdate=True)


def convert_contracts(env):
    """Give contracts an author, and their end and state by the dates they had."""
    env.cr.execute(
        "UPDATE itsm_contract SET author_id = create_uid WHERE author_id IS NULL"
    )
    # what was closed early got the day as its end date
    env.cr.execute(
        """
        UPDATE itsm_contract SET last_day = date_end
         WHERE state = 'closed' AND last_day IS NULL
        """
    )
    # in force before its first day, a contract waits for it now
    env.cr.execute(
        """
        UPDATE itsm_contract SET state = 'signed'
         WHERE state = 'in_force' AND date_start > (now() AT TIME ZONE tz)::date
        """
    )
    env.invalidate_all()


def adopt(env):
    """Say in the logs what was taken over; what is over by its dates has expired."""
    contracts = env["itsm.contract"].with_context(active_test=False)
    contracts = contracts.search(
        [("round_ids", "=", False), ("state", "not in", ("draft", "cancelled"))]
    )
    contracts._record_adoption(REASON)
    contracts._follow_dates()


def take_over_numbers(env):
    """Let the document type's numbers go on where those of the companies stand."""
    former = env["ir.sequence"].with_context(active_test=False)
    former = former.search([("code", "=", "itsm.contract")])
    if not former:
        return
    document_type = env["itsm.document.type"]._get("contract")
    sequence = document_type._get_sequence()
    of_companies = former.filtered("company_id")
    forms = {(one.prefix, one.suffix, one.padding) for one in of_companies}
    if len(forms) == 1:
        # one form for all companies, whichever they have chosen
        sequence.prefix, sequence.suffix, sequence.padding = forms.pop()
    for day, number in next_numbers(env, of_companies, sequence.prefix).items():
        years = sequence.date_range_ids.filtered(
            lambda one, day=day: one.date_from <= day <= one.date_to
        )
        year = years or sequence._create_date_range_seq(day)
        year.number_next = max(year.number_next, number)
    former.unlink()


def next_numbers(env, sequences, prefix):
    """Return the number that follows those of each year, in all companies.

    :param prefix: that of the numbers, with its placeholder for the year
    :return: ``{1 January: number}``
    """
    following = {}

    def note(day, number):
        day = day.replace(month=1, day=1)
        following[day] = max(following.get(day, 1), number)

    for sequence in sequences:
        for year in sequence.date_range_ids:
            note(year.date_from, year.number_next_actual)
        if not sequence.use_date_range:
            note(fields.Date.today(), sequence.number_next_actual)
    pattern = re.sub(r"%\\\(\w*year\\\)s", r"(\\d{4})", re.escape(prefix or ""))
    numbers = env["itsm.contract"].with_context(active_test=False).search([])
    for text in numbers.mapped("number"):
        # entered by hand, or imported
        if found := re.fullmatch(pattern + r"(\d{1,6})", text or ""):
            *years, count = map(int, found.groups())
            note(date(*years, 1, 1) if years else fields.Date.today(), int(count) + 1)
    return following
