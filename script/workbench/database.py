"""Databases made by copying templates, each together with its filestore.

- `itsm_deps_KEY`: what the addon depends on, for all checkouts with the same locks;
- `itsm_CHECKOUT_base`: the addon installed, for this state of its files;
- `itsm_CHECKOUT_demo`: the demo company that `script/server` serves;
- `itsm_CHECKOUT_runPID` and `…_2`: one run's own, dropped when it ends.
"""

import ast
import contextlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from workbench import postgres
from workbench.console import Problem, note
from workbench.odoo_run import Odoo
from workbench.paths import (
    ADDON,
    CACHE,
    CHECKOUT,
    CHECKOUT_ID,
    REQUIREMENTS,
    STATE,
    fingerprint,
    locked,
    product_fingerprint,
    unused_for,
)

PREFIX = "itsm_"
OURS = f"{PREFIX}{CHECKOUT_ID}_"
# The first is the default of people and companies.
LANGUAGES = "en_US,zh_CN"
DAYS_KEPT = 14


class Databases:
    """The databases of this checkout on one server."""

    def __init__(self, odoo: Odoo):
        self.odoo = odoo

    def filestore(self, name: str) -> Path:
        return self.odoo.data / "filestore" / name

    def query(self, sql: str, database: str = "postgres") -> str:
        return postgres.query(sql, env=self.odoo.server, database=database)

    def key(self, name: str) -> str:
        """Return the key that a database was built with; "" if it is not there."""
        sql = "SELECT shobj_description(oid, 'pg_database') FROM pg_database"
        return self.query(f"{sql} WHERE datname = '{name}'")

    @contextlib.contextmanager
    def building(self, name: str, key: str) -> Iterator[str]:
        """Give a name to build a database under; it takes its own when it is whole."""
        built = f"{name}_new"
        self.drop(built)
        try:
            yield built
        except BaseException:
            self.drop(built)
            raise
        self.drop(name)
        self.query(f"COMMENT ON DATABASE \"{built}\" IS '{key}'")
        if self.filestore(built).exists():
            self.filestore(built).rename(self.filestore(name))
        self.query(f'ALTER DATABASE "{built}" RENAME TO "{name}"')

    def drop(self, name: str) -> None:
        self.query(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        shutil.rmtree(self.filestore(name), ignore_errors=True)

    def copy(self, template: str, name: str) -> None:
        """Copy a database that nobody uses; files are linked, Odoo never edits them."""
        self.drop(name)
        self.query(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        if self.filestore(template).exists():
            shutil.copytree(
                self.filestore(template), self.filestore(name), copy_function=os.link
            )

    def dependencies(self) -> str:
        """Return the template in which the manifest's dependencies are installed."""
        manifest = ast.literal_eval((CHECKOUT / "__manifest__.py").read_text())
        modules = sorted(manifest["depends"])
        locks = [REQUIREMENTS / "odoo.txt", REQUIREMENTS / "oca.txt"]
        key = fingerprint(self.odoo.source.key, LANGUAGES, *modules, *locks)
        name = f"{PREFIX}deps_{key}"
        with locked(name):
            if not self.key(name):
                with self.building(name, key) as built:
                    self.odoo.install(
                        built,
                        "Installing what the addon depends on, once",
                        "-i",
                        ",".join(modules),
                        f"--load-language={LANGUAGES}",
                    )
                    self._check_installed(built, modules)
            self._mark_used(name)
        return name

    def base(self) -> str:
        """Return the template in which this checkout's addon is installed."""
        name = f"{OURS}base"
        dependencies = self.dependencies()
        with locked(name):
            key = fingerprint(product_fingerprint(), dependencies)
            if self.key(name) != key:
                with self.building(name, key) as built:
                    self._install_addon(dependencies, built)
        return name

    def _install_addon(self, dependencies: str, built: str) -> None:
        with locked(dependencies):
            self.copy(dependencies, built)
        measured = STATE / "install.coverage"
        self.odoo.install(
            built, f"Installing {ADDON}", "-i", ADDON, measured=measured
        )
        self._check_installed(built, [ADDON])

    def _check_installed(self, database: str, modules: list[str]) -> None:
        """See that Odoo did install: it leaves out what it cannot, and only warns."""
        sql = "SELECT name FROM ir_module_module WHERE state = 'installed'"
        missing = set(modules) - set(self.query(sql, database).splitlines())
        if missing:
            raise Problem("Odoo did not install: " + ", ".join(sorted(missing)))

    @contextlib.contextmanager
    def scratch(self, number: int = 1) -> Iterator[str]:
        """Give a database with the addon installed that is dropped afterwards.

        :param number: from 1 on, for a run that needs several at once.
        """
        self._drop_leftovers()
        name = f"{OURS}run{os.getpid()}" + (f"_{number}" if number > 1 else "")
        base = self.base()
        with locked(base):
            self.copy(base, name)
        try:
            yield name
        finally:
            self.drop(name)

    def _names(self) -> list[str]:
        sql = f"SELECT datname FROM pg_database WHERE datname LIKE '{PREFIX}%'"
        return self.query(sql).splitlines()

    def _drop_leftovers(self) -> None:
        """Drop what runs that were killed, and checkouts that are gone, left behind."""
        gone = [
            f"{PREFIX}{state.name}_"
            for state in STATE.parent.iterdir()
            if (state / "checkout").exists()
            and not Path((state / "checkout").read_text().strip()).exists()
        ]
        for name in self._names():
            pid = name.removeprefix(f"{OURS}run").partition("_")[0]
            dead = pid.isdigit() and not _alive(int(pid))
            if dead or any(name.startswith(prefix) for prefix in gone):
                note(f"dropping {name}, which nothing uses any more")
                self.drop(name)
        for prefix in gone:
            state = STATE.parent / prefix.removeprefix(PREFIX).rstrip("_")
            shutil.rmtree(state, ignore_errors=True)

    def _mark_used(self, name: str) -> None:
        """Note when a template of dependencies was used; drop those long unused."""
        used = CACHE / "templates"
        used.mkdir(parents=True, exist_ok=True)
        (used / name).touch()
        for mark in used.iterdir():
            if unused_for(mark, DAYS_KEPT):
                self.drop(mark.name)
                mark.unlink()


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
