"""What the customer answers to an acceptance, as it is kept while he thinks it over."""

from dataclasses import dataclass, field
from datetime import date

from odoo import fields

CONCLUSIONS = ("pass", "conditional", "fail")
SIDES = ("provider", "customer")
_RESULTS = ("pass", "fail", "na")

# What a form may send; more is cut off.
MOST_TEXT = 4000
MOST_NAME = 250
MOST_ISSUES = 50


@dataclass(frozen=True)
class Point:
    """A remaining issue as the customer writes it; what is not said is empty."""

    name: str
    side: str
    date_due: date | None

    def data(self):
        return {
            "name": self.name,
            "side": self.side,
            "date_due": fields.Date.to_string(self.date_due) or "",
        }


@dataclass(frozen=True)
class Answer:
    """The customer's answer, complete or not.

    ``conclusion``: of `CONCLUSIONS`, or empty; ``reason``: of a refusal; ``results``:
    ``{criterion id: (result or "", comment)}``; ``issues``: `Point`s.
    """

    conclusion: str = ""
    reason: str = ""
    results: dict = field(default_factory=dict)
    issues: tuple = ()

    def result_of(self, criterion_id):
        """Return what he says of a criterion: ``(result, comment)``."""
        return self.results.get(criterion_id, ("", ""))

    def data(self):
        """Return it as JSON keeps it; `read()` reads that again."""
        return {
            "conclusion": self.conclusion,
            "reason": self.reason,
            "results": {
                str(key): {"result": result, "comment": comment}
                for key, (result, comment) in sorted(self.results.items())
            },
            "issues": [point.data() for point in self.issues],
        }


def read(data, criterion_ids):
    """Return an answer from what was kept, or what a page has sent.

    Nothing is refused here: what cannot be right is left empty, so that a half-finished
    answer can be kept. `ItsmAcceptance._get_answer_problems()` says what it lacks.

    :param data: JSON-like, of any shape
    :param criterion_ids: of the acceptance; others are left out
    """
    data = data if isinstance(data, dict) else {}
    results = data.get("results")
    results = results if isinstance(results, dict) else {}
    issues = data.get("issues")
    issues = issues if isinstance(issues, list) else []
    points = (_read_point(point) for point in issues[:MOST_ISSUES])
    return Answer(
        conclusion=_choice(data.get("conclusion"), CONCLUSIONS),
        reason=_text(data.get("reason"), MOST_TEXT),
        results={
            key: _read_result(results.get(str(key)))
            for key in criterion_ids
            if str(key) in results
        },
        issues=tuple(point for point in points if point.name or point.date_due),
    )


def _read_result(data):
    data = data if isinstance(data, dict) else {}
    return (
        _choice(data.get("result"), _RESULTS),
        _text(data.get("comment"), MOST_TEXT),
    )


def _read_point(data):
    data = data if isinstance(data, dict) else {}
    return Point(
        name=_text(data.get("name"), MOST_NAME),
        side=_choice(data.get("side"), SIDES),
        date_due=_day(data.get("date_due")),
    )


def _choice(value, choices):
    return value if isinstance(value, str) and value in choices else ""


def _text(value, most):
    return value.strip()[:most] if isinstance(value, str) else ""


def _day(value):
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
