"""A year of a service desk in the format of the ticket table, the same at every run."""

import csv
import io
import random
from collections.abc import Iterator
from datetime import datetime, timedelta

FIRST_DAY = datetime(2026, 1, 1)  # noqa: DTZ001 - local time of the file
DAYS = 365
COLUMNS = (
    "ref",
    "opened_at",
    "type",
    "priority",
    "category_code",
    "channel",
    "title_en",
    "support_line",
    "first_response_at",
    "resolved_at",
    "pauses",
    "reopen",
    "state",
    "rating",
    "note",
)
PRIORITIES = {"P1": 2, "P2": 10, "P3": 53, "P4": 35}

# Tickets are opened on working days, most of them in the morning and after lunch.
_WEEKDAYS = (22, 19, 18, 18, 17, 4, 2)
_HOURS = (1, 1, 1, 1, 1, 1, 2, 4, 20, 34, 30, 22, 10, 20, 28, 26, 20, 12, 5, 4, 3, 2, 1)
# Median minutes to the first response and from there to the resolution.
_MEDIANS = {"P1": (8, 150), "P2": (16, 300), "P3": (35, 900), "P4": (120, 1800)}


def year_of_tickets(count: int, seed: int = 2026) -> bytes:
    """Return the CSV of tickets opened within a year, in order of their opening.

    A fifth is paused once or twice, one in 25 is re-opened, one in 40 cancelled, one in
    200 never resolved; some work goes on over a month's end.

    :param count: how many tickets
    """
    chance = random.Random(seed)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for number, opened in enumerate(sorted(_openings(chance, count))):
        writer.writerow((f"Y{number:06}", _text(opened), *_rest(chance, opened)))
    return text.getvalue().encode()


def _openings(chance: random.Random, count: int) -> Iterator[datetime]:
    days = [FIRST_DAY + timedelta(days=number) for number in range(DAYS)]
    weights = [_WEEKDAYS[day.weekday()] for day in days]
    hours = chance.choices(range(len(_HOURS)), _HOURS, k=count)
    for day, hour in zip(chance.choices(days, weights, k=count), hours, strict=True):
        yield day + timedelta(hours=hour, minutes=chance.randrange(60))


def _rest(chance: random.Random, opened: datetime) -> tuple:
    (priority,) = chance.choices(list(PRIORITIES), list(PRIORITIES.values()))
    response, resolution = _MEDIANS[priority]
    responded = _later(chance, opened, response)
    pauses, done = [], responded
    for _pause in range(chance.choices((0, 1, 2), (80, 16, 4))[0]):
        start = _later(chance, done, resolution / 3)
        done = _later(chance, start, 600)
        pauses.append(f"{_text(start)}>{_text(done)}")
    done = _later(chance, done, resolution)
    fate = chance.random()
    kind = chance.choices(("incident", "request"), (70, 30))[0]
    head = (
        kind,
        priority,
        chance.choice(("NET", "ERP", "OA", "DB", "PC", "PRN")),
        chance.choices(("phone", "portal", "mail"), (45, 35, 20))[0],
        f"{kind.title()} of {opened:%d %B}",
        chance.choices((1, 2, 3), (70, 25, 5))[0],
    )
    if fate < 0.005:
        return (*head, _text(responded), "", ";".join(pauses), "", "open", "", "")
    if fate < 0.030:
        note = f"cancelled {done:%Y-%m-%d %H:%M}"
        spans = ";".join(pauses)
        return (*head, _text(responded), "", spans, "", "cancelled", "", note)
    reopened = ""
    if fate < 0.070:
        again = _later(chance, done, 1500)
        reopened = f"{_text(done)}>{_text(again)}"
        done = _later(chance, again, resolution / 2)
    rating = chance.choices(("", 1, 3, 4, 5), (60, 2, 6, 14, 18))[0]
    end = ("closed", rating, "")
    return (*head, _text(responded), _text(done), ";".join(pauses), reopened, *end)


def _later(chance: random.Random, since: datetime, median: float) -> datetime:
    """Return a time some minutes later: mostly soon, sometimes much later."""
    return since + timedelta(minutes=1 + int(median * chance.lognormvariate(0, 0.9)))


def _text(instant: datetime) -> str:
    return f"{instant:%Y-%m-%d %H:%M}"
