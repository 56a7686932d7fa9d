"""Load the addon's demo data into a database that was installed without any.

Runs in Odoo's Python: `demo.py DATABASE`. Odoo's own switch would load the demo data of
every module beneath; ours is a company of its own.
"""

import sys

from odoo import SUPERUSER_ID, api
from odoo.modules import Manifest
from odoo.modules.registry import Registry
from odoo.tools import config
from odoo.tools.convert import convert_file

ADDON = "itsm_service_delivery"


def main(database: str) -> None:
    """Load the files of the manifest's `demo`, all or nothing; compile the assets."""
    options = ["-d", database, "--no-http", "--log-level=warn"]
    config.parse_config(options, setup_logging=True)
    files = Manifest.for_addon(ADDON)["demo"]
    with Registry(database).cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        idref: dict[str, int] = {}
        for number, file in enumerate(files, 1):
            print(f"    {number} of {len(files)} files: {file}", flush=True)
            convert_file(env, ADDON, file, idref, mode="init", noupdate=True)
        module = env.ref(f"base.module_{ADDON}")
        module.demo = True
        module._update_translations()
        # The first page then opens without waiting for scripts and styles.
        env["ir.qweb"]._pregenerate_assets_bundles()


if __name__ == "__main__":
    main(sys.argv[1])
