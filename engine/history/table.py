"""From the bytes of a CSV file to rows with the row numbers of a spreadsheet."""

import codecs
import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .problems import Problems

_DELIMITERS = ",;\t"

# One field may hold a whole mail; csv's own limit of 128 KiB is too small for that.
_FIELD_LIMIT = 10 * 1024 * 1024


@dataclass(frozen=True)
class Table:
    """Header names (lower case) and the data rows with their row numbers."""

    header: tuple[str, ...]
    rows: list[tuple[int, list[str]]]


def read_table(content: bytes, problems: Problems) -> Table | None:
    """The table of a CSV file.

    A byte order mark is skipped; the separator (comma, semicolon or tab) is the one
    that the header holds most of; rows without any value are skipped.

    :param content: the file, UTF-8
    :param problems: receives what is wrong
    :return: None when there is nothing to read on with
    """
    text = _decode(content, problems)
    if text is None:
        return None
    records = _records(text, problems)
    header_row = next(records, None)
    if header_row is None:
        if not problems.found:
            problems.add(0, "", "empty_file")
        return None
    header = tuple(name.strip().lower() for name in header_row[1])
    for name in dict.fromkeys(header):
        if name and header.count(name) > 1:
            problems.add(header_row[0], name, "duplicate_column", column=name)
    rows = list(_matching(records, len(header), problems))
    if not rows and not problems.found:
        problems.add(0, "", "no_rows")
    return Table(header, rows)


def _decode(content: bytes, problems: Problems) -> str | None:
    body = content.removeprefix(codecs.BOM_UTF8)
    offset = len(content) - len(body)
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        row = body.count(b"\n", 0, error.start) + 1
        problems.add(row, "", "not_utf8", position=offset + error.start + 1)
        return None


def _records(text: str, problems: Problems) -> Iterator[tuple[int, list[str]]]:
    first_line = text.lstrip("\r\n").partition("\n")[0]
    delimiter = max(_DELIMITERS, key=first_line.count)
    csv.field_size_limit(max(csv.field_size_limit(), _FIELD_LIMIT))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    row = 0
    try:
        for row, fields in enumerate(reader, start=1):
            if any(field and not field.isspace() for field in fields):
                yield row, fields
    except csv.Error as error:
        problems.add(row + 1, "", "unreadable_row", reason=str(error))


def _matching(
    records: Iterator[tuple[int, list[str]]], width: int, problems: Problems
) -> Iterator[tuple[int, Sequence[str]]]:
    for row, fields in records:
        if len(fields) == width:
            yield row, fields
        else:
            problems.add(row, "", "field_count", found=len(fields), expected=width)
