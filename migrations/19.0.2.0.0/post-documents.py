"""Take over what was agreed before documents had rounds of approval.

SLAs get numbers, everything its author and, once it was in force, a line "taken over"
in its log. No person decides it, and none is named.
"""

from odoo import SUPERUSER_ID, api
from odoo.tools import convert_file

MODULE = "itsm_service_delivery"
REASON = "It was in force before the program kept approvals."
SUPERFLUOUS = "A later draft of the same agreement took its place."


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    number_slas(env)
    publish_services(env)
    adopt(env)
    refresh_data(env)


def number_slas(env):
    """Give one number to all versions of a contract, and to each standard SLA."""
    document_type = env["itsm.document.type"]._get("sla")
    env.cr.execute(
        """
        SELECT array_agg(id), MIN(COALESCE(create_date, now()))::date
          FROM itsm_sla WHERE number IS NULL
      GROUP BY contract_id, CASE WHEN contract_id IS NULL THEN id END
      ORDER BY MIN(id)
        """
    )
    for ids, day in env.cr.fetchall():
        env.cr.execute(
            """
            UPDATE itsm_sla
               SET number = %s, author_id = COALESCE(author_id, create_uid),
                   reviewed_on = CASE WHEN state IN ('signed', 'in_force')
                                      THEN COALESCE(date_start, create_date::date) END
             WHERE id = ANY(%s)
            """,
            [document_type._next_number(day), ids],
        )


def publish_services(env):
    """What was in the catalogue was published."""
    env.cr.execute(
        """
        UPDATE itsm_service
           SET state = 'in_force', author_id = create_uid,
               date_start = create_date::date
         WHERE author_id IS NULL AND state = 'draft'
        """
    )


def adopt(env):
    """Say in the logs what was taken over, and which drafts were given up."""
    env.invalidate_all()
    env.cr.execute(
        "UPDATE itsm_service_report SET author_id = create_uid WHERE author_id IS NULL"
    )
    for model in ("itsm.sla", "itsm.service", "itsm.service.report"):
        documents = env[model].with_context(active_test=False)
        documents = documents.search([("round_ids", "=", False)])
        documents.filtered(
            lambda document: document.state not in ("draft", "cancelled")
        )._record_adoption(REASON)
        cancelled = documents.filtered(lambda document: document.state == "cancelled")
        lines = {document.id: {"comment": SUPERFLUOUS} for document in cancelled}
        cancelled._append_log("cancelled", lines)


def refresh_data(env):
    """Bring records up to date that an upgrade leaves as they are."""
    convert_file(env, MODULE, "security/sla_rules.xml", {}, mode="init", noupdate=True)
    job = env.ref(f"{MODULE}.cron_close_ended_slas", raise_if_not_found=False)
    if job:
        job.write(
            {
                "name": "Service Delivery: SLA versions in force and over",
                "code": "model._cron_follow_dates()",
            }
        )
