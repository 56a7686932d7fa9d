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


def ticket_table(count: int, *, untouched: bool = False) -> bytes:
    """Return the CSV of tickets opened within three months.

    :param count: how many tickets
    :param untouched: nobody has answered any of them, so that both clocks run; else
        all are resolved, and every third was paused
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
        is_paused = chance.random() < 1 / 3
        outcome = (
            _text(responded),
            _text(done),
            f"{_text(paused)}>{_text(resumed)}" if is_paused else "",
            "closed",
            chance.choice(("", 3, 4, 5)),
        )
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
                *(("", "", "", "new", "") if untouched else outcome),
            )
        )
    return text.getvalue().encode()


def _text(instant: datetime) -> str:
    return f"{instant:%Y-%m-%d %H:%M}"
