"""Bars of one series: upright or lying."""

from collections.abc import Sequence
from dataclasses import replace

from . import palette
from .frame import LINE, Frame, Key, Look, is_whole
from .scale import scale_for
from .text import shorten, width


def bar_chart(
    labels: Sequence[str],
    values: Sequence,
    look: Look,
    *,
    targets: Sequence | None = None,
    target_name: str = "",
    ceiling=None,
    from_zero: bool = True,
) -> str:
    """Upright bars with their values on top.

    :param values: numbers, None where there is none (not applicable)
    :param targets: a target per bar, drawn as a mark across it; a bar below its target
        is coloured as missed
    :param ceiling: the axis does not go beyond it, such as 100 for percentages
    :param from_zero: False cuts the axis (availability: 99.9 beside 100)
    """
    known = [value for value in values if value is not None]
    keys = [Key(target_name, palette.TARGET, "dash")] if target_name else []
    frame = Frame(look, keys if known else ())
    if not known:
        return frame.without_data()
    marks = [mark for mark in targets or () if mark is not None]
    frame.top += LINE
    frame.label_room(labels, (frame.right - frame.left - 40) / len(labels))
    scale = scale_for(
        known + marks, from_zero=from_zero, whole=is_whole(known), ceiling=ceiling
    )
    scale = frame.value_axis(scale)
    slot = (frame.right - frame.left) / len(labels)
    centres = [frame.left + slot * (position + 0.5) for position in range(len(labels))]
    for position, value in enumerate(values):
        target = targets[position] if targets else None
        _upright(frame, scale, centres[position], min(slot * 0.6, 56), value, target)
    frame.label_axis(labels, centres)
    return frame.svg()


def _upright(frame: Frame, scale, centre, wide, value, target) -> None:
    base = scale.at(max(scale.low, 0))
    top = base if value is None else scale.at(value)
    missed = None not in (value, target) and value < target
    colour = palette.MISSED if missed else palette.series_colour(0)
    left, upper, high = centre - wide / 2, min(top, base), abs(top - base)
    frame.canvas.rect(left, upper, wide, high, colour)
    if target is not None:
        y, reach = scale.at(target), wide / 2 + 6
        # On a bed of paper it is seen across a dark bar, too.
        ends = (centre - reach, y, centre + reach, y)
        frame.canvas.line(*ends, palette.PAPER, stroke_width=4)
        dashes = {"stroke_width": 2, "stroke_dasharray": "4 3"}
        frame.canvas.line(*ends, palette.TARGET, **dashes)
        frame.canvas.keep_clear((centre - reach, y - 2, centre + reach, y + 2))
    text = "—" if value is None else frame.said(value)
    frame.canvas.label([(centre, upper - 5), (centre, upper - 19)], text)


def lying_bar_chart(
    labels: Sequence[str], values: Sequence, look: Look, *, ceiling=None
) -> str:
    """Lying bars, one line each, from the top down; for long labels.

    The height grows with the number of bars when `look.height` is too small for them.
    """
    known = [value for value in values if value is not None]
    if not known:
        return Frame(look).without_data()
    room = 2 * 12 + 26 + 20 * len(labels)
    look = look if look.height >= room else _taller(look, room)
    frame = Frame(look)
    size = palette.TEXT_SIZE
    longest = max(width(label, size) for label in labels)
    label_room = min(longest, (frame.right - frame.left) * 0.4)
    value_room = max(width(frame.said(value), size) for value in known) + 6
    base = frame.left + label_room + 8
    scale = scale_for(known, whole=is_whole(known), ceiling=ceiling)
    scale = scale.placed(base, frame.right - value_room)
    slot = min((frame.bottom - frame.top) / len(labels), 36)
    zero = scale.at(0)
    for position, (label, value) in enumerate(zip(labels, values, strict=True)):
        middle = frame.top + slot * (position + 0.5)
        text = shorten(label, size, label_room)
        frame.canvas.text(base - 8, middle + 4, text, anchor="end")
        end = zero if value is None else scale.at(value)
        high = min(slot * 0.64, 20)
        wide = abs(end - zero)
        colour = palette.series_colour(0)
        frame.canvas.rect(min(zero, end), middle - high / 2, wide, high, colour)
        said = "—" if value is None else frame.said(value)
        frame.canvas.text(max(zero, end) + 5, middle + 4, said)
    bottom = frame.top + slot * len(labels)
    frame.canvas.line(zero, frame.top, zero, bottom, palette.AXIS)
    return frame.svg()


def _taller(look: Look, height: int) -> Look:
    return replace(look, height=height)
