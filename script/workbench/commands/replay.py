"""script/replay: a contract's reports from its description and its tickets."""

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from workbench import database, odoo_run
from workbench.console import Problem, note

USAGE = """\
script/replay SERVICE.json TICKETS.csv OUTDIR
Builds the contract that SERVICE.json describes in a scratch database, imports the
tickets of TICKETS.csv, and for each period writes report-YYYY-MM.json, .pdf and .xlsx
to OUTDIR, and the figures of all periods to figures.json. All or nothing: when
something is wrong it says what, and OUTDIR is left as it was. Existing files of these
names are replaced."""

INSIDE = Path(__file__).resolve().parents[1] / "inside" / "replay.py"


def main(arguments: list[str]) -> int:
    if len(arguments) != 3 or arguments[0] in ("-h", "--help"):
        print(USAGE)
        return 0 if arguments[:1] in (["-h"], ["--help"]) else 2
    service, tickets, outdir = (Path(name).absolute() for name in arguments)
    _check(service, tickets, outdir)
    # A polite kill then runs what cleans up, as Ctrl+C does.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    odoo = odoo_run.ready()
    with _made_whole(outdir) as partial:
        with database.Databases(odoo).scratch() as name:
            command = [odoo.python, INSIDE, name, service, tickets, partial]
            code = subprocess.run(command, env=odoo.env).returncode
        if code:
            raise Problem("Nothing was written.")
    note(f"written to {outdir}")
    return 0


def _check(service: Path, tickets: Path, outdir: Path) -> None:
    """See that the files are there and OUTDIR can be, before anything is set up."""
    for file in (service, tickets):
        if not file.is_file():
            raise Problem(f"There is no file {file}.")
        if not os.access(file, os.R_OK):
            raise Problem(f"The file {file} may not be read.")
    if outdir.exists() and not outdir.is_dir():
        raise Problem(f"{outdir} is not a folder. Name another one.")
    parent = next(folder for folder in (outdir, *outdir.parents) if folder.exists())
    if not os.access(parent, os.W_OK | os.X_OK):
        raise Problem(f"Nothing may be written to {parent}.")


@contextlib.contextmanager
def _made_whole(outdir: Path) -> Iterator[Path]:
    """Give a folder to fill whose files move to `outdir` when all went well."""
    outdir.parent.mkdir(parents=True, exist_ok=True)
    partial = Path(tempfile.mkdtemp(prefix=f".{outdir.name}-", dir=outdir.parent))
    try:
        yield partial
        outdir.mkdir(exist_ok=True)
        for file in sorted(partial.iterdir()):
            file.replace(outdir / file.name)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
