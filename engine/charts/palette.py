"""Colours and fonts of every chart.

Neighbours in `SERIES` differ in lightness as well as in hue, so that they stay apart in
greyscale print and for colour-blind readers.
"""

SERIES = (
    "#1b4965",  # navy
    "#f2a541",  # amber
    "#2a9d8f",  # teal
    "#bfd7ea",  # pale blue
    "#b5432f",  # brick
    "#e3c567",  # sand
    "#6c4a8b",  # purple
    "#8d99ae",  # slate
)
LINE = "#b5432f"
TARGET = "#2b2d33"
MISSED = "#b5432f"

INK = "#2b2d33"
MUTED = "#6b7280"
GRID = "#e5e7eb"
AXIS = "#9ca3af"
PAPER = "#ffffff"

FONT = (
    "'Noto Sans CJK SC','Noto Sans SC','Source Han Sans SC','PingFang SC',"
    "'Microsoft YaHei','Noto Serif CJK SC',sans-serif"
)
TITLE_SIZE = 14
TEXT_SIZE = 11


def series_colour(position: int) -> str:
    """Colour of the n-th series or slice; after the last one come lighter ones."""
    turn, place = divmod(position, len(SERIES))
    return _lighter(SERIES[place], min(turn, 2) * 0.4)


def between(low: str, high: str, share: float) -> str:
    """The colour at a share (0 to 1) of the way from one to another."""
    pairs = zip(_parts(low), _parts(high), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def _lighter(colour: str, share: float) -> str:
    parts = (round(part + (255 - part) * share) for part in _parts(colour))
    return "#" + "".join(f"{part:02x}" for part in parts)


def _parts(colour: str) -> tuple[int, ...]:
    """Red, green and blue, 0 to 255."""
    return tuple(int(colour[i : i + 2], 16) for i in (1, 3, 5))


def is_dark(colour: str) -> bool:
    """Whether white text reads better than dark text on a colour."""
    red, green, blue = _parts(colour)
    return 299 * red + 587 * green + 114 * blue < 140_000
