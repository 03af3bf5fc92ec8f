"""A workspace in one file and back: whole though others write, refused when damaged, and no older state in place of a newer one."""

from __future__ import annotations

import hashlib
import json
import shutil
import struct
import time
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest

from analytics.cli.main import main
from analytics.ingest.ingest import ingest
from analytics.workspace.backup import NotABackupError, RolledBackError, back_up, restore
from analytics.workspace.opening import NotAWorkspaceError
from analytics.workspace.repair import repair
from analytics.workspace.store import Workspace
from analytics.workspace.trouble import DamagedError
from benchmarks.articles import write_folder
from tests.analytics.workspace.faulty import make_press, only_read, powerless, python, table


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ten articles, one of them removed, one figure corrected."""
    folder = tmp_path_factory.mktemp("whole")
    workspace = Workspace(folder / "workspace", create=True)
    ingest(workspace, [str(make_press(folder / "press"))])
    rows = table(workspace)
    workspace.annotations.annotate("Li", str(rows[0]["claim_id"]), {"subject": "线索"})
    workspace.annotations.annotate("Li", str(rows[-1]["doc_id"]), {"removed": "1"})
    ingest(workspace, [])
    return workspace.folder


@pytest.fixture
def held(whole: Path, tmp_path: Path) -> Workspace:
    """The same, to be changed."""
    return Workspace(shutil.copytree(whole, tmp_path / "workspace"))


def same(one: Workspace, other: Workspace) -> bool:
    """Whether two workspaces hold the same."""
    return (table(one), list(one.annotations.log()), one.status().removed, one.status().outcomes) == (
        table(other), list(other.annotations.log()), other.status().removed, other.status().outcomes,
    )  # fmt: skip


def test_what_comes_back_is_what_was_backed_up(held: Workspace, tmp_path: Path) -> None:
    made = back_up(held, tmp_path / "backup.zip")
    assert made.log == held.annotations.head()
    assert restore(tmp_path / "backup.zip", tmp_path / "again").log == made.log
    again = Workspace(tmp_path / "again")
    assert same(again, held)
    assert list(again.verify()) == []
    again.annotations.annotate("Li", "d-1-2", {"unit": "起"})
    ingest(again, [])
    assert list(again.verify()) == []
    assert sorted(path.name for path in tmp_path.iterdir()) == ["again", "backup.zip", "workspace"]


def test_the_commands_say_what_they_did(held: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = str(tmp_path / "backup.zip")
    assert main(["backup", file, "--workspace", str(held.folder)]) == 0
    assert main(["restore", file, "--workspace", str(tmp_path / "again")]) == 0
    assert capsys.readouterr().out.count(held.annotations.head().chain[:16]) == 2
    assert main(["restore", file, "--workspace", str(tmp_path / "again")]) == 2
    assert main(["backup", file, "--workspace", str(tmp_path)]) == 2
    assert same(Workspace(tmp_path / "again"), held)


_WRITES = """
import sys
from pathlib import Path
from analytics.ingest.ingest import ingest
from analytics.workspace.store import Workspace
workspace = Workspace(Path(sys.argv[1]))
print("begun", flush=True)
for n in range(400):
    workspace.annotations.annotate("Wang", "d-1-2", {"unit": f"件{n}"})
    if n % 10 == 9:
        ingest(workspace, [f"{sys.argv[2]}/0000/{n // 10:06}.txt"])
"""


def test_a_backup_made_while_others_write_is_whole(held: Workspace, tmp_path: Path) -> None:
    write_folder(tmp_path / "more", 60)
    writer = python(_WRITES, held.folder, tmp_path / "more")
    assert writer.stdout is not None
    assert writer.stdout.readline() == "begun\n"
    lines: list[int] = []
    try:
        while len(lines) < 6 or lines[0] == lines[-1]:  # a busy machine gives the writer no turn for a while
            assert writer.poll() is None
            time.sleep(0.5)
            lines.append(back_up(held, tmp_path / "backup.zip").log.lines)
            restore(tmp_path / "backup.zip", tmp_path / f"again{len(lines)}")
            again = Workspace(tmp_path / f"again{len(lines)}")
            assert list(again.verify()) == []
            assert len(list(again.annotations.log())) == lines[-1]
    finally:
        writer.kill()
        writer.wait()
    assert lines == sorted(lines)


def test_a_damaged_backup_is_refused_whichever_byte_it_is(held: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "backup.zip"
    back_up(held, file)
    sound, refused = file.read_bytes(), 0
    for at in range(0, len(sound), max(97, len(sound) // 400)):
        file.write_bytes(sound[:at] + bytes([sound[at] ^ 0x10]) + sound[at + 1 :])
        try:
            restore(file, tmp_path / "again")
        except (DamagedError, OSError):
            refused += 1
            assert not (tmp_path / "again").exists()
        else:  # a byte that says nothing, such as a date in the archive's directory
            assert same(Workspace(tmp_path / "again"), held)
            shutil.rmtree(tmp_path / "again")
    assert refused > 300
    for cut in (0, 10, len(sound) // 2, len(sound) - 1):
        file.write_bytes(sound[:cut])
        with pytest.raises(DamagedError):
            restore(file, tmp_path / "again")


def test_a_flag_that_is_changed_is_damage_too(held: Workspace, tmp_path: Path) -> None:
    """Encrypted, packed in an unknown way, of a later version, elsewhere: what the directory of the archive says of its first entry."""
    back_up(held, tmp_path / "backup.zip")
    sound = (tmp_path / "backup.zip").read_bytes()
    directory = sound.index(b"PK\x01\x02")
    for offset, bits in ((6, 0x71), (8, 0x71), (10, 0x71), (10, 12), (10, 14), (16, 0x71), (42, 0x71), (45, 0x71)):
        changed = bytearray(sound)
        changed[directory + offset] ^= bits
        (tmp_path / "damaged.zip").write_bytes(changed)
        with pytest.raises(DamagedError):
            restore(tmp_path / "damaged.zip", tmp_path / "again")


def test_a_backup_that_unpacks_to_more_than_it_holds_is_none(held: Workspace, tmp_path: Path) -> None:
    back_up(held, tmp_path / "backup.zip")
    with (
        zipfile.ZipFile(tmp_path / "backup.zip") as archive,
        zipfile.ZipFile(tmp_path / "packed.zip", "w", zipfile.ZIP_DEFLATED) as other,
    ):
        for entry in archive.namelist():
            other.writestr(entry, archive.read(entry) + b" " * 1000 * (entry == "contents.json"))
    with pytest.raises(NotABackupError):
        restore(tmp_path / "packed.zip", tmp_path / "again")


def test_a_backup_that_lists_nothing_is_damaged(held: Workspace, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "nothing.zip", "w") as archive:
        archive.writestr("contents.json", json.dumps({"format": 1, "log": str(held.annotations.head()), "files": {}}))
    with pytest.raises(DamagedError):
        restore(tmp_path / "nothing.zip", tmp_path / "again")
    assert not (tmp_path / "again").exists()


@pytest.mark.parametrize(
    "name",
    [
        "../stray",
        "/stray",
        "parts/../../stray",
        "parts\\stray",
        "c:stray",
        "parts/.stray",
        "elsewhere/stray",
        "stray.parquet",
        "parts/stray",
    ],
)
def test_no_name_in_an_archive_leads_out_of_the_new_folder(held: Workspace, tmp_path: Path, name: str) -> None:
    back_up(held, tmp_path / "backup.zip")
    with zipfile.ZipFile(tmp_path / "backup.zip") as archive, zipfile.ZipFile(tmp_path / "other.zip", "w") as other:
        contents = json.loads(archive.read("contents.json"))
        contents["files"][name] = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        for entry in archive.namelist():
            other.writestr(entry, archive.read(entry) if entry != "contents.json" else json.dumps(contents))
        other.writestr(name, b"")
    with pytest.raises(DamagedError):
        restore(tmp_path / "other.zip", tmp_path / "again")
    assert not list(tmp_path.rglob("*stray*"))


@pytest.mark.parametrize("database", ["manifest.sqlite", "people.sqlite", "people.copy.sqlite"])
def test_no_journal_makes_sqlite_delete_another_file(held: Workspace, tmp_path: Path, database: str) -> None:
    """Neither in a backup nor in a folder that somebody passed on: SQLite deletes what a journal names as its super-journal."""
    victim, journal = tmp_path / "victim.txt", held.folder / f"{database}-journal"
    victim.write_text("mine")
    back_up(held, tmp_path / "backup.zip")
    journal.write_bytes(naming(victim, held.folder / database))
    with zipfile.ZipFile(tmp_path / "backup.zip") as archive, zipfile.ZipFile(tmp_path / "other.zip", "w") as other:
        contents = json.loads(archive.read("contents.json"))
        contents["files"][journal.name] = hashlib.sha256(journal.read_bytes()).hexdigest()
        for entry in archive.namelist():
            other.writestr(entry, archive.read(entry) if entry != "contents.json" else json.dumps(contents))
        other.write(journal, journal.name)
    with pytest.raises(DamagedError):
        restore(tmp_path / "other.zip", tmp_path / "again")
    with suppress(DamagedError):
        assert [fault.file for fault in Workspace(held.folder).verify()]
    aside = [step.name for step in repair(held.folder) if step.kind == "aside"]
    assert f"set-aside/{journal.name}" in aside
    assert list(Workspace(held.folder).verify()) == []
    assert victim.read_text() == "mine"


def naming(victim: Path, database: Path) -> bytes:
    """A hot rollback journal of a database, with a super-journal; see https://www.sqlite.org/fileformat.html#the_rollback_journal."""
    magic, name, page = bytes.fromhex("d9d505f920a163d7"), str(victim).encode(), int.from_bytes(database.read_bytes()[16:18])
    header = magic + struct.pack(">5I", 0, 1, database.stat().st_size // page, 512, page)
    end = struct.pack(">I", 0x40000000 // page + 1) + name + struct.pack(">2I", len(name), sum(name))
    return header.ljust(512, b"\0") + end + magic


@pytest.mark.skipif(not Path("/dev/null").exists(), reason="no such device here")
def test_a_backup_to_a_device_is_refused(held: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["backup", "/dev/null", "--workspace", str(held.folder)]) == 2
    assert "/dev/null" in capsys.readouterr().err


def test_a_backup_is_the_same_at_any_time(held: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    back_up(held, tmp_path / "one.zip")
    monkeypatch.setattr(time, "time", lambda: 0.0)  # 1970, when no ZIP archive had a date
    back_up(held, tmp_path / "two.zip")
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()


def test_an_older_workspace_does_not_replace_the_backup_of_a_newer_one(held: Workspace, tmp_path: Path) -> None:
    """Even if manifest and log were both put back, so that the workspace shows nothing by itself."""
    shutil.copytree(held.folder, tmp_path / "older")
    held.annotations.annotate("Li", "d-1-2", {"unit": "起"})
    back_up(held, tmp_path / "backup.zip")
    content = (tmp_path / "backup.zip").read_bytes()
    older = Workspace(tmp_path / "older")
    assert list(older.verify()) == []
    with pytest.raises(RolledBackError):
        back_up(older, tmp_path / "backup.zip")
    assert main(["backup", str(tmp_path / "backup.zip"), "--workspace", str(older.folder)]) == 2
    assert (tmp_path / "backup.zip").read_bytes() == content


def test_a_damaged_workspace_is_not_backed_up_over_a_sound_backup(held: Workspace, tmp_path: Path) -> None:
    back_up(held, tmp_path / "backup.zip")
    content = (tmp_path / "backup.zip").read_bytes()
    held.snapshot().claims[0].write_bytes(b"")
    with pytest.raises(DamagedError):
        back_up(held, tmp_path / "backup.zip")
    assert (tmp_path / "backup.zip").read_bytes() == content


def test_nothing_is_restored_over_something(held: Workspace, tmp_path: Path) -> None:
    back_up(held, tmp_path / "backup.zip")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("mine")
    with pytest.raises(FileExistsError):
        restore(tmp_path / "backup.zip", tmp_path / "full")
    with pytest.raises(FileExistsError):
        restore(tmp_path / "backup.zip", tmp_path / "full" / "mine.txt")
    assert [path.name for path in (tmp_path / "full").iterdir()] == ["mine.txt"]
    with pytest.raises(NotAWorkspaceError):
        Workspace(tmp_path / "full")


def test_a_workspace_that_is_only_read_can_be_backed_up(held: Workspace, tmp_path: Path) -> None:
    code = "import sys; from analytics.cli.main import main; sys.exit(main(['backup', sys.argv[2], '--workspace', sys.argv[1]]))"
    (tmp_path / "out").mkdir()
    with only_read(held.folder):
        child = python(code, held.folder, tmp_path / "out" / "backup.zip", before=powerless)
        assert child.wait(timeout=60) == 0, child.communicate()
    restore(tmp_path / "out" / "backup.zip", tmp_path / "again")
    assert same(Workspace(tmp_path / "again"), held)
