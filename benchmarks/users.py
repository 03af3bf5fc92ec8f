"""Two users work in the dashboard while articles are ingested: ``python -m benchmarks.users [MINUTES]`` (30).

Each acts at random in a Chromium of their own: pages, filters, rows, searches, the language, uploads, accepted claims. The run looks for
errors in the console or the page, requests to other hosts, one user's uploads in the other's list, and accepted claims missing from the
log. At the end the workspace must verify without faults and contain every ingested article.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright
from playwright.sync_api import Error as BrowserError

from analytics.workspace.store import Workspace
from benchmarks.articles import article, write_folder
from benchmarks.browser import FLAGS, ROOT, served
from tests.browser.chromium import MISSING, find

_PAGES = ("", "metrics", "pivot", "compare", "conflicts", "innovations", "reader", "review", "corpus", "quality", "brief")
_AT_ONCE = 20  # new articles per ingest
_PAUSE = 5.0  # seconds between two ingests
_STILL = '[data-testid="stApp"][data-test-script-state="notRunning"]'
_OPENED = ".lead, .empty, .review"  # elements that a page has once it shows content
_OWN = 10**6  # uploads are numbered from here, beyond ingested articles


@dataclass
class User:
    """One simulated user: actions done, and faults seen meanwhile."""

    name: str
    page: Page
    address: str
    draw: random.Random
    done: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    accepted: int = 0
    slowest: tuple[float, str] = (0.0, "")  # seconds, and the action
    own: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.faults.append(f"page: {error}"))
        self.page.on("request", lambda request: self._asked(request.url))

    def _heard(self, message: ConsoleMessage) -> None:
        probing = message.location["url"].endswith(("/_stcore/health", "/_stcore/host-config"))
        if message.type == "error" and not probing:
            self.faults.append(f"console: {message.text}")

    def _asked(self, url: str) -> None:
        if not url.startswith((self.address, self.address.replace("http", "ws"), "data:", "blob:")):
            self.faults.append(f"request to {url}")

    def settle(self) -> None:
        """Wait until the page stands still, then check it for errors."""
        self.page.wait_for_timeout(200)
        self.page.wait_for_selector(_STILL, state="attached", timeout=60_000)
        if shown := self.page.locator('.stException, [data-testid="stException"]').all_inner_texts():
            self.faults.append(f"error in the page: {shown}")

    def act(self) -> None:
        """One action at random; skipped if the page does not offer it."""
        what = self.draw.choice((self.go, self.go, self.choose, self.choose, self.read, self.seek, self.upload, self.accept))
        began = time.monotonic()
        try:
            what()
            self.settle()
            self.done[what.__name__] += 1
            self.slowest = max(self.slowest, (time.monotonic() - began, f"{what.__name__} at {self.page.url.removeprefix(self.address)}"))
        except BrowserError as error:
            shown = self.page.locator(_OPENED).evaluate_all(
                "found => found.map(each => [each.outerHTML.slice(0, 120), each.checkVisibility()])"
            )
            self.faults.append(f"{what.__name__}: {error.message.splitlines()[0]} at {self.page.url} with {shown}")

    def go(self) -> None:
        """Open another page, in either language."""
        self.page.goto(f"{self.address}/{self.draw.choice(_PAGES)}?lang={self.draw.choice(('zh', 'en'))}")
        self.page.wait_for_selector(_OPENED, timeout=60_000)

    def choose(self) -> None:
        """Click a filter: sets or clears it."""
        self._click(".choice")

    def read(self) -> None:
        """Click a row of a table."""
        self._click("tbody tr")

    def _click(self, target: str) -> None:
        found = self.page.locator(f"{target} >> visible=true")
        if count := found.count():
            found.nth(self.draw.randrange(min(count, 20))).click(timeout=20_000)

    def seek(self) -> None:
        """Search all sentences for a word, or clear the search."""
        box = self.page.locator(".search input >> visible=true")
        if box.count():
            box.first.fill(self.draw.choice(("警情", "平台", "")))
            box.first.press("Enter")

    def upload(self) -> None:
        """Upload an article, five at most."""
        if len(self.own) < 5:
            self.page.goto(f"{self.address}/corpus")
            name = f"{self.name}-{len(self.own)}.txt"
            content = article(_OWN + _number_of(self.name) + len(self.own)).encode()
            box = self.page.locator('[data-testid="stFileUploaderDropzoneInput"]')
            box.set_input_files({"name": name, "mimeType": "text/plain", "buffer": content}, timeout=60_000)
            self.page.wait_for_selector(".st-key-outcomes tbody tr", timeout=60_000)
            self.own.add(name)

    def accept(self) -> None:
        """Accept one claim under the user's name."""
        self.page.goto(f"{self.address}/review")
        self.page.wait_for_selector(".card[data-claim]", timeout=60_000)
        self.page.locator(".who input").fill(self.name)
        self.page.keyboard.press("Enter")
        self.page.keyboard.press("a")
        self.accepted += 1


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
        while True:
            write_folder(self.folder, self.articles + _AT_ONCE)
            command = [sys.executable, "-m", "analytics", "ingest", str(self.folder), "--workspace", str(self.workspace)]
            ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
            if ended.returncode:
                self.faults.append(f"ingest: {ended.stderr[-300:]}")
            self.articles += _AT_ONCE
            if self.enough.wait(_PAUSE):
                return


def memory(pid: int) -> int:
    """Resident memory of a process, in MB."""
    (line,) = (line for line in Path(f"/proc/{pid}/status").read_text().splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) // 1024


def _user(browser: Browser, name: str, address: str, seed: int) -> User:
    user = User(name, browser.new_context(viewport={"width": 1280, "height": 1000}).new_page(), address, random.Random(seed))
    user.go()
    return user


def _apart(users: list[User]) -> list[str]:
    """Uploads of one user that appear in the list of the other."""
    found = []
    for user in users:
        user.page.goto(f"{user.address}/corpus")
        user.page.wait_for_selector(".lead", timeout=60_000)
        user.settle()
        shown = user.page.locator("body").inner_text()
        found += [f"{user.name} sees {name}" for other in users if other is not user for name in other.own if name in shown]
    return found


def main() -> None:
    """Run the simulation and print what it found; exits with status 1 if there are faults."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("minutes", type=float, nargs="?", default=30)
    minutes = parser.parse_args().minutes
    chromium = find()
    if chromium is None:
        raise SystemExit(MISSING)
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        folder = Path(scratch, "workspace")
        Workspace(folder, create=True)
        feeding = Feeding(Path(scratch, "press"), folder)
        feeding.start()
        while not feeding.articles:
            time.sleep(0.2)
        with served(ROOT / "serve.py", folder) as (address, server):
            browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
            users = [_user(browser, name, address, seed) for seed, name in enumerate(("li", "wang"))]
            ends, held = time.monotonic() + minutes * 60, [memory(server.pid)]
            while time.monotonic() < ends:
                for user in users:
                    user.act()
                held.append(memory(server.pid))
            faults = [fault for user in users for fault in user.faults] + _apart(users)
            browser.close()
        feeding.enough.set()
        feeding.join()
        faults += feeding.faults + _wrong(Workspace(folder), feeding.articles, users)
    acts = sum((user.done for user in users), Counter[str]())
    print(f"{minutes:g} minutes, {sum(acts.values())} acts ({', '.join(f'{name} {n}' for name, n in sorted(acts.items()))})")
    print(
        f"{feeding.articles} articles ingested meanwhile; the server held {held[0]} MB, {held[len(held) // 2]} half-way, {held[-1]} at the end"
    )
    seconds, slowest = max(user.slowest for user in users)
    print(f"the slowest act took {seconds:.1f} s: {slowest}")
    print("\n".join([f"{len(faults)} faults", *faults[:50]]))
    sys.exit(bool(faults))


def _wrong(workspace: Workspace, articles: int, users: list[User]) -> list[str]:
    """Faults of the workspace after the run: damage, missing documents, accepted claims missing from the log."""
    found = [str(fault) for fault in workspace.verify()]
    if workspace.status().documents != articles:
        found.append(f"{workspace.status().documents} documents of {articles}")
    said = Counter(entry.who for entry in workspace.people.log())
    return found + [f"{said[user.name]} of {user.accepted} in the log" for user in users if said[user.name] != user.accepted]


if __name__ == "__main__":
    main()
