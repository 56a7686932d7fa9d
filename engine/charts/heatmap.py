"""A grid of counts, darker where there are more; two kinds of cells apart."""

from collections.abc import Sequence

from . import palette
from .frame import LINE, Frame, Key, Look
from .text import number, shorten, width

_SMALL = 9
_INSIDE = ("#e6eff6", palette.SERIES[0])
_OUTSIDE = ("#ffffff", palette.SERIES[1])
_BORDER = {"stroke_width": 2, "stroke_linecap": "square"}


def heatmap_chart(
    rows: Sequence[str],
    columns: Sequence[str],
    values: Sequence[Sequence],
    look: Look,
    *,
    inside: Sequence[Sequence[bool]] | None = None,
    inside_name: str = "",
    outside_name: str = "",
) -> str:
    """Tickets by weekday and hour against the hours of service, and the like.

    Cells inside are blue, those outside amber; a line between the two keeps them apart
    without colour. The number is in the cell where there is room.

    :param values: a row per label of `rows`, a number ≥ 0 or None per label of
        `columns`
    :param inside: which cells are inside, in the shape of `values`; None = all
    """
    known = [value for line in values for value in line if value is not None]
    named = ((inside_name, _INSIDE[1]), (outside_name, _OUTSIDE[1]))
    keys = [Key(name, colour) for name, colour in named if name]
    anything = any(known)
    frame = Frame(look, keys if anything else ())
    if not anything:
        return frame.without_data()
    inside = inside or [[True] * len(columns) for _row in rows]
    frame.bottom -= LINE + 2
    _draw_names(frame, rows)
    grid = _Grid(frame, len(rows), len(columns))
    highest = max(known)
    for row, line in enumerate(values):
        for column, value in enumerate(line):
            ramp = _INSIDE if inside[row][column] else _OUTSIDE
            _draw_cell(frame, grid, (row, column), value, highest, ramp)
    _draw_borders(frame, grid, inside)
    _draw_hours(frame, grid, columns)
    return frame.svg()


class _Grid:
    """Where the cells are."""

    def __init__(self, frame: Frame, rows: int, columns: int):
        self.left, self.top = frame.left, frame.top
        self.wide = (frame.right - frame.left) / columns
        self.high = (frame.bottom - frame.top) / rows

    def corner(self, row: int, column: int) -> tuple[float, float]:
        """The upper left corner of a cell."""
        return self.left + column * self.wide, self.top + row * self.high


def _draw_names(frame: Frame, rows: Sequence[str]) -> None:
    size = palette.TEXT_SIZE
    room = min(max(width(name, size) for name in rows), frame.right * 0.25)
    high = (frame.bottom - frame.top) / len(rows)
    frame.left += room + 6
    for place, name in enumerate(rows):
        y = frame.top + high * (place + 0.5) + 4
        text = shorten(name, size, room)
        frame.canvas.text(frame.left - 6, y, text, anchor="end", fill=palette.MUTED)


def _draw_cell(frame: Frame, grid: _Grid, place, value, highest, ramp) -> None:
    x, y = grid.corner(*place)
    share = float(value or 0) / float(highest)
    colour = palette.between(*ramp, share)
    edge = {"stroke": palette.GRID, "stroke_width": 0.5}
    frame.canvas.rect(x, y, grid.wide, grid.high, colour, **edge)
    if not value:
        return
    text = number(value)
    if width(text, _SMALL) <= grid.wide - 2 and grid.high >= _SMALL + 2:
        ink = palette.PAPER if palette.is_dark(colour) else palette.INK
        middle = x + grid.wide / 2, y + grid.high / 2 + 3
        frame.canvas.text(*middle, text, anchor="middle", size=_SMALL, fill=ink)


def _draw_borders(frame: Frame, grid: _Grid, inside) -> None:
    """A line wherever a cell inside meets one outside."""
    for row, line in enumerate(inside):
        for column, is_in in enumerate(line):
            x, y = grid.corner(row, column)
            if column and bool(line[column - 1]) != bool(is_in):
                frame.canvas.line(x, y, x, y + grid.high, palette.TARGET, **_BORDER)
            if row and bool(inside[row - 1][column]) != bool(is_in):
                frame.canvas.line(x, y, x + grid.wide, y, palette.TARGET, **_BORDER)


def _draw_hours(frame: Frame, grid: _Grid, columns: Sequence[str]) -> None:
    """As many of the labels under the grid as there is room for, evenly."""
    size = palette.TEXT_SIZE
    widest = max(width(name, size) for name in columns) + 4
    step = max(1, -int(-widest // grid.wide))
    for place in range(0, len(columns), step):
        x = grid.left + grid.wide * (place + 0.5)
        name = shorten(columns[place], size, grid.wide * step)
        where = {"anchor": "middle", "fill": palette.MUTED}
        frame.canvas.text(x, frame.bottom + LINE - 2, name, **where)
