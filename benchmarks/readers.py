"""Readers without browsers: ``python -m benchmarks.readers [MINUTES] [--readers N] [--articles N] [--ingest]`` (30 minutes, 20, 60).

Each reader speaks Streamlit's protocol over a WebSocket of its own: it opens a link to every page, uploads an article, accepts a claim and
downloads the table, with pauses to read, then comes back in a new session. A fault is an error element, a page that says that it failed or
does not come, an upload or a download that is not there, an accepted claim that is not in the log, and a damaged workspace at the end.

Printed are the times of each act: an act is over when the server has sent all of the page, placeholders included. With ``--ingest``, more
articles are ingested meanwhile. Browsers would take more than half of two cores, which on a real network are the readers' own.
"""

from __future__ import annotations

import argparse
import io
import json
import random
import sys
import tempfile
import threading
import time
import traceback
import uuid
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Delta_pb2 import Delta
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

from analytics.claims.selection import Selection
from analytics.i18n.words import Words
from analytics.ingest.dataset import WorkspaceDataset
from analytics.workspace.store import Workspace
from benchmarks.articles import article
from benchmarks.browser import ROOT, served
from benchmarks.users import Feeding, memory, part
from tests.browser.signing import Program

_MARKS = {"p95": 2.0, "worst": 5.0}  # seconds that an act may take with two readers, 3,600 articles and an ingest, on two cores
_PAUSE = (1.0, 5.0)  # seconds that a reader looks at what came
_PATIENCE = 120  # seconds until an answer counts as missing
_OWN = 10**6  # uploads are numbered from here, beyond the articles of the workspace
_TROUBLES = {Words(language)(name) for language in ("zh", "en") for name in ("failed.title", "workspace.damaged", "workspace.unopened")}

_PARTS = ("lead", "empty", "article-title", "pending")  # a page has one of these once it shows content, or that it is being worked out


class FaultError(Exception):
    """The server answered wrongly, or not at all."""


class Page:
    """A session: what the server last drew, by kind of element."""

    def __init__(self, socket: ClientConnection, program: Program, language: str) -> None:
        self._socket, self._program, self._language = socket, program, language
        self.session, self.drawn, self._name = "", list[Delta](), ""

    def open(self, name: str, query: Mapping[str, str]) -> None:
        """Follow a link. Raises FaultError if the page does not come."""
        self._name = name
        asks = BackMsg()
        asks.rerun_script.page_name = name
        asks.rerun_script.query_string = urlencode({**query, "lang": self._language})
        self._run(asks)
        html = "".join(delta.new_element.html.body for delta in self.drawn if delta.new_element.WhichOneof("type") == "html")
        if not (any(f'class="{part}' in html for part in _PARTS) or self.components("lead") or self.components("review")):
            raise FaultError(f"{name} did not come: {html[-300:]}")

    def say(self, widget: str, fragment: str = "", **value: Any) -> None:
        """Set a widget, and hear what is drawn then."""
        asks = BackMsg()
        asks.rerun_script.page_name = self._name
        asks.rerun_script.fragment_id = fragment
        state = asks.rerun_script.widget_states.widgets.add(id=widget)
        for name, content in value.items():
            (getattr(state, name).MergeFrom if hasattr(content, "SerializeToString") else lambda text, at=name: setattr(state, at, text))(
                content
            )
        self._run(asks)

    def _run(self, asks: BackMsg) -> None:
        self._socket.send(asks.SerializeToString())
        self.drawn = []
        for heard in self._heard():
            kind = heard.WhichOneof("type")
            if kind == "new_session":
                self.session = heard.new_session.initialize.session_id or self.session
            elif kind == "page_not_found":
                raise FaultError(f"no page {self._name}")
            elif kind == "delta":
                self._see(heard.delta)
            elif kind == "script_finished" and heard.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                return

    def _heard(self) -> Iterator[ForwardMsg]:
        while True:
            yield ForwardMsg.FromString(bytes(self._socket.recv(timeout=_PATIENCE)))  # type: ignore[arg-type]

    def _see(self, delta: Delta) -> None:
        kind = delta.new_element.WhichOneof("type")
        if kind == "exception":
            raise FaultError(f"{self._name}: {delta.new_element.exception.message}")
        if kind == "html" and any(trouble in delta.new_element.html.body for trouble in _TROUBLES):
            raise FaultError(f"{self._name}: {delta.new_element.html.body[:300]}")
        self.drawn.append(delta)

    def components(self, name: str) -> list[tuple[str, str, dict[str, Any]]]:
        """(widget, fragment, data) of the components of this name, the last drawn first."""
        found = [(delta.new_element.bidi_component, delta.fragment_id) for delta in self.drawn[::-1]]
        return [
            (each.id, fragment, json.loads(each.json or each.mixed.json or "{}"))
            for each, fragment in found
            if each.component_name.endswith(f"youju_{name}")
        ]

    def upload(self, text: str) -> None:
        """Put an article into the box of the articles page. Raises FaultError if it is not reported as read."""
        (box, *_) = [delta.new_element.file_uploader for delta in self.drawn if delta.new_element.WhichOneof("type") == "file_uploader"]
        file = str(uuid.uuid4())
        content = text.encode()
        if (status := self._program.upload(self.session, content, file)) >= 300:
            raise FaultError(f"an upload was answered {status}")
        put = BackMsg().rerun_script.widget_states.widgets.add().file_uploader_state_value
        address = f"/_stcore/upload_file/{self.session}/{file}"
        info = put.uploaded_file_info.add(name="a.txt", size=len(content), file_id=file)
        info.file_urls.file_id, info.file_urls.upload_url, info.file_urls.delete_url = file, address, address
        self.say(box.id, file_uploader_state_value=put)
        if not any("a.txt" in json.dumps(data) for _, _, data in self.components("table")):
            raise FaultError("an upload is not listed")

    def download(self) -> bytes:
        """The file behind the first download button."""
        (button, *_) = [delta.new_element.download_button for delta in self.drawn if delta.new_element.download_button.deferred_file_id]
        asks = BackMsg()
        asks.backend_operation_request.request_id = uuid.uuid4().hex
        asks.backend_operation_request.session_id = self.session
        asks.backend_operation_request.deferred_file.file_id = button.deferred_file_id
        self._socket.send(asks.SerializeToString())
        for heard in self._heard():
            answer = heard.backend_operation_response
            if answer.request_id == asks.backend_operation_request.request_id:
                break
        if answer.error_msg:
            raise FaultError(f"a download failed: {answer.error_msg}")
        cookies = "; ".join(f"{name}={value}" for name, value in self._program.cookies.items())
        with urlopen(Request(self._program.address + answer.deferred_file.url, headers={"Cookie": cookies}), timeout=_PATIENCE) as file:
            return bytes(file.read())

    def accept(self, who: str, draw: random.Random) -> tuple[str, str, str]:
        """Accept a claim of the queue; returns the act, the claim, and why it was refused, if it was."""
        widget, fragment, data = self.components("review")[0]
        item, act = draw.choice(data["items"]), uuid.uuid4().hex
        acts = [{"act": act, "do": "accept", "who": who, "id": item["id"], "seen": item["seen"]}]
        said = {"cursor": item["id"], "acts": acts, "article": "", "lines": 12, "order": data["order"]}
        self.say(widget, fragment, json_value=json.dumps({"said": said}))
        answer = self.components("review")[0][2]["answers"].get(act, {})
        if not answer:
            raise FaultError("an act was not answered")
        return act, item["id"], "" if answer.get("done") else " ".join(answer["unfit"].values())


@dataclass
class Reader(threading.Thread):
    """One reader: rounds through all pages until the time is over."""

    number: int
    address: str
    rows: int  # that a download has at least
    links: Mapping[str, dict[str, str]]
    until: float
    took: list[tuple[float, str]] = field(default_factory=list)  # seconds, and the act
    faults: list[str] = field(default_factory=list)
    accepted: dict[str, str] = field(default_factory=dict)  # act → claim
    refused: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        super().__init__(daemon=True)
        self.draw, self.name = random.Random(self.number), f"reader {self.number}"

    def __hash__(self) -> int:
        return self.number

    def run(self) -> None:
        """Read until the time is over; a fault ends the round, not the reader."""
        while time.monotonic() < self.until:
            try:
                with self._session() as page:
                    self._round(page)
            except Exception:
                self.faults.append(f"{self.name}: {traceback.format_exc(limit=-2)}")
                time.sleep(_PAUSE[0])

    @contextmanager
    def _session(self) -> Iterator[Page]:
        program = Program(self.address)
        program.ask("/_stcore/health")
        token = program.cookies.get("_streamlit_xsrf", "")
        with connect(
            f"{self.address.replace('http', 'ws')}/_stcore/stream",
            subprotocols=[Subprotocol(each) for each in ("streamlit", token) if each],
            additional_headers={"Cookie": "; ".join(f"{name}={value}" for name, value in program.cookies.items())},
            origin=Origin(self.address),
            max_size=None, max_queue=None, open_timeout=_PATIENCE,
        ) as socket:  # fmt: skip
            yield Page(socket, program, self.draw.choice(("zh", "en")))

    def _round(self, page: Page) -> None:
        """Every page in any order, and on three of them what one does there."""
        for name in self.draw.sample(list(self.links), len(self.links)):
            if time.monotonic() > self.until:
                return
            with self._timed(f"open {name or 'overview'}"):
                page.open(name, self.links[name])
            if name == "corpus":
                with self._timed("upload"):
                    page.upload(article(_OWN + self.draw.randrange(_OWN)))
            elif name == "review":
                with self._timed("accept"):
                    act, claim, refusal = page.accept(self.name, self.draw)
                self.refused.update([refusal] if refusal else [])
                self.accepted |= {} if refusal else {act: claim}
            elif name == "":
                with self._timed("download"):
                    file = page.download()
                content = _unpacked(file)
                if not content.startswith("\ufeffclaim_id,".encode()) or content.count(b"\n") < self.rows:
                    raise FaultError(f"a download is not the table: {content[:80]!r}")
            time.sleep(self.draw.uniform(*_PAUSE))

    @contextmanager
    def _timed(self, what: str) -> Iterator[None]:
        began = time.monotonic()
        yield
        self.took.append((time.monotonic() - began, what))


def _unpacked(file: bytes) -> bytes:
    """A downloaded table; a large one comes in a ZIP archive, with its description."""
    if not file.startswith(b"PK"):
        return file
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        return archive.read(next(name for name in archive.namelist() if name.endswith(".csv")))


def _links(workspace: Workspace) -> dict[str, dict[str, str]]:
    """A deep link to every page: its parameters by its name."""
    table = WorkspaceDataset(workspace).table.rows(Selection(), limit=200)
    claim, doc = table["claim_id"][0], table["doc_id"][0]
    name = next(filter(None, table["innovation"]))
    return {
        "": {"claim": claim, "kind": "count"}, "search": {"q": "警情 平台"}, "metrics": {}, "pivot": {}, "compare": {}, "conflicts": {}, "innovations": {"name": name},
        "reader": {"article": doc, "claim": claim}, "review": {}, "corpus": {"article": doc}, "quality": {}, "brief": {"brief": claim},
    }  # fmt: skip


def main() -> None:
    """Run the simulation and print what it found; exits with status 1 if there are faults."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("minutes", type=float, nargs="?", default=30)
    parser.add_argument("--readers", type=int, default=20)
    parser.add_argument("--articles", type=int, default=60, help="articles in the workspace at the beginning")
    parser.add_argument("--ingest", action="store_true", help="ingest more articles meanwhile")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        workspace = Workspace(Path(scratch, "workspace"), create=True)
        feeding = Feeding(Path(scratch, "press"), workspace.folder)
        feeding.feed(asked.articles)
        if asked.ingest:
            feeding.start()
        with served(ROOT / "serve.py", workspace.folder) as (address, server):
            until, links, held = time.monotonic() + asked.minutes * 60, _links(workspace), [memory(server.pid)]
            readers = [Reader(number, address, asked.articles, links, until) for number in range(asked.readers)]
            for reader in readers:
                reader.start()
            while any(reader.is_alive() for reader in readers):
                time.sleep(10)
                held.append(memory(server.pid))
        feeding.enough.set()
        if asked.ingest:
            feeding.join()
        log = {entry.act: entry.about for entry in workspace.annotations.log()}
        faults = [fault for reader in readers for fault in reader.faults]
        faults += [f"{claim} is not in the log" for reader in readers for act, claim in reader.accepted.items() if log.get(act) != claim]
        faults += [*map(str, workspace.verify()), *feeding.faults]
    print(f"{asked.articles} articles at first, {feeding.articles} at the end")
    _report(asked.minutes, readers, held, faults)
    sys.exit(bool(faults))


def _report(minutes: float, readers: list[Reader], held: list[int], faults: list[str]) -> None:
    took = [each for reader in readers for each in reader.took]
    refused = sum((reader.refused for reader in readers), Counter[str]())
    by_act: defaultdict[str, list[float]] = defaultdict(list)
    for seconds, what in took:
        by_act[what].append(seconds)
    print(f"{'act':24}{'times':>6}{'p50':>7}{'p95':>7}{'worst':>7}")
    for what, each in sorted(by_act.items()):
        print(f"{what:24}{len(each):6}{part(each, 50):7.2f}{part(each, 95):7.2f}{max(each):7.2f}")
    print(f"{minutes:g} minutes, {len(readers)} readers, {len(took)} acts")
    print(
        f"{sum(len(reader.accepted) for reader in readers)} accepted claims, {sum(refused.values())} refused because another reader was first"
    )
    if took:
        all_seconds = [each for each, _ in took]
        print(
            f"median {part(all_seconds, 50):.1f} s; marks: p95 {part(all_seconds, 95):.1f} s of {_MARKS['p95']:g}, worst {max(all_seconds):.1f} s of {_MARKS['worst']:g}"
        )
    tenths = [held[round((len(held) - 1) * part / 10)] for part in range(11)]
    print(f"the server held, tenth by tenth of that time, {', '.join(map(str, tenths))} MB; {max(held)} at most")
    print("\n".join([f"{len(faults)} faults", *faults[:20]]))


if __name__ == "__main__":
    main()
