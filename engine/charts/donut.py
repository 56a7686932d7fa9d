"""A ring of shares with its total in the middle."""

from collections.abc import Sequence
from fractions import Fraction
from math import cos, pi, sin

from . import palette
from .frame import Frame, Key, Look, draw_key
from .text import coordinate, shorten, width


def donut_chart(
    labels: Sequence[str], values: Sequence, look: Look, *, total_name: str = ""
) -> str:
    """Shares of a whole; the legend beside it says number and percentage.

    :param values: numbers ≥ 0; a slice of 0 is only in the legend
    :param total_name: what the number in the middle counts
    """
    values = [value or 0 for value in values]
    total = sum(map(Fraction, values))
    frame = Frame(look)
    if not total:
        return frame.without_data()
    high = frame.bottom - frame.top
    radius = min(high, (frame.right - frame.left) * 0.45) / 2
    centre = frame.left + radius + 8, frame.top + high / 2
    start = Fraction(0)
    for position, value in enumerate(values):
        share = Fraction(value) / Fraction(total)
        if share:
            path = _ring(centre, radius, radius * 0.6, float(start), float(share))
            edge = {"stroke": palette.PAPER, "stroke_width": 1.5 if share < 1 else 0}
            frame.canvas.path(path, palette.series_colour(position), **edge)
        start += share
    _draw_total(frame, centre, total, total_name)
    _draw_shares(frame, centre[0] + radius + 28, labels, values, total)
    return frame.svg()


def _draw_total(frame: Frame, centre, total, name: str) -> None:
    x, y = centre
    raised = 2 if name else 7
    bold = {"anchor": "middle", "size": 20, "font_weight": "bold"}
    frame.canvas.text(x, y + raised, frame.said(total), **bold)
    if name:
        quiet = {"anchor": "middle", "fill": palette.MUTED}
        frame.canvas.text(x, y + 20, name, **quiet)


def _draw_shares(frame: Frame, left: float, labels, values, total) -> None:
    size = palette.TEXT_SIZE
    line = min((frame.bottom - frame.top) / len(labels), 22)
    y = (frame.top + frame.bottom - line * len(labels)) / 2 + line / 2
    said = [f"{frame.said(value)}  ({_percent(value, total)})" for value in values]
    said_room = max(width(text, size) for text in said)
    name_room = frame.right - left - 18 - said_room - 12
    names = [shorten(label, size, name_room) for label in labels]
    column = left + 18 + max(width(name, size) for name in names) + 16 + said_room
    for position, (name, text) in enumerate(zip(names, said, strict=True)):
        key = Key(name, palette.series_colour(position))
        draw_key(frame.canvas, left, y - 6, key)
        frame.canvas.text(left + 18, y + 3, name)
        right = min(column, frame.right)
        frame.canvas.text(right, y + 3, text, anchor="end", fill=palette.MUTED)
        y += line


def _percent(value, total) -> str:
    tenths = (Fraction(value) * 2000 / Fraction(total) + 1) // 2
    return f"{tenths // 10}.{tenths % 10}%"


def _ring(centre, outer: float, inner: float, start: float, share: float) -> str:
    """Path of a ring's part; `start` and `share` are parts of the whole turn."""
    if share >= 1:
        # An arc cannot end where it starts: the full ring is two halves.
        half = _ring(centre, outer, inner, start, 0.5)
        return half + " " + _ring(centre, outer, inner, start + 0.5, 0.5)
    large = 1 if share > 0.5 else 0
    first, last = start, start + share
    return " ".join(
        [
            f"M{_point(centre, outer, first)}",
            f"A{outer:.1f} {outer:.1f} 0 {large} 1 {_point(centre, outer, last)}",
            f"L{_point(centre, inner, last)}",
            f"A{inner:.1f} {inner:.1f} 0 {large} 0 {_point(centre, inner, first)}",
            "Z",
        ]
    )


def _point(centre, radius: float, turn: float) -> str:
    angle = 2 * pi * turn
    x = centre[0] + radius * sin(angle)
    y = centre[1] - radius * cos(angle)
    return f"{coordinate(x)} {coordinate(y)}"
