"""Tables that grow and nothing else, kept so by the database itself.

What comes past the ORM, by SQL over Odoo's own connection too, meets triggers: a row
is neither changed nor deleted, the table not emptied, and a new row must be the next of
its chain, with the hash that `engine.approval.line_hash` gives it. Whoever owns the
table can still switch a trigger off; the chain of hashes and the seals then show what
he did.
"""

from odoo.tools import SQL

from ...engine.approval import GENESIS

_REFUSE = "itsm_append_only"


def install(cr, table, same_chain):
    """Put the triggers on a table, again if they are there.

    :param str table: with the columns ``position, previous_hash, payload, hash``
    :param SQL same_chain: which rows are in the chain of a new one, `NEW`
    """
    name, refuse = SQL.identifier(table), SQL.identifier(_REFUSE)
    chain = SQL.identifier(f"{table}_chain")
    cr.execute(
        SQL(
            """
            CREATE OR REPLACE FUNCTION %(refuse)s() RETURNS trigger AS $$
            BEGIN
                RAISE EXCEPTION '%% is append-only', TG_TABLE_NAME
                    USING ERRCODE = 'integrity_constraint_violation';
            END
            $$ LANGUAGE plpgsql;

            CREATE OR REPLACE FUNCTION %(chain)s() RETURNS trigger AS $$
            DECLARE
                last record;
            BEGIN
                SELECT position, hash INTO last FROM %(table)s
                 WHERE %(same_chain)s ORDER BY position DESC LIMIT 1;
                IF NEW.position IS DISTINCT FROM COALESCE(last.position, 0) + 1
                    OR NEW.previous_hash IS DISTINCT FROM
                        COALESCE(last.hash, %(genesis)s)
                    OR NEW.hash IS DISTINCT FROM encode(
                        sha256(convert_to(
                            NEW.previous_hash || E'\\n' || NEW.payload, 'UTF8'
                        )),
                        'hex'
                    )
                THEN
                    RAISE EXCEPTION '%% is a chain: this is not its next line',
                        TG_TABLE_NAME
                        USING ERRCODE = 'integrity_constraint_violation';
                END IF;
                RETURN NEW;
            END
            $$ LANGUAGE plpgsql;
            """,
            refuse=refuse,
            chain=chain,
            table=name,
            same_chain=same_chain,
            genesis=GENESIS,
        )
    )
    for trigger, event, function in (
        (f"{table}_append_only", SQL("UPDATE OR DELETE"), refuse),
        (f"{table}_not_emptied", SQL("TRUNCATE"), refuse),
        (f"{table}_chain", SQL("INSERT"), chain),
    ):
        cr.execute(
            SQL(
                """
                DROP TRIGGER IF EXISTS %(trigger)s ON %(table)s;
                CREATE TRIGGER %(trigger)s BEFORE %(event)s ON %(table)s
                    FOR EACH %(each)s EXECUTE FUNCTION %(function)s();
                """,
                trigger=SQL.identifier(trigger),
                table=name,
                event=event,
                each=SQL("STATEMENT") if trigger.endswith("_emptied") else SQL("ROW"),
                function=function,
            )
        )


def uninstall(cr, tables):
    """Take the triggers off: the module goes, and its tables with it."""
    for function in (_REFUSE, *(f"{table}_chain" for table in tables)):
        cr.execute(
            SQL("DROP FUNCTION IF EXISTS %s() CASCADE", SQL.identifier(function))
        )
