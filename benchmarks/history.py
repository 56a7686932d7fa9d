"""A ticket history of any length, the same at every run."""

import csv
import io
import random
from datetime import datetime, timedelta

FIRST = datetime(2026, 8, 3, 8, 0)  # noqa: DTZ001 - local time of the file
MINUTE = timedelta(minutes=1)
COLUMNS = (
    "ref",
    "opened_at",
    "type",
    "priority",
    "category_code",
    "channel_zh",
    "title_en",
    "support_line",
    "first_response_at",
    "resolved_at",
    "pauses",
    "state",
    "rating",
)


def ticket_table(count: int, *, resolved: float = 1.0) -> bytes:
    """Return the CSV of tickets opened within three months.

    :param count: how many tickets
    :param resolved: share that is resolved; the others are in progress
    """
    chance = random.Random(20000)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for number in range(count):
        opened = FIRST + chance.randrange(90 * 24 * 60) * MINUTE
        responded = opened + chance.randrange(5, 120) * MINUTE
        paused = responded + chance.randrange(5, 600) * MINUTE
        resumed = paused + chance.randrange(60, 1500) * MINUTE
        done = resumed + chance.randrange(5, 2000) * MINUTE
        is_done = chance.random() < resolved
        is_paused = is_done and chance.random() < 0.3
        writer.writerow(
            (
                f"B{number:06}",
                _text(opened),
                chance.choice(("incident", "request")),
                chance.choices(("P1", "P2", "P3", "P4"), (1, 5, 47, 47))[0],
                chance.choice(("NET", "ERP", "OA", "DB", "PC", "PRN")),
                chance.choice(("电话", "门户", "邮件")),
                f"Ticket {number}",
                chance.choice((1, 2)),
                _text(responded),
                _text(done) if is_done else "",
                f"{_text(paused)}>{_text(resumed)}" if is_paused else "",
                "closed" if is_done else "in_progress",
                chance.choice(("", 3, 4, 5)) if is_done else "",
            )
        )
    return text.getvalue().encode()


def _text(instant: datetime) -> str:
    return f"{instant:%Y-%m-%d %H:%M}"
