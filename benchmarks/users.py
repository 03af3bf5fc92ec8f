"""Two users work in the dashboard while articles are ingested: ``python -m benchmarks.users [MINUTES] [--articles N]`` (30 minutes, 3,600).

Each acts at random in a Chromium of their own, at the same time: pages, filters, rows, searches, the language, uploads, accepted claims.
The run prints how long each act took by page, and every minute the memory of the server and its workers and the load of the machine. An act
is over when the page stands still; where the page shows a placeholder first, the time until its answer is there is printed as well.

The run looks for errors in the console or the page, requests to other hosts, one user's uploads in the other's list, and accepted claims
missing from the log. At the end the workspace must verify without faults and contain every ingested article.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Page, sync_playwright
from playwright.sync_api import Error as BrowserError

from analytics.workspace.store import Workspace
from benchmarks.articles import article, write_folder
from benchmarks.browser import FLAGS, ROOT, served
from tests.browser.chromium import MISSING, find

_PAGES = ("", "search", "metrics", "pivot", "compare", "conflicts", "innovations", "reader", "review", "corpus", "quality", "brief")
_AT_ONCE = 20  # new articles per ingest
_PAUSE = 5.0  # seconds between two ingests
_QUIET = 0.25  # seconds without a script run after which a page stands still
_MARKS = {"p95": 2.0, "worst": 5.0}  # seconds that an act may take
# Run in the page: resolves when no script has run for so many milliseconds, rejects after a minute and a half.
_STILL = """(quiet) => new Promise((resolve, reject) => {
    const began = performance.now();
    let since = began;
    const look = setInterval(() => {
        const now = performance.now();
        if (!document.querySelector('[data-testid="stApp"][data-test-script-state="notRunning"]')) since = now;
        if (now - since >= quiet) { clearInterval(look); resolve(); }
        if (now - began > 90000) { clearInterval(look); reject(new Error('the page does not stand still')); }
    }, 20);
})"""
_UNANSWERED = 'JSON.parse(sessionStorage.getItem("youju-acts") ?? "[]")'  # acts that the browser keeps until the server has answered
_PENDING = '[class*="st-key-pending"]'  # elements that stand in for an answer
_OPENED = ".lead, .empty, .review"  # elements that a page has once it shows content
_OWN = 10**6  # uploads are numbered from here, beyond ingested articles


@dataclass
class User:
    """One simulated user: actions done with the seconds they took, and faults seen meanwhile."""

    name: str
    page: Page
    address: str
    draw: random.Random
    took: defaultdict[tuple[str, str], list[float]] = field(default_factory=lambda: defaultdict(list))  # by page and act
    faults: list[str] = field(default_factory=list)
    accepted: int = 0
    own: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.faults.append(f"page: {error}"))
        self.page.on("request", lambda request: self._asked(request.url))
        self._next = cycle(self.draw.sample(_PAGES, len(_PAGES)))

    def _heard(self, message: ConsoleMessage) -> None:
        probing = message.location["url"].endswith(("/_stcore/health", "/_stcore/host-config"))
        if message.type == "error" and not probing:
            self.faults.append(f"console: {message.text}")

    def _asked(self, url: str) -> None:
        if not url.startswith((self.address, self.address.replace("http", "ws"), "data:", "blob:")):
            self.faults.append(f"request to {url}")

    def settle(self) -> None:
        """Wait until the page stands still, then check it for errors."""
        self.page.evaluate(_STILL, 1000 * _QUIET)
        if shown := self.page.locator('.stException, [data-testid="stException"]').all_inner_texts():
            self.faults.append(f"error in the page: {shown}")

    def act(self) -> None:
        """One action at random; skipped if the page does not offer it."""
        what = self.draw.choice(
            (self.go, self.go, self.go, self.choose, self.choose, self.read, self.read, self.seek, self.upload, self.accept)
        )
        began = time.monotonic()
        try:
            if what() is False:
                return
            self.settle()
            self._note(what.__name__, began)
            if self.page.locator(_PENDING).count():
                self.page.wait_for_selector(_PENDING, state="detached", timeout=90_000)
                self._note(f"{what.__name__}, filled", began)
        except BrowserError as error:
            self.faults.append(f"{what.__name__}: {error.message.splitlines()[0]} at {self.page.url}")

    def _note(self, what: str, began: float) -> None:
        name = urlsplit(self.page.url).path.strip("/") or "overview"
        self.took[name, what].append(time.monotonic() - began - _QUIET)

    def go(self) -> None:
        """Open the next page, in either language."""
        self.page.goto(f"{self.address}/{next(self._next)}?lang={self.draw.choice(('zh', 'en'))}")
        self.page.wait_for_selector(_OPENED, timeout=60_000)

    def choose(self) -> bool:
        """Click a filter: sets or clears it."""
        return self._click(".choice")

    def read(self) -> bool:
        """Click a row of a table."""
        return self._click("tbody tr")

    def _click(self, target: str) -> bool:
        found = self.page.locator(f"{target} >> visible=true")
        count = found.count()
        if count:
            found.nth(self.draw.randrange(min(count, 20))).click(timeout=20_000)
        return bool(count)

    def seek(self) -> bool:
        """Search all sentences for a word, or clear the search."""
        box = self.page.locator(".search input >> visible=true")
        if not box.count():
            return False
        box.first.fill(self.draw.choice(("警情", "平台", "")))
        box.first.press("Enter")
        return True

    def upload(self) -> bool:
        """Upload an article, five at most."""
        if len(self.own) == 5:
            return False
        self.page.goto(f"{self.address}/corpus")
        name = f"{self.name}-{len(self.own)}.txt"
        content = article(_OWN + _number_of(self.name) + len(self.own)).encode()
        box = self.page.locator('[data-testid="stFileUploaderDropzoneInput"]')
        box.set_input_files({"name": name, "mimeType": "text/plain", "buffer": content}, timeout=60_000)
        self.page.wait_for_selector(".st-key-outcomes tbody tr", timeout=60_000)
        self.own.add(name)
        return True

    def accept(self) -> None:
        """Accept one claim under the user's name, and wait for the answer: kept, or refused in words since another was first."""
        self.page.goto(f"{self.address}/review")
        self.page.wait_for_selector(".card[data-claim]", timeout=60_000)
        self.page.locator(".who input").fill(self.name)
        self.page.keyboard.press("Enter")
        self.page.wait_for_function(f"!({_UNANSWERED}).length", timeout=60_000)
        self.page.keyboard.press("a")
        self.accepted += self.page.evaluate(f"({_UNANSWERED}).length")
        self.page.wait_for_function(f"!({_UNANSWERED}).length", timeout=60_000)
        self.accepted -= self.page.locator(".refused li").count()


def _number_of(name: str) -> int:
    """A number for a name, equal in every run."""
    return sum(name.encode()) * 100


class Feeding(threading.Thread):
    """A thread that repeatedly ingests more articles."""

    def __init__(self, folder: Path, workspace: Path) -> None:
        super().__init__(daemon=True)
        self.folder, self.workspace = folder, workspace
        self.articles, self.faults, self.enough = 0, list[str](), threading.Event()

    def run(self) -> None:
        """Ingest until ``enough`` is set."""
        while not self.enough.wait(_PAUSE):
            self.feed(_AT_ONCE)

    def feed(self, more: int) -> None:
        """Ingest ``more`` articles."""
        write_folder(self.folder, self.articles + more)
        command = [sys.executable, "-m", "analytics", "ingest", str(self.folder), "--workspace", str(self.workspace)]
        ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
        if ended.returncode:
            self.faults.append(f"ingest: {ended.stderr[-300:]}")
        self.articles += more


class Reading(threading.Thread):
    """A thread in which one user acts for some minutes, in a browser of their own."""

    def __init__(self, name: str, seed: int, address: str, chromium: str, seconds: float, together: threading.Barrier) -> None:
        super().__init__(name=name)
        self.seed, self.address, self.chromium, self.seconds, self.together = seed, address, chromium, seconds, together
        self.user: User | None = None
        self.shown = ""  # the list of articles as this user saw it at the end

    def run(self) -> None:
        """Act until the time is over; at the end, when the others are done too, look at the list of articles."""
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=self.chromium, args=FLAGS)
            page = browser.new_context(viewport={"width": 1280, "height": 1000}).new_page()
            user = self.user = User(self.name, page, self.address, random.Random(self.seed))
            user.go()
            ends = time.monotonic() + self.seconds
            while time.monotonic() < ends:
                user.act()
            self.together.wait()
            page.goto(f"{self.address}/corpus")
            page.wait_for_selector(".lead", timeout=60_000)
            user.settle()
            self.shown = page.locator("body").inner_text()
            browser.close()


def memory(pid: int) -> int:
    """Resident memory of a process, in MB; 0 if it has ended."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) // 1024 for line in lines if line.startswith("VmRSS")), 0)


def _processor(pid: int) -> float:
    """Seconds of processor time that a process has used."""
    user, system = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def _workers(pid: int) -> list[int]:
    """Processes that a process started, and that are still there."""
    return [int(child) for task in Path(f"/proc/{pid}/task").iterdir() for child in (task / "children").read_text().split()]


def _watched(server: int, readings: Sequence[Reading]) -> Iterator[int]:
    """The memory of the server in MB, each minute until the users are done; printed with that of its workers and the machine's load."""
    began = time.monotonic()
    print(f"{'minute':>8}{'server MB':>11}{'server CPU s':>14}{'workers MB':>12}{'load':>7}", flush=True)
    while any(reading.is_alive() for reading in readings):
        held, workers = memory(server), sum(map(memory, _workers(server)))
        print(f"{(time.monotonic() - began) / 60:8.1f}{held:11}{_processor(server):14.0f}{workers:12}{os.getloadavg()[0]:7.1f}", flush=True)
        yield held
        for _ in range(60):
            time.sleep(any(reading.is_alive() for reading in readings))


def _print_times(users: Sequence[User]) -> list[float]:
    """Print the seconds of each act by page, and of all acts; returns the latter."""
    took: defaultdict[tuple[str, str], list[float]] = defaultdict(list)
    for user in users:
        for which, seconds in user.took.items():
            took[which] += seconds
    acts = [seconds for (_, what), each in took.items() if "filled" not in what for seconds in each]
    print(f"{'page':14}{'act':16}{'times':>6}{'p50':>7}{'p95':>7}{'worst':>7}")
    for (page, what), seconds in [*sorted(took.items()), (("all", "all acts"), acts)]:
        print(f"{page:14}{what:16}{len(seconds):6}{part(seconds, 50):7.2f}{part(seconds, 95):7.2f}{max(seconds):7.2f}")
    return acts


def part(seconds: Sequence[float], percent: int) -> float:
    """The value that ``percent`` of the values do not exceed."""
    return statistics.quantiles(seconds, n=100, method="inclusive")[percent - 1] if len(seconds) > 1 else seconds[0]


def main() -> None:
    """Run the simulation and print what it found; exits with status 1 if there are faults."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("minutes", type=float, nargs="?", default=30)
    parser.add_argument("--articles", type=int, default=3600, help="articles in the workspace at the beginning")
    asked = parser.parse_args()
    chromium = find()
    if chromium is None:
        raise SystemExit(MISSING)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch, "workspace")
        Workspace(folder, create=True)
        feeding = Feeding(Path(scratch, "press"), folder)
        feeding.feed(asked.articles)
        feeding.start()
        with served(ROOT / "serve.py", folder) as (address, server):
            together = threading.Barrier(2, timeout=180)
            readings = [Reading(name, seed, address, chromium, asked.minutes * 60, together) for seed, name in enumerate(("li", "wang"))]
            for reading in readings:
                reading.start()
            held = list(_watched(server.pid, readings))
        feeding.enough.set()
        feeding.join()
        users = [reading.user for reading in readings if reading.user]
        faults = [fault for user in users for fault in user.faults] + _apart(readings)
        faults += feeding.faults + _wrong(Workspace(folder), feeding.articles, users)
    acts = _print_times(users)
    half = len(held) // 2
    print(f"{asked.minutes:g} minutes, {len(acts)} acts; {feeding.articles - asked.articles} articles ingested meanwhile")
    print(f"the server held {held[0]} MB at first, {held[half]} half-way, {held[-1]} at the end")
    print(f"marks: p95 {part(acts, 95):.1f} s of {_MARKS['p95']:g}, worst {max(acts):.1f} s of {_MARKS['worst']:g}")
    print("\n".join([f"{len(faults)} faults", *faults[:50]]))
    sys.exit(bool(faults))


def _apart(readings: Sequence[Reading]) -> list[str]:
    """Uploads of one user that appear in the list of the other."""
    others = ((reading, other) for reading in readings for other in readings if other is not reading and other.user)
    return [f"{reading.name} sees {name}" for reading, other in others if other.user for name in other.user.own if name in reading.shown]


def _wrong(workspace: Workspace, articles: int, users: Sequence[User]) -> list[str]:
    """Faults of the workspace after the run: damage, missing documents, accepted claims missing from the log."""
    found = [str(fault) for fault in workspace.verify()]
    if workspace.status().documents != articles:
        found.append(f"{workspace.status().documents} documents of {articles}")
    said = Counter(entry.who for entry in workspace.annotations.log())
    return found + [f"{said[user.name]} of {user.accepted} in the log" for user in users if said[user.name] != user.accepted]


if __name__ == "__main__":
    main()
