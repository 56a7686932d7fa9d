"""Amounts in capital characters, and their shares, against values worked out by hand.

The examples of 支付结算办法, annex 1, part 4 are among them.
"""

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import MoneyError
from engine.money import chinese_capitals, share_out, to_cents


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        # of the annex
        ("1409.50", "壹仟肆佰零玖元伍角"),
        ("6007.14", "陆仟零柒元壹角肆分"),
        ("1680.32", "壹仟陆佰捌拾元叁角贰分"),
        ("107000.53", "壹拾万零柒仟元伍角叁分"),
        ("16409.02", "壹万陆仟肆佰零玖元零贰分"),
        ("325.04", "叁佰贰拾伍元零肆分"),
        # 整, and small amounts
        ("0", "零元整"),
        ("1", "壹元整"),
        ("10", "壹拾元整"),
        ("110", "壹佰壹拾元整"),
        ("1.10", "壹元壹角"),
        ("0.5", "伍角"),
        ("0.05", "伍分"),
        ("0.55", "伍角伍分"),
        ("100.05", "壹佰元零伍分"),
        # zeros within, at the end of a group, and whole groups of them
        ("1000000.00", "壹佰万元整"),
        ("1200000", "壹佰贰拾万元整"),
        ("10001", "壹万零壹元整"),
        ("100100", "壹拾万零壹佰元整"),
        ("105000", "壹拾万零伍仟元整"),
        ("10010000", "壹仟零壹万元整"),
        ("10070010", "壹仟零柒万零壹拾元整"),
        ("100000000", "壹亿元整"),
        ("100000000.99", "壹亿元玖角玖分"),
        ("100010000", "壹亿零壹万元整"),
        ("100000001", "壹亿零壹元整"),
        ("1000000001.01", "壹拾亿零壹元零壹分"),
        ("1132075.47", "壹佰壹拾叁万贰仟零柒拾伍元肆角柒分"),
        ("67924.53", "陆万柒仟玖佰贰拾肆元伍角叁分"),
        (
            "999999999999.99",
            "玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分",
        ),
        # below zero
        ("-300.30", "负叁佰元叁角"),
        ("-0.004", "零元整"),
        # rounded half-up, from what is written
        ("1.005", "壹元零壹分"),
        ("1.0049999999999999999999", "壹元整"),
        ("-1.005", "负壹元零壹分"),
        ("9999.995", "壹万元整"),
        (Decimal("2.675"), "贰元陆角捌分"),
        (2.675, "贰元陆角捌分"),
        (1132075.47, "壹佰壹拾叁万贰仟零柒拾伍元肆角柒分"),
        (12, "壹拾贰元整"),
    ],
)
def test_chinese_capitals(amount, expected):
    assert chinese_capitals(amount) == expected


@pytest.mark.parametrize(
    ("amount", "code"),
    [
        ("1000000000000", "too_large"),
        ("-1000000000000", "too_large"),
        ("999999999999.995", "too_large"),
        ("1e999999999", "too_large"),
        ("a lot", "not_an_amount"),
        ("1,200", "not_an_amount"),
        ("nan", "not_an_amount"),
        (float("inf"), "not_an_amount"),
        (None, "not_an_amount"),
        (False, "not_an_amount"),
    ],
)
def test_no_capitals(amount, code):
    with pytest.raises(MoneyError) as caught:
        chinese_capitals(amount)
    assert caught.value.code == code
    assert str(amount) in str(caught.value)


def parsed(text):
    """Read capitals as a person does: the nearest unit to the left of its digit."""
    sign = -1 if text.startswith("负") else 1
    text = text.removeprefix("负").removesuffix("整")
    whole, _yuan, change = text.rpartition("元")
    return sign * (
        Decimal(_whole(whole))
        + Decimal(_value(change, "角")) / 10
        + Decimal(_value(change, "分")) / 100
    )


def _whole(text):
    for unit, factor in (("亿", 10**8), ("万", 10**4)):
        if unit in text:
            above, below = text.split(unit)
            return _whole(above) * factor + _whole(below)
    return sum(
        _value(text, unit) * factor
        for unit, factor in (("仟", 1000), ("佰", 100), ("拾", 10), ("$", 1))
    )


def _value(text, unit):
    found = re.search(f"([壹贰叁肆伍陆柒捌玖]){unit}", text)
    return "零壹贰叁肆伍陆柒捌玖".index(found[1]) if found else 0


# Amounts with many zeros are the interesting ones.
cents = st.one_of(
    st.integers(-(10**14) + 1, 10**14 - 1),
    st.lists(st.sampled_from("000123456789"), min_size=1, max_size=14).map(
        lambda digits: int("".join(digits))
    ),
)


@given(cents)
def test_capitals_are_read_back(amount):
    value = Decimal(amount) / 100
    text = chinese_capitals(value)
    assert parsed(text) == value
    assert text.endswith("整") == (amount % 10 == 0 and amount % 100 == 0)
    assert "零零" not in text
    assert not re.search("零[元万亿角]", text) or text == "零元整"


def test_to_cents_of_currencies():
    assert str(to_cents("0.285")) == "0.29"
    assert str(to_cents("1234.5", 0)) == "1235"
    assert str(to_cents("1.0005", 3)) == "1.001"


@pytest.mark.parametrize(
    ("total", "weights", "expected"),
    [
        ("1200000", ["25"] * 4, ["300000.00"] * 4),
        ("1200000", [3, 3, 3, 3], ["300000.00"] * 4),
        ("100", ["33.33", "33.33", "33.34"], ["33.33", "33.33", "33.34"]),
        ("100", [1, 1, 1], ["33.33", "33.33", "33.34"]),
        ("200", [1, 1, 1], ["66.67", "66.67", "66.66"]),
        ("0.05", ["50", "50"], ["0.03", "0.02"]),
        ("1132075.47", ["30", "70"], ["339622.64", "792452.83"]),
        (1132075.47, [30.0, 70.0], ["339622.64", "792452.83"]),
        # thirteen months by the quarter: the last period is one month
        ("130000", [3, 3, 3, 3, 1], ["30000.00"] * 4 + ["10000.00"]),
        ("10", ["100"], ["10.00"]),
        ("0", ["40", "60"], ["0.00", "0.00"]),
    ],
)
def test_share_out(total, weights, expected):
    assert [str(share) for share in share_out(total, weights)] == expected


def test_share_out_of_a_currency_without_cents():
    assert share_out("100", [1, 1, 1], 0) == [33, 33, 34]


def test_too_small_to_be_shared():
    # 0.005 each: the first five are rounded up to 0.01
    with pytest.raises(MoneyError, match="0.03 is too small to be split into 6"):
        share_out("0.03", [1] * 6)


@given(st.integers(10_000, 10**14 - 1), st.integers(1, 60))
def test_shares_add_up(amount, count):
    total = Decimal(amount) / 100
    shares = share_out(total, [1] * count)
    assert sum(shares) == total
    assert len(shares) == count
    assert len(set(shares[:-1])) <= 1
    # each of the others is wrong by half a cent at most
    assert abs(shares[-1] - shares[0]) <= Decimal(count) / 200
