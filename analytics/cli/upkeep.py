"""The commands that keep a workspace whole and take people's words. Each takes the parsed options and returns the exit status."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from analytics.claims.ids import current_id
from analytics.cli.terminal import end_of_log, fail, opened_for_reading, say_unindexed, worded
from analytics.i18n.format import grouped
from analytics.i18n.invisible import written_out
from analytics.i18n.words import of_terminal
from analytics.ingest.ingest import ingest as read_into
from analytics.workspace import lexicon_patch
from analytics.workspace.annotations import InvalidValueError
from analytics.workspace.backup import NotABackupError, RolledBackError, back_up
from analytics.workspace.backup import restore as unpack
from analytics.workspace.faults import Fault
from analytics.workspace.repair import LOSSES
from analytics.workspace.repair import repair as mend
from analytics.workspace.store import Workspace
from analytics.workspace.trouble import DamagedError


def verify(options: argparse.Namespace) -> int:
    """Print the faults of a workspace, one a line; status 1 if there are any."""
    faults = 0
    for fault in _faults(options.workspace):
        print(worded(fault))
        faults += 1
    print(of_terminal()("verify.faults", n=faults) if faults else of_terminal()("verify.clean"))
    return 1 if faults else 0


def _faults(folder: Path) -> Iterator[Fault]:
    try:
        yield from opened_for_reading(folder).verify()
    except DamagedError as error:
        yield Fault(error.name, "damaged" if (folder / error.name).exists() else "missing")


def repair(options: argparse.Namespace) -> int:
    """Repair a damaged workspace; status 1 if something could not be restored."""
    words = of_terminal()
    steps = mend(options.workspace)
    for step in steps:
        print(words(f"repair.{step.kind}", name=step.name, n=step.n), file=sys.stderr if step.kind in LOSSES else sys.stdout)
    say_unindexed(read_into(Workspace(options.workspace), []))
    if verify(options):
        return 1
    if any(step.kind in LOSSES for step in steps):
        print(words("repair.incomplete"), file=sys.stderr)
        return 1
    return 0


def edit(options: argparse.Namespace) -> int:
    """Record a user's edit of a claim or an article; status 2 if the id is unknown or a value does not fit."""
    workspace = Workspace(options.workspace)
    about = options.id if workspace.holds(options.id) else current_id(options.id)
    if not workspace.holds(about):
        return fail(of_terminal()("edit.unknown", id=options.id))
    try:
        workspace.annotations.annotate(options.who, about, dict(options.values))
        if "-" not in about:  # an article: figures that depend on its metadata are recomputed
            say_unindexed(read_into(workspace, []))
    except InvalidValueError as error:
        return fail(of_terminal()("edit.unfit", value=str(error).encode(errors="replace").decode()))
    return 0


def lexicon(options: argparse.Namespace) -> int:
    """Print people's rules for nouns and names as a patch of the lexicon, or take those of a patch; status 2 if it is not one."""
    words, people = of_terminal(), Workspace(options.workspace).annotations
    rules = people.rules()
    if options.action == "show":
        print(lexicon_patch.written(rules), end="")
        return 0
    try:
        patch = lexicon_patch.read(options.file.read_text(encoding="utf-8"))
        new = lexicon_patch.news(patch, rules)
        if new:
            people.add_rules(options.who, new)
    except (UnicodeDecodeError, lexicon_patch.InvalidPatchError) as error:
        return fail(words("lexicon.no_patch", file=written_out(options.file.name), detail=written_out(str(error))))
    except InvalidValueError as error:
        return fail(words("edit.unfit", value=written_out(str(error))))
    print(words("lexicon.applied", n=grouped(len(new), words), known=grouped(len(patch) - len(new), words)))
    return 0


def backup(options: argparse.Namespace) -> int:
    """Write a workspace to one file; status 2 if it is damaged, if another file is there, or an earlier backup with words that it lacks."""
    words = of_terminal()
    try:
        made = back_up(Workspace(options.workspace), options.file)
    except NotABackupError:
        return fail(words("backup.other", file=written_out(options.file.name)))
    except RolledBackError:
        return fail(words("backup.rolled_back", file=written_out(options.file.name)))
    print(words("backup.made", files=made.files, size=grouped(made.bytes / 1e6, words, "#,##0.0")), end_of_log(made.log), sep="\n")
    return 0


def restore(options: argparse.Namespace) -> int:
    """Unpack a backup into a new folder; status 2 if the backup is damaged or the folder holds something."""
    try:
        held = unpack(options.file, options.workspace)
    except NotABackupError:
        return fail(of_terminal()("restore.damaged", file=written_out(options.file.name)))
    except FileExistsError:
        return fail(of_terminal()("restore.taken", folder=written_out(str(options.workspace))))
    print(of_terminal()("restore.made", files=held.files), end_of_log(held.log), sep="\n")
    return 0
