"""Running Odoo: its configuration file, installations with progress, its own Python."""

import os
import re
import subprocess
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from workbench import environment, odoo_source, postgres
from workbench.console import Problem, child_environment, progress, say
from workbench.paths import ADDONS, CACHE, CHECKOUT, LOGS, STATE, prepare_state
from workbench.system import require

LOADING = re.compile(r"Loading module (\S+) \((\d+)/(\d+)\)")


@dataclass(frozen=True)
class Odoo:
    """An Odoo that is ready to run in this checkout."""

    python: Path
    source: odoo_source.OdooSource
    server: dict[str, str]
    config: Path = STATE / "odoo.conf"

    @cached_property
    def data(self) -> Path:
        """The folder of the databases' files: one per server, as names may recur."""
        question = "SELECT system_identifier FROM pg_control_system()"
        return CACHE / f"data-{postgres.query(question, env=self.server)}"

    @cached_property
    def env(self) -> dict[str, str]:
        """The environment in which everything that imports Odoo runs."""
        path = f"{self.python.parent}{os.pathsep}{os.environ.get('PATH', '')}"
        return child_environment(
            **self.server,
            PATH=path,
            VIRTUAL_ENV=str(self.python.parent.parent),
            ODOO_RC=str(self.config),
            HYPOTHESIS_STORAGE_DIRECTORY=str(STATE / "hypothesis"),
        )

    def configure(self) -> None:
        """Write the configuration file that every Odoo of this checkout reads.

        No mail server answers at port 1: demo data must not write to real people.
        """
        addons = [ADDONS, *([self.source.addons] if self.source.addons else [])]
        self.config.write_text(
            f"""\
[options]
addons_path = {",".join(map(str, addons))}
data_dir = {self.data}
screenshots = {STATE / "screenshots"}
list_db = False
without_demo = True
http_interface = 127.0.0.1
smtp_port = 1
"""
        )

    def install(
        self, database: str, title: str, *arguments: str, measured: Path | None = None
    ) -> None:
        """Run Odoo once on a database to install or update modules, with progress.

        :param arguments: such as `-i sale`; a new database is created.
        :param measured: a file for the coverage of what runs meanwhile.
        :raise Problem: it fails, or logs an error; the message holds its last lines.
        """
        say(title)
        log = LOGS / f"{database}.log"
        coverage = ["coverage", "run", f"--rcfile={CHECKOUT / 'pyproject.toml'}"]
        coverage += [f"--source={CHECKOUT}", f"--data-file={measured}", "-m"]
        command = [self.python, "-m", *(coverage if measured else []), "odoo"]
        command += ["-d", database, "--no-http"]
        command += ["--max-cron-threads=0", "--stop-after-init", *arguments]
        errors = []
        with open(log, "w") as file, subprocess.Popen(
            [str(word) for word in command],
            env=self.env,
            cwd=CHECKOUT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        ) as process:
            done = ""
            for line in process.stdout or ():
                file.write(line)
                if found := LOADING.search(line):
                    done = f"{found[2]} of {found[3]} modules"
                    progress(f"{done}: {found[1]}")
                if re.search(r" (ERROR|CRITICAL) ", line):
                    errors.append(line.rstrip())
        progress(done or "done", last=True)
        if process.returncode or errors:
            tail = log.read_text().splitlines()[-30:]
            headline = f"{title}: failed. The whole log is {log}"
            raise Problem(headline, *errors[:5], "...", *tail)


def ready(*needs: str, benchmark: bool = False) -> Odoo:
    """Set up all that running Odoo needs, quickly where it is there already.

    :param needs: further needs of `system.NEEDS`.
    """
    require("postgresql", "pango", "font", *needs)
    prepare_state()
    source = odoo_source.find_odoo()
    python = environment.odoo_python(source.site, benchmark=benchmark)
    odoo = Odoo(python, source, postgres.server())
    odoo.configure()
    return odoo
