"""``python -m benchmarks.failing_calls [EVERY]``: commands whose calls to the disk fail, one after the other.

For every call that an ingest, a review, an export or a repair makes to the files of a workspace, and every fault that can happen to that
call, the command runs once with it: from then on the disk is full, or this one call meets a broken disk, is interrupted, or writes half.
Then the command has done its work, or says in words that it has not; the workspace is whole; and the command, given again, does its work.
With ``EVERY``, only one call of so many fails.
"""

from __future__ import annotations

import argparse
import functools
import json
import os
import pickle
import shutil
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TypeVar

import pyarrow.parquet as pq

from analytics.cli.main import main as analytics
from analytics.documents import Document
from analytics.ingest import ingest
from analytics.workspace.store import NotAWorkspaceError, Workspace
from benchmarks.disk import BROKEN, FULL, INTERRUPTED, SHORT, NoShimError, Shim, build, watching
from benchmarks.power import ARTICLES, Result, extraction_of, in_memory, quick, read_once, tables_of, write_press

T = TypeVar("T")
_FAULTS = {"a full disk": FULL, "a broken disk": BROKEN, "an interruption": INTERRUPTED, "half a write": SHORT}


@dataclass(frozen=True, slots=True)
class _Command:
    """A command and what shows that it was done, both given the folder with the workspace ``w``; what is done to that before."""

    arguments: Callable[[Path], list[str]]
    is_done: Callable[[Path], bool]
    prepare: Callable[[Path], None] = lambda root: None
    makes: str = "w"  # the workspace that it writes


def _commands(press: Path) -> dict[str, _Command]:
    second = ["ingest", str(press / "second"), "--workspace"]
    return {
        "ingest": _Command(lambda root: [*second, str(root / "w")], lambda root: _articles(root / "w") == 2 * ARTICLES - 1),
        "first ingest": _Command(lambda root: [*second, str(root / "new")], lambda root: _articles(root / "new") == ARTICLES, makes="new"),
        "review": _Command(
            lambda root: ["edit", "--workspace", str(root / "w"), _claim(root / "w"), "subject=乙", "--who", "Li"],
            lambda root: set(_words(root / "w")) == {"甲", "乙"},
        ),
        "export": _Command(lambda root: ["export", "--workspace", str(root / "w"), "--csv", str(root / "new.csv")], _is_exported),
        "repair": _Command(
            lambda root: ["repair", "--workspace", str(root / "w")],
            lambda root: _articles(root / "w") == ARTICLES and _words(root / "w") == ["甲"],
            _harm,
        ),
    }


def _articles(folder: Path) -> int:
    """Number of articles with figures."""
    return sum(bool(table) for table in tables_of(Workspace(folder)).values())


def _words(folder: Path) -> list[str]:
    return [entry.value for entry in Workspace(folder).annotations.log()]


def _claim(folder: Path) -> str:
    return str(pq.read_table(sorted(Workspace(folder).snapshot().claims)[0])["claim_id"][0].as_py())


def _is_exported(root: Path) -> bool:
    return (root / "new.csv").read_bytes() == (root / "claims.csv").read_bytes()


def _harm(root: Path) -> None:
    next((root / "w" / "parts").glob("*.claims.parquet")).write_bytes(b"")
    (root / "w" / "people.sqlite").write_bytes(b"")


def _make_whole(root: Path, press: Path) -> None:
    """A workspace with a person's word, and its export."""
    ingest.ingest(workspace := Workspace(root / "w", create=True), [str(press / "first")])
    workspace.annotations.annotate("Li", _claim(root / "w"), {"subject": "甲"})
    analytics(["export", "--workspace", str(root / "w"), "--csv", str(root / "claims.csv")])


# --- one run ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Run:
    """A run of a command: its exit status, the number of calls to which each fault could have happened, and what is wrong."""

    status: int
    calls: Mapping[int, int]
    wrong: list[str]


def _examine(root: Path, command: _Command, shim: Shim, fault: int, call: int, usual: int | None) -> _Run:
    """Run a command with a fault at a call; ``usual`` is its status without one, if that is known."""
    command.prepare(root)
    arguments = command.arguments(root)
    shim.fail(fault, call)
    status, said = _outcome(arguments)
    calls = {kind: shim.calls(kind) for kind in _FAULTS.values()}
    shim.fail(0, 0)
    return _Run(status, calls, list(_wrong(root, command, status, said, status if usual is None else usual)))


def _wrong(root: Path, command: _Command, status: int, said: str, usual: int) -> Iterator[str]:
    if "Traceback" in said:
        yield f"it ends with {said.splitlines()[-1]}"
    elif status == usual and not command.is_done(root):
        yield "it says that it is done, and it is not"
    elif status != usual and not said:
        yield "it fails without a word"
    if command.prepare is not _harm:
        with suppress(NotAWorkspaceError):
            yield from (f"verify finds {fault.file}: {fault.cause}" for fault in Workspace(root / command.makes).verify())
    again, said = _outcome(command.arguments(root))
    if again != usual or not command.is_done(root):
        yield f"the second time, it is not done: {said.splitlines()[-1:]}"
    yield from (f"in the end verify finds {fault.file}: {fault.cause}" for fault in Workspace(root / command.makes).verify())


def _outcome(arguments: list[str]) -> tuple[int, str]:
    """Run a command; returns its status and what it said."""
    with tempfile.TemporaryFile() as said:
        before = {stream: os.dup(stream) for stream in (1, 2)}
        for stream in before:
            os.dup2(said.fileno(), stream)
        try:
            status = analytics(arguments)
        except Exception:
            status = -1
            traceback.print_exc()
        sys.stdout.flush()
        sys.stderr.flush()
        for stream, kept in before.items():
            os.dup2(kept, stream)
            os.close(kept)
        said.seek(0)
        return status, said.read().decode(errors="replace").strip()


def _forked(work: Callable[[], T], answer: Path) -> T | None:
    """Do something in a fork of this process, which keeps what was read and extracted already; None if the fork does not live to its end."""
    child = os.fork()
    if not child:
        try:
            answer.write_bytes(pickle.dumps(work()))
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(0)
    os.waitpid(child, 0)
    found: T | None = pickle.loads(answer.read_bytes()) if answer.exists() else None
    answer.unlink(missing_ok=True)
    return found


def _run(scratch: Path, every: int) -> Result:
    """Run all commands with all faults, in a process with the shim."""
    quick()
    press, whole, root, answer, shim, result = scratch / "press", scratch / "whole", scratch / "root", scratch / "answer", Shim(), Result()
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    _read_ahead(press)
    whole.mkdir()
    _forked(lambda: _make_whole(whole, press), answer)
    for name, command in _commands(press).items():
        calls: dict[int, int] = {}
        usual: int | None = None
        for said, fault, call in chain([("no fault", 0, 0)], _plan(calls, every)):
            for path in root.iterdir():
                shutil.rmtree(path) if path.is_dir() else path.unlink()
            shutil.copytree(whole, root, dirs_exist_ok=True)
            run = _forked(functools.partial(_examine, root, command, shim, fault, call, usual), answer) or _Run(-1, {}, ["it is killed"])
            if usual is None:
                usual = run.status
                calls.update(run.calls)
            result.add(f"call {call}", [f"{name}, {said}: {each}" for each in run.wrong])
    return result


def _read_ahead(press: Path) -> None:
    """Read and extract all articles. Nothing of Arrow or DuckDB may run in this process, since a fork has none of their threads."""
    for path in sorted(press.glob("*/*.txt")):
        for found in read_once(str(path), path.name):
            if isinstance(found, Document):
                extraction_of(found.text)


def _plan(calls: Mapping[int, int], every: int) -> Iterator[tuple[str, int, int]]:
    """Which call fails how; ``calls`` is filled by the run without a fault, before the first is asked for."""
    yield from ((said, fault, call) for said, fault in _FAULTS.items() for call in range(1 + every // 2, calls[fault] + 1, every))


def fail_calls(every: int = 1) -> Result:
    """Let one call of ``every`` fail, for each command and fault. Raises NoShimError."""
    with tempfile.TemporaryDirectory(dir=in_memory()) as name:
        scratch = Path(name)
        library = build(scratch)
        (scratch / "root").mkdir()
        write_press(scratch / "press")
        child = [sys.executable, "-m", "benchmarks.failing_calls", str(every), "--child", str(scratch)]
        environment = {**watching(library, scratch / "root", Path(os.devnull)), "LC_ALL": "en_US.UTF-8"}
        subprocess.run(child, env=environment, check=True)
        found = json.loads((scratch / "result").read_bytes())
        return Result(found["runs"], found["faults"])


def main() -> int:
    """Print the findings; returns 1 if there are any, 2 if nothing can be measured here."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("every", nargs="?", type=int, default=1)
    parser.add_argument("--child", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        result = _run(options.child, options.every)
        (options.child / "result").write_text(json.dumps({"runs": result.runs, "faults": result.faults}))
        return 0
    try:
        return fail_calls(options.every).told("commands with a failing call")
    except NoShimError as error:
        print(f"nothing is measured: {error}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    raise SystemExit(main())
