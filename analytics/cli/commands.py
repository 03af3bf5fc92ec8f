"""The commands of ``cli``: each takes the parsed options and returns the exit status."""

from __future__ import annotations

import argparse
import errno
import os
import signal
import sys
from _thread import interrupt_main
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from dataclasses import astuple, fields, replace
from pathlib import Path
from threading import Event, Timer
from typing import Any, BinaryIO, NoReturn, TextIO, get_args

from tqdm import tqdm

from analytics.bundled import SAMPLES
from analytics.claims.ids import current_id
from analytics.claims.provinces import BY_NAME
from analytics.claims.selection import CODES, MISSING, Selection
from analytics.claims.sources import EXPORT_SCHEMA
from analytics.claims.table import EXPORTED, PartsChangedError
from analytics.cli import STOPPED
from analytics.cli.changes import Changes
from analytics.documents import NO_ARTICLE, Fetcher, UnreadableError, find, is_web, private_networks, read_list, read_metadata
from analytics.documents.extraction import prepare
from analytics.documents.outcomes import Line, Outcome
from analytics.export.csv import csv_chunks, rows_to_csv, to_csv, write_rows
from analytics.export.metadata import METADATA_SUFFIX, beside_csv, counted, provenance
from analytics.export.parquet import write_parquet
from analytics.export.sqlite import write_sqlite
from analytics.i18n.format import doubts, grouped, publication_day
from analytics.i18n.invisible import written_out
from analytics.i18n.words import Words, of_terminal
from analytics.ingest.archive import Stored
from analytics.ingest.article_search import FoundArticle
from analytics.ingest.article_search import search as find_articles
from analytics.ingest.corpus import Corpus, build, read_each
from analytics.ingest.ingest import Executor, OtherExtractorsError, count, here
from analytics.ingest.ingest import ingest as read_into
from analytics.ingest.metadata_matches import table_doubts
from analytics.workspace import lexicon_patch
from analytics.workspace.annotations import InvalidValueError
from analytics.workspace.atomic import atomic_write
from analytics.workspace.backup import NotABackupError, RolledBackError, back_up
from analytics.workspace.backup import restore as unpack
from analytics.workspace.faults import Fault
from analytics.workspace.history import UnknownRevisionError, history, point
from analytics.workspace.log_files import LogHead
from analytics.workspace.opening import is_own_file
from analytics.workspace.repair import LOSSES
from analytics.workspace.repair import repair as mend
from analytics.workspace.store import NotAWorkspaceError, Workspace
from analytics.workspace.trouble import DamagedError, trouble
from analytics.workspace.views import View
from extractors.model import SourceText

_OUTCOMES = ("again", *get_args(Outcome))
_GRACE = 3.0  # seconds for what is under way at a Ctrl-C


def app(options: argparse.Namespace) -> int:
    """Serve the dashboard until it is stopped. Raises SystemExit if it must not be served (see docs/serving.md).

    Without a workspace or a folder of articles, the samples are read into ``workspaces/samples``.
    """
    folder = options.workspace or Path(os.environ.get("YOUJU_WORKSPACE", ""))
    if folder == Path() and not os.environ.get("YOUJU_CORPUS"):
        folder = Path("workspaces", "samples")
        read_into(Workspace(folder, create=True), [str(SAMPLES)])
    if folder != Path():
        os.environ["YOUJU_WORKSPACE"] = str(Workspace(folder, create=True).folder)
    from analytics.ui.launch import serve  # Streamlit takes a second to load

    serve(options.port, options.host, options.allowed_host, browser=options.open)
    return 0


def extract(options: argparse.Namespace) -> int:
    """Read articles and write claims as CSV; status 0 if all were read, 1 if some were not, 2 if none was."""
    try:
        metadata = _metadata(options)
    except UnreadableError as error:
        _complain(error.report.source, error.report.reason, error.report.detail)
        return 2
    files = list(find(options.paths))
    prepare()
    corpus = build(read_each(tqdm(files, delay=1, disable=None, unit=of_terminal()("extract.unit"), file=sys.stderr)), metadata)
    for problem in corpus.unreadable:
        _complain(problem.source, problem.reason, problem.detail)
    for source, first in corpus.repeated:
        print(written_out(of_terminal()("extract.repeated", source=source, first=first)), file=sys.stderr)
    for line in corpus.doubtful:
        _doubt(line)
    if not corpus.articles:
        if not corpus.unreadable:
            print(of_terminal()("extract.nothing"), file=sys.stderr)
        return 2
    _write_whole(options.csv, [to_csv(corpus.claims)])
    if options.csv != "-":
        print(_summary(corpus))
    if options.innovations:
        _write_whole(options.innovations, [to_csv(corpus.innovations)])
    named = {path.name for path in options.paths}
    return 1 if any(problem.reason not in NO_ARTICLE or problem.source in named for problem in corpus.unreadable) else 0


def explain(options: argparse.Namespace) -> int:
    """Print how a text is read."""
    from analytics.cli.explain import explain as account  # loads the rules, which no other command needs in this process

    print(written_out(account(options.text, options.published)))
    return 0


# --- the workspace -----------------------------------------------------------------------------


def ingest(options: argparse.Namespace) -> int:
    """Read articles into a workspace; status 0 if all were read, 1 if some were refused, 2 if nothing was done, 130 if stopped."""
    words = of_terminal()
    try:
        table, addresses = _metadata(options), _addresses(options)
        workspace = Workspace(options.workspace, create=True)
        with _executor(options) as run, _stopping() as stop:
            tally, unindexed = _run(workspace, options, table, addresses, run, stop)
    except UnreadableError as error:
        _complain(error.report.source, error.report.reason, error.report.detail)
        return 2
    except NotAWorkspaceError as error:
        return _fail(words("ingest.not_a_workspace", folder=error))
    except _NoDaskError:
        return _fail(words("ingest.no_dask"))
    except OtherExtractorsError:
        return _fail(words("ingest.other_extractors"))
    print(_tallied(tally) or words("ingest.nothing"))
    _say_unindexed(unindexed)
    if stop.is_set():
        print(words("ingest.stopped"), file=sys.stderr)
        return STOPPED
    return 1 if tally["refused"] else 0 if tally.total() else 2


def _say_unindexed(error: OSError | None) -> None:
    """Print why the search index is not complete, if it is not."""
    if error:
        print(of_terminal()("ingest.unindexed", cause=_cause(error)), file=sys.stderr)


def status(options: argparse.Namespace) -> int:
    """Print what a workspace holds, or with ``--files`` the outcome of every file; status 1 if it is damaged."""
    workspace = _opened(options.workspace)
    if options.files:
        with workspace.manifest.reading() as ledger:
            _write_lines(sys.stdout, ledger.lines())
        return 0
    words, now = of_terminal(), workspace.status()
    print(
        words(
            "status.holds",
            documents=grouped(now.documents, words),
            claims=grouped(now.claims, words),
            innovations=grouped(now.innovations, words),
        )
    )
    print(
        words(
            "status.parts",
            parts=grouped(now.parts, words),
            size=grouped(now.bytes / 1e6, words, "#,##0.0"),
            outdated=grouped(now.outdated, words),
        )
    )
    print(words("status.people", corrections=grouped(now.corrections, words), reprints=grouped(now.reprints, words)))
    print(_ends(now.log))
    if now.removed:
        print(words("status.removed", n=now.removed))
    if now.unlinked:
        print(words("status.unlinked"))
    if now.unindexed:
        print(words("status.unindexed", n=grouped(now.unindexed, words)))
    print(_tallied(now.outcomes))
    with workspace.manifest.reading() as ledger:
        for line in ledger.lines("refused", "empty"):
            _complain(line.source, line.reason, line.detail)
    return _faulty(now.faults, words("status.faults", n=len(now.faults)))


def export(options: argparse.Namespace) -> int:
    """Write claims of a workspace as CSV, Parquet or SQLite, a batch at a time; status 1 if damaged parts are left out, 2 if nothing is written."""
    workspace = _opened(options.workspace)
    chosen = {"kind": tuple(options.kind), "province": tuple(options.province), "type": tuple(options.type), "tag": tuple(options.tag)}
    for facet, known in (*CODES.items(), ("province", tuple(BY_NAME))):
        if unknown := set(chosen.get(facet, ())) - {*known, MISSING}:
            return _fail(of_terminal()("export.unknown", value=sorted(unknown)[0], known=" ".join(known)))
    selection = Selection({facet: values for facet, values in chosen.items() if values}, repeats=not options.once).within(
        options.since, options.until
    )
    view, log = workspace.view(), workspace.people.head()
    try:
        _write_exports(options, workspace, view, selection, provenance(selection, log))
    except PartsChangedError:
        return _fail(of_terminal()("workspace.damaged") + "\n" + of_terminal()("workspace.damaged_help"))
    print(_ends(log), file=sys.stderr)
    return _faulty(view.faults, of_terminal()("export.partly", n=view.unshown))


def _write_exports(options: argparse.Namespace, workspace: Workspace, view: View, selection: Selection, facts: dict[str, Any]) -> None:
    """Write every file asked for. Raises OSError; PartsChangedError."""
    words, claims = of_terminal(), view.table()
    if options.csv:
        _write_whole(options.csv, csv_chunks(counted(claims.stream(selection, EXPORTED), facts), EXPORTED))
    if options.csv and _is_file(options.csv):
        meanings = {column: words(f"exported.{column}") for column in EXPORTED}
        _write_whole(f"{options.csv}{METADATA_SUFFIX}", [beside_csv(Path(options.csv).name, meanings, facts)])
    if options.parquet:
        with _writing(options.parquet) as file:
            write_parquet(file, claims.stream(selection, EXPORTED), EXPORT_SCHEMA, facts)
    if options.sqlite:
        with _writing(options.sqlite) as file:
            write_sqlite(file, Stored(workspace, view), selection, facts)


def _is_file(place: str) -> bool:
    """Whether ``place`` is neither standard output nor a pipe or a device."""
    return place != "-" and Path(place).is_file()


def search(options: argparse.Namespace) -> int:
    """Print the articles with the words sought, and their first passages; status 1 if there are none or damaged parts are left out."""
    words, archive = of_terminal(), Stored(_opened(options.workspace))
    selection = Selection(sought=" ".join(options.query))
    for flaw in selection.words().flaws:
        print(words(f"flaw.{flaw}"), file=sys.stderr)
    found = find_articles(archive, selection, limit=options.limit)
    for each in found.page:
        print(written_out("\n".join(_found_article(each, words))))
    print(
        words("search.in_articles", n=grouped(found.total, words)),
        words("search.count_all", n=grouped(found.occurrences, words)),
        sep=" · ",
    )
    if found.unindexed:
        print(words("search.unindexed", n=grouped(found.unindexed, words)), file=sys.stderr)
    return _faulty(archive.view.faults, words("export.partly", n=archive.view.unshown)) or (0 if found.total else 1)


def changes(options: argparse.Namespace) -> int:
    """Print what is new since a day or a revision, and with ``--csv`` write all of it; status 2 if there is no such revision."""
    words, workspace = of_terminal(), _opened(options.workspace)
    try:
        since = point(options.since, workspace)
    except UnknownRevisionError:
        return _fail(words("changes.unknown", value=written_out(options.since)))
    told = Changes(Stored(workspace), history(workspace, since), since, words)
    for line in told.lines(options.limit):
        print(written_out(line))
    if options.csv:
        _write_whole(options.csv, [rows_to_csv(told.rows())])
    return _faulty(told.faults, words("export.partly", n=told.unshown))


def _found_article(found: FoundArticle, words: Words) -> Iterator[str]:
    """The lines for one article: what it is, then its passages, with the words in brackets."""
    row = found.article
    count = words("search.count", n=grouped(found.count, words)) if found.count else words("search.in_title")
    yield " · ".join(filter(None, [row.title or row.source, row.publisher, publication_day(row.published_on, words), count]))
    for passage in found.passages:
        yield "    " + "".join(f"【{piece}】" if at % 2 else piece for at, piece in enumerate(passage.pieces))


def _faulty(faults: Sequence[Fault], so: str) -> int:
    """Print faults, what follows from them and what helps, if there are any; returns the exit status."""
    if not faults:
        return 0
    for fault in faults:
        print(_fault(fault), file=sys.stderr)
    print(so, of_terminal()("workspace.damaged_help"), sep="\n", file=sys.stderr)
    return 1


def _ends(head: LogHead) -> str:
    """Where people's words end: to be compared with what was printed before."""
    return of_terminal()("status.log", n=grouped(head.lines, of_terminal()), seal=head.chain[:16] or "–")


def _write_whole(place: str, chunks: Iterable[bytes]) -> None:
    """Write to standard output (``-``), or atomically to a file. Raises OSError."""
    with _writing(place) as file:
        file.writelines(chunks)


def _writing(place: str) -> AbstractContextManager[BinaryIO]:
    """A file to write that appears complete or not at all; ``-`` is standard output. Raises OSError for a file of a workspace."""
    if place != "-":
        _refuse_own(Path(place))
    return nullcontext(sys.stdout.buffer) if place == "-" else atomic_write(Path(place))


def _refuse_own(place: Path) -> None:
    """Raises OSError if a file to write belongs to a workspace."""
    if is_own_file(place):
        raise FileExistsError(errno.EEXIST, of_terminal()("workspace.own_file"), str(place))


def verify(options: argparse.Namespace) -> int:
    """Print the faults of a workspace, one a line; status 1 if there are any."""
    faults = 0
    for fault in _faults(options.workspace):
        print(_fault(fault))
        faults += 1
    print(of_terminal()("verify.faults", n=faults) if faults else of_terminal()("verify.clean"))
    return 1 if faults else 0


def repair(options: argparse.Namespace) -> int:
    """Repair a damaged workspace; status 1 if something could not be restored."""
    words = of_terminal()
    deeds = mend(options.workspace)
    for deed in deeds:
        print(words(f"repair.{deed.kind}", name=deed.name, n=deed.n), file=sys.stderr if deed.kind in LOSSES else sys.stdout)
    _say_unindexed(read_into(Workspace(options.workspace), []))
    if verify(options):
        return 1
    if any(deed.kind in LOSSES for deed in deeds):
        print(words("repair.incomplete"), file=sys.stderr)
        return 1
    return 0


def _opened(folder: Path) -> Workspace:
    """Open a workspace to look at it, and say if it can only be looked at."""
    workspace = Workspace(folder)
    if workspace.read_only:
        print(of_terminal()(f"workspace.{workspace.read_only}"), file=sys.stderr)
    return workspace


def _faults(folder: Path) -> Iterator[Fault]:
    try:
        yield from _opened(folder).verify()
    except DamagedError as error:
        yield Fault(error.name, "damaged" if (folder / error.name).exists() else "missing")


def _fault(fault: Fault) -> str:
    return f"{fault.file}: {of_terminal()(f'fault.{fault.cause}', detail=fault.detail)}"


def edit(options: argparse.Namespace) -> int:
    """Record a user's edit of a claim or an article; status 2 if the id is unknown or a value does not fit."""
    workspace = Workspace(options.workspace)
    about = options.id if workspace.holds(options.id) else current_id(options.id)
    if not workspace.holds(about):
        return _fail(of_terminal()("edit.unknown", id=options.id))
    try:
        workspace.people.say(options.who, about, dict(options.values))
        if "-" not in about:  # an article: figures that depend on its metadata are recomputed
            _say_unindexed(read_into(workspace, []))
    except InvalidValueError as error:
        return _fail(of_terminal()("edit.unfit", value=str(error).encode(errors="replace").decode()))
    return 0


def lexicon(options: argparse.Namespace) -> int:
    """Print people's rules for nouns and names as a patch of the lexicon, or take those of a patch; status 2 if it is not one."""
    words, people = of_terminal(), Workspace(options.workspace).people
    rules = people.rules()
    if options.deed == "show":
        print(lexicon_patch.written(rules), end="")
        return 0
    try:
        patch = lexicon_patch.read(options.file.read_text(encoding="utf-8"))
        new = lexicon_patch.news(patch, rules)
        if new:
            people.rule(options.who, new)
    except (UnicodeDecodeError, lexicon_patch.InvalidPatchError) as error:
        return _fail(words("lexicon.no_patch", file=written_out(options.file.name), detail=written_out(str(error))))
    except InvalidValueError as error:
        return _fail(words("edit.unfit", value=written_out(str(error))))
    print(words("lexicon.applied", n=grouped(len(new), words), known=grouped(len(patch) - len(new), words)))
    return 0


def backup(options: argparse.Namespace) -> int:
    """Write a workspace to one file; status 2 if it is damaged, if another file is there, or an earlier backup with words that it lacks."""
    words = of_terminal()
    try:
        made = back_up(Workspace(options.workspace), options.file)
    except NotABackupError:
        return _fail(words("backup.other", file=written_out(options.file.name)))
    except RolledBackError:
        return _fail(words("backup.rolled_back", file=written_out(options.file.name)))
    print(words("backup.made", files=made.files, size=grouped(made.bytes / 1e6, words, "#,##0.0")), _ends(made.log), sep="\n")
    return 0


def restore(options: argparse.Namespace) -> int:
    """Unpack a backup into a new folder; status 2 if the backup is damaged or the folder holds something."""
    try:
        held = unpack(options.file, options.workspace)
    except NotABackupError:
        return _fail(of_terminal()("restore.damaged", file=written_out(options.file.name)))
    except FileExistsError:
        return _fail(of_terminal()("restore.taken", folder=written_out(str(options.workspace))))
    print(of_terminal()("restore.made", files=held.files), _ends(held.log), sep="\n")
    return 0


def failed(error: OSError) -> int:
    """Print in plain words why the system refused something, and for which file; returns status 2."""
    words = of_terminal()
    return _fail(
        words("ingest.failed", cause=_cause(error)) + (f"\n{words('workspace.damaged_help')}" if trouble(error) == "damaged" else "")
    )


def _cause(error: OSError) -> str:
    """Why the system refused something, and for which file."""
    why, where = trouble(error), error.name if isinstance(error, DamagedError) else error.filename
    if why == "other":
        return f"{where}: {error.strerror}" if where and error.strerror else str(error)
    return of_terminal()(f"trouble.{why}") + (f" ({where})" if where else "")


def no_workspace(error: NotAWorkspaceError) -> int:
    """Print that the folder is not a workspace; returns status 2."""
    return _fail(of_terminal()("workspace.none", folder=error))


class _Progress:
    """Progress bar and report file of an ingest; the ``report`` callback of ``ingest``."""

    def __init__(self, bar: tqdm[NoReturn], report: TextIO | None) -> None:
        self.tally = Counter[str]()
        self._bar, self._report = bar, report
        if report:
            _write_lines(report, ())

    def __call__(self, lines: Sequence[Line], again: bool) -> None:
        for line in lines:
            about_table = table_doubts(line)
            if about_table or line.outcome in ("refused", "empty"):
                with self._bar.external_write_mode(file=sys.stderr):
                    _doubt(replace(line, doubt=about_table)) if about_table else _complain(line.source, line.reason, line.detail)
        if again:
            self.tally["again"] += len(lines)
            return
        self.tally.update(line.outcome for line in lines)
        if self._report:
            _write_lines(self._report, lines, header=False)
        self._bar.total = max(self._bar.total or 0, self.tally.total() - self.tally["again"])
        self._bar.set_postfix_str(of_terminal()("ingest.errors", n=self.tally["refused"]), refresh=False)
        self._bar.update(len(lines))


def _run(
    workspace: Workspace, options: argparse.Namespace, table: Mapping[str, SourceText], addresses: Sequence[str], run: Executor, stop: Event
) -> tuple[Counter[str], OSError | None]:
    """Run the ingest with a progress bar; returns the number of files per outcome, and why the search index is not complete, if it is not."""
    apart = [path for path in (options.metadata, options.report, options.workspace, options.addresses) if path]
    places = [place for place in options.paths if not is_web(place)]
    fetched = map(Fetcher(private=options.private_networks or private_networks()).read, addresses)
    total = count(places, apart) + len(addresses)
    if options.report:
        _refuse_own(options.report)
    with (
        options.report.open("w", encoding="utf-8-sig", newline="") if options.report else nullcontext() as report,
        tqdm(total=total, disable=None, unit=of_terminal()("ingest.unit"), file=sys.stderr, dynamic_ncols=True) as bar,
    ):
        progress = _Progress(bar, report)
        unindexed = None
        with suppress(KeyboardInterrupt):  # raised by ``_stopping``: what is not committed is read by the next run
            unindexed = read_into(workspace, places, run, fetched=fetched, table=table, apart=apart, stop=stop, report=progress)
    return progress.tally, unindexed


def _addresses(options: argparse.Namespace) -> list[str]:
    """Web addresses from the arguments and the list, each once. Raises UnreadableError if the list cannot be read."""
    more = read_list(options.addresses) if options.addresses else []
    return list(dict.fromkeys([*filter(is_web, options.paths), *more]))


class _NoDaskError(Exception):
    """Dask is not installed."""


def _executor(options: argparse.Namespace) -> AbstractContextManager[Executor]:
    """What runs the tasks of an ingest. Raises _NoDaskError."""
    if options.workers == 1 and not options.dask:
        return nullcontext(here)
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


# --- messages ----------------------------------------------------------------------------------


def _tallied(outcomes: Mapping[str, int]) -> str:
    """Number of files per outcome, on one line."""
    words = of_terminal()
    return " · ".join(words(f"outcome.{outcome}", n=grouped(n, words)) for outcome in _OUTCOMES if (n := outcomes.get(outcome, 0)))


def _fail(message: str) -> int:
    print(message, file=sys.stderr)
    return 2


def _metadata(options: argparse.Namespace) -> Mapping[str, SourceText]:
    """Rows of the user's metadata table, by source; unusable cells are reported. Raises UnreadableError."""
    if not options.metadata:
        return {}
    table = read_metadata(options.metadata)
    for cell in table.skipped:
        _complain(cell.source, cell.reason, cell.detail)
    return table.rows


def _complain(source: str, reason: str, detail: str) -> None:
    print(written_out(f"{source}: {of_terminal()(f'unreadable.{reason}')}{f' ({detail})' if detail else ''}"), file=sys.stderr)


def _doubt(line: Line) -> None:
    """Print what is doubtful about a file."""
    doubt = doubts(line.doubt, of_terminal(), line.detail)
    print(of_terminal()("upload.doubtful", source=written_out(line.source), doubt=doubt), file=sys.stderr)


def _write_lines(file: TextIO, lines: Iterable[Line], header: bool = True) -> None:
    """Write outcomes of files as CSV."""
    write_rows(file, [*([[field.name for field in fields(Line)]] if header else []), *map(astuple, lines)])


def _summary(corpus: Corpus) -> str:
    """Counts by kind, province and type, most frequent first."""
    words, claims = of_terminal(), corpus.claims
    lines = [words("status.holds", documents=len(corpus.articles), claims=len(claims), innovations=len(corpus.innovations))]
    for label, column in (("extract.kind", "kind"), ("extract.region", "province"), ("extract.type", "innovation_type")):
        counts = claims[column].replace("", "–").value_counts()
        lines.append(f"  {words(label):<8}" + "  ".join(f"{name} {count}" for name, count in counts.items()))
    return "\n".join(lines)
