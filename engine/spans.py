"""Algebra of spans: sorted, disjoint, half-open pairs of instants.

A *normal* list is sorted, without empty spans, and its spans neither overlap nor touch.
Every function takes any iterable of pairs and returns a normal list.
"""


def normalise(spans):
    """Return the spans sorted, the empty ones dropped, overlapping or adjacent merged.

    >>> normalise([(5, 9), (1, 3), (3, 4), (7, 7)])
    [(1, 4), (5, 9)]
    """
    result = []
    for start, end in sorted(spans):
        if start >= end:
            continue
        if result and start <= result[-1][1]:
            if end > result[-1][1]:
                result[-1] = (result[-1][0], end)
        else:
            result.append((start, end))
    return result


def union(left, right):
    """Return what is in either."""
    return normalise([*left, *right])


def intersect(left, right):
    """Return what is in both."""
    left, right = normalise(left), normalise(right)
    result = []
    i = j = 0
    while i < len(left) and j < len(right):
        start = max(left[i][0], right[j][0])
        end = min(left[i][1], right[j][1])
        if start < end:
            result.append((start, end))
        if left[i][1] <= right[j][1]:
            i += 1
        else:
            j += 1
    return result


def subtract(left, right):
    """Return what is in ``left`` and not in ``right``."""
    holes = normalise(right)
    result = []
    first = 0
    for start, end in normalise(left):
        while first < len(holes) and holes[first][1] <= start:
            first += 1
        index = first
        while index < len(holes) and holes[index][0] < end:
            if start < holes[index][0]:
                result.append((start, holes[index][0]))
            start = holes[index][1]
            index += 1
        if start < end:
            result.append((start, end))
    return result


def clip(spans, start, end):
    """Return the part of the spans inside ``[start, end)``."""
    return intersect(spans, [(start, end)])


def total(spans):
    """Return the seconds covered, overlaps counted once."""
    return sum(end - start for start, end in normalise(spans))
