"""What all charts share: texts, title, legend, axes, empty state."""

from collections.abc import Sequence
from dataclasses import dataclass

from . import palette
from .canvas import Canvas
from .scale import Scale
from .text import number, shorten, width

# Vertical room of one line of text.
LINE = 16
_MARGIN = 12
_KEY = 10


@dataclass(frozen=True)
class Look:
    """What a chart says besides its numbers; every text comes translated.

    `width` and `height` are pixels; `description` is read out to those who cannot see
    the picture; `unit` follows every number.
    """

    title: str
    description: str = ""
    no_data: str = "No data"
    unit: str = ""
    width: int = 640
    height: int = 320


@dataclass(frozen=True)
class Series:
    """A named row of values, one per label; None where there is no value."""

    name: str
    values: Sequence


@dataclass(frozen=True)
class Key:
    """One entry of a legend; `shape` is "box", "line" or "dash"."""

    name: str
    colour: str
    shape: str = "box"


class Frame:
    """A canvas with title and legend; `left`, `top`, `right`, `bottom` are what is
    left for the picture itself."""

    def __init__(self, look: Look, keys: Sequence[Key] = ()):
        self.look = look
        self.canvas = Canvas(look.width, look.height)
        self.left, self.right = _MARGIN, look.width - _MARGIN
        self.top, self.bottom = _MARGIN, look.height - _MARGIN
        self.canvas.rect(0, 0, look.width, look.height, palette.PAPER)
        self._draw_title()
        if keys:
            self._draw_legend(keys)

    def svg(self) -> str:
        return self.canvas.svg(self.look.title, self.look.description)

    def without_data(self) -> str:
        """The chart that says there is nothing to show."""
        middle = (self.left + self.right) / 2, (self.top + self.bottom) / 2
        text, size = self.look.no_data, palette.TITLE_SIZE
        attributes = {"anchor": "middle", "size": size, "fill": palette.MUTED}
        self.canvas.text(*middle, text, **attributes)
        return self.svg()

    def said(self, value) -> str:
        """A value with the chart's unit."""
        return number(value, self.look.unit)

    def _draw_title(self) -> None:
        size = palette.TITLE_SIZE
        title = shorten(self.look.title, size, self.right - self.left)
        baseline = self.top + size - 2
        self.canvas.text(self.left, baseline, title, size=size, font_weight="bold")
        self.top += size + 12

    def _draw_legend(self, keys: Sequence[Key]) -> None:
        x = self.left
        for key in keys:
            name = shorten(key.name, palette.TEXT_SIZE, self.right - self.left - 24)
            wide = 2 * _KEY + width(name, palette.TEXT_SIZE)
            if x > self.left and x + wide > self.right:
                x, self.top = self.left, self.top + LINE
            draw_key(self.canvas, x, self.top, key)
            self.canvas.text(x + _KEY + 6, self.top + 9, name)
            x += wide + 12
        self.top += LINE + 8

    # === AXES === #

    def value_axis(self, scale: Scale, right_edge: float | None = None) -> Scale:
        """Draw horizontal grid lines with their values at the left.

        :return: the scale, placed between `bottom` and `top`
        """
        scale = scale.placed(self.bottom, self.top)
        texts = [self.said(tick) for tick in scale.ticks]
        self.left += max(width(text, palette.TEXT_SIZE) for text in texts) + 6
        edge = self.right if right_edge is None else right_edge
        for tick, text in zip(scale.ticks, texts, strict=True):
            y = scale.at(tick)
            colour = palette.AXIS if tick == 0 else palette.GRID
            self.canvas.line(self.left, y, edge, y, colour)
            where = {"anchor": "end", "fill": palette.MUTED}
            self.canvas.text(self.left - 6, y + 4, text, **where)
        return scale

    def label_room(self, labels: Sequence[str], slot: float) -> None:
        """Keep room below the picture for labels, slanted when a slot is too narrow."""
        longest = max(width(label, palette.TEXT_SIZE) for label in labels)
        slanted = longest > slot - 4
        self.bottom -= LINE + 4 if not slanted else min(longest, _SLANTED) * 0.6 + LINE

    def label_axis(self, labels: Sequence[str], centres: Sequence[float]) -> None:
        """Labels under the picture, at the centres of their slots."""
        gaps = [b - a for a, b in zip(centres, centres[1:], strict=False)]
        slot = min(gaps, default=self.right - self.left)
        size = palette.TEXT_SIZE
        slanted = max(width(label, size) for label in labels) > slot - 4
        for label, x in zip(labels, centres, strict=True):
            if not slanted:
                self.canvas.text(x, self.bottom + LINE, label, anchor="middle")
                continue
            y = self.bottom + 12
            turn = {"anchor": "end", "transform": f"rotate(-35 {x:.1f} {y:.1f})"}
            # Slanted text runs to the lower left and must not leave the picture.
            room = min(_SLANTED, (x - 4) / 0.82)
            self.canvas.text(x, y, shorten(label, size, room), **turn)


_SLANTED = 110


def draw_key(canvas: Canvas, x: float, y: float, key: Key) -> None:
    """The sample of a legend's entry, 10 pixels square at (x, y)."""
    if key.shape == "box":
        canvas.rect(x, y, _KEY, _KEY, key.colour, rx=2)
        return
    dashes = {"stroke_dasharray": "4 3"} if key.shape == "dash" else {}
    canvas.line(x, y + 5, x + _KEY, y + 5, key.colour, stroke_width=2, **dashes)
    if key.shape == "line":
        canvas.circle(x + 5, y + 5, 2.5, key.colour)


def is_whole(values) -> bool:
    """Whether all values are whole numbers: counts, whose ticks are whole too."""
    return all(float(value).is_integer() for value in values)
