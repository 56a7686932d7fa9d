"""Messages, and running other programs."""

import os
import shlex
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path


class Problem(Exception):
    """Something the person at the keyboard must know; ends the command.

    :param message: what is wrong.
    :param remedies: what mends it, one command or sentence per line.
    """

    def __init__(self, message: str, *remedies: str):
        super().__init__("\n".join([message, *(f"  {line}" for line in remedies)]))


def say(text: str) -> None:
    """Print a step's headline."""
    print(f"==> {text}", file=sys.stderr, flush=True)


def note(text: str) -> None:
    """Print a detail under the headline."""
    print(f"    {text}", file=sys.stderr, flush=True)


def progress(text: str, *, last: bool = False) -> None:
    """Show one line that replaces itself; a log file gets only the last."""
    if sys.stderr.isatty():
        end = "\n" if last else ""
        print(f"\r\033[K    {text}", file=sys.stderr, end=end, flush=True)
    elif last:
        note(text)


def child_environment(**changes: str) -> dict[str, str]:
    """Return the environment for a child: ours, without what bends Python's path."""
    dropped = {"PYTHONPATH", "PYTHONHOME", "PIP_USER", "PIP_TARGET", "PIP_PREFIX"}
    kept = {name: value for name, value in os.environ.items() if name not in dropped}
    return kept | changes


def run(
    command: Sequence[str | Path],
    *,
    cwd: Path | None = None,
    env: dict[str, str] | None = None,
    failure: str | None = None,
) -> None:
    """Run a program, its output going to the terminal.

    :param failure: what to say when it fails; its command line by default.
    :raise Problem: it does not exist or ends with an error.
    """
    words = [str(word) for word in command]
    try:
        code = subprocess.run(
            words, cwd=cwd, env=env or child_environment(), stdout=sys.stderr
        ).returncode
    except OSError as error:
        raise Problem(f"{words[0]} does not run: {error.strerror}") from error
    if code:
        raise Problem(failure or f"Failed ({code}): {shlex.join(words)}")


def output(
    command: Sequence[str | Path],
    *,
    cwd: Path | None = None,
    env: dict[str, str] | None = None,
) -> str:
    """Run a program and return what it printed, stripped.

    :raise Problem: it ends with an error; the message holds what it said.
    """
    words = [str(word) for word in command]
    try:
        result = subprocess.run(
            words,
            cwd=cwd,
            env=env or child_environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
        )
    except OSError as error:
        raise Problem(f"{words[0]} does not run: {error.strerror}") from error
    if result.returncode:
        said = (result.stderr or result.stdout).strip()
        raise Problem(f"Failed ({result.returncode}): {shlex.join(words)}", said)
    return result.stdout.strip()
