"""What a round says when it refuses a decision."""

from ..errors import ApprovalError, _lt
from .duties import Rule

MESSAGES = {
    "bad_stages": _lt(
        "A round of approval needs stages, each different and with at least one"
        " decider."
    ),
    "round_closed": _lt("This round of approval is over."),
    "out_of_turn": _lt("This is not the stage that waits for a decision."),
    "not_the_submitter": _lt("Only its author or submitter may do this."),
    "reason_missing": _lt("Give the reason why the document goes back or is rejected."),
    "not_a_decider": _lt("You are not among those who decide at this stage."),
    "not_delegated": Rule.R11.message,
    "already_decided": _lt("You have approved this stage already."),
}
"""``{code: English message}``, marked for translation."""


def refused(code, **values):
    """Return the error of a refusal."""
    return ApprovalError(code, MESSAGES[code], **values)
