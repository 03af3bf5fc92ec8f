"""Ways to harm a workspace, and to see what is left of it."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

from analytics.ingest import ingest
from analytics.workspace.repair import Deed, repair
from analytics.workspace.store import Workspace
from benchmarks.articles import write_folder
from tests.analytics.workspace.holdings import claims

_NOBODY = 65534


def make_press(folder: Path) -> Path:
    """A folder of 12 articles, one of them no text, one empty."""
    write_folder(folder, 12, broken=6)
    (folder / "0000" / "000011.txt").write_text(" \n", encoding="utf-8")
    return folder


def flip(path: Path, at: int, bit: int = 7) -> None:
    """Turn one bit over."""
    content = bytearray(path.read_bytes())
    content[at] ^= 1 << bit
    path.write_bytes(content)


def harmed(content: bytes, draw: Random) -> bytes:
    """One byte of it turned into another."""
    at = draw.randrange(len(content))
    return content[:at] + bytes([content[at] ^ (1 << draw.randrange(8))]) + content[at + 1 :]


def mended(folder: Path) -> tuple[Workspace, list[Deed]]:
    """The workspace as the command ``repair`` leaves it, which must be without fault."""
    deeds = repair(folder)
    workspace = Workspace(folder)
    ingest(workspace, [])
    assert list(workspace.verify()) == []
    return workspace, deeds


def table(workspace: Workspace) -> list[dict[str, object]]:
    """Every claim that counts, whichever part it is in."""
    return claims(workspace).to_pylist()


@contextmanager
def only_read(folder: Path) -> Iterator[None]:
    """A while in which this process may not write to a folder: root gives up being root, others give up their right."""
    if os.geteuid() == 0:
        for path in (folder, *folder.parents):
            path.chmod(path.stat().st_mode | stat.S_IXOTH | stat.S_IROTH)  # pytest's folders are closed to others
        os.seteuid(_NOBODY)
        try:
            yield
        finally:
            os.seteuid(0)
        return
    paths = [folder, *folder.rglob("*")]
    modes = [path.stat().st_mode for path in paths]
    for path, mode in zip(paths, modes, strict=True):
        path.chmod(mode & ~0o222)
    try:
        yield
    finally:
        for path, mode in zip(paths, modes, strict=True):
            path.chmod(mode)
