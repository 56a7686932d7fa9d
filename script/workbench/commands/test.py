"""script/test: run every test and print one summary."""

import json
import os
import re
import shutil
import subprocess
import time
from collections import Counter
from pathlib import Path

from workbench import collection, database, odoo_run
from workbench.console import note, output, say
from workbench.odoo_run import Odoo
from workbench.paths import CHECKOUT, LINK, STATE

USAGE = """\
script/test [PYTEST ARGUMENT...]
Sets up what it needs and runs the tests: first the engine's, without Odoo, then all others
in a database of their own with Odoo serving HTTP, the browser tours in Chromium.
Arguments go to pytest:
  script/test tests/engine -k clock
  script/test tests/operation/test_outage.py -x
  script/test --co                           (only list)
A run of all tests fails if a test was written but not collected, or was skipped."""

NOTHING_COLLECTED = 5
PLUGIN = Path(__file__).resolve().parents[1] / "pytest_plugin"


def main(arguments: list[str]) -> int:
    if arguments[:1] in (["-h"], ["--help"]):
        print(USAGE)
        return 0
    run = Run(arguments)
    run.execute()
    return run.summarise()


class Run:
    """One call of script/test: up to two pytest processes and their sum."""

    def __init__(self, arguments: list[str]):
        self.started = time.monotonic()
        self.options: list[str] = []
        self.engine: list[str] = []
        self.others: list[str] = []
        for argument in arguments:
            self._sort(argument)
        self.everything = not (self.engine or self.others)
        if self.everything:
            self.engine = [str(collection.PURE)]
            self.others = [str(LINK / "tests")]
        self.codes: list[int] = []
        self.times: dict[str, float] = {}
        self.record = STATE / f"record-{os.getpid()}"

    def _sort(self, argument: str) -> None:
        """Tell paths of tests from pytest's own arguments, and where a path belongs."""
        path, mark, rest = argument.partition("::")
        for place in (Path.cwd() / path, CHECKOUT / path):
            resolved = place.resolve()
            if place.exists() and resolved.is_relative_to(collection.TESTS):
                if resolved.is_relative_to(collection.PURE):
                    self.engine.append(f"{resolved}{mark}{rest}")
                    return
                # Through the link, the addon's modules have the names Odoo gives them.
                inside = LINK / resolved.relative_to(CHECKOUT)
                self.others.append(f"{inside}{mark}{rest}")
                if resolved == collection.TESTS:
                    self.engine.append(str(collection.PURE))
                return
        self.options.append(argument)

    def execute(self) -> None:
        odoo = odoo_run.ready("chromium", "poppler")
        shutil.rmtree(self.record, ignore_errors=True)
        self.record.mkdir(parents=True)
        env = odoo.env | {
            "ITSM_RECORD": str(self.record),
            "PYTHONPATH": str(PLUGIN),
        }
        if self.engine:
            self._pytest("engine", odoo, env, self.engine)
        if self.others:
            with database.Databases(odoo).scratch() as name:
                env["ITSM_DATABASE"] = name
                own = [f"--odoo-database={name}", "--odoo-http", f"--rootdir={LINK}"]
                own += [f"--config-file={LINK / 'pyproject.toml'}"]
                own += [f"--ignore={LINK / 'tests' / 'engine'}"]
                self._pytest("Odoo", odoo, env, [*own, *self.others])
        self.coverage = self._coverage(odoo)

    def _pytest(
        self, title: str, odoo: Odoo, env: dict[str, str], arguments: list[str]
    ) -> None:
        say(f"Tests: {title}")
        begun = time.monotonic()
        command = [odoo.python, "-m", "pytest", "-p", "itsm_collected"]
        command += ["-o", f"cache_dir={STATE / f'pytest-{title}'}"]
        command += [f"--cov={CHECKOUT}", f"--cov-config={CHECKOUT / 'pyproject.toml'}"]
        command += ["--cov-report=", *arguments, *self.options]
        env = env | {"COVERAGE_FILE": str(self.record / f".coverage.{title}")}
        code = subprocess.run([str(w) for w in command], env=env, cwd=CHECKOUT).returncode
        self.codes.append(code)
        self.times[title] = time.monotonic() - begun

    def _coverage(self, odoo: Odoo) -> str:
        """Add up the processes' coverage; return its total as coverage prints it."""
        data = STATE / "coverage"
        data.unlink(missing_ok=True)
        coverage = [odoo.python, "-m", "coverage"]
        env = odoo.env | {"COVERAGE_FILE": str(data)}
        files = sorted(self.record.glob(".coverage.*"))
        if not files:
            return ""
        output([*coverage, "combine", "--keep", *files], cwd=CHECKOUT, env=env)
        report = output(
            [*coverage, "report", "--precision=1", "--skip-covered", "--sort=cover"],
            cwd=CHECKOUT,
            env=env,
        )
        (STATE / "coverage.txt").write_text(report + "\n")
        found = re.search(r"^TOTAL .*?([\d.]+%)$", report, re.MULTILINE)
        return found[1] if found else ""

    def summarise(self) -> int:
        """Print one summary of all processes; return the exit code of the whole."""
        outcomes: Counter[str] = Counter()
        collected, skipped = set(), []
        for file in self.record.glob("*.json"):
            record = json.loads(file.read_text())
            outcomes.update(record["outcomes"])
            collected.update(tuple(origin) for origin in record["collected"])
            skipped += record["skipped"]
        shutil.rmtree(self.record)
        complaints = []
        if self.everything:
            for test in collection.missed(collected):
                complaints.append(f"written but not collected: {test}")
            for file in collection.not_imported():
                complaints.append(f"Odoo's loader does not see {file}")
            complaints += [f"skipped: {test}" for test in skipped]
        bad = [code for code in self.codes if code not in (0, NOTHING_COLLECTED)]
        nothing = all(code == NOTHING_COLLECTED for code in self.codes)
        failed = bool(bad or complaints or nothing)

        say("Summary")
        for complaint in complaints:
            note(complaint)
        parts = [f"{count} {outcome}" for outcome, count in sorted(outcomes.items())]
        note(f"{', '.join(parts) or 'no test ran'} of {len(collected)} test functions")
        whole = time.monotonic() - self.started
        spent = ", ".join(f"{name} {took:.0f} s" for name, took in self.times.items())
        note(f"{whole:.0f} s in all ({spent})")
        if self.coverage:
            note(f"coverage {self.coverage}, by file in {STATE / 'coverage.txt'}")
        note("FAILED" if failed else "passed")
        return 1 if failed else 0
