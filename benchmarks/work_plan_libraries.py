"""The libraries that the chart could have been drawn with, opening the same plan.

They are fetched by npm into a folder of their own, and not kept.
"""

import json
import subprocess
import tempfile
from datetime import timedelta
from pathlib import Path

from work_plan_browser import Browser

# name: package, version, script, style, scrolled element, what draws
LIBRARIES = {
    "dhtmlx-gantt": (
        "10.0.3",
        "codebase/dhtmlxgantt.js",
        "codebase/dhtmlxgantt.css",
        "document.querySelector('.gantt_ver_scroll')",
        """gantt.config.date_format = "%Y-%m-%d";
           gantt.config.open_tree_initially = true;
           gantt.init("chart");
           gantt.parse({
               data: rows.map((row) => ({id: row.key, text: row.name,
                   parent: row.parent || 0, start_date: row.start, end_date: row.end})),
               links: rows.flatMap((row) => row.predecessors.map((other) =>
                   ({id: other + row.key, source: other, target: row.key, type: "0"}))),
           });""",
    ),
    "frappe-gantt": (
        "1.2.2",
        "dist/frappe-gantt.umd.js",
        "dist/frappe-gantt.css",
        "document.querySelector('.gantt-container')",
        """new Gantt("#chart", rows.map((row) => ({id: row.key, name: row.name,
               start: row.start, end: row.end, progress: 0,
               dependencies: row.predecessors.join(",")})),
               {container_height: 780, view_mode: "Week"});""",
    ),
    "vis-timeline": (
        "8.5.4",
        "standalone/umd/vis-timeline-graph2d.min.js",
        "styles/vis-timeline-graph2d.min.css",
        "document.querySelector('.vis-vertical-scroll, .vis-left')",
        """new vis.Timeline(document.getElementById("chart"),
               new vis.DataSet(rows.map((row) => ({id: row.key, group: row.key,
                   content: row.name, start: row.start, end: row.end}))),
               new vis.DataSet(rows.map((row) => ({id: row.key, content: row.name}))),
               {height: "800px", verticalScroll: true, zoomKey: "ctrlKey",
                editable: true});
           for (let i = 0; i < 2000 && !document.querySelector(".vis-item"); i++) {
               await frames();
           }""",
    ),
}
_PAGE = """<meta charset="utf-8"><link rel="stylesheet" href="{style}">
<script src="{script}"></script><div id="chart" style="height:800px"></div><script>
const rows = {rows};
const frames = () => new Promise((r) =>
    requestAnimationFrame(() => requestAnimationFrame(r)));
(async () => {{
    const begun = performance.now();
    {draw}
    await frames();
    window.opened = (performance.now() - begun) / 1000;
    window.elements = document.querySelectorAll("*").length;
}})();
</script>"""


def measure_libraries(lines):
    """Return ``{library: (seconds to open, seconds of 10 screens, elements)}``."""
    rows = json.dumps(list(_rows(lines)), default=str)
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, (version, script, style, box, draw) in LIBRARIES.items():
            package = _fetch(Path(folder), f"{name}@{version}")
            page = Path(folder, f"{name}.html")
            page.write_text(
                _PAGE.format(
                    style=package / style, script=package / script, rows=rows, draw=draw
                )
            )
            browser = Browser()
            try:
                browser.open(page.as_uri())
                browser.wait("window.opened")
                opened = browser.evaluate("window.opened")
                elements = browser.evaluate("window.elements")
                found[name] = opened, browser.scroll(box), elements
            finally:
                browser.close()
    return found


def _rows(lines):
    """Give the lines with dates for all: a summary has those of what is below it."""
    limits = {}
    for line in reversed(lines):
        if line["date_start"]:
            limits[line["key"]] = [line["date_start"], line["date_end"]]
        if line["parent"] and line["key"] in limits:
            start, end = limits[line["key"]]
            first, last = limits.get(line["parent"], (start, end))
            limits[line["parent"]] = [min(start, first), max(end, last)]
    for line in lines:
        start, end = limits[line["key"]]
        yield {
            "key": line["key"],
            "name": line["name"],
            "parent": line["parent"],
            "start": start,
            "end": end + timedelta(1),
            "predecessors": line["predecessors"],
        }


def _fetch(folder, package):
    """Return the unpacked package."""
    run = subprocess.run(
        ["npm", "pack", "--silent", package],
        cwd=folder,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    target = folder / package
    target.mkdir()
    archive = folder / run.stdout.strip()
    subprocess.run(["tar", "xzf", archive, "-C", target], check=True)
    return target / "package"
