"""Where things are. Nothing that is downloaded or built lies in the checkout."""

import contextlib
import fcntl
import hashlib
import os
import shutil
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from workbench.console import say

ADDON = "itsm_service_delivery"
CHECKOUT = Path(__file__).resolve().parents[2]
CACHE = (
    Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser().absolute() / ADDON
)
REQUIREMENTS = CHECKOUT / "requirements"


def fingerprint(*parts: str | bytes | Path) -> str:
    """Return ten hexadecimal digits that name these texts and files' contents."""
    digest = hashlib.sha256()
    for part in parts:
        if isinstance(part, Path):
            part = part.read_bytes()
        elif isinstance(part, str):
            part = part.encode()
        digest.update(hashlib.sha256(part).digest())
    return digest.hexdigest()[:10]


CHECKOUT_ID = fingerprint(str(CHECKOUT))
STATE = CACHE / "checkouts" / CHECKOUT_ID
ADDONS = STATE / "addons"
LINK = ADDONS / ADDON
LOGS = STATE / "logs"


def is_root() -> bool:
    return os.geteuid() == 0


def prepare_state() -> None:
    """Make this checkout's folder, with the link that gives it the addon's name."""
    for folder in (ADDONS, LOGS):
        folder.mkdir(parents=True, exist_ok=True)
    (STATE / "checkout").write_text(f"{CHECKOUT}\n")
    if not LINK.is_symlink():
        LINK.symlink_to(CHECKOUT)


def source_files() -> list[Path]:
    """List the checkout's files, without hidden folders and what tools leave behind."""
    skipped = {"__pycache__", "node_modules", "build", "dist"}
    found = []
    for folder, names, files in os.walk(CHECKOUT):
        names[:] = sorted(n for n in names if n not in skipped and n[0] != ".")
        found += [Path(folder, name) for name in sorted(files) if name[-4:] != ".pyc"]
    return found


def product_fingerprint() -> str:
    """Return a key of what an installed addon depends on: its files but for tests."""
    beside = {"benchmarks", "docs", "requirements", "script", "tests"}
    parts: list[str | Path] = []
    for file in source_files():
        place = file.relative_to(CHECKOUT)
        loaded = len(place.parts) > 1 or file.suffix == ".py"
        if loaded and place.parts[0] not in beside:
            parts += [str(place), file]
    return fingerprint(*parts)


@contextlib.contextmanager
def locked(name: str) -> Iterator[None]:
    """Hold a lock that other runs, of this and of other checkouts, wait for."""
    CACHE.mkdir(parents=True, exist_ok=True)
    with open(CACHE / f"{name}.lock", "w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say(f"Waiting for another run to finish its {name} step")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextlib.contextmanager
def made_whole(folder: Path) -> Iterator[Path]:
    """Give a folder to fill that takes its name only when it is complete."""
    partial = folder.with_name(folder.name + ".partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    yield partial
    shutil.rmtree(folder, ignore_errors=True)
    partial.rename(folder)


def unused_for(mark: Path, days: int) -> bool:
    """Tell whether a file was last touched more than so many days ago."""
    return time.time() - mark.stat().st_mtime > days * 86400


def on_debian() -> bool:
    return sys.platform == "linux" and shutil.which("apt-get") is not None
