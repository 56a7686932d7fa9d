"""Adds up what the pytest processes of one script/test did."""

import json
import time
from collections import Counter
from pathlib import Path

from workbench import collection
from workbench.console import note, say

NOTHING_COLLECTED = 5


class Summary:
    """The sum of the processes, and what is wrong beside failed tests.

    :param everything: all tests were asked for, so none may be missing.
    """

    def __init__(self, everything: bool):
        self.everything = everything
        self.started = time.monotonic()
        self.codes: list[int] = []
        self.spent: list[str] = []
        self.outcomes: Counter[str] = Counter()
        self.collected: set[tuple[str, str, str]] = set()
        self.complaints: list[str] = []

    def complain(self, text: str) -> None:
        self.complaints.append(text)

    def add(self, title: str, code: int, seconds: float, record: Path) -> None:
        """Take over how a process ended and what its plugin recorded."""
        self.codes.append(code)
        self.spent.append(f"{title} {seconds:.0f} s")
        if not record.exists():
            self.complain(f"{title}: pytest ended before it began (see above)")
            return
        found = json.loads(record.read_text())
        self.outcomes.update(found["outcomes"])
        self.collected.update(tuple(origin) for origin in found["collected"])
        if title in collection.PURE and found["loaded_odoo"]:
            self.complain(f"tests/{title} imports Odoo")
        if self.everything:
            self.complaints += [f"skipped: {test}" for test in found["skipped"]]

    def show(self, coverage: str) -> int:
        """Print the summary; return 0 if everything is as it should be."""
        if self.everything:
            for test in collection.missed(self.collected):
                self.complain(f"written but not collected: tests/{test}")
            for file in collection.not_imported():
                self.complain(f"tests/__init__.py does not import {file}")
        bad = [code for code in self.codes if code not in (0, NOTHING_COLLECTED)]
        nothing = all(code == NOTHING_COLLECTED for code in self.codes)
        failed = bool(bad or nothing or self.complaints)
        counts = [f"{count} {name}" for name, count in sorted(self.outcomes.items())]

        say("Summary")
        for complaint in self.complaints:
            note(complaint)
        note(f"{', '.join(counts) or 'no test ran'}; {len(self.collected)} functions")
        whole = time.monotonic() - self.started
        note(f"{whole:.0f} s in all ({', '.join(self.spent)})")
        if coverage:
            note(coverage)
        note("FAILED" if failed else "passed")
        return 1 if failed else 0
