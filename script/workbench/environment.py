"""The virtual environments, installed from the locks in `requirements/`."""

import shutil
import subprocess
import sys
from pathlib import Path

from workbench.console import child_environment, run, say
from workbench.paths import CACHE, REQUIREMENTS, fingerprint, locked, unused_for

DAYS_KEPT = 30


def _location(name: str, locks: tuple[str, ...], *more: str) -> Path:
    """Return the folder of the environment with these locks under this Python."""
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    files = [REQUIREMENTS / f"{lock}.txt" for lock in locks]
    return CACHE / "venv" / f"{name}-{fingerprint(python, *files, *more)}"


def _works(folder: Path) -> bool:
    """Tell whether it was finished and its Python has not been removed since."""
    mark = folder / "complete"
    if not mark.exists():
        return False
    command = [folder / "bin" / "python", "-c", ""]
    try:
        works = subprocess.run(command, capture_output=True).returncode == 0
    except OSError:
        return False
    if works:
        mark.touch()
    return works


def _install(name: str, locks: tuple[str, ...], site: Path | None = None) -> Path:
    """Return the Python of an environment, making it when it is not there."""
    folder = _location(name, locks, str(site or ""))
    python = folder / "bin" / "python"
    if _works(folder):
        return python
    with locked(f"venv-{name}"):
        if _works(folder):
            return python
        # Scripts hold their path, so it is built in place: "complete" comes last.
        say(f"Installing the Python packages ({name}), locked in requirements/")
        run([sys.executable, "-m", "venv", "--clear", folder])
        for lock in locks:
            pip_install(python, lock)
        if site:
            version = f"python{sys.version_info.major}.{sys.version_info.minor}"
            packages = folder / "lib" / version / "site-packages"
            (packages / "odoo-source.pth").write_text(f"{site}\n")
        (folder / "complete").touch()
        for mark in folder.parent.glob(f"{name}-*/complete"):
            if unused_for(mark, DAYS_KEPT):
                shutil.rmtree(mark.parent)
    return python


def pip_install(python: Path, lock: str, *options: str | Path) -> None:
    """Install one lock with pip, set up as this machine has it, hashes checked."""
    env = child_environment(PIP_DISABLE_PIP_VERSION_CHECK="1")
    env.setdefault("PIP_DEFAULT_TIMEOUT", "60")
    run(
        [python, "-m", "pip", "install", "--no-input", "--no-deps", "--require-hashes"]
        + ["--only-binary", ":all:", *options, "-r", REQUIREMENTS / f"{lock}.txt"],
        env=env,
        failure=f"pip could not install requirements/{lock}.txt (see above). "
        "Is the package registry reachable? Then run the same command again.",
    )


def odoo_python(site: Path, *, benchmark: bool = False) -> Path:
    """Return the Python that runs Odoo: its needs, OCA's addons, the test tools.

    :param site: the folder that holds Odoo's `odoo` package.
    :param benchmark: with the peers' addons that benchmarks compare with.
    """
    if benchmark:
        return _install("benchmark", ("odoo", "oca", "benchmark"), site)
    return _install("odoo", ("odoo", "oca"), site)


def lint_python() -> Path:
    """Return the Python that runs the linters."""
    return _install("lint", ("lint",))
