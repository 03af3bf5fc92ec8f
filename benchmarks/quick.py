"""Reviewers quicker than the server: ``python -m benchmarks.quick [ACTS]`` (200).

The server is slowed down on purpose (``tests/browser/slow.py``). Two reviewers, each in a Chromium of their own, press keys faster than it
answers, on the same figures. The browser notes at every key which figure was on the screen, what the page made of the key, and what it
said. Then every act must stand in the log, on the figure that was on the screen, with the value that was typed, or be named on the page
as refused; and a key that did nothing must have been said to do nothing.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from analytics.ingest.ingest import ingest
from analytics.workspace.annotations import Annotations
from analytics.workspace.store import Workspace
from benchmarks.articles import write_folder
from benchmarks.browser import FLAGS, ROOT, served
from tests.browser.chromium import MISSING, find

# Notes of each key: the figure on the screen before it, the acts that the page made of it, and what the page said then.
_WATCH = """() => {
    const root = [...document.querySelectorAll("*")].map((each) => each.shadowRoot).find((each) => each?.querySelector(".review"));
    const waiting = () => JSON.parse(sessionStorage.getItem("youju-acts") ?? "[]");
    const text = (name) => root.querySelector(name)?.textContent ?? "";
    let before;
    window.pressed = [];
    document.addEventListener("keydown", () => {
        before = { figure: root.querySelector(".card")?.dataset.claim ?? "", acts: new Set(waiting().map((each) => each.act)) };
    }, true);
    document.addEventListener("keydown", (event) => window.pressed.push({
        key: event.key, figure: before.figure, made: waiting().filter((each) => !before.acts.has(each.act)),
        said: text(".status") || text("form") || text(".card .pending"),
    }));
}"""
_WAITING = "() => JSON.parse(sessionStorage.getItem('youju-acts') ?? '[]').length"
_KEYS = {"a": 8, "x": 6, "e": 3, "u": 2, "k": 1}
_PACE = (10, 120)  # milliseconds between two keys


@dataclass
class Reviewer:
    """One reviewer at the keyboard. ``typed`` are the corrections and the figures that were on the screen when their forms were opened."""

    page: Page
    name: str
    draw: random.Random
    typed: list[tuple[str, str]] = field(default_factory=list)
    refused: int = 0  # corrections that the form said were refused

    def begin(self, address: str) -> None:
        """Open the review page and sign."""
        self.page.goto(f"{address}/review?by=reading")
        self.page.wait_for_selector(".card[data-claim]", timeout=120_000)
        self.page.locator(".who input").fill(self.name)
        self.page.keyboard.press("Enter")
        self.page.evaluate(_WATCH)

    def press(self) -> None:
        """One key, a correction typed to its end if the key opens a form."""
        (key,) = self.draw.choices(list(_KEYS), list(_KEYS.values()))
        self.page.keyboard.press(key)
        if key == "e" and (form := self.page.locator("form [name=subject]")).count():
            subject = f"改正{self.name}{len(self.typed)}"
            self.typed.append((self.pressed()[-1]["figure"], subject))
            form.fill(subject)
            self.page.keyboard.press("Enter")
            self.page.keyboard.press("a")  # while it is being saved
            self._await_answer()
        self.page.wait_for_timeout(self.draw.randint(*_PACE))

    def _await_answer(self) -> None:
        """Wait for the answer to a correction, and close the form if it was refused."""
        self.page.wait_for_function(
            "() => !JSON.parse(sessionStorage.getItem('youju-acts')).some((each) => each.do === 'edit')", timeout=60_000
        )
        if self.page.locator("form .unfit").count():
            self.page.keyboard.press("Escape")
            self.typed.pop()
            self.refused += 1

    def pressed(self) -> list[dict[str, Any]]:
        """The notes on every key."""
        notes: list[dict[str, Any]] = self.page.evaluate("window.pressed")
        return notes

    def made(self) -> int:
        """Number of acts so far, refused ones included."""
        return sum(len(note["made"]) for note in self.pressed()) + len(self.typed) + self.refused

    def finish(self) -> None:
        """Wait until the server has answered everything."""
        self.page.wait_for_function(f"() => !({_WAITING})()", timeout=120_000)

    def faults(self, annotations: Annotations) -> list[str]:
        """What the log and the notes of the keys do not agree on."""
        log = {entry.act: entry.about for entry in annotations.log()}
        subjects = {(entry.about, entry.value) for entry in annotations.log() if entry.column == "subject" and not entry.undoes}
        notes = self.pressed()
        acts = [(note, act) for note in notes for act in note["made"]]
        lost, refused = sum(act["act"] not in log for _, act in acts), self.page.locator(".refused li").count()
        found = [f"{act['do']} of {note['figure']} is on {log[act['act']]}" for note, act in acts if _astray(note, act, log)]
        found += [f"{note['key']} did nothing, and nothing was said" for note in notes if _silent(note)]
        found += [f"the correction {typed} is not in the log" for typed in self.typed if typed not in subjects]
        return found + ([f"{lost} acts are not in the log, {refused} were said to be refused"] if lost != refused else [])


def _astray(note: dict[str, Any], act: dict[str, Any], log: dict[str, str]) -> bool:
    """Whether an act is in the log on another figure than was on the screen. An undo goes to the figure of the act that it names."""
    meant = act["id"] if act["do"] == "undo" else note["figure"]
    return act["act"] in log and log[act["act"]] != meant


def _silent(note: dict[str, Any]) -> bool:
    return note["key"] in ("a", "x", "u") and not note["made"] and not note["said"]


def main() -> None:
    """Run the simulation and print what it found; exits with status 1 if there are faults."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("acts", type=int, nargs="?", default=200)
    acts = parser.parse_args().acts
    chromium = find()
    if chromium is None:
        raise SystemExit(MISSING)
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        write_folder(Path(scratch, "press"), 20)
        workspace = Workspace(Path(scratch, "workspace"), create=True)
        ingest(workspace, [str(Path(scratch, "press"))])
        with served(ROOT / "tests/browser/slow.py", workspace.folder, ()) as (address, _):
            browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
            reviewers = [Reviewer(browser.new_context().new_page(), name, random.Random(name)) for name in ("李梅", "王强")]
            for reviewer in reviewers:
                reviewer.begin(address)
            while sum(reviewer.made() for reviewer in reviewers) < acts:
                for reviewer in reviewers:
                    reviewer.press()
            for reviewer in reviewers:
                reviewer.finish()
            faults = [fault for reviewer in reviewers for fault in reviewer.faults(workspace.annotations)]
            corrected, refused = sum(len(each.typed) for each in reviewers), sum(each.refused for each in reviewers)
            done = Counter(act["do"] for reviewer in reviewers for note in reviewer.pressed() for act in note["made"])
            keys = sum(len(reviewer.pressed()) for reviewer in reviewers)
            browser.close()
    print(
        f"{sum(done.values()) + corrected + refused} acts of {keys} keys: {json.dumps(done)}, {corrected} corrections, {refused} more refused"
    )
    print("\n".join([f"{len(faults)} faults", *faults[:50]]))
    sys.exit(bool(faults))


if __name__ == "__main__":
    main()
