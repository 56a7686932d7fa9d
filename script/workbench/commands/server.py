"""script/server: serve the demo company."""

import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import IO

from workbench import database, odoo_run
from workbench.console import Problem, note, run, say
from workbench.odoo_run import Odoo
from workbench.paths import ADDON, STATE, fingerprint, locked, product_fingerprint

USAGE = """\
script/server [--fresh] [ODOO ARGUMENT...]
Sets up what it needs, loads the demo company, prints the logins and serves it.
The next time it starts in seconds; a changed addon is updated, its data kept.
Odoo's warnings are shown; --log-level=info shows every request.
  --fresh   throw the database away and load the demo company anew
  ITSM_PORT=8070 script/server            another port than 8069
  ITSM_INTERFACE=0.0.0.0 script/server    let others in (the passwords are public!)"""

INSIDE = Path(__file__).resolve().parents[1] / "inside"
DEFAULT_PORT = "8069"
SECONDS_TO_ANSWER = 120
LOGINS = f"""
    SELECT u.login, p.name, coalesce(p.function, '')
      FROM res_users u
      JOIN res_partner p ON p.id = u.partner_id
      JOIN ir_model_data d ON d.model = 'res.users' AND d.res_id = u.id
     WHERE u.active AND d.module = '{ADDON}'
  ORDER BY u.id"""


def main(arguments: list[str]) -> int:
    if arguments[:1] in (["-h"], ["--help"]):
        print(USAGE)
        return 0
    fresh = "--fresh" in arguments
    passed_on = [argument for argument in arguments if argument != "--fresh"]
    address = (os.environ.get("ITSM_INTERFACE") or "127.0.0.1", _port())
    odoo = odoo_run.ready()
    with _only_one():
        _check_free(address)
        name = _demo_database(odoo, fresh)
        return _serve(odoo, name, address, passed_on)


def _port() -> int:
    text = os.environ.get("ITSM_PORT") or DEFAULT_PORT
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise Problem(f"ITSM_PORT={text} is not a port number.")
    return int(text)


def _only_one() -> IO[str]:
    """Hold this checkout's demo database; a second server would update it in use."""
    lock = open(STATE / "server.lock", "w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise Problem("This checkout's server is running already.") from None
    return lock


def _check_free(address: tuple[str, int]) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except OSError as error:
            raise Problem(
                f"Port {address[1]} of {address[0]} cannot be used: {error.strerror}.",
                "Stop what uses it, or choose another port:",
                f"ITSM_PORT={address[1] + 1} script/server",
            ) from None


def _demo_database(odoo: Odoo, fresh: bool) -> str:
    """Return the database of the demo company, up to date with the checkout."""
    databases = database.Databases(odoo)
    name = f"{database.OURS}demo"
    key = fingerprint(product_fingerprint(), odoo.source.key)
    if fresh or not databases.key(name):
        base = databases.base()
        with databases.building(name, key) as built:
            with locked(base):
                databases.copy(base, built)
            say("Loading the demo company")
            run(
                [odoo.python, INSIDE / "demo.py", built],
                env=odoo.env,
                failure="The demo company could not be loaded (see above).",
            )
    elif databases.key(name) != key:
        try:
            odoo.install(name, f"Updating {ADDON}", "-u", ADDON)
        except Problem as problem:
            raise Problem(
                str(problem), "To begin again with new data: script/server --fresh"
            ) from problem
        databases.query(f"COMMENT ON DATABASE \"{name}\" IS '{key}'")
    return name


def _serve(
    odoo: Odoo, name: str, address: tuple[str, int], passed_on: list[str]
) -> int:
    command = [odoo.python, "-m", "odoo", "-d", name, f"--db-filter=^{name}$"]
    command += [f"--http-interface={address[0]}", f"--http-port={address[1]}"]
    command += ["--log-level=warn", "--log-handler=weasyprint.progress:WARNING"]
    say("Starting Odoo")
    process = subprocess.Popen(
        [str(word) for word in [*command, *passed_on]],
        env=odoo.env,
        cwd=STATE,
        stdin=subprocess.DEVNULL,
    )
    # Ctrl-C reaches Odoo by itself; it then ends in good order and we with it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: process.terminate())
    if _answers(process, address[1]):
        _print_logins(odoo, name, address[1])
    return process.wait()


def _answers(process: subprocess.Popen, port: int) -> bool:
    """Wait until the server answers; tell whether it does."""
    url = f"http://localhost:{port}/web/health"
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    for _ in range(SECONDS_TO_ANSWER * 4):
        if process.poll() is not None:
            return False
        try:
            with direct.open(url, timeout=5) as answer:
                return answer.status == 200
        except (urllib.error.URLError, OSError):
            time.sleep(0.25)
    return False


def _print_logins(odoo: Odoo, name: str, port: int) -> None:
    rows = [("admin", "Administrator", "")]
    listed = database.Databases(odoo).query(LOGINS, name)
    rows += [tuple(line.split("|", 2)) for line in listed.splitlines()]
    say(f"Serving the demo company at http://localhost:{port}")
    note("Each password is the same as the login. Stop with Ctrl-C.")
    wide = max(len(login) for login, _, _ in rows)
    for login, person, function in rows:
        note(f"{login:{wide}}  {person}{', ' if function else ''}{function}")
    sys.stderr.flush()
