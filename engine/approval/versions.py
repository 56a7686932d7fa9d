"""Numbers of versions: ``major.minor``."""

import re

from ..errors import ApprovalError, _lt

_VERSION = re.compile(r"(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)")


def next_version(version, major=False):
    """Return the number of the version that revises another.

    :param str version: ``"1.0"``
    :param bool major: the scope or the service levels change, not only the wording
    :raise ApprovalError: ``version``: not two whole numbers with a dot between

    >>> next_version("1.9"), next_version("1.9", major=True)
    ('1.10', '2.0')
    """
    match = _VERSION.fullmatch(version)
    if not match:
        raise ApprovalError(
            "version",
            _lt("“%(version)s” is not a version number such as 1.0."),
            version=version,
        )
    numbers = [int(number) for number in match.groups()]
    if major:
        return f"{numbers[0] + 1}.0"
    return f"{numbers[0]}.{numbers[1] + 1}"
