"""Canonical text, hashes, and a chain that shows what was done to it."""

import doctest
import json
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from types import SimpleNamespace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from engine.approval import (
    GENESIS,
    ApprovalError,
    ChainLine,
    Flaw,
    canonical,
    check_chain,
    digest,
    evidence,
    line_hash,
)
from engine.errors import EngineError


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, "null"),
        (True, "true"),
        (-7, "-7"),
        (0.1, "0.1"),
        ("质保\n“1”", '"质保\\n“1”"'),
        ("e\u0301", '"e\u0301"'),  # two characters stay two
        ("\u00e9", '"\u00e9"'),
        (date(2026, 9, 1), '"2026-09-01"'),
        (
            datetime(2026, 9, 1, 8, 30, tzinfo=timezone.utc),
            '"2026-09-01T08:30:00+00:00"',
        ),
        (Decimal("1200.50"), '"1200.50"'),
        ([], "[]"),
        ((1, [2, "x"]), '[1,[2,"x"]]'),
        ({}, "{}"),
        ({"b": 1, "a": {"d": None, "c": 2}}, '{"a":{"c":2,"d":null},"b":1}'),
        ({"B": 1, "a": 2, "Ä": 3}, '{"B":1,"a":2,"Ä":3}'),
    ],
)
def test_canonical(value, expected):
    assert canonical(value) == expected


def test_a_naive_datetime_has_no_zone():
    naive = datetime(2026, 9, 1, 8, 30, 15, 250000)
    assert canonical(naive) == '"2026-09-01T08:30:15.250000"'


@pytest.mark.parametrize(
    ("value", "name"),
    [
        (float("nan"), "float"),
        (float("inf"), "float"),
        (float("-inf"), "float"),
        (Decimal("NaN"), "Decimal"),
        (Decimal("-Infinity"), "Decimal"),
        (b"bytes", "bytes"),
        ({1, 2}, "set"),
        ({1: "a"}, "dict"),  # would be the same text as {"1": "a"}
        ({None: "a"}, "dict"),
        (timedelta(1), "timedelta"),
        ("\ud800", "str"),
        ({"\udfff": 1}, "str"),
    ],
)
def test_what_is_not_canonical(value, name):
    for nested in (value, [value], {"a": {"b": value}}):
        with pytest.raises(EngineError) as caught:
            canonical(nested)
        assert caught.value.code == "not_canonical"
        assert caught.value.values == {"type": name}
    assert isinstance(caught.value, ApprovalError)
    assert name in str(caught.value)


_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.floats(allow_nan=False),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(_values)
def test_canonical_text_says_the_same(value):
    try:
        text = canonical(value)
    except ApprovalError:
        assume(False)
    assert json.loads(text) == value
    assert canonical(json.loads(text)) == text
    assert "\n" not in text


@given(st.dictionaries(st.text("abcdefg", min_size=1), st.integers(), max_size=6))
def test_the_order_of_keys_does_not_matter(value):
    backwards = dict(reversed(list(value.items())))
    assert canonical(backwards) == canonical(value)


def test_hashes_are_sha_256():
    """The vectors of FIPS 180-2: the message "abc", and the empty one."""
    assert digest("abc") == (
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    )
    assert digest("") == (
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    )
    assert GENESIS == "0" * 64
    assert line_hash(GENESIS, "{}") == digest("0" * 64 + "\n{}")
    # printf '审核' | sha256sum: the bytes are UTF-8
    assert digest("审核") == (
        "948c5c16d8fec64d9e8565b1c6c63b36c160987f11edd1349d5295b1b4fb0c0c"
    )


def chain(*payloads):
    """Return an intact chain of lines with these payloads."""
    lines, previous = [], GENESIS
    for position, payload in enumerate(payloads, start=1):
        line = ChainLine(position, previous, payload, line_hash(previous, payload))
        lines.append(line)
        previous = line.hash
    return lines


def flaws(lines, head=None):
    return [(finding.kind, finding.position) for finding in check_chain(lines, head)]


FIVE = chain("one", "two", "three", "four", "five")


def test_an_intact_chain():
    assert check_chain([]) == check_chain([], GENESIS) == ()
    assert check_chain(FIVE) == check_chain(FIVE, FIVE[-1].hash) == ()
    records = [SimpleNamespace(position=1, previous_hash=GENESIS, payload="a")]
    records[0].hash = line_hash(GENESIS, "a")
    assert check_chain(records) == ()


def test_a_changed_payload():
    lines = [*FIVE[:2], replace(FIVE[2], payload="THREE"), *FIVE[3:]]
    assert flaws(lines) == [(Flaw.CHANGED_LINE, 3)]


def test_a_changed_payload_with_a_new_hash():
    forged = replace(FIVE[2], payload="X", hash=line_hash(FIVE[2].previous_hash, "X"))
    assert flaws([*FIVE[:2], forged, *FIVE[3:]]) == [(Flaw.WRONG_LINK, 4)]


def test_a_removed_line():
    assert flaws([*FIVE[:2], *FIVE[3:]]) == [(Flaw.GAP, 3)]
    assert flaws(FIVE[1:]) == [(Flaw.GAP, 1)]
    assert flaws(FIVE[:1] + FIVE[4:]) == [(Flaw.GAP, 2)]


def test_a_removed_line_with_new_positions():
    renumbered = [replace(line, position=line.position - 1) for line in FIVE[3:]]
    assert flaws(FIVE[:2] + renumbered) == [(Flaw.WRONG_LINK, 3)]


def test_lines_cut_off_at_the_end_show_against_the_head():
    assert flaws(FIVE[:3]) == []
    assert flaws(FIVE[:3], FIVE[-1].hash) == [(Flaw.GAP, 4)]
    assert flaws([], FIVE[-1].hash) == [(Flaw.GAP, 1)]


def test_a_chain_rewritten_as_a_whole_shows_against_the_head():
    forged = chain("one", "two", "three", "four", "FIVE")
    assert flaws(forged) == []
    assert flaws(forged, FIVE[-1].hash) == [(Flaw.GAP, 6)]


def test_reordered_lines():
    lines = [FIVE[0], FIVE[2], FIVE[1], FIVE[3], FIVE[4]]
    assert flaws(lines) == [(Flaw.GAP, 2), (Flaw.ORDER, 2), (Flaw.GAP, 3)]
    swapped = [replace(line, position=place) for place, line in enumerate(lines, 1)]
    assert flaws(swapped) == [
        (Flaw.WRONG_LINK, 2),
        (Flaw.WRONG_LINK, 3),
        (Flaw.WRONG_LINK, 4),
    ]


def test_a_line_twice():
    assert flaws([*FIVE[:2], FIVE[1], *FIVE[2:]]) == [(Flaw.ORDER, 2)]


def test_a_finding_says_where():
    finding = check_chain([*FIVE[:2], replace(FIVE[2], payload="THREE"), *FIVE[3:]])[0]
    assert str(finding) == "Line 3 of the log was changed."
    assert finding.values == {"position": 3}


@given(st.data())
def test_any_tampering_shows(data):
    """Whatever is done to one line, or to the order of two, is found."""
    payloads = data.draw(
        st.lists(st.integers(0, 99).map(str), min_size=2, max_size=6, unique=True)
    )
    lines = chain(*payloads)
    head = lines[-1].hash
    place = data.draw(st.integers(0, len(lines) - 1))
    line = lines[place]
    tampered = list(lines)
    how = data.draw(st.sampled_from(["field", "remove", "renumber", "repeat", "swap"]))
    if how == "field":
        name, value = data.draw(
            st.sampled_from(
                [
                    ("payload", "forged"),
                    ("hash", "f" * 64),
                    ("previous_hash", "f" * 64),
                    ("position", line.position + 1),
                    ("position", line.position - 1),
                ]
            )
        )
        tampered[place] = replace(line, **{name: value})
        if data.draw(st.booleans()) and name != "position":
            forged = tampered[place]
            remade = line_hash(forged.previous_hash, forged.payload)
            assume(remade != line.hash)
            tampered[place] = replace(forged, hash=remade)
    elif how == "repeat":
        tampered.insert(place, line)
    elif how == "swap":
        other = data.draw(st.integers(0, len(lines) - 1))
        assume(other != place)
        tampered[place], tampered[other] = lines[other], line
        if data.draw(st.booleans()):
            tampered = [replace(one, position=i) for i, one in enumerate(tampered, 1)]
    else:
        del tampered[place]
        if how == "renumber":
            tampered = [replace(one, position=i) for i, one in enumerate(tampered, 1)]
    assert check_chain(lines, head) == ()
    assert check_chain(tampered, head) != ()


def test_examples_in_the_docstrings():
    assert doctest.testmod(evidence) == (0, 1)
