"""Speed and memory of the claim table behind a page of the dashboard: ``python -m benchmarks.claims 1000000``.

Synthetic claims (``made_claims``) go into Parquet parts. Then one process measures opening, all queries of one overview redraw without
cached answers, cross tables, and the CSV export of everything.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from threading import Event, Thread
from typing import Any

from analytics.claims.order import NEWEST, Order
from analytics.claims.schema import CLAIM_COLUMNS
from analytics.claims.selection import PERIOD, Selection
from analytics.claims.table import ClaimTable
from analytics.export.csv import csv_chunks
from analytics.metrics.pivot import Question, pivot
from benchmarks.made_claims import write_parts

PAGE_ROWS = 100
# Several selections of each sort, because the table caches answers, and a redraw after a filter change needs new ones.
SELECTIONS = {
    "no filter": [Selection()],
    "one facet": [Selection().choosing("kind", [kind]) for kind in ("count", "money", "percentage", "duration", "date")],
    "three facets": [
        Selection().choosing("kind", ["count", kind]).choosing("province", ["浙江省", "湖南省"]).within(2018, 2022)
        for kind in ("money", "percentage", "duration", "date", "rank")
    ],
    "words sought": [Selection(search=word) for word in ("邻里灯塔", "夜市", "满意度 无人机", "没有这样的话")],
    "words, then a facet": [Selection(search="没有这样的话", chosen={"kind": (kind,)}) for kind in ("count", "money", "date")],
    "Latin words sought": [Selection(search=word) for word in ("e巡通", "E巡", "App")],
}
_OF_ONE_METRIC = Selection(chosen={"metric": ("电信诈骗案件",), "kind": ("count",), "role": ("level",)})
PIVOTS = {
    "figures": (Selection(), Question()),
    "cities, articles": (Selection(), Question("city", PERIOD, "articles", 50)),
    "others": (Selection(), Question("publisher", "innovation", "figures", 100)),
    "median": (_OF_ONE_METRIC, Question(measure="median")),
    "latest": (_OF_ONE_METRIC, Question(measure="latest")),
    "sum": (_OF_ONE_METRIC.only("kind", "money"), Question(measure="sum")),
}
ORDERS = {"newest first": NEWEST, "by value": Order(("value",), descending=True), "by subject": Order(("subject",))}


def redraw(table: ClaimTable, selection: Selection, order: Order = NEWEST, page: int = 1) -> None:
    """Queries of one overview run; the sidebar also queries the values available without any filter."""
    for facet in ("kind", "type", "direction", "province", "publisher", PERIOD):
        table.counts(selection, facet)
    if selection.of("province"):
        table.counts(selection, "city")
    table.summary(selection)
    for chosen in table.rows(selection, order, (page - 1) * PAGE_ROWS, PAGE_ROWS)["claim_id"][:1]:
        table.claim(chosen)


def timed(work: Callable[[], object]) -> dict[str, float]:
    """Wall and CPU seconds of ``work``."""
    clock, processor = time.perf_counter(), time.process_time()
    work()
    return {"seconds": round(time.perf_counter() - clock, 3), "cpu": round(time.process_time() - processor, 3)}


@contextmanager
def peak_memory(report: dict[str, float]) -> Iterator[None]:
    """Store the peak resident memory of the block in ``report["peak_mb"]``, in MB."""
    over, page = Event(), os.sysconf("SC_PAGE_SIZE")
    report["peak_mb"] = 0

    def watch() -> None:
        while not over.wait(0.02):
            resident = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * page / 1e6
            report["peak_mb"] = max(report["peak_mb"], round(resident))

    thread = Thread(target=watch)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def measure(folder: Path, claims: int) -> dict[str, Any]:
    """All measurements; for several redraws of a sort, the median counts."""
    paths = write_parts(folder, claims)
    report: dict[str, Any] = {"claims": claims, "parts_mb": round(sum(path.stat().st_size for path in paths) / 1e6)}
    table = ClaimTable.of_parts(paths)
    with peak_memory(report.setdefault("opening", {})):
        report["opening"] |= timed(lambda: table.rows(Selection(), limit=1))
    with peak_memory(report.setdefault("asking", {})):
        report["redraw"] = {name: _middle(table, selections) for name, selections in SELECTIONS.items()}
        report["page"] = {
            name: timed(lambda order=order: table.rows(Selection(), order, claims // 2, PAGE_ROWS))  # type: ignore[misc]
            for name, order in ORDERS.items()
        }
        report["pivot"] = {name: timed(lambda asked=asked: pivot(table, *asked)) for name, asked in PIVOTS.items()}  # type: ignore[misc]
    with peak_memory(report.setdefault("csv", {})):
        report["csv"] |= timed(lambda: _write_csv(table, report["csv"]))
    report["csv"]["rows_per_second"] = round(claims / report["csv"]["seconds"])
    return report


def _middle(table: ClaimTable, selections: list[Selection]) -> dict[str, float]:
    taken = sorted((timed(partial(redraw, table, selection)) for selection in selections), key=lambda each: each["seconds"])
    return taken[len(taken) // 2]


def _write_csv(table: ClaimTable, report: dict[str, float]) -> None:
    with Path(os.devnull).open("wb") as out:
        report["mb"] = round(sum(out.write(chunk) for chunk in csv_chunks(table.stream(Selection(repeats=True)), CLAIM_COLUMNS)) / 1e6)


def main() -> int:
    """Run the benchmark, print the results and write JSON if requested."""
    options = argparse.ArgumentParser(prog="python -m benchmarks.claims", description=__doc__)
    options.add_argument("claims", type=int, help="how many claims to make")
    options.add_argument("--folder", type=Path, help="where the parts are kept for the next time (else they go)")
    options.add_argument("--json", type=Path, metavar="FILE", help="write the measures there too")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as passing:
        report = measure(chosen.folder or Path(passing), chosen.claims)
    print(f"{report['claims']:,} claims, {report['parts_mb']} MB of parts")
    print(f"opening                    {_shown(report['opening'])}")
    for name, taken in report["redraw"].items():
        print(f"redraw, {name:<18} {_shown(taken)}")
    for name, taken in report["page"].items():
        print(f"middle page, {name:<13} {_shown(taken)}")
    for name, taken in report["pivot"].items():
        print(f"cross table, {name:<13} {_shown(taken)}")
    print(f"asking                     {_shown(report['asking'])}")
    print(f"CSV of {report['csv']['mb']:>5} MB            {_shown(report['csv'])}, {report['csv']['rows_per_second']:,} rows/s")
    if chosen.json:
        chosen.json.write_text(json.dumps(report, indent=1, ensure_ascii=False), encoding="utf-8")
    return 0


def _shown(taken: dict[str, float]) -> str:
    time_taken = f"{taken['seconds']:7.3f} s  (processor {taken['cpu']:7.3f} s)" if "seconds" in taken else " " * 31
    return time_taken + (f"  peak {taken['peak_mb']:.0f} MB resident" if "peak_mb" in taken else "")


if __name__ == "__main__":
    sys.exit(main())
