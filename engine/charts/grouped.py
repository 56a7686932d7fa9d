"""Bars of several series, side by side or stacked, with a line above them."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import accumulate

from . import palette
from .frame import LINE, Frame, Key, Look, Series, is_whole
from .scale import Scale, scale_for
from .text import width


def grouped_chart(
    labels: Sequence[str],
    bars: Sequence[Series],
    look: Look,
    *,
    line: Series | None = None,
    stacked: bool = True,
    target=None,
    target_name: str = "",
    ceiling=None,
) -> str:
    """Opened and resolved per month with the backlog as a line, and the like.

    :param bars: series of values ≥ 0, drawn from the bottom up (stacked) or from left
        to right; None counts as nothing
    :param line: drawn over the bars, on the same axis; None interrupts it
    :param target: drawn as a dashed line
    :param ceiling: the axis does not go beyond it, such as 100 for percentages
    """
    columns = [[item.values[i] or 0 for item in bars] for i in range(len(labels))]
    heights = [
        sum(map(Fraction, column)) if stacked else max(column) for column in columns
    ]
    marks = [value for value in line.values if value is not None] if line else []
    keys = [Key(item.name, palette.series_colour(i)) for i, item in enumerate(bars)] + (
        [Key(line.name, palette.LINE, "line")] if line else []
    )
    if target is not None and target_name:
        keys.append(Key(target_name, palette.TARGET, "dash"))
    anything = labels and any(heights + marks)
    frame = Frame(look, keys if anything else ())
    if not anything:
        return frame.without_data()
    frame.top += LINE
    frame.label_room(labels, (frame.right - frame.left - 40) / len(labels))
    known = heights + marks + ([] if target is None else [target])
    scale = scale_for(known, whole=is_whole(known), ceiling=ceiling)
    scale = frame.value_axis(scale)
    slot = (frame.right - frame.left) / len(labels)
    centres = [frame.left + slot * (position + 0.5) for position in range(len(labels))]
    draw = _stack if stacked else _group
    if target is not None:
        y = scale.at(target)
        frame.canvas.keep_clear((frame.left, y - 2, frame.right, y + 2))
    for centre, column in zip(centres, columns, strict=True):
        draw(frame, scale, centre, slot, column)
    if target is not None:
        draw_target(frame, scale, target)
    if line:
        points = draw_line(frame, scale, centres, line.values, palette.LINE)
        label_points(frame, points, palette.LINE)
    frame.label_axis(labels, centres)
    return frame.svg()


def _stack(frame: Frame, scale: Scale, centre, slot, column) -> None:
    wide = min(slot * 0.55, 52)
    ends = [scale.at(value) for value in accumulate(map(Fraction, column), initial=0)]
    for position, value in enumerate(column):
        lower, upper = ends[position], ends[position + 1]
        colour = palette.series_colour(position)
        # A line of paper between the parts keeps them apart without colour.
        high = lower - upper - (1 if position else 0)
        frame.canvas.rect(centre - wide / 2, upper, wide, high, colour)
        if value and lower - upper >= 14:
            ink = palette.PAPER if palette.is_dark(colour) else palette.INK
            middle = (lower + upper) / 2 + 4
            frame.canvas.label([(centre, middle)], frame.said(value), fill=ink)


def _group(frame: Frame, scale: Scale, centre, slot, column) -> None:
    wide = min(slot * 0.75 / len(column), 34)
    left = centre - wide * len(column) / 2
    for position, value in enumerate(column):
        top = scale.at(value)
        colour = palette.series_colour(position)
        x = left + wide * position
        frame.canvas.rect(x, top, wide - 1, scale.at(0) - top, colour)
        if value:
            middle = x + wide / 2
            _say(frame, middle, top, wide, scale.at(0) - top, frame.said(value), colour)


def _say(frame: Frame, x, top, wide, high, text: str, colour: str) -> None:
    """The number above a bar; turned and inside when the bar is narrower than it."""
    long = width(text, palette.TEXT_SIZE)
    if long <= wide + 4:
        frame.canvas.label([(x, top - 4), (x, top - 18)], text)
    elif wide >= palette.TEXT_SIZE + 1 and high >= long + 8:
        ink = palette.PAPER if palette.is_dark(colour) else palette.INK
        y = top + high - 6 - long / 2
        turn = {"transform": f"rotate(-90 {x:.1f} {y:.1f})", "fill": ink}
        frame.canvas.text(x, y + 4, text, anchor="middle", **turn)


def draw_target(frame: Frame, scale: Scale, target) -> None:
    """A dashed line across the picture, on a bed of paper: bars may lie under it."""
    ends = (frame.left, scale.at(target), frame.right, scale.at(target))
    bed = {"stroke_width": 3.5, "stroke_opacity": "0.8"}
    frame.canvas.line(*ends, palette.PAPER, **bed)
    dashes = {"stroke_width": 1.5, "stroke_dasharray": "6 4"}
    frame.canvas.line(*ends, palette.TARGET, **dashes)


def draw_line(frame: Frame, scale: Scale, centres, values, colour: str) -> list:
    """A line with a mark at each value; None interrupts it.

    :return: the points ``((x, y), value)``, for `label_points` once all is drawn
    """
    run: list[tuple[float, float]] = []
    points = []
    for centre, value in zip(centres, values, strict=True):
        if value is None:
            _draw_run(frame, run, colour)
            run = []
            continue
        point = (centre, scale.at(value))
        run.append(point)
        points.append((point, value))
    _draw_run(frame, run, colour)
    for (x, y), _value in points:
        mark = {"stroke": colour, "stroke_width": 2}
        frame.canvas.circle(x, y, 3.5, palette.PAPER, **mark)
        frame.canvas.keep_clear((x - 4, y - 4, x + 4, y + 4))
    return points


def label_points(frame: Frame, points, colour: str) -> None:
    """The numbers of a line, where they cover neither a mark nor each other."""
    for (x, y), value in points:
        places = [(x, y - 8), (x, y + 18), (x + 24, y + 4), (x - 24, y + 4)]
        places = [place for place in places if place[1] < frame.bottom]
        frame.canvas.label(places, frame.said(value), backed=True, fill=colour)


def _draw_run(frame: Frame, run, colour: str) -> None:
    if len(run) > 1:
        frame.canvas.polyline(run, colour, stroke_width=2.5)
