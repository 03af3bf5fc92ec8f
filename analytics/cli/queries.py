"""The commands that look at a workspace: ``status``, ``export``, ``search``, ``changes``. Each takes the parsed options and returns the exit status."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from analytics.claims.provinces import BY_NAME
from analytics.claims.selection import CODES, MISSING, Selection
from analytics.claims.sources import EXPORT_SCHEMA
from analytics.claims.table import EXPORTED, PartsChangedError
from analytics.cli.changes import Changes
from analytics.cli.terminal import end_of_log, fail, opened_for_reading, say_faults, say_unread, tallied, write_lines, write_whole, writing
from analytics.export.csv import csv_chunks, rows_to_csv
from analytics.export.metadata import METADATA_SUFFIX, beside_csv, counted, provenance
from analytics.export.parquet import write_parquet
from analytics.export.sqlite import write_sqlite
from analytics.i18n.format import grouped, publication_day
from analytics.i18n.invisible import written_out
from analytics.i18n.words import Words, of_terminal
from analytics.ingest.article_search import FoundArticle
from analytics.ingest.article_search import search as find_articles
from analytics.ingest.dataset import WorkspaceDataset
from analytics.workspace.history import UnknownRevisionError, history, point
from analytics.workspace.snapshot import Snapshot
from analytics.workspace.store import Workspace


def status(options: argparse.Namespace) -> int:
    """Print what a workspace holds, or with ``--files`` the outcome of every file; status 1 if it is damaged."""
    workspace = opened_for_reading(options.workspace)
    if options.files:
        with workspace.manifest.reading() as transaction:
            write_lines(sys.stdout, transaction.lines())
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
    print(end_of_log(now.log))
    if now.removed:
        print(words("status.removed", n=now.removed))
    if now.unlinked:
        print(words("status.unlinked"))
    if now.unindexed:
        print(words("status.unindexed", n=grouped(now.unindexed, words)))
    print(tallied(now.outcomes))
    with workspace.manifest.reading() as transaction:
        for line in transaction.lines("refused", "empty"):
            say_unread(line.source, line.reason, line.detail)
    return say_faults(now.faults, words("status.faults", n=len(now.faults)))


def export(options: argparse.Namespace) -> int:
    """Write claims of a workspace as CSV, Parquet or SQLite, a batch at a time; status 1 if damaged parts are left out, 2 if nothing is written."""
    workspace = opened_for_reading(options.workspace)
    chosen = {"kind": tuple(options.kind), "province": tuple(options.province), "type": tuple(options.type), "tag": tuple(options.tag)}
    for facet, known in (*CODES.items(), ("province", tuple(BY_NAME))):
        if unknown := set(chosen.get(facet, ())) - {*known, MISSING}:
            return fail(of_terminal()("export.unknown", value=sorted(unknown)[0], known=" ".join(known)))
    selection = Selection({facet: values for facet, values in chosen.items() if values}, repeats=not options.once).within(
        options.since, options.until
    )
    snapshot, log = workspace.snapshot(), workspace.annotations.head()
    try:
        _write_exports(options, workspace, snapshot, selection, provenance(selection, log))
    except PartsChangedError:
        return fail(of_terminal()("workspace.damaged") + "\n" + of_terminal()("workspace.damaged_help"))
    print(end_of_log(log), file=sys.stderr)
    return say_faults(snapshot.faults, of_terminal()("export.partly", n=snapshot.unshown))


def _write_exports(
    options: argparse.Namespace, workspace: Workspace, snapshot: Snapshot, selection: Selection, facts: dict[str, Any]
) -> None:
    """Write every file asked for. Raises OSError; PartsChangedError."""
    words, claims = of_terminal(), snapshot.table()
    if options.csv:
        write_whole(options.csv, csv_chunks(counted(claims.stream(selection, EXPORTED), facts), EXPORTED))
    if options.csv and _is_file(options.csv):
        meanings = {column: words(f"exported.{column}") for column in EXPORTED}
        write_whole(f"{options.csv}{METADATA_SUFFIX}", [beside_csv(Path(options.csv).name, meanings, facts)])
    if options.parquet:
        with writing(options.parquet) as file:
            write_parquet(file, claims.stream(selection, EXPORTED), EXPORT_SCHEMA, facts)
    if options.sqlite:
        with writing(options.sqlite) as file:
            write_sqlite(file, WorkspaceDataset(workspace, snapshot), selection, facts)


def _is_file(place: str) -> bool:
    """Whether ``place`` is neither standard output nor a pipe or a device."""
    return place != "-" and Path(place).is_file()


def search(options: argparse.Namespace) -> int:
    """Print the articles with the words sought, and their first passages; status 1 if there are none or damaged parts are left out."""
    words, dataset = of_terminal(), WorkspaceDataset(opened_for_reading(options.workspace))
    selection = Selection(search=" ".join(options.query))
    for flaw in selection.words().flaws:
        print(words(f"flaw.{flaw}"), file=sys.stderr)
    found = find_articles(dataset, selection, limit=options.limit)
    for each in found.page:
        print(written_out("\n".join(_found_article(each, words))))
    print(
        words("search.in_articles", n=grouped(found.total, words)),
        words("search.count_all", n=grouped(found.occurrences, words)),
        sep=" · ",
    )
    if found.unindexed:
        print(words("search.unindexed", n=grouped(found.unindexed, words)), file=sys.stderr)
    return say_faults(dataset.snapshot.faults, words("export.partly", n=dataset.snapshot.unshown)) or (0 if found.total else 1)


def _found_article(found: FoundArticle, words: Words) -> Iterator[str]:
    """The lines for one article: what it is, then its passages, with the words in brackets."""
    row = found.article
    count = words("search.count", n=grouped(found.count, words)) if found.count else words("search.in_title")
    yield " · ".join(filter(None, [row.title or row.source, row.publisher, publication_day(row.published_on, words), count]))
    for passage in found.passages:
        yield "    " + "".join(f"【{piece}】" if at % 2 else piece for at, piece in enumerate(passage.pieces))


def changes(options: argparse.Namespace) -> int:
    """Print what is new since a day or a revision, and with ``--csv`` write all of it; status 2 if there is no such revision."""
    words, workspace = of_terminal(), opened_for_reading(options.workspace)
    try:
        since = point(options.since, workspace)
    except UnknownRevisionError:
        return fail(words("changes.unknown", value=written_out(options.since)))
    told = Changes(WorkspaceDataset(workspace), history(workspace, since), since, words)
    for line in told.lines(options.limit):
        print(written_out(line))
    if options.csv:
        write_whole(options.csv, [rows_to_csv(told.rows())])
    return say_faults(told.faults, words("export.partly", n=told.unshown))
