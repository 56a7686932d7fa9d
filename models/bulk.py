"""Rows in bulk: what the ORM would write one record at a time."""

from odoo.tools import SQL

_PLAIN = frozenset({"bool", "int", "timestamp"})


def arrays(columns, rows):
    """Return ``unnest(...)`` of rows as one SQL expression.

    :param dict columns: ``{name: SQL type}``
    :param rows: tuples in the order of the columns, at least one
    """
    return SQL(
        "unnest(%s)",
        SQL(", ").join(
            SQL("%s::%s[]", _array(values, sql_type), SQL(sql_type))
            for values, sql_type in zip(
                zip(*rows, strict=True), columns.values(), strict=True
            )
        ),
    )


def _array(values, sql_type):
    """Return the values as a parameter that is cast to an array.

    As one text where that needs no escaping: psycopg2 adapts a list value by value,
    which takes several times as long.
    """
    if sql_type not in _PLAIN:
        return list(values)
    texts = ["NULL" if value is None else f'"{value}"' for value in values]
    return f"{{{','.join(texts)}}}"


def names(columns):
    """Return the columns' names, comma-separated."""
    return SQL(", ").join(SQL.identifier(name) for name in columns)
