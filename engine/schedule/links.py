"""What must be over before what begins: a graph of beginnings and ends."""

from collections import deque

from .tree import Tree

# Node 2n is the beginning of the n-th row of the outline, node 2n + 1 its end.
Graph = list[list[int]]


def links(tree: Tree) -> Graph:
    """Return for each node the nodes that come after it.

    A summary begins before what is below it and ends after it: so a link of a summary
    holds for all of that without a link for each. Links to unknown rows and between a
    row and what it is part of are left out: `check` names them.
    """
    places = {key: place for place, key in enumerate(tree.outline)}
    graph: Graph = [[] for _ in range(2 * len(places))]
    for key, place in places.items():
        begin, end = 2 * place, 2 * place + 1
        graph[begin].append(end)
        parent = tree.parents[key]
        if parent is not None:
            graph[2 * places[parent]].append(begin)
            graph[end].append(2 * places[parent] + 1)
        for other in usable_predecessors(tree, key):
            graph[2 * places[other] + 1].append(begin)
    return graph


def usable_predecessors(tree: Tree, key: str) -> list[str]:
    """The predecessors that are known and neither above nor below the row."""
    return [
        other
        for other in dict.fromkeys(tree.rows[key].predecessors)
        if other in tree.rows
        and not tree.is_above(other, key)
        and not tree.is_above(key, other)
    ]


def in_order(graph: Graph) -> list[list[int]]:
    """Return the nodes so that each comes after those before it.

    Nodes that wait for one another in a circle are one group; the others stand alone
    (Tarjan, without recursion, for a chain may be as long as the plan).
    """
    number = [0] * len(graph)  # 0: not seen yet
    low = [0] * len(graph)
    stack: list[int] = []
    on_stack = [False] * len(graph)
    groups: list[list[int]] = []
    count = 0
    for root in range(len(graph)):
        if number[root]:
            continue
        work = [(root, 0)]
        while work:
            node, edge = work.pop()
            if edge == 0:
                count += 1
                number[node] = low[node] = count
                stack.append(node)
                on_stack[node] = True
            else:
                low[node] = min(low[node], low[graph[node][edge - 1]])
            while edge < len(graph[node]):
                after = graph[node][edge]
                edge += 1
                if not number[after]:
                    work += [(node, edge), (after, 0)]
                    break
                if on_stack[after]:
                    low[node] = min(low[node], number[after])
            else:
                if low[node] == number[node]:
                    groups.append(_taken(stack, node, on_stack))
    groups.reverse()
    return groups


def _taken(stack: list[int], node: int, on_stack: list[bool]) -> list[int]:
    place = len(stack) - 1
    while stack[place] != node:
        place -= 1
    group = stack[place:]
    del stack[place:]
    for member in group:
        on_stack[member] = False
    return group


def shortest_circle(graph: Graph, group: list[int]) -> list[int]:
    """Return the nodes of a shortest circle through the first node of a group."""
    start, members = min(group), set(group)
    came_from: dict[int, int] = {}
    waiting = deque([start])
    while start not in came_from:
        node = waiting.popleft()
        for after in graph[node]:
            if after in members and after not in came_from:
                came_from[after] = node
                waiting.append(after)
    path = [came_from[start]]
    while path[-1] != start:
        path.append(came_from[path[-1]])
    return path[::-1]


def circles(tree: Tree, graph: Graph) -> list[tuple[str, ...]]:
    """Return the rows of each circle of links, each waiting for the one before it.

    Of circles that share rows the shortest through the uppermost row is named.
    """
    found = sorted(
        shortest_circle(graph, group) for group in in_order(graph) if len(group) > 1
    )
    return [
        tuple(dict.fromkeys(tree.outline[node // 2] for node in nodes))
        for nodes in found
    ]
