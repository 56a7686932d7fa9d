"""script/with-database: run a command with a database that has the addon."""

import subprocess

from workbench import database, odoo_run

USAGE = """\
script/with-database [--benchmark] COMMAND [ARGUMENT...]
Runs COMMAND with a scratch database in which the addon is installed, and drops it
afterwards. COMMAND finds Odoo's `python` first on PATH, PostgreSQL in PG*, Odoo's
configuration in ODOO_RC and the database's name in ITSM_DATABASE.
--benchmark   in an environment that also has what benchmarks/ compares with"""


def main(arguments: list[str]) -> int:
    benchmark = arguments[:1] == ["--benchmark"]
    command = arguments[1:] if benchmark else arguments
    if not command or command[0] in ("-h", "--help"):
        print(USAGE)
        return 0 if command else 2
    odoo = odoo_run.ready(benchmark=benchmark)
    with database.Databases(odoo).scratch() as name:
        env = odoo.env | {"ITSM_DATABASE": name}
        return subprocess.run(command, env=env).returncode
