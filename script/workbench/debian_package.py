"""Odoo from Debian's package, without installing it and without being root.

The package is downloaded by apt with its own signature check, through private lists
that name the mirror of the machine's own configuration with the suite changed to sid.
"""

import shutil
import tempfile
from pathlib import Path

from workbench import environment
from workbench.console import Problem, note, output, run, say
from workbench.paths import CACHE, on_debian

SUITE = "sid"
PACKAGE = "odoo-19"
# Odoo's links to fonts and scripts lead into these packages.
LINKED = (
    "fonts-glyphicons-halflings",
    "fonts-inconsolata",
    "fonts-montserrat",
    "fonts-ocr-b",
    "fonts-roboto-unhinted",
    "libjs-jquery",
    "libjs-jquery-form",
    "libjs-underscore",
)
KEYRINGS = (
    "/usr/share/keyrings/debian-archive-keyring.gpg",
    "/usr/share/keyrings/debian-archive-keyring.pgp",
)
# Debian leaves this library out; every page would log that it is missing.
LEFT_OUT = "addons/mail/static/lib/selfie_segmentation/selfie_segmentation.js"


class NotAvailable(Exception):
    """This machine cannot get the package this way; says why."""


def unpack(folder: Path, python: Path) -> None:
    """Put Debian's `odoo` Python package into the folder, complete with its fonts.

    :param python: one with pip, for the fonts that Debian no longer has.
    :raise NotAvailable: this is no Debian, or its mirror does not carry the package.
    """
    packages = _download()
    say("Unpacking Odoo")
    with tempfile.TemporaryDirectory(dir=folder) as name:
        root = Path(name)
        for package in packages:
            run(["dpkg-deb", "-x", package, root])
        source = root / "usr/lib/python3/dist-packages/odoo"
        if not (source / "release.py").exists():
            raise NotAvailable(f"{PACKAGE} does not hold Odoo where it used to")
        fonts = root / "font_awesome"
        environment.pip_install(python, "font_awesome", "--target", fonts)
        _replace_links(source, root, fonts / "xstatic/pkg/font_awesome/data/fonts")
        (source / LEFT_OUT).parent.mkdir(parents=True, exist_ok=True)
        (source / LEFT_OUT).touch()
        source.rename(folder / "odoo")


def _replace_links(source: Path, root: Path, font_awesome: Path) -> None:
    """Put the files in the place of the links, so that the folder can be moved.

    Font Awesome comes from its own release 4.7, with which Odoo's styles were made:
    sid's package is years ahead and has other files.

    :raise NotAvailable: a file is missing that every page needs.
    """
    broken = []
    for link in (path for path in source.rglob("*") if path.is_symlink()):
        target = font_awesome / link.name
        if not target.is_file():
            target = Path(link.parent, link.readlink()).resolve()
        if not (target.is_file() and target.is_relative_to(root.resolve())):
            broken.append(str(link.relative_to(source)))
            continue
        link.unlink()
        shutil.copyfile(target, link)
    needed = [link for link in broken if link.startswith("addons/web/")]
    if needed:
        raise NotAvailable("its packages lack " + ", ".join(needed))
    for link in broken:
        note(f"Debian's packages lack {link}, which the addon does not use")


def _download() -> list[Path]:
    """Download the packages; what is there already is kept."""
    if not (on_debian() and shutil.which("dpkg-deb")):
        raise NotAvailable("this machine has no apt")
    options = _private_apt(_mirror())
    folder = CACHE / "debian"
    say(f"Downloading Odoo 19 from Debian ({SUITE})")
    try:
        run(["apt-get", *options, "update"])
        run(["apt-get", *options, "download", PACKAGE, *LINKED], cwd=folder)
    except Problem as problem:
        raise NotAvailable(f"apt cannot download {PACKAGE} from {SUITE}") from problem
    found = []
    for package in (PACKAGE, *LINKED):
        line = output(["apt-get", *options, "download", "--print-uris", package])
        found.append(folder / line.split()[1])
    return found


def _mirror() -> str:
    """Return the address of the Debian mirror that this machine uses."""
    release = dict(
        line.strip().split("=", 1)
        for line in Path("/etc/os-release").read_text().splitlines()
        if "=" in line
    )
    codename = release.get("VERSION_CODENAME", "").strip('"') or SUITE
    if release.get("ID", "").strip('"') != "debian":
        raise NotAvailable("this machine is not a Debian")
    listed = output(
        ["apt-get", "indextargets", "--format", "$(RELEASE) $(COMPONENT) $(REPO_URI)"]
        + ["Created-By: Packages"]
    )
    for line in listed.splitlines():
        suite, component, address = line.split()
        if suite in (codename, SUITE, "stable", "unstable") and component == "main":
            return address
    raise NotAvailable("apt's configuration names no Debian mirror")


def _private_apt(mirror: str) -> list[str]:
    """Write an apt configuration that touches nothing of the machine's own."""
    home = CACHE / "debian" / "apt"
    for name in ("lists/partial", "cache/archives/partial"):
        (home / name).mkdir(parents=True, exist_ok=True)
    keyring = next((name for name in KEYRINGS if Path(name).exists()), None)
    signed = f"[signed-by={keyring}] " if keyring else ""
    (home / "sources.list").write_text(f"deb {signed}{mirror} {SUITE} main\n")
    (home / "apt.conf").write_text(
        f"""\
Dir::Etc::sourcelist "{home}/sources.list";
Dir::Etc::sourceparts "/dev/null";
Dir::Etc::preferences "/dev/null";
Dir::Etc::preferencesparts "/dev/null";
Dir::State::lists "{home}/lists";
Dir::Cache "{home}/cache";
Acquire::Languages "none";
Acquire::Retries "3";
APT::Sandbox::User "";
#clear APT::Update::Pre-Invoke;
#clear APT::Update::Post-Invoke;
#clear APT::Update::Post-Invoke-Success;
#clear Acquire::IndexTargets::deb::DEP-11;
#clear Acquire::IndexTargets::deb::DEP-11-icons;
#clear Acquire::IndexTargets::deb::DEP-11-icons-small;
#clear Acquire::IndexTargets::deb::DEP-11-icons-large;
#clear Acquire::IndexTargets::deb::DEP-11-icons-hidpi;
#clear Acquire::IndexTargets::deb::DEP-11-icons-large-hidpi;
#clear Acquire::IndexTargets::deb::Contents-deb;
#clear Acquire::IndexTargets::deb::Contents-udeb;
"""
    )
    return ["-c", str(home / "apt.conf")]
