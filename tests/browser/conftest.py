"""Fixtures for browser tests: a real Chromium and a real server on a free local port."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Literal
from urllib.error import URLError
from urllib.parse import urlsplit

import chromium
import pytest
import signing
from oidc_provider_mock import User, run_server_in_thread
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, WebSocket, expect, sync_playwright
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from analytics.ingest.ingest import ingest
from analytics.workspace.store import Workspace
from benchmarks.articles import write_folder

ROOT = Path(__file__).parents[2]
_PATIENCE = 60_000  # milliseconds; other tests run at the same time, and the machine may be slow
expect.set_options(timeout=_PATIENCE)
_SERVE = ("-m", "streamlit", "run", "serve.py", "--server.port")
_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# Waits on the page's own timers, so that its pending work is done first.
_A_MOMENT = "() => new Promise(done => setTimeout(() => requestAnimationFrame(() => setTimeout(done)), 100))"


@pytest.fixture(scope="module")  # while Playwright runs, no test beside it could start an event loop
def browser() -> Iterator[Browser]:
    path = chromium.find()
    if path is None:
        pytest.skip(chromium.MISSING)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=_FLAGS)
        yield running
        running.close()


class Server:
    """A dashboard process on its own copy of a workspace; it can be stopped and restarted.

    ``command`` is the command line before the port; ``secrets`` is the text of the secrets file, with ``{port}`` as a placeholder.
    """

    def __init__(self, folder: Path, samples: Path, command: Sequence[str] = _SERVE, secrets: str = "") -> None:
        self.workspace, self._log = shutil.copytree(samples, folder / "workspace"), folder / "log.txt"
        self._command = list(command)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{self._port}"
        if secrets:
            (folder / "secrets.toml").write_text(secrets.replace("{port}", str(self._port)), encoding="utf-8")
            self._command[-1:-1] = ["--secrets.files", str(folder / "secrets.toml")]

    def start(self) -> None:
        """Start the process; returns once the dashboard responds."""
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "YOUJU_WORKSPACE": str(self.workspace)}
        command = [sys.executable, *self._command, str(self._port)]
        with self._log.open("ab") as out:
            self._process = subprocess.Popen(
                command, cwd=ROOT, stdout=out, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, env=environment
            )
        for _ in range(240):
            assert self._process.poll() is None, self._log.read_text()
            try:
                with urllib.request.urlopen(f"{self.address}/_stcore/health", timeout=1):
                    return
            except (URLError, ConnectionError, TimeoutError):
                time.sleep(0.25)
        raise AssertionError(f"the dashboard did not start: {self._log.read_text()}")

    def said(self) -> str:
        """The log of the server."""
        return self._log.read_text(encoding="utf-8")

    def stop(self) -> None:
        """Terminate the process and wait for it."""
        self._process.terminate()
        self._process.wait(timeout=20)


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace of the sample corpus, to be copied."""
    workspace = tmp_path_factory.mktemp("samples") / "workspace"
    read = [sys.executable, "-m", "analytics", "ingest", "samples", "--workspace", str(workspace)]
    subprocess.run(read, cwd=ROOT, check=True, capture_output=True)
    return workspace


@pytest.fixture(scope="session")
def few(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace of three synthetic articles, for tests that do not depend on the content."""
    folder = tmp_path_factory.mktemp("few")
    write_folder(folder / "press", 3)
    ingest(Workspace(folder / "workspace", create=True), [str(folder / "press")])
    return folder / "workspace"


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory, samples: Path) -> Iterator[str]:
    """Base URL of a dashboard shared by all tests; tests must not change its workspace."""
    server = Server(tmp_path_factory.mktemp("server"), samples)
    server.start()
    yield server.address
    server.stop()


@pytest.fixture
def running() -> Iterator[list[Server]]:
    """The servers of a test. They are stopped when its visitors have left, who would report the lost connection."""
    servers: list[Server] = []
    yield servers
    for server in servers:
        server.stop()


@pytest.fixture
def serve(tmp_path: Path, few: Path, running: list[Server]) -> Callable[..., Server]:
    """``serve(secrets=…, workspace=…)`` starts a configured server, which is stopped at the end of the test."""

    def make(**ordered: Any) -> Server:
        running.append(Server(tmp_path, ordered.pop("workspace", few), **ordered))
        running[-1].start()
        return running[-1]

    return make


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    """Base URL of an identity provider that knows a reader, a reviewer and a stranger."""
    users = [User(sub=who, claims={"email": who, "email_verified": True}) for who in (signing.READER, signing.REVIEWER, signing.STRANGER)]
    with run_server_in_thread(user_claims=users) as running:
        yield f"http://localhost:{running.server_port}"


@pytest.fixture
def server(tmp_path: Path, samples: Path, running: list[Server]) -> Server:
    """A running dashboard for a single test, with a workspace that may be changed; use ``visit(server=server)``."""
    running.append(Server(tmp_path, samples))
    running[-1].start()
    return running[-1]


class Visitor:
    """A page that records faults: requests to other hosts, console errors and page errors."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address
        self.known = [address, address.replace("http", "ws"), "data:", "blob:"]  # allowed prefixes of request URLs
        self.faults: list[str] = []
        self.sockets, self._urls = 0, list[str]()
        self.page.on("request", lambda request: self._host(request.url))
        self.page.on("console", lambda message: self._said(message))
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("websocket", self._listen)
        self._unanswered: list[str] = []  # messages still expected for the last requested run
        self._told_to_ask = self._asks_again = False  # whether the current run, or the last one, asked for a periodic rerun

    def asked(self, address: str) -> set[str]:
        """Paths that the browser has requested from a server."""
        return {urlsplit(url).path for url in self._urls if url.startswith(address)}

    def _host(self, url: str) -> None:
        self._urls.append(url)
        if not url.startswith(tuple(self.known)):
            self.faults.append(f"request to {url}")

    def _said(self, message: ConsoleMessage) -> None:
        # Opened at /corpus, Streamlit probes for its base path below /corpus first; a 404 there is expected.
        probing = message.location["url"].endswith(("/_stcore/health", "/_stcore/host-config")) and "404" in message.text
        sign_in = any(status in message.text for status in ("401", "403")) and message.location["url"] == self.page.url
        if message.type == "error" and not probing and not sign_in:
            self.faults.append(message.text)

    def _listen(self, socket: WebSocket) -> None:
        self.sockets += 1
        socket.on("framesent", lambda frame: self._asks(BackMsg.FromString(frame)))
        socket.on("framereceived", lambda frame: self._hears(ForwardMsg.FromString(frame)))
        socket.on("close", lambda _: self._left())

    def _left(self) -> None:
        self._unanswered.clear()
        self._asks_again = False

    def _asks(self, message: BackMsg) -> None:
        if message.WhichOneof("type") == "rerun_script":
            self._unanswered[:] = ["new_session", "script_finished"]

    def _hears(self, message: ForwardMsg) -> None:
        kind = message.WhichOneof("type")
        if self._unanswered and kind == self._unanswered[0]:
            self._unanswered.pop(0)
        if kind in ("new_session", "auto_rerun"):
            self._told_to_ask = kind == "auto_rerun"
        elif kind == "script_finished" and message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
            self._asks_again = self._told_to_ask

    def open(self, path: str = "/") -> Page:
        """Open a path and wait until the page has settled."""
        self.page.goto(self.address + path)
        self.page.wait_for_selector(".lead, .empty")
        self.settle()
        return self.page

    def choose(self, key: str, option: str) -> None:
        """Choose an option of a select box. On a busy machine a box drawn anew may miss the first click."""
        wanted, until = self.page.get_by_role("option", name=option), time.monotonic() + 60
        while not wanted.is_visible():
            assert time.monotonic() < until, f"the box {key} does not open"
            self.page.locator(f".st-key-{key}").click()
            self.page.wait_for_timeout(1000)
        wanted.click()
        self.settle()

    def settle(self) -> None:
        """Wait until all requested script runs are finished and drawn, with none pending: a click during a run is lost."""
        self.page.evaluate(_A_MOMENT)
        until = time.monotonic() + 60
        while self._unanswered or self._asks_again:
            assert time.monotonic() < until, "the server does not answer"
            self.page.wait_for_timeout(20)
        self.page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]', state="attached")
        self.page.evaluate(_A_MOMENT)


@pytest.fixture(scope="module")
def idle() -> list[BrowserContext]:
    """Browser contexts without visitor. Their caches spare the next one most of the time of a first visit: compiling the scripts."""
    return []


@pytest.fixture
def visit(browser: Browser, idle: list[BrowserContext], address: str, running: list[Server]) -> Iterator[Callable[..., Visitor]]:
    """``visit(width=390)`` opens a new visitor; at the end of the test, no visitor may have recorded a fault."""
    visitors: list[Visitor] = []

    def make(width: int = 1280, scheme: Literal["light", "dark"] = "light", server: Server | None = None) -> Visitor:
        page = (idle.pop() if idle else browser.new_context(accept_downloads=True)).new_page()
        page.set_viewport_size({"width": width, "height": 1000})
        page.emulate_media(color_scheme=scheme)
        page.set_default_timeout(_PATIENCE)
        visitors.append(Visitor(page, server.address if server else address))
        return visitors[-1]

    yield make
    for visitor in visitors:
        idle.append(_without_memory(visitor))
    assert [fault for visitor in visitors for fault in visitor.faults] == []


def _without_memory(visitor: Visitor) -> BrowserContext:
    """The context of a visitor who has left: without pages, cookies, permissions and what the dashboard stored, with its caches."""
    context = visitor.page.context
    for page in context.pages:
        page.close()
    context.clear_cookies()
    context.clear_permissions()
    page = context.new_page()
    stored = {"origin": visitor.address, "storageTypes": "local_storage"}
    context.new_cdp_session(page).send("Storage.clearDataForOrigin", stored)
    page.close()
    return context
