"""A headless Chromium that is driven through its DevTools protocol."""

import base64
import contextlib
import json
import os
import shutil
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import websocket

PROGRAMS = ("google-chrome", "chromium", "chromium-browser", "google-chrome-stable")
SWITCHES = (
    "--headless",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--remote-debugging-port=0",
    "--remote-allow-origins=*",
)
PATIENCE = 60  # seconds

_direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class Page:
    """The one page of a browser."""

    def __init__(self, address: str):
        self._socket = websocket.create_connection(address, timeout=PATIENCE)
        self._number = 0
        for domain in ("Page", "Runtime", "Network"):
            self.call(f"{domain}.enable")

    def call(self, method: str, **parameters):
        """Call a method of the protocol and return its result.

        :raise RuntimeError: the browser refuses
        """
        self._number += 1
        message = {"id": self._number, "method": method, "params": parameters}
        self._socket.send(json.dumps(message))
        while True:
            answer = json.loads(self._socket.recv())
            if answer.get("id") == self._number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']['message']}")
                return answer["result"]

    def evaluate(self, expression: str):
        """Return the value of a JavaScript expression, a promise's when it is there.

        :raise RuntimeError: it throws
        """
        answer = self.call(
            "Runtime.evaluate",
            expression=expression,
            awaitPromise=True,
            returnByValue=True,
        )
        if problem := answer.get("exceptionDetails"):
            thrown = problem.get("exception", {})
            raise RuntimeError(thrown.get("description") or problem["text"])
        return answer["result"].get("value")

    def settle(self, zone: str) -> None:
        """Live in a time zone, e.g. ``Asia/Shanghai``."""
        self.call("Emulation.setTimezoneOverride", timezoneId=zone)

    def resize(self, width: int, height: int) -> None:
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=False,
        )

    def wait(self, condition: str) -> None:
        """Wait until a JavaScript expression is true.

        :raise TimeoutError: it does not become true
        """
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            # While a page is left, there is nothing to evaluate in.
            with contextlib.suppress(RuntimeError):
                if self.evaluate(f"Boolean({condition})"):
                    return
            time.sleep(0.2)
        raise TimeoutError(f"Waited {PATIENCE} s for {condition}")

    def shoot(self) -> bytes:
        """Return what is seen as a PNG."""
        picture = self.call("Page.captureScreenshot", format="png")
        return base64.b64decode(picture["data"])


@contextlib.contextmanager
def page() -> Iterator[Page]:
    """Start a browser with a profile of its own, and end it afterwards."""
    program = next(filter(None, map(shutil.which, PROGRAMS)))
    profile = tempfile.mkdtemp(prefix="itsm-browser-")
    command = [program, *SWITCHES, f"--user-data-dir={profile}"]
    if os.geteuid() == 0:
        command.append("--no-sandbox")
    process = subprocess.Popen(
        [*command, "about:blank"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield Page(_address(Path(profile) / "DevToolsActivePort"))
    finally:
        process.terminate()
        process.wait()
        shutil.rmtree(profile, ignore_errors=True)


def _address(port_file: Path) -> str:
    """Return the address of the page, once the browser has said its port."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        with contextlib.suppress(OSError, StopIteration, IndexError):
            port = port_file.read_text().split()[0]
            with _direct.open(f"http://127.0.0.1:{port}/json") as answer:
                tabs = json.load(answer)
            return next(t for t in tabs if t["type"] == "page")["webSocketDebuggerUrl"]
        time.sleep(0.1)
    raise TimeoutError("Chromium does not start.")
