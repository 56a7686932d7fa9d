"""Charts as SVG text, for PDF and browser alike; the same data give the same bytes."""

from .bars import bar_chart, lying_bar_chart
from .donut import donut_chart
from .frame import Look, Series
from .gantt import Bar, GanttNames, Kind, Tone, gantt_charts
from .grouped import grouped_chart
from .heatmap import heatmap_chart
from .lines import line_chart
from .pareto import pareto_chart

__all__ = [
    "Bar",
    "GanttNames",
    "Kind",
    "Look",
    "Series",
    "Tone",
    "bar_chart",
    "donut_chart",
    "gantt_charts",
    "grouped_chart",
    "heatmap_chart",
    "line_chart",
    "lying_bar_chart",
    "pareto_chart",
]
