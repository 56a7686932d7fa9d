"""The heat map, the line of a target, and the charts of a try-out."""

from collections import Counter
from math import isfinite
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from replayed import history, service, service_hours

from engine.charts import Look, Series, grouped_chart, heatmap_chart
from engine.clock import Policy
from engine.tryout import Candidate, TryoutInput, pictures, try_out

SVG = "{http://www.w3.org/2000/svg}"
LOOK = Look('负载 <load> & "more"', "Described", no_data="无工单")
DAYS = ("周一", "周二", "Wed", "Thu", "Fri", "Sat", "Sun")
HOURS = [str(hour) for hour in range(24)]


def shapes(svg, name):
    return list(ElementTree.fromstring(svg).iter(f"{SVG}{name}"))


def texts(svg):
    return [item.text for item in shapes(svg, "text")]


def cells(svg):
    """Return the colours of the grid's cells."""
    found = [item for item in shapes(svg, "rect") if item.get("stroke")]
    return [item.get("fill") for item in found]


def test_a_cell_per_value_darker_with_more():
    svg = heatmap_chart(["a", "b"], ["1", "2"], [[0, 5], [10, None]], LOOK)
    assert cells(svg) == ["#e6eff6", "#809cae", "#1b4965", "#e6eff6"]
    assert {"5", "10", "a", "b", "1", "2"} <= set(texts(svg))
    assert "0" not in texts(svg)


def test_outside_has_another_colour_and_a_line_between():
    inside = [[False, True, True, False]]
    svg = heatmap_chart(
        ["a"], list("1234"), [[4, 4, 4, 4]], LOOK, inside=inside, inside_name="Service"
    )
    assert Counter(cells(svg)) == {"#f2a541": 2, "#1b4965": 2}
    assert len(shapes(svg, "line")) == 2
    assert "Service" in texts(svg)


@pytest.mark.parametrize("values", [[], [[0, 0]], [[None, None]]])
def test_without_data_it_says_so(values):
    svg = heatmap_chart(["a"] * len(values), ["1", "2"], values, LOOK)
    assert "无工单" in texts(svg)


COUNTS = st.lists(
    st.lists(st.one_of(st.none(), st.integers(0, 10**7)), min_size=24, max_size=24),
    min_size=7,
    max_size=7,
)


@given(
    COUNTS, st.text(max_size=20), st.lists(st.booleans(), min_size=168, max_size=168)
)
def test_whatever_the_data_it_is_well_formed_and_inside(values, name, served):
    inside = [served[start : start + 24] for start in range(0, 168, 24)]
    names = {"inside_name": name, "outside_name": "out"}
    svg = heatmap_chart([name, *DAYS[1:]], HOURS, values, LOOK, inside=inside, **names)
    root = ElementTree.fromstring(svg)
    assert root.get("aria-label") == LOOK.title
    for item in root.iter(f"{SVG}rect"):
        x, y = float(item.get("x")), float(item.get("y"))
        wide, high = float(item.get("width")), float(item.get("height"))
        assert isfinite(x + y) and -0.1 <= x and x + wide <= 640.1
        assert -0.1 <= y and y + high <= 320.1


def test_a_target_is_a_dashed_line_across_grouped_bars():
    bars = [Series("5x8", [90, 100]), Series("7x24", [80, None])]
    values = {"stacked": False, "ceiling": 100}
    plain = grouped_chart(["P1", "P2"], bars, LOOK, **values)
    drawn = grouped_chart(
        ["P1", "P2"], bars, LOOK, target=95, target_name="Target", **values
    )
    dashed = [item for item in shapes(drawn, "line") if item.get("stroke-dasharray")]
    across = [item for item in dashed if float(item.get("x2")) == 628]
    assert len(across) == 1 and len(dashed) == 2  # the other one is in the legend
    assert "Target" in texts(drawn) and "Target" not in texts(plain)


def test_a_number_wider_than_its_bar_is_turned_inside_it():
    bars = [Series(name, [96.55]) for name in "abcdefghijklmn"]
    labels = [str(place) for place in range(1)]
    svg = grouped_chart(labels, bars, Look("x", unit="%"), stacked=False)
    turned = [item for item in shapes(svg, "text") if item.get("transform")]
    assert [item.text for item in turned] == ["96.55%"] * 14
    few = grouped_chart(["1"], bars[:1], Look("x"), stacked=False)
    assert not any(item.get("transform") for item in shapes(few, "text"))


def results():
    """Return results of two candidates as JSON: the demo contract's, and none."""
    contract, hours = service("demo"), service_hours("demo")
    given = TryoutInput(history("demo"), contract.timezone)
    sides = [
        Candidate(
            "A", contract.policy(hours), rules=contract.credits, monthly_fee=1000
        ),
        Candidate("B", Policy({})),
    ]
    found = try_out(given, sides)
    return {"方案 A": found[0].as_json(), "B": found[1].as_json()}


def test_the_charts_of_a_try_out():
    named = results()
    look = Look("Attainment", unit="%")
    values = {"target": 95, "target_name": "Wanted"}
    by_priority = pictures.attainment_by_priority(
        named, "resolution", look, all_name="Overall", **values
    )
    assert {"P1", "P4", "Overall", "Wanted", "方案 A", "B"} <= set(texts(by_priority))
    by_month = pictures.attainment_by_month(named, "response", look, **values)
    # domain.md section 7: 100.00, 88.88, 96.87
    assert {"2026-08", "100.00%", "88.88%", "96.87%"} <= set(texts(by_month))
    credits = pictures.credits_by_month(named, Look("Credits", unit="CNY"))
    assert "25.00 CNY" in texts(credits)  # September: 0.5 % and twice 1 % of 1,000
    load = pictures.load_by_hour(
        named["方案 A"], LOOK, weekdays=DAYS, inside_name="in", outside_name="out"
    )
    assert len(cells(load)) == 168
    # 09 to 12 and 13 to 18 have two borders each on five days, and Friday one below
    assert len(shapes(load, "line")) == 5 * 4 + 8


def test_charts_without_tickets_say_so():
    found = try_out(TryoutInput([], "UTC"), [Candidate("A", Policy({}))])
    named = {"A": found[0].as_json()}
    look = Look("Nothing", no_data="None")
    charts = [
        pictures.attainment_by_priority(named, "response", look, all_name="All"),
        pictures.attainment_by_month(named, "response", look),
        pictures.credits_by_month(named, look),
        pictures.load_by_hour(named["A"], look, weekdays=DAYS),
    ]
    assert all("None" in texts(svg) for svg in charts)
