"""Checks of the files that no linter knows."""

import ast
import re

from workbench.paths import CHECKOUT, source_files

# The package registries are found through their own clients, as each machine has them
# set up: their hosts' names have no place here.
HOSTS = re.compile(
    r"\b(?:pypi|pythonhosted|npmjs|yarnpkg|unpkg|jsdelivr)\.(?:org|com|net)\b"
    r"|\b(?:deb|ftp|security|snapshot)[.\w]*\.debian\b"
)
BINARY = {".png", ".jpg", ".gif", ".ico", ".woff", ".woff2", ".pdf", ".xlsx", ".zip"}
DATA_FOLDERS = ("data", "demo", "reports", "security", "views", "wizards")


def registry_hosts() -> list[str]:
    """List the lines that name a package registry's host."""
    found = []
    for file in source_files():
        if file.suffix in BINARY:
            continue
        lines = file.read_text(errors="replace").splitlines()
        for number, line in enumerate(lines, 1):
            if match := HOSTS.search(line):
                place = file.relative_to(CHECKOUT)
                found.append(f"{place}:{number}: names a registry's host: {match[0]}")
    return found


def unused_data() -> list[str]:
    """List the data files that the manifest does not load, and those it lacks."""
    manifest = ast.literal_eval((CHECKOUT / "__manifest__.py").read_text())
    loaded = {name for key in ("data", "demo") for name in manifest.get(key, ())}
    there = {
        str(file.relative_to(CHECKOUT))
        for file in source_files()
        if file.relative_to(CHECKOUT).parts[0] in DATA_FOLDERS
        # A CSV file that Odoo loads bears a model's name; others are read by code.
        and (file.suffix == ".xml" or (file.suffix == ".csv" and "." in file.stem))
    }
    return [
        *(f"{name}: the manifest does not load it" for name in sorted(there - loaded)),
        *(f"{name}: is in the manifest, not here" for name in sorted(loaded - there)),
    ]
