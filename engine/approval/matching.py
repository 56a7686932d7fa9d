"""Which line of one version of a document is which line of the next."""

from .evidence import canonical

# What names something tells lines apart better than a figure that is often the same.
_NAMING, _TELLING = 3, 1


def match_lines(old, new, keys=()):
    """Return the pairs of lines that mean the same thing in two versions.

    Lines that are equal in all of a natural key are the same. Of the others, those are
    taken as the same that agree in more than half of what they say; the pairs that
    agree most come first.

    :param old: lines: dicts of JSON-like values; their ``key`` is not looked at
    :param new: lines
    :param keys: names of the fields of the natural key, if there is one
    :return: list of ``(old line or None, new line or None)``: in the order of the new
        ones, a removed line behind the one it stood behind

    >>> match_lines([{"a": 1, "b": "x"}], [{"a": 2, "b": "x"}])
    [({'a': 1, 'b': 'x'}, {'a': 2, 'b': 'x'})]
    """
    partner = {}
    if keys:
        _pair_by(partner, old, new, lambda line: [line.get(name) for name in keys])
    _pair_by(partner, old, new, _said)
    _pair_best(partner, old, new)
    return _in_order(partner, old, new)


def _said(line):
    return {name: value for name, value in line.items() if name != "key"}


def _pair_by(partner, old, new, what):
    """Pair the lines of which something is equal, in their order."""
    waiting = {}
    for place, line in enumerate(old):
        if place not in partner.values():
            waiting.setdefault(canonical(what(line)), []).append(place)
    for place, line in enumerate(new):
        places = waiting.get(canonical(what(line)))
        if place not in partner and places:
            partner[place] = places.pop(0)


def _pair_best(partner, old, new):
    """Pair the lines left over that agree in more than half of what they say."""
    taken = set(partner.values())
    scores = sorted(
        (
            (-_agreement(old[before], new[after]), abs(before - after), before, after)
            for after in range(len(new))
            if after not in partner
            for before in range(len(old))
            if before not in taken
        ),
    )
    for agreement, _distance, before, after in scores:
        if -agreement <= 0.5:
            break
        if after not in partner and before not in taken:
            partner[after] = before
            taken.add(before)


def _agreement(old, new):
    """Return how much of what two lines say is the same: 0 to 1."""
    total = same = 0
    for name in (old.keys() | new.keys()) - {"key"}:
        before, after = old.get(name), new.get(name)
        if not before and not after:
            continue
        weight = _NAMING if isinstance(before or after, (str, dict)) else _TELLING
        total += weight
        if canonical(before) == canonical(after):
            same += weight
    return same / total if total else 0


def _in_order(partner, old, new):
    pairs = [(partner.get(after), after) for after in range(len(new))]
    place = {before: after for after, before in partner.items()}
    behind = {}
    last = -1
    for before in range(len(old)):
        if before in place:
            last = place[before]
        else:
            behind.setdefault(last, []).append((before, None))
    ordered = behind.get(-1, [])
    for pair in pairs:
        ordered = [*ordered, pair, *behind.get(pair[1], [])]
    return [
        (
            None if before is None else old[before],
            None if after is None else new[after],
        )
        for before, after in ordered
    ]
