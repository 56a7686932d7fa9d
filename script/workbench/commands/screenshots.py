"""script/screenshots: the pictures of the README, from the running product."""

import contextlib
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from workbench import database, odoo_run
from workbench.console import Problem, note, run, say
from workbench.odoo_run import Odoo
from workbench.paths import CHECKOUT, STATE

USAGE = """\
script/screenshots [en|zh] [PICTURE...]
Loads the demo company into a scratch database, serves it, and takes the pictures of
docs/images with headless Chromium, in English and Chinese unless one is named.
PICTURE: only pictures whose name contains it, e.g. `ticket`."""

INSIDE = Path(__file__).resolve().parents[1] / "inside"
IMAGES = CHECKOUT / "docs" / "images"
LANGUAGES = {"en": "en_US", "zh": "zh_CN"}
SECONDS_TO_ANSWER = 120
SPEAKS = """
    UPDATE res_partner SET lang = '{}' WHERE id IN (
        SELECT u.partner_id FROM res_users u
          JOIN ir_model_data d ON d.model = 'res.users' AND d.res_id = u.id
         WHERE d.module = 'base' AND d.name = 'user_admin')"""


def main(arguments: list[str]) -> int:
    if arguments[:1] in (["-h"], ["--help"]):
        print(USAGE)
        return 0
    languages = [name for name in arguments if name in LANGUAGES] or list(LANGUAGES)
    pictures = [name for name in arguments if name not in LANGUAGES]
    odoo = odoo_run.ready("chromium", "poppler")
    IMAGES.mkdir(parents=True, exist_ok=True)
    for language in languages:
        with database.Databases(odoo).scratch() as name:
            _load_demo(odoo, name, LANGUAGES[language])
            with _served(odoo, name) as address:
                say(f"Taking pictures ({language})")
                command = [odoo.python, INSIDE / "screenshots.py"]
                command += [address, name, language, IMAGES, *pictures]
                run(command, env=odoo.env)
    return 0


def _load_demo(odoo: Odoo, name: str, language: str) -> None:
    """Load the demo company; its story is told in the administrator's language."""
    say(f"Loading the demo company ({language})")
    database.Databases(odoo).query(SPEAKS.format(language), name)
    run(
        [odoo.python, INSIDE / "demo.py", name],
        env=odoo.env,
        failure="the demo company could not be loaded (see above)",
    )


@contextlib.contextmanager
def _served(odoo: Odoo, name: str) -> Iterator[str]:
    """Serve a database on a free port; give its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [odoo.python, "-m", "odoo", "-d", name, f"--db-filter=^{name}$"]
    command += ["--http-interface=127.0.0.1", f"--http-port={port}"]
    command += ["--log-level=warn", "--max-cron-threads=0"]
    process = subprocess.Popen(
        [str(word) for word in command],
        env=odoo.env,
        cwd=STATE,
        stdin=subprocess.DEVNULL,
    )
    try:
        _wait(process, port)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


def _wait(process: subprocess.Popen, port: int) -> None:
    """Wait until the server answers.

    :raise Problem: it ends, or does not answer
    """
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    for _ in range(SECONDS_TO_ANSWER * 4):
        if process.poll() is not None:
            break
        try:
            with direct.open(f"http://127.0.0.1:{port}/web/health", timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.25)
    note(f"port {port}")
    raise Problem("Odoo does not start (see above).")
