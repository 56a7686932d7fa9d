"""What the operating system must provide, and the Debian packages that do."""

import ctypes
import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass

from workbench.console import Problem, child_environment, note, run, say
from workbench.paths import is_root, on_debian
from workbench.postgres import find_programs


@dataclass(frozen=True)
class Need:
    """One thing that the system provides, and how to see that it is there."""

    what: str
    present: Callable[[], bool]
    packages: tuple[str, ...]


def _program(*names: str) -> Callable[[], bool]:
    return lambda: any(shutil.which(name) for name in names)


def _libraries(*names: str) -> Callable[[], bool]:
    def present() -> bool:
        try:
            for name in names:
                ctypes.CDLL(name)
        except OSError:
            return False
        return True

    return present


def _chinese_font() -> bool:
    if not shutil.which("fc-list"):
        return False
    command = ["fc-list", ":lang=zh-cn", "family"]
    listed = subprocess.run(command, capture_output=True, text=True)
    return bool(listed.stdout.strip())


NEEDS = {
    "postgresql": Need(
        "the PostgreSQL server",
        lambda: bool(os.environ.get("PGHOST")) or find_programs() is not None,
        ("postgresql",),
    ),
    "pango": Need(
        "WeasyPrint's libraries (Pango, HarfBuzz)",
        _libraries(
            "libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz-subset.so.0"
        ),
        ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"),
    ),
    "font": Need(
        "a Chinese font for the reports",
        _chinese_font,
        ("fontconfig", "fonts-noto-cjk"),
    ),
    "chromium": Need(
        "Chromium for the browser tests",
        # The names that Odoo's test tools look for.
        _program(
            "google-chrome", "chromium", "chromium-browser", "google-chrome-stable"
        ),
        ("chromium",),
    ),
    "poppler": Need(
        "Poppler, with which tests read the PDF files",
        lambda: all(map(shutil.which, ("pdftotext", "pdftoppm", "pdfinfo"))),
        ("poppler-utils",),
    ),
    "node": Need(
        "Node.js and npm for prettier",
        lambda: all(map(shutil.which, ("node", "npm"))),
        ("nodejs", "npm"),
    ),
    "git": Need("Git", _program("git"), ("git",)),
}


def require(*names: str) -> None:
    """See that the system has these needs; as root on Debian, install what it has not.

    :raise Problem: something is missing that we may not or cannot install.
    """
    missing = [NEEDS[name] for name in names if not NEEDS[name].present()]
    if not missing:
        return
    packages = [package for need in missing for package in need.packages]
    command = ["apt-get", "install", "--no-install-recommends", *packages]
    if is_root() and on_debian():
        say("Installing Debian packages: " + " ".join(packages))
        env = child_environment(DEBIAN_FRONTEND="noninteractive")
        run(["apt-get", "update"], env=env)
        run([*command, "--yes"], env=env)
        missing = [need for need in missing if not need.present()]
    if not missing:
        return
    for need in missing:
        note(f"missing: {need.what}")
    if on_debian():
        raise Problem("Install what is missing:", f"sudo {' '.join(command)}")
    raise Problem(
        "Install what is missing with your system's package manager.",
        "On Debian these packages have it: " + " ".join(packages),
    )
