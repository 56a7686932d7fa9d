"""Replay a ticket history in a scratch database.

Runs in Odoo's Python: `replay.py DATABASE SERVICE.json TICKETS.csv FOLDER`.
"""

import json
import logging
import sys
from pathlib import Path

from odoo import SUPERUSER_ID, api
from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from odoo.service.server import load_server_wide_modules
from odoo.tools import config


def main(database: str, service: str, tickets: str, folder: str) -> int:
    """Write the reports and `figures.json` into the folder; return the exit code."""
    config.parse_config(["-d", database, "--no-http"], setup_logging=True)
    logging.getLogger().setLevel(logging.ERROR)
    load_server_wide_modules()
    with Registry(database).cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {"lang": "en_US"})
        try:
            reports = env["itsm.replay"]._replay(
                Path(service).read_bytes(), Path(tickets).read_bytes(), _tell
            )
            _write(reports, Path(folder))
        except UserError as error:
            print(f"\n{error}", file=sys.stderr)
            return 1
        finally:
            cr.rollback()
    return 0


def _tell(sentence: str) -> None:
    print(f"    {sentence}", file=sys.stderr, flush=True)


def _write(reports: dict, folder: Path) -> None:
    figures = {}
    for period, report in reports.items():
        _tell(f"Printing {period}")
        for name, content in report._export_files().items():
            (folder / f"report-{period}{Path(name).suffix}").write_bytes(content)
        figures[period] = report._stats()
    text = json.dumps(figures, ensure_ascii=False, indent=1)
    (folder / "figures.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
