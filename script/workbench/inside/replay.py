"""Replay a ticket history in a scratch database.

Runs in Odoo's Python: `replay.py DATABASE SERVICE.json TICKETS.csv FOLDER`.
"""

import contextlib
import json
import logging
import sys
from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

from odoo import SUPERUSER_ID, api, fields
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
        files = Path(service).read_bytes(), Path(tickets).read_bytes()
        try:
            with _when_all_is_over(env, *files):
                reports = env["itsm.replay"]._replay(*files, _tell)
                _write(reports, Path(folder))
        except UserError as error:
            print(f"\n{error}", file=sys.stderr)
            return 1
        except KeyboardInterrupt:
            return 130
        finally:
            cr.rollback()
    return 0


@contextlib.contextmanager
def _when_all_is_over(env, service: bytes, tickets: bytes):
    """Let it be after the last period and ticket, should that be yet to come.

    The product takes no ticket from the future and approves no report of a period that
    is not over; a replay may be about times to come, or the machine's clock be late.
    """
    # Only Odoo can import the addon by its name.
    from odoo.addons.itsm_service_delivery.engine import history, instants

    definition = env["itsm.service.definition"]._read(service)
    zone = definition.timezone
    known = history.read_history(tickets, history.ReadOptions(zone)).tickets
    ends = [instants.month_period(month, zone)[1] for month in definition.periods]
    ends += [event.at for ticket in known for event in ticket.events]
    over = instants.to_datetime(max(ends, default=0)) + timedelta(minutes=1)
    if over <= fields.Datetime.now():
        yield
        return
    _tell(f"As of {over} UTC, when all of it is over")
    with (
        patch.object(fields.Datetime, "now", lambda *_args: over),
        patch.object(fields.Date, "today", lambda *_args: over.date()),
    ):
        yield


def _tell(sentence: str) -> None:
    print(f"    {sentence}", file=sys.stderr, flush=True)


def _write(reports: dict, folder: Path) -> None:
    figures = {}
    for period, report in reports.items():
        _tell(f"Writing {period}")
        for name, content in report._export_files().items():
            (folder / f"report-{period}{Path(name).suffix}").write_bytes(content)
        figures[period] = report._stats()
    text = json.dumps(figures, ensure_ascii=False, indent=1)
    (folder / "figures.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
