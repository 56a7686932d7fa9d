"""The unified social credit code (统一社会信用代码) of organisations, GB 32100-2015.

18 characters: registering authority, kind of organisation, six digits of the place,
nine of the organisation, and a check character. The alphabet has no I, O, S, V and Z.
"""

from .errors import CreditCodeError, _lt

LENGTH = 18

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
# Powers of 3 modulo 31.
_WEIGHTS = tuple(pow(3, position, 31) for position in range(LENGTH - 1))


def check_character(start):
    """Return the last character of the code that begins with these 17.

    >>> check_character("91350100M000100Y4")
    '3'
    """
    total = sum(
        weight * _ALPHABET.index(character)
        for weight, character in zip(_WEIGHTS, start, strict=True)
    )
    return _ALPHABET[-total % 31]


def checked(code):
    """Return a code as it is written: without spaces, in capitals.

    :param str code:
    :raise CreditCodeError: length, characters, place or check character are wrong
    """
    text = "".join(code.split()).upper()
    if len(text) != LENGTH:
        message = _lt(
            "%(text)s has %(length)s characters: a unified social credit code has 18."
        )
        raise CreditCodeError("length", message, text=text, length=len(text))
    if wrong := sorted(set(text) - set(_ALPHABET)):
        message = _lt(
            "%(text)s has the character %(wrong)s, which no unified social credit code"
            " has: it has figures and capitals without I, O, S, V and Z."
        )
        raise CreditCodeError("characters", message, text=text, wrong=wrong[0])
    if not text[2:8].isdigit():
        message = _lt(
            "%(text)s is no unified social credit code: its third to eighth characters"
            " are the figures of a place."
        )
        raise CreditCodeError("place", message, text=text)
    if check_character(text[:-1]) != text[-1]:
        message = _lt(
            "%(text)s is mistyped: its last character does not fit the others. Compare"
            " it with the business licence."
        )
        raise CreditCodeError("check_character", message, text=text)
    return text
