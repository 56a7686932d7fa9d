"""Text in charts: how wide it is, how numbers are written, escaping."""

import re
from decimal import Decimal
from unicodedata import east_asian_width

from ..rounding import half_up

_NARROW = set("iljtfrI.,:;'|!()[] ")
_WIDE = set("mwMW@%—")

# Characters that XML 1.0 does not allow at all, not even escaped.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def escape(text: str) -> str:
    """Text for an XML element or a double-quoted attribute."""
    text = _FORBIDDEN.sub("", text)
    for raw, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        text = text.replace(raw, entity)
    return text


def width(text: str, size: float) -> float:
    """Estimated width in pixels; a Chinese character is as wide as it is high."""
    return size * sum(map(_em, text))


def _em(char: str) -> float:
    if east_asian_width(char) in "WF":
        return 1.0
    if char in _NARROW:
        return 0.34
    if char in _WIDE:
        return 0.9
    return 0.68 if char.isupper() else 0.58


def shorten(text: str, size: float, room: float) -> str:
    """`text`, cut with an ellipsis when it is wider than `room` pixels."""
    if width(text, size) <= room:
        return text
    room -= size * _em("…")
    cut = ""
    for char in text:
        room -= size * _em(char)
        if room < 0:
            break
        cut += char
    return cut.rstrip() + "…"


def number(value, unit: str = "") -> str:
    """A value as it is read: thousands grouped, at most two decimals, its unit.

    A `Decimal` keeps the decimals it comes with: whoever made it has rounded it, and
    truncated 96.87 must not become 96.9.
    """
    if not isinstance(value, Decimal):
        value = half_up(value, 2)
        value = value.to_integral() if value == value.to_integral() else value
        value = value.normalize() if value % 1 else value
    space = " " if unit and unit != "%" else ""
    return f"{value:,f}{space}{unit}"


def coordinate(value: float) -> str:
    """A coordinate with one decimal, always written the same way."""
    text = f"{value:.1f}"
    text = text.removesuffix(".0")
    return "0" if text == "-0" else text
