"""script/setup: make everything ready that the other commands need."""

from workbench import database, environment, node, odoo_run
from workbench.console import say
from workbench.paths import CACHE

USAGE = """\
script/setup
Sets up what script/server, script/test and script/lint need, outside the checkout:
Python packages, Odoo 19, PostgreSQL, the template database, the linters.
The other commands do their part of this by themselves."""


def main(arguments: list[str]) -> int:
    if arguments:
        print(USAGE)
        return 0 if arguments[0] in ("-h", "--help") else 2
    odoo = odoo_run.ready("chromium", "poppler", "node")
    environment.lint_python()
    node.modules()
    database.Databases(odoo).dependencies()
    say(f"Ready. Everything is in {CACHE}")
    return 0
