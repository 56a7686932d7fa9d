"""Rows in bulk: what the ORM would write one record at a time."""

from odoo.tools import SQL


def arrays(columns, rows):
    """Return ``unnest(...)`` of rows as one SQL expression.

    :param dict columns: ``{name: SQL type}``
    :param rows: tuples in the order of the columns, at least one
    """
    return SQL(
        "unnest(%s)",
        SQL(", ").join(
            SQL("%s::%s[]", list(values), SQL(sql_type))
            for values, sql_type in zip(
                zip(*rows, strict=True), columns.values(), strict=True
            )
        ),
    )


def names(columns):
    """Return the columns' names, comma-separated."""
    return SQL(", ").join(SQL.identifier(name) for name in columns)
