"""Lines over time, with the line of a target."""

from collections.abc import Sequence

from . import palette
from .frame import LINE, Frame, Key, Look, Series, is_whole
from .grouped import draw_line, label_points
from .scale import scale_for

# Navy, amber-brown, teal …: the palette's light colours are too faint for thin lines.
_COLOURS = ("#1b4965", "#c77700", "#2a9d8f", "#6c4a8b", "#b5432f")


def line_chart(
    labels: Sequence[str],
    series: Sequence[Series],
    look: Look,
    *,
    target=None,
    target_name: str = "",
    from_zero: bool = False,
    ceiling=None,
) -> str:
    """One or more lines; the axis need not start at zero.

    :param series: a value per label; None (not applicable) interrupts the line
    :param target: drawn as a dashed line
    :param ceiling: the axis does not go beyond it, such as 100 for percentages
    """
    known = [value for item in series for value in item.values if value is not None]
    keys = [
        Key(item.name, _COLOURS[i % len(_COLOURS)], "line")
        for i, item in enumerate(series)
    ]
    if target is not None and target_name:
        keys.append(Key(target_name, palette.TARGET, "dash"))
    frame = Frame(look, keys if known else ())
    if not known:
        return frame.without_data()
    frame.top += LINE
    frame.label_room(labels, (frame.right - frame.left - 50) / len(labels))
    marks = known if target is None else [*known, target]
    whole = is_whole(marks)
    scale = scale_for(marks, from_zero=from_zero, whole=whole, ceiling=ceiling)
    scale = frame.value_axis(scale)
    slot = (frame.right - frame.left) / len(labels)
    centres = [frame.left + slot * (position + 0.5) for position in range(len(labels))]
    if target is not None:
        y = scale.at(target)
        dashes = {"stroke_width": 1.5, "stroke_dasharray": "6 4"}
        frame.canvas.line(frame.left, y, frame.right, y, palette.TARGET, **dashes)
    colours = [key.colour for key in keys[: len(series)]]
    lines = [
        draw_line(frame, scale, centres, item.values, colour)
        for item, colour in zip(series, colours, strict=True)
    ]
    for points, colour in zip(lines, colours, strict=True):
        label_points(frame, points, colour)
    frame.label_axis(labels, centres)
    return frame.svg()
