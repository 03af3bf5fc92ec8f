"""Ways to harm a workspace, and to see what is left of it."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

from analytics.ingest.ingest import ingest
from analytics.workspace.repair import RepairStep, repair
from analytics.workspace.store import Workspace
from benchmarks.articles import write_folder
from tests.analytics.workspace.holdings import claims

ROOT = Path(__file__).parents[3]
_PR_CAPBSET_DROP, _CAP_DAC_OVERRIDE = 24, 1  # as Linux numbers them


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


def mended(folder: Path) -> tuple[Workspace, list[RepairStep]]:
    """The workspace as the command ``repair`` leaves it, which must be without fault."""
    steps = repair(folder)
    workspace = Workspace(folder)
    ingest(workspace, [])
    assert list(workspace.verify()) == []
    return workspace, steps


def table(workspace: Workspace) -> list[dict[str, object]]:
    """Every claim that counts, whichever part it is in."""
    return claims(workspace).to_pylist()


@contextmanager
def only_read(folder: Path) -> Iterator[None]:
    """A while in which nobody may write to a folder; root, who may all the same, is to be ``powerless``."""
    paths = [folder, *folder.rglob("*")]
    modes = [path.stat().st_mode for path in paths]
    for path, mode in zip(paths, modes, strict=True):
        path.chmod(mode & ~0o222)
    try:
        yield
    finally:
        for path, mode in zip(paths, modes, strict=True):
            path.chmod(mode)


def powerless() -> None:
    """Have the program that this process is about to run write nowhere but where it may, though it be root."""
    if os.geteuid() == 0:
        libc = ctypes.CDLL(None, use_errno=True)
        assert libc.prctl(_PR_CAPBSET_DROP, _CAP_DAC_OVERRIDE, 0, 0, 0) == 0, os.strerror(ctypes.get_errno())


def python(code: str, *arguments: object, before: Callable[[], None] | None = None, **environment: str) -> subprocess.Popen[str]:
    """A Python process of this project's."""
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        preexec_fn=before, env={**os.environ, "LC_ALL": "en_US.UTF-8", **environment},
    )  # fmt: skip
