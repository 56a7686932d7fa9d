"""script/test: run every test and print one summary."""

import contextlib
import os
import queue
import re
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from workbench import collection, database, odoo_run
from workbench.commands import pot
from workbench.console import Problem, note, output, say
from workbench.odoo_run import Odoo
from workbench.paths import CHECKOUT, LINK, STATE, prepare_state
from workbench.test_summary import Summary

USAGE = """\
script/test [PYTEST ARGUMENT...]
Sets up what it needs and runs the tests: those of the engine and of the scripts without
Odoo, all others in a database of their own with Odoo serving HTTP, the tours in
Chromium. A run of all tests does it room by room, in as many processes as there are
processors, each with a database of its own.
Arguments go to pytest:
  script/test tests/engine -k clock
  script/test tests/operation/test_outage.py -x
  script/test --collect-only
A run of all tests also fails if a test was written but not collected, or was skipped,
and if the template of translations is out of date."""

PLUGIN = Path(__file__).resolve().parents[1] / "pytest_plugin"
TRANSLATIONS = Path(__file__).resolve().parents[1] / "inside" / "translations.py"
# Of these the next argument is the value, even if it looks like a path.
WITH_VALUE = {"-k", "-m", "-p", "-o", "-c", "-n", "-W", "--ignore", "--deselect"}


def main(arguments: list[str]) -> int:
    if arguments[:1] in (["-h"], ["--help"]):
        print(USAGE)
        return 0
    prepare_state()
    with tempfile.TemporaryDirectory(dir=STATE, prefix="test-") as folder:
        return Run(arguments, Path(folder)).execute()


class Run:
    """One call of script/test: its pytest processes and their sum.

    :param folder: holds what the processes record and measure.
    """

    # What one process can take; more gain little, as the longest room takes its time.
    PROCESSES = min(os.cpu_count() or 1, 4)

    def __init__(self, arguments: list[str], folder: Path):
        self.folder = folder
        self.options: list[str] = []
        self.pure: dict[str, list[str]] = {name: [] for name in collection.PURE}
        self.others: list[str] = []
        for before, argument in zip(["", *arguments], arguments, strict=False):
            if before in WITH_VALUE or not self._is_place(argument):
                self.options.append(argument)
        self.everything = not (any(self.pure.values()) or self.others)
        if self.everything:
            self._is_place(str(collection.TESTS))
        self.summary = Summary(self.everything)
        self.showing = threading.Lock()

    def _is_place(self, argument: str) -> bool:
        """Sort a path of tests to the process that runs it; tell whether it is one."""
        path, mark, rest = argument.partition("::")
        for place in (Path.cwd() / path, CHECKOUT / path):
            resolved = place.resolve()
            if not (place.exists() and resolved.is_relative_to(collection.TESTS)):
                continue
            if name := collection.pure(resolved):
                self.pure[name].append(f"{resolved}{mark}{rest}")
                return True
            # Through the link, the addon's modules have the names Odoo gives them.
            self.others.append(f"{LINK / resolved.relative_to(CHECKOUT)}{mark}{rest}")
            if resolved == collection.TESTS:
                for name in self.pure:
                    self.pure[name].append(str(collection.TESTS / name))
            return True
        return False

    def execute(self) -> int:
        """Run the processes, print the summary, return the exit code of the whole."""
        odoo = odoo_run.ready(*(("chromium", "poppler") if self.others else ()))
        with contextlib.ExitStack() as stack:
            count = self.PROCESSES if self.everything else 1
            names = [
                stack.enter_context(database.Databases(odoo).scratch(number))
                for number in range(1, count + 1)
                if self.others
            ]
            jobs = list(self._jobs())
            if len(jobs) == 1:
                self._pytest(odoo, *jobs[0], *names)
            else:
                self._side_by_side(odoo, jobs, names or [""])
            if self.everything:
                self._compare_template(odoo, names[0])
        try:
            coverage = self._coverage(odoo)
        except Problem as problem:  # the tests' own results must be seen all the same
            self.summary.complain(f"coverage: {problem}")
            coverage = ""
        return self.summary.show(coverage)

    def _jobs(self) -> Iterator[tuple[str, list[str]]]:
        """Yield the processes: a title, and the tests that they run."""
        if not self.everything:
            if self.others:
                yield "Odoo", self.others
        else:
            rooms: dict[str, list[str]] = {}
            for file in collection.files():
                room = file.relative_to(collection.TESTS).parts[:-1]
                through = str(LINK / file.relative_to(CHECKOUT))
                rooms.setdefault("/".join(room) or "others", []).append(through)
            # the longest first, so that none is left to run alone at the end
            size = {room: len(files) for room, files in rooms.items()}
            for room in sorted(rooms, key=lambda room: (-size[room], room)):
                yield f"Odoo {room}", rooms[room]
        for name, places in self.pure.items():
            if places:
                yield name, places

    def _side_by_side(
        self, odoo: Odoo, jobs: list[tuple[str, list[str]]], names: list[str]
    ) -> None:
        """Run processes at the same time, one per database, and show each when done.

        :param names: of the databases
        """
        free: queue.SimpleQueue[str] = queue.SimpleQueue()
        for name in names:
            free.put(name)

        def run(job: tuple[str, list[str]]) -> None:
            name = free.get()
            try:
                self._pytest(odoo, *job, name, shown_at_once=False)
            finally:
                free.put(name)

        with ThreadPoolExecutor(len(names)) as pool:
            for _done in pool.map(run, jobs):
                pass

    def _pytest(
        self,
        odoo: Odoo,
        title: str,
        places: list[str],
        name: str = "",
        *,
        shown_at_once: bool = True,
    ) -> None:
        """Run one process.

        :param name: of the database for tests that need Odoo
        :param shown_at_once: else what it prints is shown when it has ended
        """
        begun = time.monotonic()
        label = title.replace("/", "-").replace(" ", "-")
        record = self.folder / f"{label}.json"
        settings = CHECKOUT / "pyproject.toml"
        command = [odoo.python, "-m", "pytest", "-p", "itsm_collected"]
        command += ["-o", f"cache_dir={STATE / f'pytest-{label}'}"]
        if title not in self.pure:
            command += [f"--odoo-database={name}", "--odoo-http", f"--rootdir={LINK}"]
            command += [f"--config-file={LINK / 'pyproject.toml'}"]
            command += [f"--ignore={LINK / 'tests' / pure}" for pure in self.pure]
        if title != "workbench":  # it tests nothing of what coverage measures
            command += [f"--cov={CHECKOUT}", f"--cov-config={settings}"]
            command += ["--cov-report="]
        env = odoo.env | {
            "PYTHONPATH": str(PLUGIN),
            "ITSM_RECORD": str(record),
            "COVERAGE_FILE": str(self.folder / f".coverage.{label}"),
        }
        if title not in self.pure:
            env["ITSM_DATABASE"] = name
        words = [str(word) for word in [*command, *places, *self.options]]
        if shown_at_once:
            say(f"Tests: {title}")
            code = subprocess.run(words, env=env, cwd=CHECKOUT).returncode
        else:
            note(f"running the tests: {title}")
            done = subprocess.run(
                words,
                env=env,
                cwd=CHECKOUT,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                errors="replace",
            )
            code = done.returncode
        with self.showing:
            if not shown_at_once:
                say(f"Tests: {title}")
                print(done.stdout, end="", flush=True)
            self.summary.add(title, code, time.monotonic() - begun, record)

    def _compare_template(self, odoo: Odoo, name: str) -> None:
        """Complain if the committed template of translations is not what is there."""
        folder = CHECKOUT / "i18n"
        if not any(folder.glob("*.pot")):
            return
        template = pot.export(odoo, name)
        command = [odoo.python, TRANSLATIONS, "compare", folder, template]
        found = subprocess.run(command, env=odoo.env, stdout=subprocess.PIPE, text=True)
        for line in found.stdout.splitlines():
            self.summary.complain(f"run script/pot: {line}")
        template.unlink()

    def _coverage(self, odoo: Odoo) -> str:
        """Add up the processes' coverage; return its total as coverage prints it."""
        measured = sorted(self.folder.glob(".coverage.*"))
        if self.everything and measured:
            measured += STATE.glob("install.coverage")
        if not measured:
            return ""
        data = self.folder / "coverage"
        coverage = [odoo.python, "-m", "coverage"]
        env = odoo.env | {"COVERAGE_FILE": str(data)}
        output([*coverage, "combine", "--keep", *measured], cwd=CHECKOUT, env=env)
        report = output(
            [*coverage, "report", "--precision=1", "--show-missing", "--sort=cover"],
            cwd=CHECKOUT,
            env=env,
        )
        os.replace(data, STATE / "coverage")
        file = STATE / "coverage-by-file.txt"
        file.write_text(report + "\n")
        found = re.search(r"^TOTAL .*?([\d.]+%)", report, re.MULTILINE)
        return f"coverage {found[1] if found else 'unknown'}, by file in {file}"
