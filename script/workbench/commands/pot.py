"""script/pot: renew the template of translations and what is to be translated."""

from pathlib import Path

from workbench import database, odoo_run
from workbench.console import output, run, say
from workbench.odoo_run import Odoo
from workbench.paths import ADDON, CHECKOUT, STATE

USAGE = f"""\
script/pot
Exports the terms of the installed addon to i18n/{ADDON}.pot and merges them
into i18n/*.po: new terms come in empty, terms that are gone go out. Translate the
empty ones; script/lint fails while one is left in the Chinese."""

INSIDE = Path(__file__).resolve().parents[1] / "inside"


def main(arguments: list[str]) -> int:
    if arguments:
        print(USAGE)
        return 0 if arguments[0] in ("-h", "--help") else 2
    odoo = odoo_run.ready()
    with database.Databases(odoo).scratch() as name:
        template = export(odoo, name)
    folder = CHECKOUT / "i18n"
    folder.mkdir(exist_ok=True)
    run([odoo.python, INSIDE / "translations.py", "merge", folder, template])
    template.unlink()
    return 0


def export(odoo: Odoo, name: str) -> Path:
    """Write the terms of the addon in this database to a file; return it."""
    say("Exporting the terms")
    template = STATE / f"{name}.pot"
    command = [odoo.python, "-m", "odoo", "i18n", "export", "-c", odoo.config]
    output([*command, "-d", name, "-o", template, ADDON], env=odoo.env, cwd=STATE)
    return template
