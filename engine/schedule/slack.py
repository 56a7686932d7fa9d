"""How much later rows may be without the plan being later."""

from collections.abc import Iterable

from .links import Graph, in_order, links
from .model import Row
from .tree import Spans, Tree, spans_of


def slack(rows: Iterable[Row]) -> dict[str, int]:
    """Return by how many days each row may end later without the plan ending later.

    Rows with 0 are critical. Below 0 a row overlaps what waits for it. A summary may be
    as much later as it can move as a whole.

    :return: of rows with dates; empty when rows wait for one another in a circle
    """
    tree = Tree(rows)
    graph = links(tree)
    groups = in_order(graph)
    spans = spans_of(tree)
    if len(groups) < len(graph) or not spans:
        return {}
    latest = _latest(tree, graph, spans, [node for (node,) in groups])
    return {
        key: latest[2 * place + 1] - spans[key][1]
        if not tree.is_summary(key)
        else latest[2 * place] - spans[key][0]
        for place, key in enumerate(tree.outline)
        if key in spans
    }


def _latest(tree: Tree, graph: Graph, spans: Spans, nodes: list[int]) -> list[int]:
    """Return by when each beginning and each end must be, from the last back."""
    over = max(finishes for _begins, finishes in spans.values())
    latest = [over] * len(graph)
    for node in reversed(nodes):
        key = tree.outline[node // 2]
        for after in graph[node]:
            long = 0
            if after == node + 1 and node % 2 == 0 and key in spans:
                # A summary may begin as late as what is below it.
                if tree.is_summary(key):
                    continue
                long = spans[key][1] - spans[key][0]
            latest[node] = min(latest[node], latest[after] - long)
    return latest
