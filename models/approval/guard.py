"""The key to states and evidence.

`ENGINE` goes into the context, or to a method, of those who may write a state, a round
or a line of the log. An object cannot travel over RPC and is no value of a server
action, so only code that imports it has it: the code of the approval room, and of the
document models that build on it.
"""

from odoo.exceptions import AccessError

# What people do around a record is no content of it.
SOCIAL_PREFIXES = (
    "activity_",
    "message_",
    "my_activity_",
    "rating_",
    "website_message_",
)


class _Key:
    """Without a value: nothing in a request can be equal to it."""

    def __repr__(self):
        return "<key of the approval engine>"


ENGINE = _Key()


def holds_key(env):
    """Return whether the code that calls is the approval engine's."""
    return env.context.get("itsm_engine") is ENGINE


def with_key(records):
    """Return the records with the key in their context."""
    return records.with_context(itsm_engine=ENGINE)


def check_key(records):
    """Refuse whoever writes evidence by himself.

    :raise AccessError:
    """
    if not holds_key(records.env):
        raise AccessError(
            records.env._(
                "%(model)s is written by the approval engine only: submit, approve,"
                " return, reject or withdraw the document.",
                model=records._description,
            )
        )
