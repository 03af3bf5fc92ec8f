"""The commands that read articles: ``extract`` and ``ingest``. Each takes the parsed options and returns the exit status."""

from __future__ import annotations

import argparse
import signal
import sys
from _thread import interrupt_main
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from dataclasses import replace
from threading import Event, Timer
from typing import NoReturn, TextIO

from tqdm import tqdm

from analytics.cli import STOPPED
from analytics.cli.terminal import fail, refuse_own, say_doubt, say_unindexed, say_unread, tallied, write_lines, write_whole
from analytics.documents import NO_ARTICLE, Fetcher, UnreadableError, find, is_web, private_networks, read_list, read_metadata
from analytics.documents.extraction import prepare
from analytics.documents.outcomes import FileReport
from analytics.export.csv import to_csv
from analytics.i18n.invisible import written_out
from analytics.i18n.words import of_terminal
from analytics.ingest.corpus import Corpus, build, read_each
from analytics.ingest.ingest import OtherExtractorsError
from analytics.ingest.ingest import ingest as read_into
from analytics.ingest.metadata_matches import table_doubts
from analytics.ingest.places import count
from analytics.ingest.tasks import Executor
from analytics.ingest.work import run_in_process
from analytics.workspace.store import NotAWorkspaceError, Workspace
from extractors.model import SourceText

_GRACE = 3.0  # seconds for what is under way at a Ctrl-C


def extract(options: argparse.Namespace) -> int:
    """Read articles and write claims as CSV; status 0 if all were read, 1 if some were not, 2 if none was."""
    try:
        metadata = _metadata(options)
    except UnreadableError as error:
        say_unread(error.report.source, error.report.reason, error.report.detail)
        return 2
    files = list(find(options.paths))
    prepare()
    corpus = build(read_each(tqdm(files, delay=1, disable=None, unit=of_terminal()("extract.unit"), file=sys.stderr)), metadata)
    for problem in corpus.unreadable:
        say_unread(problem.source, problem.reason, problem.detail)
    for source, first in corpus.repeated:
        print(written_out(of_terminal()("extract.repeated", source=source, first=first)), file=sys.stderr)
    for line in corpus.doubtful:
        say_doubt(line)
    if not corpus.articles:
        if not corpus.unreadable:
            print(of_terminal()("extract.nothing"), file=sys.stderr)
        return 2
    write_whole(options.csv, [to_csv(corpus.claims)])
    if options.csv != "-":
        print(_summary(corpus))
    if options.innovations:
        write_whole(options.innovations, [to_csv(corpus.innovations)])
    named = {path.name for path in options.paths}
    return 1 if any(problem.reason not in NO_ARTICLE or problem.source in named for problem in corpus.unreadable) else 0


def _summary(corpus: Corpus) -> str:
    """Counts by kind, province and type, most frequent first."""
    words, claims = of_terminal(), corpus.claims
    lines = [words("status.holds", documents=len(corpus.articles), claims=len(claims), innovations=len(corpus.innovations))]
    for label, column in (("extract.kind", "kind"), ("extract.region", "province"), ("extract.type", "innovation_type")):
        counts = claims[column].replace("", "–").value_counts()
        lines.append(f"  {words(label):<8}" + "  ".join(f"{name} {count}" for name, count in counts.items()))
    return "\n".join(lines)


def ingest(options: argparse.Namespace) -> int:
    """Read articles into a workspace; status 0 if all were read, 1 if some were refused, 2 if nothing was done, 130 if stopped."""
    words = of_terminal()
    try:
        table, addresses = _metadata(options), _addresses(options)
        workspace = Workspace(options.workspace, create=True)
        with _executor(options) as run, _stopping() as stop:
            tally, unindexed = _run(workspace, options, table, addresses, run, stop)
    except UnreadableError as error:
        say_unread(error.report.source, error.report.reason, error.report.detail)
        return 2
    except NotAWorkspaceError as error:
        return fail(words("ingest.not_a_workspace", folder=error))
    except _NoDaskError:
        return fail(words("ingest.no_dask"))
    except OtherExtractorsError:
        return fail(words("ingest.other_extractors"))
    print(tallied(tally) or words("ingest.nothing"))
    say_unindexed(unindexed)
    if stop.is_set():
        print(words("ingest.stopped"), file=sys.stderr)
        return STOPPED
    return 1 if tally["refused"] else 0 if tally.total() else 2


def _run(
    workspace: Workspace, options: argparse.Namespace, table: Mapping[str, SourceText], addresses: Sequence[str], run: Executor, stop: Event
) -> tuple[Counter[str], OSError | None]:
    """Run the ingest with a progress bar; returns the number of files per outcome, and why the search index is not complete, if it is not."""
    apart = [path for path in (options.metadata, options.report, options.workspace, options.addresses) if path]
    places = [place for place in options.paths if not is_web(place)]
    fetched = map(Fetcher(private=options.private_networks or private_networks()).read, addresses)
    total = count(places, apart) + len(addresses)
    if options.report:
        refuse_own(options.report)
    with (
        options.report.open("w", encoding="utf-8-sig", newline="") if options.report else nullcontext() as report,
        tqdm(total=total, disable=None, unit=of_terminal()("ingest.unit"), file=sys.stderr, dynamic_ncols=True) as bar,
    ):
        progress = _Progress(bar, report)
        unindexed = None
        with suppress(KeyboardInterrupt):  # raised by ``_stopping``: what is not committed is read by the next run
            unindexed = read_into(workspace, places, run, fetched=fetched, table=table, exclude=apart, stop=stop, report=progress)
    return progress.tally, unindexed


class _Progress:
    """Progress bar and report file of an ingest; the ``report`` callback of ``ingest``."""

    def __init__(self, bar: tqdm[NoReturn], report: TextIO | None) -> None:
        self.tally = Counter[str]()
        self._bar, self._report = bar, report
        if report:
            write_lines(report, ())

    def __call__(self, lines: Sequence[FileReport], again: bool) -> None:
        for line in lines:
            about_table = table_doubts(line)
            if about_table or line.outcome in ("refused", "empty"):
                with self._bar.external_write_mode(file=sys.stderr):
                    say_doubt(replace(line, doubt=about_table)) if about_table else say_unread(line.source, line.reason, line.detail)
        if again:
            self.tally["again"] += len(lines)
            return
        self.tally.update(line.outcome for line in lines)
        if self._report:
            write_lines(self._report, lines, header=False)
        self._bar.total = max(self._bar.total or 0, self.tally.total() - self.tally["again"])
        self._bar.set_postfix_str(of_terminal()("ingest.errors", n=self.tally["refused"]), refresh=False)
        self._bar.update(len(lines))


def _metadata(options: argparse.Namespace) -> Mapping[str, SourceText]:
    """Rows of the user's metadata table, by source; unusable cells are reported. Raises UnreadableError."""
    if not options.metadata:
        return {}
    table = read_metadata(options.metadata)
    for cell in table.skipped:
        say_unread(cell.source, cell.reason, cell.detail)
    return table.rows


def _addresses(options: argparse.Namespace) -> list[str]:
    """Web addresses from the arguments and the list, each once. Raises UnreadableError if the list cannot be read."""
    more = read_list(options.addresses) if options.addresses else []
    return list(dict.fromkeys([*filter(is_web, options.paths), *more]))


class _NoDaskError(Exception):
    """Dask is not installed."""


def _executor(options: argparse.Namespace) -> AbstractContextManager[Executor]:
    """What runs the tasks of an ingest. Raises _NoDaskError."""
    if options.workers == 1 and not options.dask:
        return nullcontext(run_in_process)
    try:
        from analytics.ingest.executors import cluster, processes  # Dask takes a second to load
    except ModuleNotFoundError as error:
        raise _NoDaskError from error
    return cluster(options.dask) if options.dask else processes(options.workers)


@contextmanager
def _stopping() -> Iterator[Event]:
    """The first Ctrl-C requests a stop after the articles under way; the second, or some seconds, stop at once by KeyboardInterrupt."""
    stop = Event()
    at_once = Timer(_GRACE, interrupt_main)
    at_once.daemon = True

    def asked(*_: object) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()
        at_once.start()
        print("\n" + of_terminal()("ingest.stopping"), file=sys.stderr)

    before = signal.signal(signal.SIGINT, asked)
    try:
        yield stop
    finally:
        at_once.cancel()
        signal.signal(signal.SIGINT, before)
