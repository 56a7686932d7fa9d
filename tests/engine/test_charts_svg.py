"""Charts are well-formed, accessible, deterministic SVG; labels never overlap."""

from decimal import Decimal
from math import isfinite
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.charts import (
    Look,
    Series,
    bar_chart,
    donut_chart,
    grouped_chart,
    line_chart,
    lying_bar_chart,
    pareto_chart,
)

SVG = "{http://www.w3.org/2000/svg}"
LOOK = Look('工单 <Tickets> & "more"', "Described", no_data="本期无工单")
MONTHS = ["2026-08", "2026-09", "2026-10"]


def drawn(labels, values, look=LOOK):
    """Return every kind of chart of the same data."""
    series = [Series("新增", values), Series("已解决", values)]
    return {
        "bar": bar_chart(labels, values, look),
        "target": bar_chart(labels, values, look, targets=[5] * len(labels)),
        "lying": lying_bar_chart(labels, values, look),
        "stacked": grouped_chart(labels, series, look, line=series[0]),
        "grouped": grouped_chart(labels, series, look, stacked=False),
        "line": line_chart(labels, series, look, target=5, target_name="目标"),
        "donut": donut_chart(labels, values, look, total_name="工单"),
        "pareto": pareto_chart(
            labels, values, look, value_name="工单", share_name="累计"
        ),
    }


def texts(svg):
    """Return the texts of a chart, title and description left out."""
    return [item.text for item in ElementTree.fromstring(svg).iter(f"{SVG}text")]


@pytest.mark.parametrize("kind", drawn(MONTHS, [3, 4, 5]))
def test_accessible_and_sized(kind):
    root = ElementTree.fromstring(drawn(MONTHS, [3, 4, 5])[kind])
    assert root.get("role") == "img"
    assert root.get("aria-label") == root.findtext(f"{SVG}title") == LOOK.title
    assert root.findtext(f"{SVG}desc") == "Described"
    assert root.get("viewBox") == f"0 0 {root.get('width')} {root.get('height')}"


@pytest.mark.parametrize("kind", drawn(MONTHS, [3, 4, 5]))
def test_the_same_data_give_the_same_bytes(kind):
    assert drawn(MONTHS, [3, 4, 5])[kind] == drawn(MONTHS, [3, 4, 5])[kind]


@pytest.mark.parametrize("kind", drawn(MONTHS, [3, 4, 5]))
@pytest.mark.parametrize(("labels", "values"), [([], []), (MONTHS, [None] * 3)])
def test_without_data_it_says_so(kind, labels, values):
    assert "本期无工单" in texts(drawn(labels, values)[kind])


@pytest.mark.parametrize("kind", drawn(MONTHS, [3, 4, 5]))
def test_labels_are_escaped_and_kept(kind):
    svg = drawn(["<b>", "a & b", "\x00打印"], [30, 40, 50])[kind]
    assert {"<b>", "a & b", "打印"} <= set(texts(svg))


VALUES = st.one_of(
    st.none(),
    st.integers(0, 10**6),
    st.decimals(0, 100, places=2),
    st.fractions(0, 100),
)


@given(st.lists(st.tuples(st.text(max_size=30), VALUES), max_size=24))
def test_whatever_the_data_it_is_well_formed(pairs):
    labels, values = [label for label, _ in pairs], [value for _, value in pairs]
    for svg in drawn(labels, values).values():
        for item in ElementTree.fromstring(svg).iter():
            for name in ("x", "y", "width", "height", "cx", "cy", "x1", "y2"):
                assert isfinite(float(item.get(name, 0)))


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=12))
def test_bars_stay_inside_the_picture(values):
    labels = [str(number) for number in range(len(values))]
    for svg in drawn(labels, values).values():
        root = ElementTree.fromstring(svg)
        wide, high = float(root.get("width")), float(root.get("height"))
        for rect in root.iter(f"{SVG}rect"):
            x, y = float(rect.get("x")), float(rect.get("y"))
            assert -0.1 <= x and x + float(rect.get("width")) <= wide + 0.1
            assert -0.1 <= y and y + float(rect.get("height")) <= high + 0.1


def test_values_are_written_as_they_were_rounded():
    """Truncated 96.87 must not be drawn as 96.9."""
    look = Look("SLA", unit="%")
    found = texts(bar_chart(["10"], [Decimal("96.87")], look, ceiling=100))
    assert "96.87%" in found
    assert "100%" in found and "120%" not in found


def test_not_applicable_is_a_dash_and_no_bar():
    found = texts(bar_chart(["P1", "P2"], [None, 100], LOOK))
    assert "—" in found


def test_a_missed_target_has_another_colour():
    met, missed = (
        bar_chart(["ERP"], [value], LOOK, targets=[99], ceiling=100)
        for value in (100, 98)
    )
    assert "#b5432f" in missed
    assert "#b5432f" not in met


def test_pareto_is_sorted_and_cumulative():
    svg = pareto_chart(
        ["PC", "NET", "DB"], [2, 8, 6], LOOK, value_name="n", share_name="%"
    )
    found = texts(svg)
    names = [text for text in found if text in ("PC", "NET", "DB")]
    assert names == ["NET", "DB", "PC"]
    assert [text for text in found if text.endswith("%")][-3:] == [
        "50.0%",
        "87.5%",
        "100.0%",
    ]


def test_donut_shares():
    found = texts(donut_chart(["a", "b", "c"], [17, 14, 1], LOOK))
    assert {"32", "17  (53.1%)", "14  (43.8%)", "1  (3.1%)"} <= set(found)


def test_a_line_is_interrupted_where_nothing_is_applicable():
    values = [95, 96, None, 97, 98]
    svg = line_chart(list("abcde"), [Series("x", values)], LOOK)
    root = ElementTree.fromstring(svg)
    assert len(list(root.iter(f"{SVG}polyline"))) == 2
    assert (
        len([item for item in root.iter(f"{SVG}circle") if item.get("r") == "3.5"]) == 4
    )
