"""Prepare the tables of what becomes a controlled document: SLAs, services, reports.

States, versions and authors are brought into the new form before the ORM makes its
columns and unique indexes.
"""

import re
from datetime import UTC, datetime, timedelta
from itertools import groupby

_VERSION = re.compile(r"(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)")
_TABLES = ("itsm_sla", "itsm_service", "itsm_service_report")


def migrate(cr, version):
    add_defaults(cr)
    convert_slas(cr, datetime.now(UTC).date())
    convert_reports(cr)


def add_defaults(cr):
    """Add the columns whose defaults come from document types, not yet loaded here."""
    for table in _TABLES:
        for column, kind, default in (
            ("confidentiality", "varchar", "'internal'"),
            ("retention_years", "integer", "3"),
        ):
            cr.execute(
                f"""
                ALTER TABLE {table}
                ADD COLUMN IF NOT EXISTS {column} {kind} NOT NULL DEFAULT {default}
                """
            )
            cr.execute(f"ALTER TABLE {table} ALTER COLUMN {column} DROP DEFAULT")
        cr.execute(f"ALTER TABLE {table} ALTER COLUMN retention_years DROP NOT NULL")


def convert_slas(cr, today):
    """Give SLAs their new states and versions.

    :param date today: an SLA for days to come is signed and waits
    """
    cr.execute(
        """
        SELECT s.id, s.contract_id, s.state, s.version, s.date_start,
               COALESCE(s.date_end, c.date_end) AS date_end,
               c.state = 'closed' AS is_contract_closed
          FROM itsm_sla s
     LEFT JOIN itsm_contract c ON c.id = s.contract_id
      ORDER BY s.contract_id, s.date_start NULLS LAST, s.id
        """
    )
    for contract_id, rows in groupby(cr.dictfetchall(), lambda row: row["contract_id"]):
        versions = list(rows)
        # each standard SLA is a document of its own
        chains = [versions] if contract_id else [[row] for row in versions]
        for chain in chains:
            states = new_states(chain, today)
            for row, text in zip(chain, new_versions(chain), strict=True):
                cr.execute(
                    "UPDATE itsm_sla SET state = %s, version = %s WHERE id = %s",
                    [states[row["id"]], text, row["id"]],
                )


def new_states(versions, today):
    """Return the states of the versions of one contract, or of one standard SLA.

    In force is what covers today or, without one, what comes next; closed versions were
    superseded, had expired, or were terminated with their contract. Of several drafts
    the last one stays.

    :param versions: dicts with ``id, state, date_start, date_end, is_contract_closed``,
        in the order of their first days
    :return: ``{id: state}``
    """
    drafts = [row["id"] for row in versions if row["state"] == "draft"]
    states = {
        draft: "draft" if draft == max(drafts) else "cancelled" for draft in drafts
    }
    released = [row for row in versions if row["state"] != "draft"]
    if not released or released[0]["date_start"] is None:
        return states | {row["id"]: row["state"] for row in released}
    alive = [row for row in released if row["state"] == "in_force"]
    current = [row for row in alive if row["date_start"] <= today <= row["date_end"]]
    current = current or [row for row in alive if row["date_start"] > today][:1]
    starts = {row["date_start"] for row in released}
    for row in released:
        if row in current[-1:]:
            state = "in_force"
        elif row in alive and row["date_start"] > today:
            state = "signed"
        elif row["date_end"] + timedelta(days=1) in starts:
            state = "superseded"
        elif row["state"] == "closed" and row["is_contract_closed"]:
            state = "closed"
        else:
            state = "expired"
        states[row["id"]] = state
    return states


def new_versions(versions):
    """Return the versions' numbers, with the next whole one for what is no number."""
    numbers = [row["version"] for row in versions]
    taken = {int(text.split(".")[0]) for text in numbers if _VERSION.fullmatch(text)}
    result = []
    for text in numbers:
        if not _VERSION.fullmatch(text):
            taken.add(max(taken, default=0) + 1)
            text = f"{max(taken)}.0"
        result.append(text)
    return result


def convert_reports(cr):
    """Give reports versions such as 2.0, their authors, and their new state."""
    cr.execute(
        """
        ALTER TABLE itsm_service_report
        ALTER COLUMN version TYPE varchar USING version || '.0'
        """
    )
    cr.execute(
        "ALTER TABLE itsm_service_report RENAME COLUMN prepared_by_id TO author_id"
    )
    cr.execute("DROP INDEX IF EXISTS itsm_service_report_approved_uniq")
    cr.execute(
        "UPDATE itsm_service_report SET state = 'in_force' WHERE state = 'approved'"
    )
