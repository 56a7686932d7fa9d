"""A browser that measures: opening, scrolling, dragging and saving a chart."""

import contextlib
import json
import os
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.request

import websocket

_FRAMES = "new Promise(r => requestAnimationFrame(() => requestAnimationFrame(r)))"


class Browser:
    """Chromium without a screen, spoken to by its debugging protocol."""

    def __init__(self):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self._folder = tempfile.mkdtemp()
        program = shutil.which("chromium") or shutil.which("google-chrome")
        options = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run"]
        options += [f"--remote-debugging-port={port}", "--remote-allow-origins=*"]
        options += [f"--user-data-dir={self._folder}", "--window-size=1440,900"]
        options += ["--allow-file-access-from-files", "about:blank"]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self._process = subprocess.Popen([program, *options], **quiet)
        self._socket = websocket.create_connection(_page(port), timeout=300)
        self._calls = 0
        for domain in ("Network", "Page", "Runtime"):
            self.call(f"{domain}.enable")

    def call(self, method, **values):
        """Call a method of the protocol and return its result."""
        self._calls += 1
        message = {"id": self._calls, "method": method, "params": values}
        self._socket.send(json.dumps(message))
        while True:
            answer = json.loads(self._socket.recv())
            if answer.get("id") == self._calls:
                return answer.get("result", {})

    def evaluate(self, script):
        """Return the value of a script, awaited."""
        answer = self.call(
            "Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True
        )
        if "exceptionDetails" in answer:
            raise RuntimeError(str(answer["exceptionDetails"])[:500])
        return answer["result"].get("value")

    def open(self, url, session=None):
        if session:
            self.call("Network.setCookie", name="session_id", value=session, url=url)
        self.call("Page.navigate", url=url)

    def wait(self, condition, limit=180.0):
        """Wait until a condition holds and two frames are painted; return seconds."""
        begun = time.perf_counter()
        while time.perf_counter() - begun < limit:
            with contextlib.suppress(RuntimeError):
                if self.evaluate(f"Boolean({condition})"):
                    self.evaluate(_FRAMES)
                    return time.perf_counter() - begun
            time.sleep(0.02)
        raise TimeoutError(condition)

    def scroll(self, element, screens=10, pixels=600):
        """Return the seconds that scrolling down so many screens takes."""
        return self.evaluate(
            f"""(async () => {{
                const box = {element}, begun = performance.now();
                for (let screen = 0; screen < {screens}; screen++) {{
                    box.scrollTop += {pixels};
                    await {_FRAMES};
                }}
                return (performance.now() - begun) / 1000;
            }})()"""
        )

    def drag(self, element, by):
        """Drag an element to the right by so many pixels, as a mouse does."""
        box = self.evaluate(
            f"(() => {{ const b = {element}.getBoundingClientRect();"
            " return [b.left + b.width / 2, b.top + b.height / 2]; })()"
        )
        x, y = box
        mouse = {"button": "left", "clickCount": 1, "buttons": 1, "y": y}
        self.call("Input.dispatchMouseEvent", type="mousePressed", x=x, **mouse)
        for step in range(1, 11):
            at = x + by * step / 10
            self.call("Input.dispatchMouseEvent", type="mouseMoved", x=at, **mouse)
            time.sleep(0.02)
        self.call("Input.dispatchMouseEvent", type="mouseReleased", x=x + by, **mouse)

    def close(self):
        self._process.terminate()
        self._process.wait()
        shutil.rmtree(self._folder, ignore_errors=True)


def _page(port):
    for _attempt in range(300):
        with contextlib.suppress(OSError):
            address = f"http://127.0.0.1:{port}/json"
            with urllib.request.urlopen(address) as answer:
                pages = json.load(answer)
            return next(
                page["webSocketDebuggerUrl"] for page in pages if page["type"] == "page"
            )
        time.sleep(0.1)
    raise RuntimeError(f"Chromium does not answer; {os.getloadavg()[0]} load")
