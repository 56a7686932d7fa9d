"""Gantt charts for print: one picture per page of rows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import Enum

from . import palette
from .frame import Frame, Key, Look
from .gantt_scale import Calendar
from .text import shorten, width

_ROW = 18
_HEADER = 30  # two lines of dates
_INDENT = 9


class Kind(str, Enum):
    """How a row is drawn."""

    TASK = "task"
    SUMMARY = "summary"
    MILESTONE = "milestone"


class Tone(str, Enum):
    """What a row's colour says."""

    PLAIN = "plain"
    DONE = "done"
    LATE = "late"
    CANCELLED = "cancelled"


_COLOURS = {
    Tone.PLAIN: "#5b8db1",
    Tone.DONE: "#2a9d8f",
    Tone.LATE: palette.MISSED,
    Tone.CANCELLED: palette.GRID,
}
_SUMMARY = palette.series_colour(0)
_BASELINE = palette.AXIS


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of a Gantt chart.

    :param key: what `after` of others names; the same as in the plan
    :param start: first day, None: the row is listed without a bar
    :param end: last day
    :param baseline: first and last day as they were approved, drawn below the bar
    :param progress: percent, 0 to 100
    :param after: keys of the rows it waits for
    """

    key: str
    label: str
    start: date | None = None
    end: date | None = None
    depth: int = 0
    kind: Kind = Kind.TASK
    tone: Tone = Tone.PLAIN
    progress: int = 0
    baseline: tuple[date, date] | None = None
    after: tuple[str, ...] = ()


@dataclass(frozen=True)
class GanttNames:
    """The words of the legend, translated; what is not in the chart is left out."""

    task: str = ""
    summary: str = ""
    milestone: str = ""
    baseline: str = ""
    done: str = ""
    late: str = ""
    cancelled: str = ""
    today: str = ""


@dataclass
class _Page:
    """What is drawn on one picture, and where."""

    frame: Frame
    calendar: Calendar
    bars: Sequence[Bar]
    tops: dict[str, float] = field(default_factory=dict)


def gantt_charts(
    bars: Sequence[Bar],
    look: Look,
    names: GanttNames,
    *,
    today: date | None = None,
    rows: int = 36,
    links: bool = True,
) -> list[str]:
    """Return one SVG per page of `rows` rows, all with the same time axis.

    Titles are numbered when there is more than one page. `look.height` is not looked
    at: a picture is as high as its rows.

    :param look: its width is that of all pictures; `no_data` stands in an empty one
    :param today: a line on this day, if it is on the axis
    :param links: draw lines between rows of the same page that wait for one another
    """
    if rows < 1:
        raise ValueError("A page needs at least one row.")
    days = [day for bar in bars for day in _days(bar)]
    if not days:
        return [Frame(replace(look, height=120)).without_data()]
    pages = [bars[start : start + rows] for start in range(0, len(bars), rows)]
    first, last = min(days), max(days)
    keys = _legend(bars, names, first <= (today or date.max) <= last)
    pictures = []
    for place, page in enumerate(pages, 1):
        title = f"{look.title} ({place}/{len(pages)})" if len(pages) > 1 else look.title
        shown = replace(look, title=title, height=110 + _ROW * len(page))
        pictures.append(_picture(page, Frame(shown, keys), (first, last), today, links))
    return pictures


def _days(bar: Bar) -> Iterator[date]:
    if bar.start is not None and bar.end is not None:
        yield from (bar.start, bar.end)
        yield from bar.baseline or ()


def _picture(bars, frame: Frame, limits, today, links: bool) -> str:
    # The legend may take several lines: what is left below the rows is cut off.
    high = frame.top + _HEADER + _ROW * len(bars) + 12
    frame.canvas.high = frame.bottom = high
    left = frame.left + (frame.right - frame.left) * 0.34
    calendar = Calendar(*limits, left, frame.right)
    page = _Page(frame, calendar, bars)
    top = frame.top + _HEADER
    page.tops = {bar.key: top + _ROW * place for place, bar in enumerate(bars)}
    _draw_grid(page, top)
    if today is not None and calendar.first <= today <= calendar.last:
        x = calendar.at(today) + calendar.day / 2
        line = {"stroke_width": 1.2, "stroke_dasharray": "5 3"}
        frame.canvas.line(x, top - 12, x, high - 12, palette.LINE, **line)
    if links:
        _draw_links(page)
    for bar in bars:
        _draw_row(page, bar)
    return frame.svg()


def _legend(bars: Sequence[Bar], names: GanttNames, has_today: bool) -> list[Key]:
    """The legend of what there is to see."""
    tones = {bar.tone for bar in bars if bar.kind is Kind.TASK}
    kinds = {bar.kind for bar in bars}
    keys = [
        (Tone.PLAIN in tones, Key(names.task, _COLOURS[Tone.PLAIN])),
        (Tone.DONE in tones, Key(names.done, _COLOURS[Tone.DONE])),
        (Tone.LATE in tones, Key(names.late, _COLOURS[Tone.LATE])),
        (Tone.CANCELLED in tones, Key(names.cancelled, _COLOURS[Tone.CANCELLED])),
        (Kind.SUMMARY in kinds, Key(names.summary, _SUMMARY)),
        (Kind.MILESTONE in kinds, Key(names.milestone, palette.INK)),
        (any(bar.baseline for bar in bars), Key(names.baseline, _BASELINE)),
        (has_today, Key(names.today, palette.LINE, "dash")),
    ]
    return [key for shown, key in keys if shown and key.name]


def _draw_grid(page: _Page, top: float) -> None:
    canvas, calendar = page.frame.canvas, page.calendar
    bottom = top + _ROW * len(page.bars)
    for place in range(0, len(page.bars), 2):
        wide = page.frame.right - page.frame.left
        canvas.rect(page.frame.left, top + _ROW * place, wide, _ROW, "#f7f8fa")
    for mark in calendar.majors():
        canvas.line(mark.x, top - _HEADER, mark.x, bottom, palette.AXIS)
        if width(mark.text, palette.TEXT_SIZE) <= mark.wide - 4:
            canvas.text(mark.x + 3, top - _HEADER + 11, mark.text)
    for mark in calendar.minors():
        canvas.line(mark.x, top - _HEADER / 2, mark.x, bottom, palette.GRID)
        where = {"anchor": "middle", "size": 9, "fill": palette.MUTED}
        canvas.text(mark.x + mark.wide / 2, top - 4, mark.text, **where)
    canvas.line(page.frame.left, top, page.frame.right, top, palette.AXIS)


def _draw_row(page: _Page, bar: Bar) -> None:
    canvas, top = page.frame.canvas, page.tops[bar.key]
    x = page.frame.left + _INDENT * bar.depth
    room = page.calendar.left - 8 - x
    weight = {"font_weight": "bold"} if bar.kind is Kind.SUMMARY else {}
    label = shorten(bar.label, palette.TEXT_SIZE, room)
    canvas.text(x, top + 13, label, **weight)
    if bar.start is None or bar.end is None:
        return
    if bar.baseline:
        start, end = bar.baseline
        left, right = page.calendar.at(start), page.calendar.after(end)
        canvas.rect(left, top + 14, max(right - left, 1.5), 2.5, _BASELINE)
    {
        Kind.TASK: _draw_task,
        Kind.SUMMARY: _draw_summary,
        Kind.MILESTONE: _draw_milestone,
    }[bar.kind](page, bar, top)


def _draw_task(page: _Page, bar: Bar, top: float) -> None:
    canvas = page.frame.canvas
    left, right = page.calendar.at(bar.start), page.calendar.after(bar.end)
    wide = max(right - left, 2)
    colour = _COLOURS[bar.tone]
    if bar.tone in (Tone.DONE, Tone.CANCELLED):
        canvas.rect(left, top + 4, wide, 9, colour, rx=1.5)
        return
    # What is not done yet is paler.
    canvas.rect(left, top + 4, wide, 9, palette.between(colour, "#ffffff", 0.5), rx=1.5)
    done = wide * min(max(bar.progress, 0), 100) / 100
    canvas.rect(left, top + 4, done, 9, colour, rx=1.5)
    canvas.rect(left, top + 4, wide, 9, "none", stroke=colour, stroke_width=0.8, rx=1.5)


def _draw_summary(page: _Page, bar: Bar, top: float) -> None:
    """A bracket around what is below it."""
    left, right = page.calendar.at(bar.start), page.calendar.after(bar.end)
    right = max(right, left + 4)
    tip = min(4.0, (right - left) / 2)
    path = (
        f"M{left:.1f} {top + 5:.1f}H{right:.1f}V{top + 13:.1f}"
        f"L{right - tip:.1f} {top + 9:.1f}H{left + tip:.1f}L{left:.1f} {top + 13:.1f}Z"
    )
    colour = _COLOURS[Tone.LATE] if bar.tone is Tone.LATE else _SUMMARY
    page.frame.canvas.path(path, colour)


def _draw_milestone(page: _Page, bar: Bar, top: float) -> None:
    x, y = page.calendar.at(bar.end) + page.calendar.day / 2, top + 8.5
    path = f"M{x:.1f} {y - 6:.1f}l6 6l-6 6l-6-6Z"
    colour = palette.INK if bar.tone is Tone.PLAIN else _COLOURS[bar.tone]
    page.frame.canvas.path(path, colour)


def _draw_links(page: _Page) -> None:
    """From the end of a row down or up to the beginning of the one that waits."""
    by_key = {bar.key: bar for bar in page.bars if bar.start and bar.end}
    line = {"stroke_width": 0.7, "stroke_opacity": "0.8"}
    for bar in by_key.values():
        for other in bar.after:
            if other not in by_key:
                continue
            x1, x2 = page.calendar.after(by_key[other].end), page.calendar.at(bar.start)
            if bar.kind is Kind.MILESTONE:
                x2 += page.calendar.day / 2
            y1, y2 = page.tops[other] + 8.5, page.tops[bar.key] + 8.5
            turn = x1 + 3
            points = [(x1, y1), (turn, y1), (turn, y2), (x2, y2)]
            if x2 < turn:
                between = y2 - 8.5 if y2 > y1 else y2 + 8.5
                back = x2 - 4
                points[2:] = [(turn, between), (back, between), (back, y2), (x2, y2)]
            page.frame.canvas.polyline(points, palette.MUTED, **line)
            arrow = f"M{x2:.1f} {y2:.1f}L{x2 - 4:.1f} {y2 - 2.5:.1f}V{y2 + 2.5:.1f}Z"
            page.frame.canvas.path(arrow, palette.MUTED)

