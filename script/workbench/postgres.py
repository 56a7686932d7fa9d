"""The PostgreSQL server: the one that `PG*` name, else a private cluster.

The private cluster listens on a Unix socket only, in a folder that nobody else may
enter. It is tuned for tests and demonstrations: it does not wait for the disk (`fsync =
off`), so what it holds may be damaged when the machine crashes: after a crash all of
its databases are dropped, and built again when they are asked for.
"""

import os
import pwd
import re
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path

from workbench.console import Problem, child_environment, note, output, say
from workbench.paths import CACHE, fingerprint, is_root, locked

ROLE = "odoo"
OLDEST = 13
# A socket's whole path has at most 107 bytes on Linux, 103 on macOS.
LONGEST_SOCKET_FOLDER = 85
SETTINGS = """
# Written by script/workbench/postgres.py: a server for tests and demonstrations.
listen_addresses = ''
fsync = off
synchronous_commit = off
full_page_writes = off
max_wal_size = 2GB
shared_buffers = 256MB
max_connections = 100
jit = off
"""


def find_programs() -> Path | None:
    """Return the folder of the newest PostgreSQL server programs on this machine."""
    folders = [
        *Path("/usr/lib/postgresql").glob("*/bin"),
        *Path("/usr").glob("pgsql-*/bin"),
        *(Path(name).resolve().parent for name in [shutil.which("initdb")] if name),
    ]
    needed = ("initdb", "pg_ctl", "postgres")
    usable = [f for f in folders if all((f / name).exists() for name in needed)]
    return max(usable, key=_major, default=None)


@cache
def _major(programs: Path) -> int:
    version = output([programs / "postgres", "--version"])
    found = re.search(r"(\d+)", version)
    return int(found.group()) if found else 0


@cache
def server() -> dict[str, str]:
    """Return the `PG*` variables of a running server, starting ours where needed.

    :raise Problem: the server that `PG*` name cannot be used, or ours does not start.
    """
    if any(os.environ.get(name) for name in ("PGHOST", "PGSERVICE", "PGHOSTADDR")):
        named = {k: v for k, v in os.environ.items() if re.fullmatch(r"PG[A-Z]+", k)}
        refusal = _why_not(named)
        if refusal is None:
            return named
        note(f"The server that PGHOST names cannot be used: {refusal}")
        note("Using a private PostgreSQL cluster instead.")
    return PrivateCluster().start()


def _why_not(named: dict[str, str]) -> str | None:
    """Return why the named server cannot be reached, or None when it can be used."""
    question = (
        "SELECT current_setting('server_version_num')::int / 10000, current_user,"
        " rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
    )
    try:
        answer = query(question, env=named)
    except Problem as problem:
        return str(problem).splitlines()[-1].strip()
    major, user, may_create = answer.split("|")
    if int(major) < OLDEST:
        raise Problem(f"PostgreSQL {major} is too old: Odoo needs {OLDEST} or newer.")
    if user == "postgres":
        raise Problem(
            "Odoo refuses to work as the database user postgres.",
            "Create another and name it in PGUSER:",
            f"createuser --createdb {ROLE}",
        )
    if may_create != "t":
        raise Problem(
            f"The database user {user} may not create databases:",
            f'psql -U postgres -c "ALTER ROLE {user} CREATEDB"',
        )
    return None


def query(sql: str, *, env: dict[str, str], database: str = "postgres") -> str:
    """Return what a statement answers: rows in lines, columns parted by `|`.

    :raise Problem: the server refuses it.
    """
    programs = find_programs()
    psql = str(programs / "psql") if programs else shutil.which("psql")
    if not psql:
        raise Problem("psql is missing.", "sudo apt-get install postgresql-client")
    command = [psql, "-X", "-A", "-t", "-q", "-w", "-v", "ON_ERROR_STOP=1"]
    return output(
        [*command, "-d", database, "-c", sql],
        env=child_environment(PGCONNECT_TIMEOUT="10", **env),
    )


class PrivateCluster:
    """A PostgreSQL cluster of our own, run by us, or by `postgres` when we are root."""

    def __init__(self):
        programs = find_programs()
        if programs is None:
            raise Problem("PostgreSQL is missing.", "sudo apt-get install postgresql")
        self.programs = programs
        self.owner = "postgres" if is_root() else None
        self.home = self._home()
        self.data = self.home / f"data-{_major(programs)}"

    def _home(self) -> Path:
        """Return its folder: in the cache, unless `postgres` cannot get there."""
        if not self.owner:
            return CACHE / "postgresql"
        try:
            account = pwd.getpwnam(self.owner)
        except KeyError:
            output(["useradd", "--system", "--shell", "/bin/sh", self.owner])
            account = pwd.getpwnam(self.owner)
        CACHE.mkdir(parents=True, exist_ok=True)
        home = CACHE / "postgresql"
        reachable = self._as_owner(["test", "-x", str(CACHE)]).returncode == 0
        if not reachable:
            home = Path("/var/lib") / f"itsm_service_delivery-{fingerprint(str(CACHE))}"
        home.mkdir(exist_ok=True)
        home.chmod(0o700)
        os.chown(home, account.pw_uid, account.pw_gid)
        return home

    def _as_owner(self, command: list[str | Path]) -> subprocess.CompletedProcess:
        words = [str(word) for word in command]
        if self.owner:
            words = ["runuser", "-u", self.owner, "--", *words]
        # The server that pg_ctl starts keeps our output open if we give it a pipe.
        with tempfile.TemporaryFile("w+") as said:
            result = subprocess.run(
                words,
                cwd="/",
                env=child_environment(LC_ALL="C"),
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=subprocess.STDOUT,
            )
            said.seek(0)
            result.stdout = said.read()
        return result

    def _must(self, command: list[str | Path], failure: str) -> None:
        result = self._as_owner(command)
        if result.returncode:
            raise Problem(failure, *result.stdout.strip().splitlines()[-15:])

    def start(self) -> dict[str, str]:
        """Return how to connect, once the server answers."""
        with locked("postgresql"):
            if not self.data.exists():
                self._create()
            if not (self._running() and self._socket_exists()):
                self._launch()
            socket = self._socket_folder()
            env = {"PGHOST": str(socket), "PGPORT": "5432", "PGUSER": ROLE}
            self._create_role(env)
        return env

    def _running(self) -> bool:
        status = [self.programs / "pg_ctl", "-D", self.data, "status"]
        return self._as_owner(status).returncode == 0 and not self._is_dead()

    def _is_dead(self) -> bool:
        """Tell whether the noted process is gone, or only waits to be buried."""
        pid_file = self.data / "postmaster.pid"
        if not pid_file.exists():
            return True
        pid = pid_file.read_text().split()[0]
        asked = ["ps", "-o", "stat=,comm=", "-p", pid]
        found = subprocess.run(asked, capture_output=True)
        return b"postgres" not in found.stdout or found.stdout.startswith(b"Z")

    def _socket_exists(self) -> bool:
        """Tell whether the running server can be found; /tmp may have been cleaned."""
        return (self._socket_folder() / ".s.PGSQL.5432").exists()

    def _create(self) -> None:
        say(f"Creating a private PostgreSQL cluster in {self.home}")
        partial = self.data.with_name(self.data.name + ".partial")
        shutil.rmtree(partial, ignore_errors=True)
        if not self.owner:
            self.home.mkdir(parents=True, exist_ok=True)
            self.home.chmod(0o700)
        initdb = [self.programs / "initdb", "-D", partial, "-U", "postgres"]
        initdb += ["--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"]
        self._must(initdb, "The cluster could not be created:")
        with open(partial / "postgresql.conf", "a") as file:
            file.write(SETTINGS)
        partial.rename(self.data)

    def _launch(self) -> None:
        say("Starting the private PostgreSQL server")
        if self._running():
            stop = [self.programs / "pg_ctl", "-D", self.data, "-m", "fast", "stop"]
            self._must(stop, "The private PostgreSQL server does not stop:")
        crashed = self._has_crashed()
        socket = self._socket_folder(new=True)
        start = [self.programs / "pg_ctl", "-D", self.data, "-w", "-t", "60"]
        start += ["-l", self.home / "log", "-o", f"-k {socket}", "start"]
        self._forget_dead_server()
        self._must(
            start,
            f"The private PostgreSQL server does not start; see {self.home}/log.\n"
            f"  If its data is damaged: rm -r {self.data}   (it is built again)",
        )
        if crashed:
            self._drop_all()

    def _has_crashed(self) -> bool:
        """Tell whether the server, which does not run, ended without a clean stop."""
        asked = self._as_owner([self.programs / "pg_controldata", self.data])
        state = re.search(r"^Database cluster state:\s*(.+)$", asked.stdout, re.M)
        return not state or state[1] != "shut down"

    def _drop_all(self) -> None:
        """Drop every database of ours: templates may lack what was written last."""
        admin = {"PGHOST": str(self._socket_folder()), "PGPORT": "5432"}
        admin["PGUSER"] = "postgres"
        note("The server was not stopped cleanly: its databases are built again")
        names = query(
            "SELECT datname FROM pg_database JOIN pg_roles ON datdba = pg_roles.oid"
            f" WHERE rolname = '{ROLE}'",
            env=admin,
        )
        for name in names.splitlines():
            query(f'DROP DATABASE "{name}" WITH (FORCE)', env=admin)

    def _socket_folder(self, *, new: bool = False) -> Path:
        """Return the folder of its socket: its own, or a shorter one."""
        if len(os.fsencode(self.home)) <= LONGEST_SOCKET_FOLDER:
            return self.home
        record = self.home / "socket_folder"
        if new:
            folder = Path(tempfile.mkdtemp(prefix="itsm-", dir="/tmp"))
            if self.owner:
                shutil.chown(folder, self.owner)
            record.write_text(str(folder))
        return Path(record.read_text())

    def _forget_dead_server(self) -> None:
        """Remove a crashed server's note of its process if another has its number."""
        if self._is_dead():
            (self.data / "postmaster.pid").unlink(missing_ok=True)

    def _create_role(self, env: dict[str, str]) -> None:
        admin = env | {"PGUSER": "postgres"}
        known = f"SELECT 1 FROM pg_roles WHERE rolname = '{ROLE}'"
        if not query(known, env=admin):
            query(f"CREATE ROLE {ROLE} LOGIN CREATEDB", env=admin)
