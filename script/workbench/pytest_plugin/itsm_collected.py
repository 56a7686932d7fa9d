"""Pytest plugin that records what was collected and how each test ended.

It writes to the file that ITSM_RECORD names, for script/test to add up and compare.
"""

import json
import os
import sys
from collections import Counter
from pathlib import Path

import pytest


def _origin(item: pytest.Item) -> list[str]:
    """Return the file, class and name under which a test's function was written."""
    name = getattr(item, "originalname", None) or item.name
    owner = getattr(item, "cls", None)
    if owner is None:
        return [os.path.realpath(item.path), "", name]
    writer = next(cls for cls in owner.__mro__ if name in vars(cls))
    file = sys.modules[writer.__module__].__file__ or ""
    return [os.path.realpath(file), writer.__qualname__, name]


class Recorder:
    """Keeps the collected tests and the outcomes of one pytest process."""

    def __init__(self, file: Path):
        self.file = file
        self.collected: list[list[str]] = []
        self.outcomes: Counter[str] = Counter()
        self.skipped: list[str] = []

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        self.collected = [_origin(item) for item in items]

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when == "call" or not report.passed:
            kind = "subtests " if hasattr(report, "context") else ""
            self.outcomes[kind + report.outcome] += 1
        if report.skipped:
            reason = report.longrepr
            text = reason[2] if isinstance(reason, tuple) else reason
            self.skipped.append(f"{report.nodeid}: {text}")

    def pytest_sessionfinish(self) -> None:
        record = {
            "collected": self.collected,
            "outcomes": self.outcomes,
            "skipped": self.skipped,
            "loaded_odoo": "odoo" in sys.modules,
        }
        self.file.write_text(json.dumps(record))


def pytest_configure(config: pytest.Config) -> None:
    file = os.environ.get("ITSM_RECORD")
    if file:
        config.pluginmanager.register(Recorder(Path(file)))
    if config.rootpath.is_symlink():
        config.pluginmanager.register(ShownInCheckout())


class ShownInCheckout:
    """Shows tests by their path in the checkout; the link to it lies elsewhere."""

    def pytest_sessionstart(self, session: pytest.Session) -> None:
        session.config.cwd_relative_nodeid = lambda nodeid: nodeid
        reporter = session.config.pluginmanager.getplugin("terminalreporter")
        reporter.startpath = session.config.rootpath
