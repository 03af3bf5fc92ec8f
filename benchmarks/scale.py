"""``python -m benchmarks.scale [N]``: the time of an ingest by stage, extrapolated to a million articles.

With ``--broken`` every hundredth file is random bytes; the refusals of the ingest are compared with these files. Prints peak memory.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any
from unittest.mock import patch

from analytics.documents.extraction import extracted
from analytics.ingest import ingest, places, work
from analytics.ingest.work import run_in_process
from analytics.workspace import changes, upkeep
from analytics.workspace.near_duplicates import find_reprints, sketch
from analytics.workspace.parts import write_part
from analytics.workspace.store import Workspace
from benchmarks.articles import write_folder

_MILLION = 1_000_000


class Clock:
    """CPU and wall seconds by stage; time in a nested stage counts for that stage only."""

    def __init__(self) -> None:
        self.cpu, self.wall = defaultdict[str, float](float), defaultdict[str, float](float)
        self._inner = [[0.0, 0.0]]

    def timed(self, stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """Wrap ``function`` so that its time counts for ``stage``."""

        def run(*arguments: object, **named: object) -> Any:
            cpu, wall = time.process_time(), time.perf_counter()
            self._inner.append([0.0, 0.0])
            try:
                return function(*arguments, **named)
            finally:
                spent = [time.process_time() - cpu, time.perf_counter() - wall]
                inside = self._inner.pop()
                self.cpu[stage] += spent[0] - inside[0]
                self.wall[stage] += spent[1] - inside[1]
                self._inner[-1] = [outer + mine for outer, mine in zip(self._inner[-1], spent, strict=True)]

        return run


_contents = places.contents


def _opened(place: str, source: str) -> Iterator[Any]:
    """The articles of a file, all read before any is processed, so that reading is timed separately."""
    return iter(list(_contents(place, source)))


def stages(workspace: Workspace, press: Path, clock: Clock) -> Counter[str]:
    """Ingest ``press`` in this process with every stage timed; returns the number of files per outcome."""
    outcomes = Counter[str]()
    watched: dict[str, tuple[ModuleType, str, Callable[..., Any]]] = {
        "read": (places, "contents", _opened),
        "extract": (work, "extracted", extracted),
        "sketch": (work, "sketch", sketch),
        "tables": (work, "_part", work._part),
        "write": (changes, "write_part", write_part),
        "reprints": (upkeep, "find_reprints", find_reprints),
    }
    patches = [patch.object(module, name, clock.timed(stage, function)) for stage, (module, name, function) in watched.items()]
    for one in patches:
        one.start()
    try:
        whole = clock.timed("everything else", ingest.ingest)
        whole(workspace, [str(press)], run_in_process, report=lambda lines, again: outcomes.update(line.outcome for line in lines))
    finally:
        for one in patches:
            one.stop()
    return outcomes


def main() -> int:
    """Print the table; returns 1 if the refused files are not exactly the broken ones."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", nargs="?", type=int, default=2000)
    parser.add_argument("--broken", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        press, workspace = Path(scratch, "press"), Workspace(Path(scratch, "workspace"), create=True)
        broken = write_folder(press, options.articles, 100 if options.broken else 0)
        clock = Clock()
        outcomes = stages(workspace, press, clock)
        now = workspace.status()
        characters = sum(len(path.read_text(encoding="utf-8", errors="replace")) for path in press.rglob("*.txt"))
        with workspace.manifest.reading() as transaction:
            refused = [line.source for line in transaction.lines("refused")]
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    scale = _MILLION / options.articles
    print(
        f"{options.articles:,} articles of {characters / options.articles:,.0f} characters, {now.claims / now.documents:.0f} figures each: {dict(outcomes)}"
    )
    for stage, seconds in sorted(clock.cpu.items(), key=lambda each: -each[1]):
        share = seconds / sum(clock.cpu.values())
        print(
            f"  {stage:<16}{seconds:8.2f} s CPU {share:6.1%} {clock.wall[stage]:8.2f} s {seconds * scale / 3600:8.2f} core hours a million"
        )
    print(
        f"  {now.bytes / now.documents:,.0f} bytes of parts an article, {now.bytes * scale / 1e9:.1f} GB a million; peak memory {memory:,.0f} MB"
    )
    if refused != broken:
        print(f"  broken were {len(broken)}, refused {len(refused)}: {sorted(set(refused) ^ set(broken))[:10]}")
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
