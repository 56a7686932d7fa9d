"""Odoo 19.0 itself: an existing tree, the cache, Debian's package, or a Git clone."""

import os
import re
from dataclasses import dataclass
from pathlib import Path

from workbench import debian_package, environment
from workbench.console import Problem, note, run, say
from workbench.paths import CACHE, fingerprint, locked, made_whole
from workbench.system import require

SERIES = "19.0"
PUBLIC_REPOSITORY = "https://github.com/odoo/odoo.git"


@dataclass(frozen=True)
class OdooSource:
    """An Odoo that is ready to be imported.

    :param site: goes onto Python's path; holds nothing but the package `odoo`.
    :param addons: the folder of addons outside the package, if there is one.
    """

    site: Path
    addons: Path | None

    @property
    def key(self) -> str:
        """Tell one Odoo from another: where it is and what release it says it is."""
        return fingerprint(str(self.site), self.site / "odoo" / "release.py")


def find_odoo() -> OdooSource:
    """Return Odoo, getting it first where it is not there yet.

    :raise Problem: no way to get it works here; the message lists the ways.
    """
    named = os.environ.get("ODOO_SOURCE")
    if named:
        return _from_tree(Path(named).expanduser().absolute())
    cached = CACHE / "odoo" / SERIES
    with locked("odoo"):
        if not (cached / "odoo" / "release.py").exists():
            _fetch(cached)
    tree = cached / "source" / "addons"
    return OdooSource(cached, tree if tree.is_dir() else None)


def _fetch(cached: Path) -> None:
    try:
        with made_whole(cached) as folder:
            debian_package.unpack(folder, environment.odoo_python(cached))
            _check_series(folder / "odoo")
        return
    except debian_package.NotAvailable as reason:
        note(f"Debian's package does not serve here: {reason}")
    try:
        require("git")
        with made_whole(cached) as folder:
            _clone(folder)
            _check_series(folder / "odoo")
    except Problem as problem:
        raise Problem(
            f"Odoo {SERIES} could not be had: {problem}",
            "Any of these mends it:",
            f"ODOO_SOURCE=/path/to/odoo   an Odoo {SERIES} tree that is there already",
            f"ODOO_GIT=ADDRESS            a Git repository with the branch {SERIES}",
            "a Debian machine whose mirror carries the package odoo-19 (suite sid)",
        ) from problem


def _clone(folder: Path) -> None:
    address = os.environ.get("ODOO_GIT") or PUBLIC_REPOSITORY
    say(f"Cloning Odoo {SERIES} from {address} (about 1 GB)")
    run(
        ["git", "clone", "--depth", "1", "--branch", SERIES]
        + [address, folder / "source"],
        failure="the clone failed (see above)",
    )
    # Relative, because the folder is renamed once it is complete.
    (folder / "odoo").symlink_to(Path("source", "odoo"))


def _from_tree(tree: Path) -> OdooSource:
    """Use the tree that ODOO_SOURCE names: a checkout of Odoo, or an installed one."""
    if not (tree / "odoo" / "release.py").exists():
        raise Problem(
            f"ODOO_SOURCE={tree} is not an Odoo tree: it has no odoo/release.py.",
            "Name the folder that holds the folder odoo.",
        )
    _check_series(tree / "odoo")
    site = CACHE / "odoo" / f"source-{fingerprint(str(tree))}"
    site.mkdir(parents=True, exist_ok=True)
    link = site / "odoo"
    if not link.is_symlink():
        link.symlink_to(tree / "odoo")
    addons = tree / "addons"
    return OdooSource(site, addons if (addons / "web").is_dir() else None)


def _check_series(package: Path) -> None:
    release = (package / "release.py").read_text()
    found = re.search(r"^version_info = \((\d+), (\d+)", release, re.MULTILINE)
    series = ".".join(found.groups()) if found else "unknown"
    if series != SERIES:
        raise Problem(f"this is Odoo {series}, and the addon needs {SERIES}")
