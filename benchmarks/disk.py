"""What a disk may hold after the power fails, worked out from a record of what a program did to it.

``disk_shim.c`` records every change to the files below one folder, and every sync. A sync of a file makes its content last, a sync of a
folder the names in it. Of everything else, at a power failure, any part may be on the disk: ``Recorded.after_power_loss`` draws one such
state. This is the model of ALICE (Pillai et al., OSDI 2014) with three rules: a rename is never half done, and lasts as soon as one of its
two folders is synced; content is torn at blocks of 512 or 4,096 bytes only; and a file may have its new length, with zeros in it.
"""

from __future__ import annotations

import ctypes
import os
import random
import shutil
import struct
import subprocess
import sys
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from pathlib import Path
from typing import Literal

_SHIM = Path(__file__).with_name("disk_shim.c")
_HEADER = struct.Struct("<BQQII")
_ROOT = 0  # the number of the folder that is watched; every other file and folder is numbered as it is created
FULL, BROKEN, INTERRUPTED, SHORT = 1, 2, 4, 8  # faults, as the shim numbers them
# What is on the disk of what was not synced. ``nothing``, ``everything``. ``prefix``: what came before some moment, and a piece of the last
# write. ``some``: each block and each name or not. ``names``: all names and no content. ``contents``: all content and no name.
Kept = Literal["nothing", "everything", "prefix", "some", "names", "contents"]
KEPT: tuple[Kept, ...] = ("nothing", "everything", "prefix", "some", "some", "some", "names", "contents")


class _Act(IntEnum):
    """What an entry of the log records, as the shim numbers it."""

    CREATE = 1
    WRITE = 2
    TRUNCATE = 3
    SYNC = 4
    RENAME = 5
    LINK = 6
    UNLINK = 7
    MKDIR = 8
    MAP = 9  # written through memory: SQLite's index of its log, which it makes anew after a crash
    MARK = 10


class NoShimError(Exception):
    """The shim cannot be built or loaded here; the message says why, in a sentence for users."""


def build(folder: Path) -> Path:
    """Compile the shim into ``folder``; returns the library. Raises NoShimError."""
    if sys.platform != "linux":
        raise NoShimError("the disk is recorded on Linux only")
    compiler = next((path for name in ("cc", "gcc", "clang") if (path := shutil.which(name))), None)
    if compiler is None:
        raise NoShimError("there is no C compiler (cc)")
    library = folder / "disk_shim.so"
    done = subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", str(library), str(_SHIM), "-ldl"], capture_output=True, text=True)
    if done.returncode:
        raise NoShimError(f"the C compiler failed: {done.stderr.strip()}")
    return library


def watching(library: Path, root: Path, log: Path) -> dict[str, str]:
    """The environment of a process whose changes below ``root`` are recorded in ``log``."""
    return {**os.environ, "LD_PRELOAD": str(library), "DISK_ROOT": str(root.resolve()), "DISK_LOG": str(log)}


class Shim:
    """The shim in this process, which must have been started with ``watching``."""

    def __init__(self) -> None:
        self._library = ctypes.CDLL(None)
        self._library.disk_calls.argtypes, self._library.disk_calls.restype = [ctypes.c_int], ctypes.c_long
        self._library.disk_fail.argtypes = [ctypes.c_int, ctypes.c_long]

    def mark(self, text: str) -> None:
        """Put a text into the record."""
        self._library.disk_mark(text.encode())

    def fail(self, fault: int, call: int) -> None:
        """Let a fault happen at this call of those from now on to which it can happen; 0 only counts them. A full disk stays full."""
        self._library.disk_fail(fault, call)

    def calls(self, fault: int) -> int:
        """Number of calls since ``fail`` to which a fault could happen."""
        return int(self._library.disk_calls(fault))


# --- what was done ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Write:
    """Bytes written into a file."""

    file: int
    at: int
    content: bytes


@dataclass(frozen=True, slots=True)
class Truncate:
    """A file cut off, or lengthened with zeros."""

    file: int
    size: int


@dataclass(frozen=True, slots=True)
class Put:
    """A name given to a file or folder."""

    folder: int
    name: str
    file: int
    is_folder: bool = False


@dataclass(frozen=True, slots=True)
class Drop:
    """A name deleted."""

    folder: int
    name: str


@dataclass(frozen=True, slots=True)
class Move:
    """A file or folder renamed."""

    folder: int
    name: str
    to: int
    new: str
    file: int


@dataclass(frozen=True, slots=True)
class Sync:
    """A file or folder synced."""

    file: int


@dataclass(frozen=True, slots=True)
class Mark:
    """A text put into the record by the program."""

    text: str


Change = Write | Truncate | Put | Drop | Move
Act = Change | Sync | Mark


@dataclass
class Disk:
    """Files with their content and folders with their names, by number; numbers that no name leads to are not on the disk."""

    files: dict[int, bytearray] = field(default_factory=dict)
    folders: dict[int, dict[str, int]] = field(default_factory=lambda: {_ROOT: {}})

    def do(self, act: Change) -> None:
        """Make one change."""
        match act:
            case Write(file, at, content):
                held = self.files.setdefault(file, bytearray())
                held.extend(bytes(max(0, at - len(held))))
                held[at : at + len(content)] = content
            case Truncate(file, size):
                held = self.files.setdefault(file, bytearray())
                del held[size:]
                held.extend(bytes(size - len(held)))
            case Put(folder, name, file, is_folder):
                self.folders.setdefault(folder, {})[name] = file
                if is_folder:
                    self.folders.setdefault(file, {})
            case Drop(folder, name):
                self.folders.setdefault(folder, {}).pop(name, None)
            case Move(folder, name, to, new, file):
                names = self.folders.setdefault(folder, {})
                if names.get(name) == file:
                    del names[name]
                self.folders.setdefault(to, {})[new] = file

    def grow(self, act: Write) -> None:
        """Lengthen a file as a write did, without its content."""
        held = self.files.setdefault(act.file, bytearray())
        held.extend(bytes(max(0, act.at + len(act.content) - len(held))))

    def contents(self, folder: int = _ROOT, path: str = "") -> Iterator[tuple[str, bytes | None]]:
        """Every path with its content; None for a folder."""
        for name, number in sorted(self.folders.get(folder, {}).items()):
            whole = f"{path}/{name}" if path else name
            if number in self.folders:
                yield whole, None
                yield from self.contents(number, whole)
            else:
                yield whole, bytes(self.files.get(number, b""))

    def write(self, target: Path) -> None:
        """Make the files and folders in ``target``, an empty folder."""
        for path, content in self.contents():
            if content is None:
                (target / path).mkdir()
            else:
                (target / path).write_bytes(content)


class Recorded:
    """A record: what was done, in order."""

    def __init__(self, acts: Sequence[Act]) -> None:
        self.acts = acts
        self._synced: dict[int, list[int]] = {}
        for at, act in enumerate(self.acts):
            if isinstance(act, Sync):
                self._synced.setdefault(act.file, []).append(at)

    @classmethod
    def read(cls, log: Path, root: Path) -> Recorded:
        """Read what the shim recorded about the files below ``root``."""
        return cls(list(_Reader(root).acts(log.read_bytes())))

    def marks(self, until: int) -> list[str]:
        """The marks before this act."""
        return [act.text for act in self.acts[:until] if isinstance(act, Mark)]

    def after_power_loss(self, until: int, kept: Kept, draw: random.Random) -> Disk:
        """One state of the disk if the power fails before act number ``until``."""
        loose = [at for at in range(until) if self._is_loose(at, until)]
        chooser = _Chooser(kept, draw, loose)
        disk, unsure = Disk(), set(loose)
        for at, act in enumerate(self.acts[:until]):
            if isinstance(act, Sync | Mark):
                continue
            if at not in unsure:
                disk.do(act)
                continue
            for piece in chooser.pieces(at, act):
                disk.do(piece)
            if chooser.grows and isinstance(act, Write):
                disk.grow(act)
        return disk

    def _is_loose(self, at: int, until: int) -> bool:
        """Whether a change was not made to last before ``until``."""
        match self.acts[at]:
            case Write(file=file) | Truncate(file=file):
                return not self._is_synced(file, at, until)
            case Put(folder=folder) | Drop(folder=folder):
                return not self._is_synced(folder, at, until)
            case Move(folder=folder, to=to):
                return not (self._is_synced(folder, at, until) or self._is_synced(to, at, until))
        return False

    def _is_synced(self, file: int, since: int, until: int) -> bool:
        syncs = self._synced.get(file, [])
        next_one = bisect_right(syncs, since)
        return next_one < len(syncs) and syncs[next_one] < until


class _Chooser:
    """Chooses what is kept of changes that were not synced."""

    def __init__(self, kept: Kept, draw: random.Random, loose: list[int]) -> None:
        self._kept, self._draw = kept, draw
        self._block, self._chance = draw.choice((512, 4096)), draw.choice((0.1, 0.5, 0.9))
        self._end = draw.choice(loose) if loose else 0
        self.grows = kept == "names" or (kept == "some" and draw.random() < 0.5)  # whether files have the length of what is lost

    def pieces(self, at: int, act: Change) -> Iterator[Change]:
        """What is kept of one change."""
        if not isinstance(act, Write):
            if self._keeps(at, content=isinstance(act, Truncate)):
                yield act
        elif self._kept == "prefix" and at == self._end:
            blocks = list(self._blocks(act))
            yield from blocks[: self._draw.randrange(len(blocks) + 1)]
        else:
            yield from (block for block in self._blocks(act) if self._keeps(at, content=True))

    def _keeps(self, at: int, *, content: bool) -> bool:
        match self._kept:
            case "nothing" | "everything":
                return self._kept == "everything"
            case "prefix":
                return at < self._end
            case "some":
                return self._draw.random() < self._chance
            case "names" | "contents":
                return content == (self._kept == "contents")

    def _blocks(self, act: Write) -> Iterator[Write]:
        at, end = act.at, act.at + len(act.content)
        while at < end:
            after = min(end, (at // self._block + 1) * self._block)
            yield Write(act.file, at, act.content[at - act.at : after - act.at])
            at = after


class _Reader:
    """Reads a record, and gives each file a number that stays, whatever its name."""

    def __init__(self, root: Path) -> None:
        self._root = root.resolve()
        self._numbers = {self._root.stat().st_ino: _ROOT}  # by inode; an inode is used again once its file is gone
        self._named: dict[Path, int] = {self._root: _ROOT}
        self._last = _ROOT

    def acts(self, log: bytes) -> Iterator[Act]:
        """The acts in a log."""
        at = 0
        while at < len(log):
            act, inode, place, first, second = _HEADER.unpack_from(log, at)
            at += _HEADER.size
            yield from self._act(act, inode, place, log[at : at + first], log[at + first : at + first + second])
            at += first + second

    def _act(self, act: int, inode: int, place: int, first: bytes, second: bytes) -> Iterator[Act]:
        path = Path(os.fsdecode(first))
        match act:
            case _Act.CREATE | _Act.MKDIR:
                self._last += 1
                self._numbers[inode] = self._named[path] = self._last
                yield Put(self._named[path.parent], path.name, self._last, is_folder=act == _Act.MKDIR)
            case _Act.WRITE:
                yield Write(self._numbers[inode], place, second)
            case _Act.TRUNCATE:
                yield Truncate(self._numbers[inode], place)
            case _Act.SYNC:
                yield Sync(self._numbers[inode])
            case _Act.RENAME:
                yield self._renamed(path, Path(os.fsdecode(second)), inode)
            case _Act.LINK:
                self._named[path] = self._numbers[inode]
                yield Put(self._named[path.parent], path.name, self._numbers[inode])
            case _Act.UNLINK:
                del self._named[path]
                yield Drop(self._named[path.parent], path.name)
            case _Act.MAP if not any(name.name.endswith("-shm") for name, number in self._named.items() if number == self._numbers[inode]):
                raise ValueError("a file is written through memory, which is not recorded")
            case _Act.MARK:
                yield Mark(os.fsdecode(first))

    def _renamed(self, old: Path, new: Path, inode: int) -> Move:
        for path in [path for path in self._named if path == old or old in path.parents]:
            self._named[new / path.relative_to(old)] = self._named.pop(path)
        return Move(self._named[old.parent], old.name, self._named[new.parent], new.name, self._numbers[inode])
