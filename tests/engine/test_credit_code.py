"""Unified social credit codes: the check character computed by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.credit_code import check_character, checked
from engine.errors import CreditCodeError

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"

# An example code of GB 32100-2015.
EXAMPLE = "91350100M000100Y43"


def test_example_of_the_standard():
    assert check_character(EXAMPLE[:-1]) == "3"
    assert checked(EXAMPLE) == EXAMPLE


def test_written_by_people():
    assert checked(" 9135 0100 m000 100y 43 ") == EXAMPLE


def test_by_hand():
    # 9·1 + 1·3 + 1·9 + 1·27, the others are 0: 48 = 31 + 17, and 31 - 17 = 14 is E
    assert check_character("9111" + "0" * 13) == "E"
    # a sum that 31 divides needs 0: 4·1 + 9·3 = 31
    assert check_character("49" + "0" * 15) == "0"


def test_village_organisation():
    # a letter in the second place is usual since 2018: N, economic organisations
    start = "N2130681MB0F1234X"
    assert checked(start + check_character(start))


@pytest.mark.parametrize(
    ("code", "flaw"),
    [
        ("", "length"),
        (EXAMPLE[:-1], "length"),
        (EXAMPLE + "0", "length"),
        ("91350100M000100Y4O", "characters"),
        ("9135O100M000100Y43", "characters"),
        ("91350100Ｍ000100Y43", "characters"),
        ("9135A100M000100Y43", "place"),
        ("91350100M000100Y44", "check_character"),
        ("91350100M000010Y43", "check_character"),
    ],
)
def test_refused(code, flaw):
    with pytest.raises(CreditCodeError) as caught:
        checked(code)
    assert caught.value.code == flaw


@given(st.text(ALPHABET, min_size=9, max_size=9), st.integers(0, 16), st.data())
def test_one_wrong_character_is_seen(organisation, position, data):
    start = f"91350100{organisation}"
    code = start + check_character(start)
    alphabet = "0123456789" if 2 <= position < 8 else ALPHABET
    other = data.draw(st.sampled_from(alphabet.replace(code[position], "")))
    with pytest.raises(CreditCodeError):
        checked(code[:position] + other + code[position + 1 :])
