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
from dataclasses import dataclass
from http.cookiejar import CookieJar
from pathlib import Path

import browser
from PIL import Image

MODULE = "itsm_service_delivery"
MANAGER = "chenjing@yunling.example"
TECHNICAL_MANAGER = "liuyang@yunling.example"
PROJECT_MANAGER = "zhaolei@yunling.example"
ENGINEER = "hejingyi@yunling.example"
SALES = "linfang@yunling.example"
CUSTOMER = "fengxue@jiangcheng.example"
SIGNATORY = "yangfan@jiangcheng.example"
ADMINISTRATOR = "admin"
ZONE = "Asia/Shanghai"
PDF = f"/report/pdf/{MODULE}.service_report/%s"
# Nothing is loading, and no dialog of a first visit is in the way.
CALM = (
    "document.readyState === 'complete' && document.querySelector('%s')"
    " && !document.querySelector('.o_blockUI, .o_loading_indicator')"
)
# Stands for an import that has been checked.
IMPORT = "import"
TICKETS = Path(__file__).resolve().parents[3] / "demo/operation/demo_tickets.csv"
REDUCED = {"colors": 255, "dither": Image.Dither.NONE}


@dataclass(frozen=True)
class Picture:
    """One picture.

    :param login: who looks; the password is the same
    :param path: of the page; ``%s`` stands for the record's id
    :param record: name of the demo record, or a domain of one as JSON: model, domain
    :param shown: selector of what must be there before anything is done
    :param then: JavaScript that clicks; the picture is taken when ``after`` is there
    """

    login: str
    path: str
    record: str = ""
    shown: str = ".o_view_controller"
    then: str = ""
    after: str = ""
    size: tuple[int, int] = (1440, 900)
    languages: str = "en"


def action(name: str, *rest: str) -> str:
    return "/".join([f"/odoo/action-{MODULE}.{name}", *rest])


def click(selector: str) -> str:
    return f"document.querySelector({selector!r}).click()"


def ticket(number: str) -> str:
    return json.dumps(["helpdesk.ticket", [["number", "=", number]]])


# The one ticket whose resolution is at risk.
LIVE = json.dumps(
    ["helpdesk.ticket", [["itsm_import_ref", "=", False], ["itsm_impact", "=", "high"]]]
)


def report(month: str) -> str:
    domain = [["period_start", "=", f"{month}-01"], ["state", "!=", "superseded"]]
    return json.dumps(["itsm.service.report", domain])


PICTURES = {
    "quotation": Picture(
        SALES, "/odoo/sales/%s", "demo_order_binhai_renewal", ".o_form_view"
    ),
    "information-sheet": Picture(
        SALES,
        action("itsm_information_sheet_action", "%s"),
        "demo_sheet_warehouse",
        ".o_form_view",
        then=click(".o_notebook_headers [name=requirements]"),
        after="[name=requirement_ids] .o_data_row",
        size=(1440, 1000),
    ),
    "trace-matrix": Picture(
        MANAGER,
        action("itsm_contract_action", "%s"),
        "demo_contract_jiangcheng",
        ".o_form_view",
        then=click("[name=action_view_trace]"),
        after=".o_list_view .o_data_row",
        size=(1840, 560),
    ),
    "presales-plan": Picture(
        MANAGER,
        action("itsm_presales_plan_action", "%s"),
        "demo_plan_jiangcheng",
        ".o_form_view",
        then=click(".o_notebook_headers [name=costs]"),
        after="[name=cost_ids] .o_data_row",
        size=(1440, 1250),
    ),
    "sla-tryout": Picture(
        MANAGER,
        action("itsm_sla_tryout_action", "%s"),
        "demo_tryout_binhai",
        ".o_form_view",
        languages="en zh",
        size=(1440, 1500),
    ),
    "contract-parties": Picture(
        SALES,
        action("itsm_contract_action", "%s"),
        "demo_contract_jiangcheng",
        ".o_form_view",
        then=click(".o_notebook_headers [name=parties]"),
        after="[name=party_a_account]",
        size=(1440, 1000),
    ),
    "contract-review": Picture(
        MANAGER,
        action("itsm_contract_review_action", "%s"),
        json.dumps(["itsm.contract.review", [["number", "=", "PS-2026-0015"]]]),
        ".o_form_view",
        languages="en zh",
        size=(1440, 1500),
    ),
    "portal-contract": Picture(
        SIGNATORY,
        "/my/service-contracts/%s",
        "demo_contract_jiangcheng",
        "#wrapwrap",
        size=(1440, 2700),
    ),
    "contract": Picture(
        MANAGER,
        action("itsm_contract_action", "%s"),
        "demo_contract_jiangcheng",
        ".o_form_view",
        languages="en zh",
    ),
    "sla": Picture(
        MANAGER,
        action("itsm_sla_action", "%s"),
        "demo_contract_jiangcheng_sla",
        ".o_form_view",
    ),
    "approvals": Picture(
        TECHNICAL_MANAGER,
        action("itsm_approval_to_decide_action"),
        shown=".o_data_row",
        size=(1440, 360),
        languages="en zh",
    ),
    "approval": Picture(
        MANAGER,
        action("itsm_sla_action", "%s"),
        "demo_contract_jiangcheng_sla",
        ".o_form_view",
        then=click(".o_notebook_headers [name=itsm_approval]"),
        after=".o_field_widget[name=decision_ids] .o_data_row",
        size=(1440, 1250),
    ),
    "document-type": Picture(
        ADMINISTRATOR,
        action("itsm_document_type_action", "%s"),
        "document_type_sla",
        ".o_form_view",
        size=(1440, 640),
    ),
    "roles": Picture(
        ADMINISTRATOR, action("itsm_role_action"), size=(1440, 760)
    ),
    "catalogue": Picture(MANAGER, action("itsm_service_action")),
    "service-hours": Picture(
        MANAGER,
        action("resource_calendar_action", "%s"),
        "demo_calendar_5x8",
        ".o_form_view",
        then=click("[name=itsm_makeup_days]"),
    ),
    "priority-matrix": Picture(
        ADMINISTRATOR,
        action("itsm_priority_matrix_action"),
        shown=".o_action_manager table",
        size=(1440, 420),
    ),
    "tickets": Picture(
        MANAGER,
        action("helpdesk_ticket_action"),
        shown=".o_data_row",
        languages="en zh",
        size=(1440, 560),
    ),
    "ticket": Picture(
        ENGINEER,
        action("helpdesk_ticket_action", "%s"),
        LIVE,
        ".o_form_view",
        languages="en zh",
        size=(1440, 1000),
    ),
    "ticket-timeline": Picture(
        ENGINEER,
        action("helpdesk_ticket_action", "%s"),
        ticket("GD202610023"),
        ".o_form_view",
        then=click(".o_notebook_headers [name=itsm_timeline]"),
        after=".o_field_widget[name=itsm_event_ids] .o_data_row",
        size=(1440, 1250),
    ),
    "outages": Picture(
        MANAGER,
        action("itsm_outage_action"),
        shown=".o_data_row",
        size=(1440, 420),
    ),
    "import": Picture(
        MANAGER,
        action("itsm_ticket_import_action", "%s"),
        IMPORT,
        ".o_form_view .o_data_row",
    ),
    "report": Picture(
        PROJECT_MANAGER,
        action("itsm_service_report_action", "%s"),
        report("2026-10"),
        ".o_form_view",
        languages="en zh",
        size=(1440, 1200),
    ),
    "report-charts": Picture(
        PROJECT_MANAGER,
        action("itsm_service_report_action", "%s"),
        report("2026-10"),
        ".o_form_view",
        then=click(".o_notebook_headers [name=charts]"),
        after=".o_form_view svg",
        size=(1440, 1500),
    ),
}


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
