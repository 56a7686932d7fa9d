"""Take the README's pictures of a server with the demo company.

Runs in Odoo's Python: `screenshots.py ADDRESS DATABASE en|zh FOLDER [PICTURE...]`.
A picture says who looks at which record, and what is clicked before: they show what
people see.
"""

import base64
import io
import json
import subprocess
import sys
import tempfile
import urllib.request
from http.cookiejar import CookieJar
from pathlib import Path

import browser
from pictures import ADMINISTRATOR, IMPORT, MANAGER, MODULE, PICTURES, Picture, report
from PIL import Image

ZONE = "Asia/Shanghai"
PDF = f"/report/pdf/{MODULE}.service_report/%s"
# Nothing is loading, and no dialog of a first visit is in the way.
CALM = (
    "document.readyState === 'complete' && document.querySelector('%s')"
    " && !document.querySelector('.o_blockUI, .o_loading_indicator')"
)
TICKETS = Path(__file__).resolve().parents[3] / "demo/operation/demo_tickets.csv"
REDUCED = {"colors": 255, "dither": Image.Dither.NONE}


class Session:
    """Somebody who is logged in. The demo's passwords are the same as the logins."""

    def __init__(self, address: str, database: str, login: str):
        self.address = address
        self._cookies = CookieJar()
        self._opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}),
            urllib.request.HTTPCookieProcessor(self._cookies),
        )
        self._call(
            "/web/session/authenticate", db=database, login=login, password=login
        )

    @property
    def cookie(self) -> str:
        return next(c.value for c in self._cookies if c.name == "session_id")

    def search(self, model: str, domain: list, field: str):
        """Return a field of the first record that a domain finds.

        :raise LookupError: it finds none
        """
        found = self.run(model, "search_read", domain, [field])
        if not found:
            raise LookupError(f"No {model} with {domain}")
        return found[0][field]

    def run(self, model: str, method: str, *arguments):
        """Call a method of a model."""
        return self._call(
            "/web/dataset/call_kw",
            model=model,
            method=method,
            args=list(arguments),
            kwargs={},
        )

    def get(self, path: str) -> bytes:
        with self._opener.open(self.address + path) as answer:
            return answer.read()

    def _call(self, path: str, **parameters):
        """Call a JSON-RPC route.

        :raise RuntimeError: the server answers with an error
        """
        request = urllib.request.Request(
            self.address + path,
            data=json.dumps({"jsonrpc": "2.0", "params": parameters}).encode(),
            headers={"Content-Type": "application/json"},
        )
        with self._opener.open(request) as answer:
            result = json.load(answer)
        if "error" in result:
            raise RuntimeError(result["error"]["data"]["message"])
        return result["result"]


class Photographer:
    """Goes from page to page of one server as one person after the other."""

    def __init__(
        self,
        address: str,
        database: str,
        language: str,
        folder: Path,
        page: browser.Page,
    ):
        self.address = address
        self.database = database
        self.language = language
        self.folder = folder
        self.page = page
        self._sessions: dict[str, Session] = {}

    def take(self, name: str, picture: Picture) -> None:
        session = self._session(picture.login)
        self.page.call(
            "Network.setCookie",
            name="session_id",
            value=session.cookie,
            url=self.address,
        )
        path = picture.path
        if picture.record == IMPORT:
            path = path.replace("%s", str(self._checked_import(session)))
        elif picture.record:
            path = path.replace("%s", str(self._record_id(picture.record)))
        self.page.resize(*picture.size)
        self.page.call("Page.navigate", url=self.address + path)
        self.page.wait(CALM % picture.shown)
        if picture.then:
            self.page.evaluate(picture.then)
            self.page.wait(CALM % (picture.after or picture.shown))
        # Fonts, pictures of people and charts come last.
        self.page.evaluate(
            "Promise.all([document.fonts.ready, new Promise(r => setTimeout(r, 1500))])"
        )
        self._save(name, Image.open(io.BytesIO(self.page.shoot())))

    def take_pdf(self, name: str, record: str) -> None:
        """Take the pages of a printed report."""
        content = self._session(MANAGER).get(PDF % self._record_id(record))
        with tempfile.TemporaryDirectory() as folder:
            command = ["pdftoppm", "-r", "64", "-png", "-", f"{folder}/page"]
            subprocess.run(command, input=content, check=True)
            for number, file in enumerate(sorted(Path(folder).iterdir()), 1):
                self._save(f"{name}-{number}", Image.open(file))

    def _session(self, login: str) -> Session:
        if login not in self._sessions:
            self._sessions[login] = Session(self.address, self.database, login)
        return self._sessions[login]

    def _record_id(self, record: str) -> int:
        session = self._session(ADMINISTRATOR)
        if record.startswith("["):
            return session.search(*json.loads(record), "id")
        domain = [["module", "=", MODULE], ["name", "=", record]]
        return session.search("ir.model.data", domain, "res_id")

    def _checked_import(self, session: Session) -> int:
        """Check a file of which a month is new and the rest is there already."""
        content = TICKETS.read_text(encoding="utf-8").replace("GD202609", "ZB202609")
        values = {
            "file": base64.b64encode(content.encode()).decode(),
            "filename": "tickets.csv",
            "contract_id": self._record_id("demo_contract_jiangcheng"),
        }
        wizard = session.run("itsm.ticket.import", "create", [values])
        session.run("itsm.ticket.import", "action_check", wizard)
        return wizard[0]

    def _save(self, name: str, image: Image.Image) -> None:
        suffix = "" if self.language == "en" else f".{self.language}"
        file = self.folder / f"{name}{suffix}.png"
        image.convert("RGB").quantize(**REDUCED).save(file, optimize=True)
        print(f"    {file.name}  {file.stat().st_size // 1024} KiB", file=sys.stderr)


def main(address: str, database: str, language: str, folder: str, *wanted: str) -> None:
    with browser.page() as page:
        page.settle(ZONE)
        photographer = Photographer(address, database, language, Path(folder), page)
        for name, picture in PICTURES.items():
            asked = not wanted or any(word in name for word in wanted)
            if asked and language in picture.languages.split():
                photographer.take(name, picture)
        if not wanted or any(word in "report-pdf" for word in wanted):
            photographer.take_pdf("report-pdf", report("2026-10"))


if __name__ == "__main__":
    main(*sys.argv[1:])
