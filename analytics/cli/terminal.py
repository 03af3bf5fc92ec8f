"""What the commands write to the terminal and to files: outcomes, faults, errors in plain words."""

from __future__ import annotations

import errno
import sys
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import astuple, fields
from pathlib import Path
from typing import BinaryIO, TextIO, get_args

from analytics.documents.outcomes import FileReport, Outcome
from analytics.export.csv import write_rows
from analytics.i18n.format import doubts, grouped
from analytics.i18n.invisible import written_out
from analytics.i18n.words import of_terminal
from analytics.workspace.atomic import atomic_write
from analytics.workspace.faults import Fault
from analytics.workspace.log_files import LogHead
from analytics.workspace.opening import is_own_file
from analytics.workspace.store import NotAWorkspaceError, Workspace
from analytics.workspace.trouble import DamagedError, trouble

_OUTCOMES = ("again", *get_args(Outcome))


def opened_for_reading(folder: Path) -> Workspace:
    """Open a workspace to look at it, and say if it can only be looked at."""
    workspace = Workspace(folder)
    if workspace.read_only:
        print(of_terminal()(f"workspace.{workspace.read_only}"), file=sys.stderr)
    return workspace


def write_whole(place: str, chunks: Iterable[bytes]) -> None:
    """Write to standard output (``-``), or atomically to a file. Raises OSError."""
    with writing(place) as file:
        file.writelines(chunks)


def writing(place: str) -> AbstractContextManager[BinaryIO]:
    """A file to write that appears complete or not at all; ``-`` is standard output. Raises OSError for a file of a workspace."""
    if place != "-":
        refuse_own(Path(place))
    return nullcontext(sys.stdout.buffer) if place == "-" else atomic_write(Path(place))


def refuse_own(place: Path) -> None:
    """Raises OSError if a file to write belongs to a workspace."""
    if is_own_file(place):
        raise FileExistsError(errno.EEXIST, of_terminal()("workspace.own_file"), str(place))


def write_lines(file: TextIO, lines: Iterable[FileReport], header: bool = True) -> None:
    """Write outcomes of files as CSV."""
    write_rows(file, [*([[field.name for field in fields(FileReport)]] if header else []), *map(astuple, lines)])


def tallied(outcomes: Mapping[str, int]) -> str:
    """Number of files per outcome, on one line."""
    words = of_terminal()
    return " · ".join(words(f"outcome.{outcome}", n=grouped(n, words)) for outcome in _OUTCOMES if (n := outcomes.get(outcome, 0)))


def say_unread(source: str, reason: str, detail: str) -> None:
    """Print why a file or a cell of metadata was not read."""
    print(written_out(f"{source}: {of_terminal()(f'unreadable.{reason}')}{f' ({detail})' if detail else ''}"), file=sys.stderr)


def say_doubt(line: FileReport) -> None:
    """Print what is doubtful about a file."""
    doubt = doubts(line.doubt, of_terminal(), line.detail)
    print(of_terminal()("upload.doubtful", source=written_out(line.source), doubt=doubt), file=sys.stderr)


def say_unindexed(error: OSError | None) -> None:
    """Print why the search index is not complete, if it is not."""
    if error:
        print(of_terminal()("ingest.unindexed", cause=cause_of(error)), file=sys.stderr)


def say_faults(faults: Sequence[Fault], so: str) -> int:
    """Print ``faults``, what follows from them (``so``) and what helps; returns 1, or 0 if there are none."""
    if not faults:
        return 0
    for fault in faults:
        print(worded(fault), file=sys.stderr)
    print(so, of_terminal()("workspace.damaged_help"), sep="\n", file=sys.stderr)
    return 1


def worded(fault: Fault) -> str:
    """A fault in the language of the terminal: the file and what is wrong with it."""
    return f"{fault.file}: {of_terminal()(f'fault.{fault.cause}', detail=fault.detail)}"


def end_of_log(head: LogHead) -> str:
    """Number of lines and last hash of people's log, as text to compare with an earlier one."""
    return of_terminal()("status.log", n=grouped(head.lines, of_terminal()), seal=head.chain[:16] or "–")


def fail(message: str) -> int:
    """Print why nothing was done; returns status 2."""
    print(message, file=sys.stderr)
    return 2


def failed(error: OSError) -> int:
    """Print in plain words why the system refused something, and for which file; returns status 2."""
    words = of_terminal()
    return fail(
        words("ingest.failed", cause=cause_of(error)) + (f"\n{words('workspace.damaged_help')}" if trouble(error) == "damaged" else "")
    )


def no_workspace(error: NotAWorkspaceError) -> int:
    """Print that the folder is not a workspace; returns status 2."""
    return fail(of_terminal()("workspace.none", folder=error))


def cause_of(error: OSError) -> str:
    """Why the system refused something, and for which file."""
    why, where = trouble(error), error.name if isinstance(error, DamagedError) else error.filename
    if why == "other":
        return f"{where}: {error.strerror}" if where and error.strerror else str(error)
    return of_terminal()(f"trouble.{why}") + (f" ({where})" if where else "")
