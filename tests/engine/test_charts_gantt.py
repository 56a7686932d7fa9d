"""Gantt charts: what is drawn, and where."""

from datetime import date, timedelta
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.charts import Bar, GanttNames, Kind, Look, Tone, gantt_charts
from engine.charts.gantt_scale import Calendar

SVG = "{http://www.w3.org/2000/svg}"
LOOK = Look("工作计划 <1>", "Described", no_data="无数据", width=1040)
NAMES = GanttNames("任务", "汇总", "里程碑", "基线", "完成", "延期", "取消", "今天")
FIRST = date(2026, 9, 1)


def day(number):
    return FIRST + timedelta(number - 1)


def bar(key, start, end, **more):
    return Bar(key, f"label {key}", day(start), day(end), **more)


def draw(*bars, **more):
    return gantt_charts(bars, LOOK, NAMES, **more)


def shapes(svg, name, **attributes):
    found = ElementTree.fromstring(svg).iter(f"{SVG}{name}")
    return [
        item
        for item in found
        if all(item.get(key) == value for key, value in attributes.items())
    ]


def texts(svg):
    return [item.text for item in shapes(svg, "text")]


def box(item):
    """Return where a rectangle begins and ends."""
    left = float(item.get("x"))
    return left, left + float(item.get("width"))


def test_a_bar_lies_between_its_days():
    # 30 days of September between the labels' 34 % and the right margin, 12 to 1028.
    (svg,) = draw(bar("a", 1, 30), bar("b", 11, 20, tone=Tone.DONE))
    left, right = 12 + 1016 * 0.34, 1028
    drawn = box(shapes(svg, "rect", fill="#2a9d8f")[1])
    assert drawn[0] == pytest.approx(left + (right - left) * 10 / 30, abs=0.1)
    assert drawn[1] == pytest.approx(left + (right - left) * 20 / 30, abs=0.1)


def test_progress_fills_its_share_of_a_bar():
    (svg,) = draw(bar("a", 1, 30, progress=25))
    done = [box(item) for item in shapes(svg, "rect", fill="#5b8db1")][-1]
    outline = box(shapes(svg, "rect", fill="none")[0])
    assert done[0] == outline[0]
    share = (done[1] - done[0]) / (outline[1] - outline[0])
    assert share == pytest.approx(0.25, abs=0.001)


def test_the_baseline_lies_under_the_bar():
    late = bar("a", 3, 8, tone=Tone.LATE, baseline=(day(1), day(4)))
    (svg,) = draw(late)
    under = next(
        item
        for item in shapes(svg, "rect", fill="#9ca3af")
        if item.get("height") == "2.5"
    )
    upper = shapes(svg, "rect", stroke="#b5432f")[0]
    assert box(under)[0] < box(upper)[0]
    assert box(under)[1] < box(upper)[1]
    assert float(under.get("y")) >= float(upper.get("y")) + float(upper.get("height"))


def test_milestones_summaries_and_rows_without_dates():
    rows = [
        bar("s", 1, 9, kind=Kind.SUMMARY),
        bar("m", 9, 9, kind=Kind.MILESTONE, depth=1),
        Bar("none", "未排期"),
    ]
    (svg,) = draw(*rows)
    assert len(shapes(svg, "path")) == 2
    assert shapes(svg, "text", **{"font-weight": "bold"})[1].text == "label s"
    assert "未排期" in texts(svg)


def test_links_are_drawn_within_a_page():
    rows = [bar("a", 1, 2), bar("b", 3, 4, after=("a", "gone")), bar("c", 1, 1)]
    assert len(shapes(draw(*rows)[0], "polyline")) == 1
    assert shapes(draw(*rows, links=False)[0], "polyline") == []
    assert [len(shapes(svg, "polyline")) for svg in draw(*rows, rows=1)] == [0] * 3
    backwards = draw(bar("a", 5, 9), bar("b", 1, 2, after=("a",)))[0]
    points = shapes(backwards, "polyline")[0].get("points").split()
    assert len(points) == 6


def test_rows_are_split_over_pages_with_the_same_axis():
    rows = [bar(str(number), number, number) for number in range(1, 8)]
    pages = draw(*rows, rows=3)
    assert [len([t for t in texts(svg) if t.startswith("label")]) for svg in pages] == [
        3,
        3,
        1,
    ]
    assert texts(pages[0])[0] == "工作计划 <1> (1/3)"
    axes = [
        [text for text in texts(svg)[1:] if text.isdigit() or text[:4] == "2026"]
        for svg in pages
    ]
    assert axes[0] == axes[1] == axes[2]
    assert "2026-09" in axes[0]


def test_today_is_a_line_if_it_is_on_the_axis():
    def dashes(svg):
        return shapes(svg, "line", **{"stroke-dasharray": "5 3"})

    assert len(dashes(draw(bar("a", 1, 9), today=day(5))[0])) == 1
    assert "今天" in texts(draw(bar("a", 1, 9), today=day(5))[0])
    assert dashes(draw(bar("a", 1, 9), today=day(40))[0]) == []
    assert "今天" not in texts(draw(bar("a", 1, 9), today=day(40))[0])


def test_the_legend_names_what_is_there():
    found = texts(draw(bar("a", 1, 9, tone=Tone.LATE))[0])
    assert "延期" in found
    assert not {"任务", "汇总", "里程碑", "基线", "完成", "取消"} & set(found)


@pytest.mark.parametrize("rows", [[], [Bar("a", "a")]])
def test_without_dates_it_says_so(rows):
    (svg,) = draw(*rows)
    assert "无数据" in texts(svg)


def test_a_page_has_rows():
    with pytest.raises(ValueError, match="at least one row"):
        draw(bar("a", 1, 1), rows=0)


@pytest.mark.parametrize(
    ("days", "upper", "lower"),
    [
        (20, "2026-09", ["1", "2", "3"]),
        (150, "2026-09", ["31", "7", "14"]),  # Mondays
        (800, "2026", ["9", "10", "11"]),
        (3800, "2026", ["Q3", "Q4", "Q1"]),
    ],
)
def test_the_axis_has_the_finest_units_that_fit(days, upper, lower):
    calendar = Calendar(FIRST, day(days), 0, 700)
    assert upper in [mark.text for mark in calendar.majors()]
    assert [mark.text for mark in calendar.minors()][:3] == lower


@given(st.integers(1, 40_000), st.integers(1, 60_000), st.integers(50, 2000))
def test_the_axis_is_covered_without_gaps(start, days, wide):
    first = date(1950, 1, 1) + timedelta(start)
    last = first + timedelta(days - 1)
    calendar = Calendar(first, last, 100, 100 + wide)
    assert calendar.first <= first
    assert last <= calendar.last
    for marks in (calendar.minors(), calendar.majors()):
        edges = [mark.x for mark in marks] + [100 + wide] * bool(marks)
        for mark, following in zip(marks, edges[1:], strict=True):
            assert mark.x + mark.wide == pytest.approx(following)
    assert calendar.minors()[0].x == 100
    assert sum(bool(mark.text) for mark in calendar.minors()) * 16 <= wide + 32
