"""Amounts of money in words, and shared out to the cent.

Everything is a `Decimal`: a float is read as it is printed, so that 0.285 is no
0.28499999999999998.
"""

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from .errors import MoneyError, _lt

# Below it 万 and 亿 name every amount, each of them once.
LIMIT = Decimal(10) ** 12

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("仟", "佰", "拾", "")


def chinese_capitals(amount):
    """Write an amount of yuan in the capital characters of bank notes (大写金额).

    By 支付结算办法, annex 1 (正确填写票据和结算凭证的基本规定): 整 stands after 元, not
    after 角 and 分; zeros within a number are one 零; 零 stands between 元 and 分 where
    there is no 角. Where the annex leaves 零 open (its 4.3) it is written after 万 and
    亿, as in 壹拾万零柒仟元, and not before 角, as in 壹仟陆佰捌拾元叁角贰分.

    :param amount: Decimal, int or decimal text; halves of a cent are rounded up
    :return: without 人民币, which a form has printed before it
    :rtype: str
    :raise MoneyError: no amount, or one of a trillion (壹万亿) or more
    """
    value = to_cents(amount)
    yuan, cents = divmod(int(abs(value) * 100), 100)
    dimes, cents = divmod(cents, 10)
    text = f"{_whole_number(yuan)}元" if yuan else ""
    if dimes:
        text += f"{_DIGITS[dimes]}角"
    elif cents and yuan:
        text += "零"
    if cents:
        text += f"{_DIGITS[cents]}分"
    elif not dimes:
        text = f"{text or '零元'}整"
    return f"负{text}" if value < 0 else text


def to_cents(amount, places=2):
    """Return an amount rounded half-up, away from zero.

    :param amount: Decimal, int, decimal text, or a float as it is printed
    :param int places: decimals of the currency
    :rtype: Decimal
    :raise MoneyError: no amount, or one of a trillion or more
    """
    try:
        value = Decimal(str(amount))
    except InvalidOperation as error:
        raise _not_an_amount(amount) from error
    if not value.is_finite():
        raise _not_an_amount(amount)
    # before anything is computed: 1e999999999 cannot be rounded
    if not value or value.adjusted() < LIMIT.adjusted():
        value = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
        if abs(value) < LIMIT:
            return value
    message = _lt("%(amount)s is too much: amounts are below %(limit)s.")
    raise MoneyError("too_large", message, amount=str(amount), limit=f"{LIMIT:,}")


def share_out(total, weights, places=2):
    """Split an amount by weights; the last share takes what rounding leaves.

    :param total: as `to_cents` takes it, not negative
    :param weights: positive numbers: percentages, months, or 1 for equal shares
    :param int places: decimals of the currency
    :return: as many amounts, which add up to `total` exactly
    :rtype: list[Decimal]
    :raise MoneyError: the amount is so small that rounding leaves nothing for the last
    """
    total = to_cents(total, places)
    weights = [Decimal(str(weight)) for weight in weights]
    whole = sum(weights)
    shares = [to_cents(total * weight / whole, places) for weight in weights[:-1]]
    rest = total - sum(shares)
    if rest < 0:
        message = _lt("%(total)s is too small to be split into %(count)s shares.")
        raise MoneyError("too_small", message, total=f"{total:f}", count=len(weights))
    return [*shares, rest]


def _whole_number(number):
    """Write a number from 1 to 999,999,999,999."""
    padded = f"{number:012d}"
    text = ""
    skipped = False
    for start, unit in ((0, "亿"), (4, "万"), (8, "")):
        group = padded[start : start + 4]
        for digit, place in zip(map(int, group), _PLACES, strict=True):
            if digit:
                text += ("零" if skipped and text else "") + _DIGITS[digit] + place
            skipped = not digit
        if group != "0000":
            text += unit
    return text


def _not_an_amount(amount):
    message = _lt("%(amount)s is no amount: write it in figures, e.g. 1234.50.")
    return MoneyError("not_an_amount", message, amount=str(amount))
