"""Waiting times of a reader, in a real Chromium: ``python -m benchmarks.browser [CLAIMS]``.

A workspace of synthetic articles with about this many claims (10,000) is served. The browser's own clock measures the time

- from opening the overview, with a warm browser cache, to its first chart;
- from a click on a filter to the matching summary, and until the page stands still;
- from a click on a row to its sentence with the figure marked.

In alternating turns, a bare page of the same framework (a box, a line of text, a chart, no computation) is measured as well: its times are
due to the framework, the browser and the machine. Prints minimum and median in milliseconds.
"""

from __future__ import annotations

import argparse
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError

from playwright.sync_api import Page, sync_playwright

from benchmarks.articles import write_folder
from tests.browser.chromium import MISSING, find

ROOT = Path(__file__).parents[1]
_CLAIMS_PER_ARTICLE = 20
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--no-first-run"]
_BARE = """
import streamlit as st
chosen = st.pills("kind", list("abcdefgh"))
st.html(f'<h1 class="lead">{chosen}</h1>')
st.vega_lite_chart({"data": {"values": [{"a": 1}]}, "mark": "bar", "encoding": {"x": {"field": "a", "type": "quantitative"}},
    "usermeta": {"embedOptions": {"renderer": "svg"}}})
"""
# Run in the page: click element `number` that matches `target` (components live in shadow roots). Gives the milliseconds until `watched`
# changes, and until the last change before the page stands still for a quarter of a second.
_CLICKED = """([target, number, watched]) => new Promise((resolve, reject) => {
    const roots = [document];
    document.querySelectorAll('*').forEach((node) => node.shadowRoot && roots.push(node.shadowRoot));
    const found = roots.flatMap((root) => [...root.querySelectorAll(target)])[number];
    const said = () => document.querySelector(watched)?.outerHTML;
    const before = said(), began = performance.now();
    let answered = null, last = began;
    new MutationObserver(() => { last = performance.now(); }).observe(document.body, { subtree: true, childList: true, characterData: true });
    const look = setInterval(() => {
        if (answered === null && said() !== undefined && said() !== before) answered = performance.now() - began;
        if (answered !== null && performance.now() - last > 250) { clearInterval(look); resolve([answered, Math.max(answered, last - began)]); }
        if (performance.now() - began > 20000) { clearInterval(look); reject(new Error('no answer within 20 s')); }
    }, 4);
    found.click();
})"""
_FIRST_CHART = """() => new Promise((resolve) => { const look = setInterval(() => {
    if (document.querySelector('svg.marks path')) { clearInterval(look); resolve(performance.now()); } }, 4); })"""


@contextmanager
def served(
    script: Path, workspace: Path | None, by: Sequence[str] = ("-m", "streamlit", "run")
) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Serve a dashboard, or any script, on a free local port; yields its address once it answers, and its process.

    ``by`` are the arguments of Python before the script. Raises SystemExit if it does not start.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "YOUJU_WORKSPACE": str(workspace or "")}
    command = [sys.executable, *by, str(script), "--server.port", str(port)]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            _wait_for(f"http://127.0.0.1:{port}", server)
            yield f"http://127.0.0.1:{port}", server
        finally:
            server.terminate()


def _wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(240):
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=1):
                return
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.25)
        if server.poll() is not None:
            break
    raise SystemExit(f"{address} did not start")


def measure(page: Page, address: str, target: str) -> dict[str, float]:
    """One turn: open the page, choose two filters one after the other and, if there is a table, two rows; milliseconds by step."""
    page.goto(address)
    times = {"first chart": page.evaluate(_FIRST_CHART)}
    page.wait_for_timeout(2500)
    page.evaluate(_CLICKED, [target, 1, ".lead"])  # warms the server
    for number in (2, 3):
        times["filter: summary"], times["filter: all still"] = page.evaluate(_CLICKED, [target, number, ".lead"])
        page.wait_for_timeout(600)
    if page.locator("tbody tr").count():
        for number in (4, 6):
            times["row: sentence"], _ = page.evaluate(_CLICKED, ["tbody tr", number, ".st-key-evidence mark"])
            page.wait_for_timeout(600)
    return times


def main() -> None:
    """Run the benchmark and print the times."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("claims", type=int, nargs="?", default=10_000)
    parser.add_argument("--rounds", type=int, default=7)
    asked = parser.parse_args()
    chromium = find()
    if chromium is None:
        raise SystemExit(MISSING)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        articles, workspace, bare = Path(folder) / "articles", Path(folder) / "workspace", Path(folder) / "bare.py"
        write_folder(articles, max(1, asked.claims // _CLAIMS_PER_ARTICLE))
        bare.write_text(_BARE, encoding="utf-8")
        subprocess.run([sys.executable, "-m", "analytics", "ingest", str(articles), "--workspace", str(workspace)], cwd=ROOT, check=True)
        with served(ROOT / "serve.py", workspace) as (ours, _), served(bare, None) as (theirs, _):
            page = playwright.chromium.launch(executable_path=chromium, args=FLAGS).new_page(viewport={"width": 1280, "height": 1000})
            pages = {"dashboard": (ours, ".choice"), "bare page": (theirs, "button")}
            for address, target in pages.values():
                measure(page, address, target)  # fills the browser's cache
            turns = [{name: measure(page, *place) for name, place in pages.items()} for _ in range(asked.rounds)]
    for what in turns[0]["dashboard"]:
        for name in pages:
            if values := [turn[name][what] for turn in turns if what in turn[name]]:
                print(f"{what:18} {name:10} least {min(values):6.0f} ms   median {statistics.median(values):6.0f} ms")


if __name__ == "__main__":
    main()
