"""Prettier and its XML plugin, from the lock `package-lock.json`."""

import shutil
from pathlib import Path

from workbench.console import run, say
from workbench.paths import CACHE, CHECKOUT, fingerprint, locked, made_whole
from workbench.system import require


def modules() -> Path:
    """Return the folder `node_modules`, installed by npm with its hashes checked."""
    require("node")
    files = [CHECKOUT / "package.json", CHECKOUT / "package-lock.json"]
    folder = CACHE / "node" / fingerprint(*files)
    with locked("node"):
        if not folder.exists():
            say("Installing prettier, locked in package-lock.json")
            with made_whole(folder) as partial:
                for file in files:
                    shutil.copy(file, partial)
                run(
                    ["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"],
                    cwd=partial,
                    failure="npm could not install prettier (see above). "
                    "Is the package registry reachable? Then run the same again.",
                )
    return folder / "node_modules"
