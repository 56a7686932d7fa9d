"""Prepare the table of contracts, which become controlled documents."""


def migrate(cr, version):
    prepare(cr)


def prepare(cr):
    """Add the columns whose defaults come from document types, not yet loaded here.

    Versions of a contract share its number from now on.
    """
    for column, kind, default in (
        ("confidentiality", "varchar", "'internal'"),
        ("retention_years", "integer", "3"),
    ):
        cr.execute(
            f"""
            ALTER TABLE itsm_contract
            ADD COLUMN IF NOT EXISTS {column} {kind} NOT NULL DEFAULT {default}
            """
        )
        cr.execute(f"ALTER TABLE itsm_contract ALTER COLUMN {column} DROP DEFAULT")
    cr.execute("ALTER TABLE itsm_contract ALTER COLUMN retention_years DROP NOT NULL")
    cr.execute(
        "ALTER TABLE itsm_contract DROP CONSTRAINT IF EXISTS itsm_contract_number_uniq"
    )
