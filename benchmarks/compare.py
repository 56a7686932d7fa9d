"""Measure the addon and its peers in one run and print them side by side.

Runs where `script/with-database --benchmark` provides Odoo: see `benchmarks/run`.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
PEERS = "helpdesk_mgmt_sla,base_tier_validation"
HEADINGS = ("work", "peer", "ours", "ratio", "goal", "")


def main() -> int:
    """Print the table; return 1 when a goal is missed."""
    database = os.environ["ITSM_DATABASE"]
    peer_database = f"{database}_peer"
    print("Installing the peers in a database of their own", file=sys.stderr)
    try:
        _install(peer_database)
        peer = _measured("peer.py", peer_database)
        rows = _rows(_measured("ours.py", database), peer)
        busy = os.getloadavg()[0]
        rows += _approval_rows(_measured("approval.py", database, peer_database))
    finally:
        subprocess.run(["dropdb", "--if-exists", "--force", peer_database], check=True)
    _print(rows)
    print(f"Load average before approving: {busy:.1f} (1 is this benchmark itself)")
    return 0 if all(row[-1] for row in rows) else 1


def _install(database: str) -> None:
    command = [sys.executable, "-m", "odoo", "-d", database, "-i", PEERS]
    command += ["--no-http", "--stop-after-init", "--log-level=error"]
    subprocess.run([*command, "--without-demo=True"], check=True)


def _measured(script: str, *databases: str) -> dict:
    print(f"Measuring: {script}", file=sys.stderr)
    command = [sys.executable, HERE / script, *databases]
    run = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(run.stdout.splitlines()[-1])


def _rows(ours: dict, peer: dict) -> list[tuple]:
    """Return work, peer, ours, ratio, goal and whether the goal is reached."""
    our_ms = ours["create_sla_ms"] - ours["create_bare_ms"]
    our_queries = ours["create_sla_queries"] - ours["create_bare_queries"]
    peer_ms = peer["create_sla_ms"] - peer["create_bare_ms"]
    peer_queries = peer["create_sla_queries"] - peer["create_bare_queries"]
    found = ours["deadline_queries"]
    return [
        _row(
            "one deadline, µs",
            peer["deadline_us"],
            ours["deadline_us"],
            f"≤ 5, no query ({peer['deadline_queries']} : {found})",
            ours["deadline_us"] <= 5 and not found,
        ),
        _row(
            "one elapsed time, µs",
            peer["elapsed_us"],
            ours["elapsed_us"],
            "≤ 5",
            ours["elapsed_us"] <= 5,
        ),
        _row(
            "a bare bisect beside a deadline, µs",
            ours["bisect_us"],
            ours["deadline_us"],
        ),
        _row(
            "one deadline, the calendar's record asked first, µs",
            peer["deadline_us"],
            ours["deadline_asked_us"],
        ),
        _row(
            "compiling 5 years, ms",
            None,
            ours["compile_ms"],
            "≤ 10",
            ours["compile_ms"] <= 10,
        ),
        _row(
            "new deadlines for 20,000 clocks, s",
            peer["clocks_s"],
            ours["clocks_s"],
            "≤ 1",
            ours["clocks_s"] <= 1,
        ),
        _row(
            "SLA added to creating a ticket, ms",
            peer_ms,
            our_ms,
            "≤ 0.3",
            our_ms <= 0.3,
        ),
        _row(
            "SLA added to creating a ticket, queries",
            peer_queries,
            our_queries,
            "≤ 0.05",
            our_queries <= 0.05,
        ),
        _row(
            "creating a ticket without an SLA, ms",
            peer["create_bare_ms"],
            ours["create_bare_ms"],
        ),
        _row(
            "creating a ticket with an SLA, ms",
            peer["create_sla_ms"],
            ours["create_sla_ms"],
        ),
        _row(
            "importing 10,000 tickets, s",
            None,
            ours["import_s"],
            "≤ 20",
            ours["import_s"] <= 20,
        ),
    ]


def _approval_rows(found: dict) -> list[tuple]:
    """Return the rows of approving documents, per document."""
    ours = found["ours"]
    rows = []
    for text, steps in (("submit", ("submit",)), ("approve", ("review", "approve"))):
        work = f"{text}{' twice' * (len(steps) - 1)}, per document"
        our_ms, our_queries = _total(ours, steps)
        peer_ms, peer_queries = _total(found["peer"], steps)
        telling_ms, _queries = _total(found["telling_peer"], steps)
        good = our_ms <= 2 * peer_ms
        rows += [
            _row(f"{work}, ms", peer_ms, our_ms, "≤ 2 × the peer's", good),
            _row(f"{work}, queries", peer_queries, our_queries),
            _row(f"{work}, the peer telling people, ms", telling_ms, our_ms),
        ]
    return rows


def _total(side: dict, steps: tuple[str, ...]) -> tuple[float, float]:
    """Return the milliseconds and queries of some steps."""
    return tuple(sum(side[step][at] for step in steps) for at in range(2))


def _row(
    work: str,
    peer: float | None,
    ours: float | None,
    goal: str = "-",
    good: bool = True,
) -> tuple:
    shown = _number(peer), _number(ours)
    ratio = "-" if not peer or not ours or ours < 0 else f"{peer / ours:,.1f} ×"
    return work, *shown, ratio, goal, good


def _number(value: float | None) -> str:
    if value is None:
        return "-"
    return f"{value:,.3g}" if abs(value) < 1000 else f"{value:,.0f}"


def _print(rows: list[tuple]) -> None:
    cells = [HEADINGS, *((*row[:-1], "" if row[-1] else "missed") for row in rows)]
    widths = [max(len(row[at]) for row in cells) for at in range(len(HEADINGS))]
    for number, row in enumerate(cells):
        texts = zip(row, widths, strict=True)
        print("| " + " | ".join(text.ljust(width) for text, width in texts) + " |")
        if not number:
            print("|" + "|".join("-" * (width + 2) for width in widths) + "|")


if __name__ == "__main__":
    sys.exit(main())
