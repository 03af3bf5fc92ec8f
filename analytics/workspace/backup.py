"""A workspace in one file, and back: verified when written and when read.

The file is a ZIP archive of the manifest, the log of annotations and the parts that the manifest lists, with ``contents.json``: the format,
the end of the log, and the SHA-256 of each file. It is written while others write: SQLite copies its files as they were at one moment, and
parts never change.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
import shutil
import sqlite3
import zlib
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO
from zipfile import ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from analytics.temporary import TemporaryFolder
from analytics.workspace.atomic import atomic_write, make_folder, move, sync_tree
from analytics.workspace.connections import for_reading
from analytics.workspace.log_files import LogHead, answer, head
from analytics.workspace.manifest import Manifest
from analytics.workspace.manifest_schema import FORMAT
from analytics.workspace.opening import MANIFEST, MARKER, PARTS, PEOPLE
from analytics.workspace.parts import files_of, note_of
from analytics.workspace.store import Workspace
from analytics.workspace.trouble import DamagedError, NewerFormatError, as_os_error

_CONTENTS = "contents.json"
# The files that a backup may hold. Nothing else is unpacked: SQLite would play back a journal beside a database, and delete what it names.
_NAME = re.compile(rf"{MANIFEST}|{PEOPLE}|{PARTS}/\w[\w.-]*\.(?:parquet|json)", re.ASCII)
_BLOCK = 1 << 20
# What zipfile and JSON raise for a file with changed bytes: RuntimeError for a flag that says encrypted or packed in an unknown way.
_DAMAGE = (BadZipFile, EOFError, LookupError, ValueError, TypeError, AttributeError, ArithmeticError, RuntimeError, zlib.error)


class RolledBackError(Exception):
    """The workspace's log lacks lines that an earlier backup in the same file has."""


class NotABackupError(DamagedError):
    """A file (``name``) is no backup, or a damaged one; nothing mends it."""


@dataclass(frozen=True, slots=True)
class Backup:
    """What a backup holds: its number of files, their bytes, and the end of the log."""

    files: int
    bytes: int
    log: LogHead


def back_up(workspace: Workspace, target: Path) -> Backup:
    """Write a backup of a workspace to ``target``; it appears there whole and verified.

    A backup that is there already is replaced, unless the workspace's log does not continue the log in it: then RolledBackError. Raises
    NotABackupError if something else is there; DamagedError if the workspace has a fault that any reader sees; OSError.
    """
    if target.exists() and not target.is_file():  # a pipe or device cannot be read again, to verify it
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL), str(target))
    if faults := workspace.snapshot().faults:
        raise DamagedError(faults[0].file)
    if target.is_file() and not workspace.annotations.includes(_read_contents(target).log):
        raise RolledBackError(str(target))
    with TemporaryFolder(target.resolve().parent) as beside:
        files = list(_snapshot(workspace, beside.path))
        with atomic_write(target) as file:
            made = _pack(file, files, answer(beside.path / PEOPLE, head))
            file.flush()
            with Path(file.name).open("rb") as written, ZipFile(written) as archive:
                _check(archive, target)
    return made


def restore(source: Path, folder: Path) -> Backup:
    """Unpack a backup as a new workspace ``folder``, which must be missing or empty.

    It appears there whole: every file is verified first, and the workspace has no fault. Raises FileExistsError if the folder holds
    something; NotABackupError; NewerFormatError; OSError.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FileExistsError(17, "", str(folder))
    held = _read_contents(source)
    make_folder(folder.absolute().parent)
    with TemporaryFolder(folder.resolve().parent) as beside:
        new = beside.path / "workspace"
        (new / PARTS).mkdir(parents=True)
        with _opened(source) as archive:
            for name in _check(archive, source):
                with archive.open(name) as packed, (new / name).open("xb") as file:
                    shutil.copyfileobj(packed, file, _BLOCK)
        (new / MARKER).touch()
        with _damage_named(source):
            workspace = Workspace(new)
            is_whole = not list(workspace.verify()) and workspace.annotations.includes(held.log)
        if not is_whole:
            raise NotABackupError(source.name)
        if folder.exists():
            folder.rmdir()
        sync_tree(new)
        try:
            move(new, folder)
        except OSError as error:
            if error.errno in (errno.ENOTEMPTY, errno.EEXIST):  # another restore was quicker
                raise FileExistsError(errno.EEXIST, "", str(folder)) from error
            raise
    return held


# --- writing ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _File:
    """A file for the backup: its name there, where it is now, and the SHA-256 that it must have, if that is known."""

    name: str
    path: Path
    hash: str = ""


def _snapshot(workspace: Workspace, beside: Path) -> Iterator[_File]:
    """The files of a workspace at this moment; those of SQLite are copied to ``beside``."""
    for name in (MANIFEST, PEOPLE):  # the log last: it then has the line that the manifest knows as its end
        with (
            closing(for_reading(workspace.folder / name)) as db,
            closing(sqlite3.connect(beside / name)) as copy,
            as_os_error(beside / name),
        ):
            db.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
    with Manifest(beside / MANIFEST).writing() as transaction:
        for retired in transaction.retired():
            transaction.drop(retired)
        listed, derived = [*transaction.parts(), *transaction.shelved()], transaction.all_derived()
    yield from (_File(name, beside / name) for name in (MANIFEST, PEOPLE))
    parts = workspace.folder / PARTS
    for part in listed:
        for table, path in files_of(parts, part.name).items():
            yield _File(f"{PARTS}/{path.name}", path, getattr(part, f"{table}_hash"))
        if (note := note_of(parts, part.name)).exists():
            yield _File(f"{PARTS}/{note.name}", note)
    yield from (_File(f"{PARTS}/{name}", parts / name, hash_) for name, hash_, _ in derived)


def _pack(target: BinaryIO, files: Sequence[_File], log: LogHead) -> Backup:
    hashes, size = dict[str, str](), 0
    with ZipFile(target, "w") as archive:  # the parts are compressed already; the date of each entry is that of no clock
        for file in files:
            seen = hashlib.sha256()
            with file.path.open("rb") as source, archive.open(ZipInfo(file.name), "w", force_zip64=True) as entry:
                for block in iter(lambda source=source: source.read(_BLOCK), b""):  # type: ignore[misc]
                    seen.update(block)
                    size += entry.write(block)
            hashes[file.name] = seen.hexdigest()
            if file.hash not in ("", hashes[file.name]):
                raise DamagedError(file.path.name)
        archive.writestr(ZipInfo(_CONTENTS), json.dumps({"format": FORMAT, "log": str(log), "files": hashes}, indent=1))
    return Backup(len(hashes), size, log)


# --- reading ------------------------------------------------------------------------------------


def _opened(source: Path) -> ZipFile:
    """A backup. Its files are not compressed, so that none of them is larger than the backup. Raises NotABackupError; OSError."""
    with _damage_named(source):
        archive = ZipFile(source)
    if any(entry.compress_type != ZIP_STORED or entry.file_size != entry.compress_size for entry in archive.infolist()):
        archive.close()
        raise NotABackupError(source.name)
    return archive


@contextmanager
def _damage_named(source: Path) -> Iterator[None]:
    """Raises NotABackupError for whatever zipfile, JSON and the workspace in it raise for changed bytes."""
    try:
        yield
    except (*_DAMAGE, DamagedError) as error:
        raise NotABackupError(source.name) from error
    except OSError as error:
        if error.errno != errno.EINVAL:  # that comes from a place before the beginning of the file
            raise
        raise NotABackupError(source.name) from error


def _read_contents(source: Path) -> Backup:
    """What a backup says that it holds. Raises NotABackupError; NewerFormatError; OSError."""
    with _opened(source) as archive:
        contents = _contents(archive, source)
        if contents["format"] > FORMAT:
            raise NewerFormatError(contents["format"])
        return Backup(len(contents["files"]), sum(info.file_size for info in archive.infolist()), LogHead.parsed(contents["log"]))


def _contents(archive: ZipFile, source: Path) -> dict[str, Any]:
    with _damage_named(source):
        contents = json.loads(archive.read(_CONTENTS))
        LogHead.parsed(contents["log"])
        found = {"format": int(contents["format"]), "log": contents["log"], "files": dict(contents["files"])}
    if not {MANIFEST, PEOPLE} <= found["files"].keys():
        raise NotABackupError(source.name)
    return found


def _check(archive: ZipFile, source: Path) -> list[str]:
    """Read every file of a backup and compare its hash; returns their names. Raises NotABackupError."""
    hashes = _contents(archive, source)["files"]
    with _damage_named(source):
        for name, hash_ in hashes.items():
            if not _NAME.fullmatch(name):
                raise NotABackupError(source.name)
            with archive.open(name) as entry:
                if hashlib.file_digest(entry, "sha256").hexdigest() != hash_:  # type: ignore[arg-type]
                    raise NotABackupError(source.name)
    return list(hashes)
