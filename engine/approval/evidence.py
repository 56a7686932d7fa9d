"""Evidence: one text for one content, its hash, and a chain of hashes.

A chain proves that the lines it holds are the ones that were written, in that order. It
cannot know of lines cut off at its end unless it is told the last hash from elsewhere.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from math import isfinite

from ..errors import ApprovalError, _lt

GENESIS = "0" * 64
"""The hash before the first line."""


def canonical(value):
    """Return the one JSON text of a value: keys sorted, no spaces, not escaped.

    Dates and datetimes are written in ISO 8601, a ``Decimal`` as a string with its
    digits; texts are kept as they are, without Unicode normalisation.

    :param value: None, bool, int, finite float, str, date, datetime, ``Decimal``, and
        lists, tuples and dicts with text keys of these
    :raise ApprovalError: ``not_canonical``: another type or key, NaN, infinity, half of
        a surrogate pair

    >>> canonical({"b": [1, Decimal("2.50")], "a": date(2026, 8, 1)})
    '{"a":"2026-08-01","b":[1,"2.50"]}'
    """
    text = json.dumps(
        _plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    try:
        text.encode()
    except UnicodeEncodeError:
        raise _not_canonical("str") from None
    return text


def digest(text):
    """Return the SHA-256 of a text in UTF-8, in lower-case hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def line_hash(previous, payload):
    """Return the hash of a line of a chain.

    :param str previous: the hash of the line before, ``GENESIS`` for the first
    :param str payload: canonical text: it holds no line break, so the two cannot be
        mistaken for others
    """
    return digest(f"{previous}\n{payload}")


@dataclass(frozen=True, slots=True)
class ChainLine:
    """A line of a chain, as stored.

    :param int position: 1, 2, 3 …
    """

    position: int
    previous_hash: str
    payload: str
    hash: str


class Flaw(str, Enum):
    """What is wrong with a line of a chain."""

    GAP = "gap"
    ORDER = "order"
    WRONG_LINK = "wrong_link"
    CHANGED_LINE = "changed_line"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong with a chain.

    :param int position: of the line where it shows; of a gap, the first missing one
    :param str message: English, with the placeholders of ``values``
    """

    kind: Flaw
    position: int
    message: str
    values: dict

    def __str__(self):
        return self.message % self.values


_MESSAGES = {
    Flaw.GAP: _lt("From line %(position)s on, lines of the log are missing."),
    Flaw.ORDER: _lt("Line %(position)s of the log is out of order or there twice."),
    Flaw.WRONG_LINK: _lt(
        "Line %(position)s of the log does not follow the line before."
    ),
    Flaw.CHANGED_LINE: _lt("Line %(position)s of the log was changed."),
}


def check_chain(lines, head=None):
    """Return what is wrong with a chain.

    :param lines: objects with the attributes of a ``ChainLine``, in order of position
    :param head: the hash of the last line as known from elsewhere: it shows lines cut
        off at the end, and a chain that was rewritten as a whole
    :return: tuple of ``Finding`` in the order of the lines; empty = intact
    """
    findings = []
    previous, expected = GENESIS, 1
    for line in lines:
        if line.position > expected:
            findings.append(_finding(Flaw.GAP, expected))
        elif line.position < expected:
            findings.append(_finding(Flaw.ORDER, line.position))
        elif line.previous_hash != previous:
            findings.append(_finding(Flaw.WRONG_LINK, line.position))
        if line.hash != line_hash(line.previous_hash, line.payload):
            findings.append(_finding(Flaw.CHANGED_LINE, line.position))
        previous, expected = line.hash, line.position + 1
    if head is not None and previous != head:
        findings.append(_finding(Flaw.GAP, expected))
    return tuple(findings)


def _finding(kind, position):
    return Finding(kind, position, _MESSAGES[kind], {"position": position})


def _plain(value):
    """Return a value as ``json`` writes it."""
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, date):  # a datetime is one too
        return value.isoformat()
    if isinstance(value, float) and isfinite(value):
        return value
    if isinstance(value, Decimal) and value.is_finite():
        return str(value)
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, dict) and all(isinstance(key, str) for key in value):
        return {key: _plain(item) for key, item in value.items()}
    raise _not_canonical(type(value).__name__)


def _not_canonical(name):
    message = _lt("A value of the type “%(type)s” cannot be recorded as evidence.")
    return ApprovalError("not_canonical", message, type=name)
