import doctest

import pytest

from engine.approval import ApprovalError, next_version, versions


@pytest.mark.parametrize(
    ("version", "minor", "major"),
    [
        ("1.0", "1.1", "2.0"),
        ("1.9", "1.10", "2.0"),
        ("9.12", "9.13", "10.0"),
        ("0.1", "0.2", "1.0"),
    ],
)
def test_next_version(version, minor, major):
    assert next_version(version) == next_version(version, False) == minor
    assert next_version(version, major=True) == major


@pytest.mark.parametrize(
    "version",
    [
        "",
        "1",
        "1.",
        ".1",
        "v1.0",
        "1.0 ",
        "1.0\n",
        "1.0.0",
        "-1.0",
        "01.0",
        "1.00",
        "一.0",
    ]
    + ["\u0661.0", "1.1\u0661"],  # an Arabic digit
)
def test_what_is_no_version(version):
    with pytest.raises(ApprovalError) as caught:
        next_version(version)
    assert caught.value.code == "version"
    assert caught.value.values == {"version": version}
    assert f"“{version}”" in str(caught.value)


def test_examples_in_the_docstrings():
    assert doctest.testmod(versions) == (0, 1)
