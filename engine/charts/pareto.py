"""Pareto: lying bars from the largest down, with the cumulative share as a line."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from . import palette
from .frame import Frame, Key, Look, is_whole
from .scale import scale_for
from .text import shorten, width

_PERCENT_ROOM = 64


def pareto_chart(
    labels: Sequence[str],
    values: Sequence,
    look: Look,
    *,
    value_name: str,
    share_name: str,
) -> str:
    """Causes by size; where the line passes 80 % the vital few end.

    :param values: numbers ≥ 0, in any order; equal ones keep the order given
    """
    pairs = [
        (label, value) for label, value in zip(labels, values, strict=True) if value
    ]
    pairs.sort(key=lambda pair: -pair[1])
    if not pairs:
        return Frame(look).without_data()
    look = _tall_enough(look, len(pairs))
    colour = palette.series_colour(0)
    keys = [Key(value_name, colour), Key(share_name, palette.LINE, "line")]
    frame = Frame(look, keys)
    size = palette.TEXT_SIZE
    longest = max(width(label, size) for label, _value in pairs)
    label_room = min(longest, (frame.right - frame.left) * 0.3)
    base, end = frame.left + label_room + 8, frame.right - _PERCENT_ROOM
    counts = [value for _label, value in pairs]
    scale = scale_for(counts, whole=is_whole(counts)).placed(base, end)
    slot = min((frame.bottom - frame.top) / len(pairs), 34)
    total, so_far, line = sum(map(Fraction, counts)), Fraction(0), []
    for position, (label, value) in enumerate(pairs):
        middle = frame.top + slot * (position + 0.5)
        so_far += Fraction(value)
        text = shorten(label, size, label_room)
        frame.canvas.text(base - 8, middle + 4, text, anchor="end")
        high = min(slot * 0.64, 20)
        long = scale.at(value) - base
        frame.canvas.rect(base, middle - high / 2, long, high, colour)
        _draw_value(frame, base, long, middle, value)
        share = so_far / total
        line.append((base + (end - base) * float(share), middle))
        _draw_share(frame, middle, share)
    bottom = frame.top + slot * len(pairs)
    frame.canvas.line(base, frame.top, base, bottom, palette.AXIS)
    frame.canvas.polyline(line, palette.LINE, stroke_width=2)
    for x, y in line:
        mark = {"stroke": palette.LINE, "stroke_width": 2}
        frame.canvas.circle(x, y, 3, palette.PAPER, **mark)
    return frame.svg()


def _draw_value(frame: Frame, base, long, middle, value) -> None:
    """Inside the bar when it fits: beside it the line runs."""
    said = frame.said(value)
    if long >= width(said, palette.TEXT_SIZE) + 10:
        frame.canvas.text(base + 6, middle + 4, said, fill=palette.PAPER)
    else:
        frame.canvas.text(base + long + 5, middle + 4, said)


def _draw_share(frame: Frame, middle: float, share: Fraction) -> None:
    tenths = share * 1000 // 1
    text = f"{tenths // 10}.{tenths % 10}%"
    where = {"anchor": "end", "fill": palette.LINE}
    frame.canvas.text(frame.right, middle + 4, text, **where)


def _tall_enough(look: Look, bars: int) -> Look:
    height = max(look.height, 24 + 50 + 20 * bars)
    return replace(look, height=height)
