"""SVG as text: shapes, in the order they are drawn."""

from . import palette
from .text import coordinate, escape, width

Box = tuple[float, float, float, float]


class Canvas:
    """Collects the elements of one picture.

    Only presentation attributes are used: they look alike in a browser and in a PDF
    made without a browser.
    """

    def __init__(self, wide: float, high: float):
        self.wide = wide
        self.high = high
        self._parts: list[str] = []
        self._boxes: list[Box] = []

    def rect(self, x, y, wide, high, fill, **attributes) -> None:
        """A rectangle; what has no area is left out."""
        if wide > 0 and high > 0:
            where = {"x": x, "y": y, "width": wide, "height": high}
            self._add("rect", **where, fill=fill, **attributes)

    def line(self, x1, y1, x2, y2, stroke, **attributes) -> None:
        self._add("line", x1=x1, y1=y1, x2=x2, y2=y2, stroke=stroke, **attributes)

    def polyline(self, points, stroke, **attributes) -> None:
        """An open line through points (x, y)."""
        path = " ".join(f"{coordinate(x)},{coordinate(y)}" for x, y in points)
        attributes |= {"stroke_linejoin": "round", "fill": "none"}
        self._add("polyline", points=path, stroke=stroke, **attributes)

    def path(self, path: str, fill: str, **attributes) -> None:
        self._add("path", d=path, fill=fill, **attributes)

    def circle(self, x, y, radius, fill, **attributes) -> None:
        self._add("circle", cx=x, cy=y, r=radius, fill=fill, **attributes)

    def text(self, x, y, text, *, anchor="start", size=palette.TEXT_SIZE, **attributes):
        """Text whose baseline starts, is centred or ends at (x, y)."""
        attributes = {"fill": palette.INK, **attributes}
        attributes |= {"text_anchor": anchor, "font_size": size}
        self._add("text", escape(text), x=x, y=y, **attributes)

    def label(self, candidates, text: str, backed=False, **attributes) -> bool:
        """Text at the first (x, y) that overlaps no other label; centred.

        :param backed: lay paper behind it, for text that crosses bars or lines
        :return: False when there is no room: the number is in the table beside anyway
        """
        size = palette.TEXT_SIZE
        half = width(text, size) / 2 + 1
        for x, y in candidates:
            box = (x - half, y - size, x + half, y + 3)
            inside = box[0] >= 0 and box[2] <= self.wide
            if inside and not any(_overlap(box, other) for other in self._boxes):
                self._boxes.append(box)
                if backed:
                    paper = {"rx": 2, "fill_opacity": "0.85"}
                    wide = box[2] - box[0]
                    self.rect(box[0], box[1], wide, size + 3, palette.PAPER, **paper)
                self.text(x, y, text, anchor="middle", **attributes)
                return True
        return False

    def keep_clear(self, box: Box) -> None:
        """No label may cover this box (left, top, right, bottom)."""
        self._boxes.append(box)

    def svg(self, title: str, description: str) -> str:
        """The finished picture; readable by screen readers through title and desc."""
        wide, high = coordinate(self.wide), coordinate(self.high)
        return "\n".join(
            [
                f'<svg xmlns="http://www.w3.org/2000/svg" role="img" '
                f'aria-label="{escape(title)}" width="{wide}" height="{high}" '
                f'viewBox="0 0 {wide} {high}" font-family="{palette.FONT}">',
                f"<title>{escape(title)}</title>",
                f"<desc>{escape(description or title)}</desc>",
                *self._parts,
                "</svg>",
            ]
        )

    def _add(self, element: str, content: str | None = None, **attributes) -> None:
        written = "".join(
            f' {name.replace("_", "-")}="{_attribute(value)}"'
            for name, value in attributes.items()
        )
        end = "/>" if content is None else f">{content}</{element}>"
        self._parts.append(f"<{element}{written}{end}")


def _attribute(value) -> str:
    return escape(value) if isinstance(value, str) else coordinate(value)


def _overlap(one: Box, two: Box) -> bool:
    return one[0] < two[2] and two[0] < one[2] and one[1] < two[3] and two[1] < one[3]
