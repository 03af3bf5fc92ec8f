"""The workspace from the command line, as a person or a script meets it."""

import csv
import io
import os
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from threading import Event
from typing import NamedTuple

import pytest

from analytics.cli.main import main
from analytics.documents import Fetcher, limits
from analytics.documents.outcomes import FileReport
from analytics.ingest.ingest import ingest
from analytics.workspace.store import Workspace
from benchmarks.articles import article, write_folder
from tests.website import ARTICLE, Site, page, website

ROOT = Path(__file__).parents[3]


class Done(NamedTuple):
    """What a command left behind."""

    returncode: int
    stdout: str
    stderr: str


Run = Callable[..., Done]


@pytest.fixture
def analytics(capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run one command as ``python -m analytics`` does, in this process."""

    def analytics(*arguments: str | Path, lang: str = "en_US.UTF-8") -> Done:
        monkeypatch.setenv("LC_ALL", lang)
        capfdbinary.readouterr()
        try:
            status = main([str(argument) for argument in arguments])
        except SystemExit as ended:  # argparse, of options that make no sense
            status = ended.code
        sys.stdout.flush()
        return Done(status, *(written.decode() for written in capfdbinary.readouterr()))

    return analytics


def rows(content: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.removeprefix("\ufeff"), newline="")))


@pytest.fixture
def held(press: Path, tmp_path: Path, analytics: Run) -> Path:
    """A workspace of ten articles."""
    analytics("ingest", press, "--workspace", tmp_path / "w")
    return tmp_path / "w"


def test_search_prints_articles_and_their_passages(analytics: Run, held: Path) -> None:
    done = analytics("search", "下一步", "NOT", "没有", "--workspace", held, "--limit", 2, lang="zh_CN.UTF-8")
    assert (done.returncode, done.stderr) == (0, "")
    *lines, last = done.stdout.splitlines()
    titles, passages = [[line for line in lines if line.startswith("    ") is indented] for indented in (False, True)]
    assert len(titles) == 2
    assert all("本文" in title for title in titles)
    assert passages
    assert all("【下一步】" in passage for passage in passages)
    assert re.fullmatch(r"\d+ 篇文章 · 共 \d+ 处", last)
    nothing = analytics("search", "“没有这样的话", "--workspace", held)
    assert (nothing.returncode, nothing.stdout) == (1, "0 articles · 0 matches in all\n")
    assert "quotation mark" in nothing.stderr


def test_an_index_that_is_not_written_is_told_and_completed_by_the_next_ingest(analytics: Run, press: Path, tmp_path: Path) -> None:
    folder = tmp_path / "w"
    Workspace(folder, create=True)
    (folder / "search").touch()
    done = analytics("ingest", press, "--workspace", folder)
    assert done.returncode == 1  # one file of the folder is no text
    assert "the search index is not complete" in done.stderr
    assert "10 articles are not in the search index" in analytics("status", "--workspace", folder).stdout
    (folder / "search").unlink()
    analytics("ingest", press, "--workspace", folder)
    assert "search index" not in analytics("status", "--workspace", folder).stdout


def test_ingest_says_what_became_of_every_file(analytics: Run, press: Path, tmp_path: Path) -> None:
    done = analytics("ingest", press, "--workspace", tmp_path / "w", "--report", tmp_path / "report.csv")
    assert done.returncode == 1
    assert done.stdout == "10 read · 1 empty · 1 could not be read\n"
    assert "0000/000005.txt: its text encoding could not be recognised" in done.stderr
    report = rows((tmp_path / "report.csv").read_text(encoding="utf-8"))
    assert [row["source"] for row in report] == [f"0000/{n:06d}.txt" for n in range(12)]
    assert {row["outcome"] for row in report} == {"read", "empty", "refused"}
    again = analytics("ingest", press, "--workspace", tmp_path / "w", lang="zh_CN.UTF-8")
    assert again.stdout == "未变 10 · 空白 1 · 未能读取 1\n"
    assert "认不出文字编码" in again.stderr


def test_a_file_s_name_is_no_formula_in_the_report(analytics: Run, tmp_path: Path) -> None:
    (tmp_path / "press").mkdir()
    (tmp_path / "press/=1+1.txt").write_text(article(1), encoding="utf-8")
    analytics("ingest", tmp_path / "press", "--workspace", tmp_path / "w", "--report", tmp_path / "report.csv")
    (row,) = rows((tmp_path / "report.csv").read_text(encoding="utf-8"))
    assert (row["source"], row["outcome"]) == ("'=1+1.txt", "read")


def test_status_tells_what_is_held_and_what_could_not_be_read(analytics: Run, held: Path) -> None:
    done = analytics("status", "--workspace", held)
    assert done.returncode == 0
    assert done.stdout.startswith("10 articles, ")
    assert "0000/000005.txt" in done.stderr
    files = rows(analytics("status", "--workspace", held, "--files").stdout)
    assert [row["source"] for row in files] == [f"0000/{n:06d}.txt" for n in range(12)]


def test_export_filters_by_kind_place_type_and_year(analytics: Run, held: Path, tmp_path: Path) -> None:
    everything = rows(analytics("export", "--workspace", held, "--csv", "-").stdout)
    assert len(everything) == Workspace(held).status().claims
    assert list(everything[0])[-4:] == ["reprint_of", "tags", "remark", "article_remark"]
    analytics(
        *("export", "--workspace", held, "--csv", tmp_path / "c.csv", "--kind", "money", "--kind", "percentage"),
        *("--province", "湖南省", "--since", "2019", "--until", "2022"),
    )
    chosen = rows((tmp_path / "c.csv").read_bytes().decode("utf-8"))
    there = [row for row in everything if row["kind"] in ("money", "percentage") and row["province"] == "湖南省"]
    years = [int((row["period_end"] or row["period_start"])[:4]) for row in there]
    assert min(years) < 2019
    assert max(years) > 2022
    expected = [row["claim_id"] for row, year in zip(there, years, strict=True) if 2019 <= year <= 2022]
    assert sorted(row["claim_id"] for row in chosen) == sorted(expected)
    assert expected
    types = Counter(row["innovation_type"] for row in everything)
    wanted, number = types.most_common()[-1]
    by_type = rows(analytics("export", "--workspace", held, "--csv", "-", "--type", wanted).stdout)
    assert [row["innovation_type"] for row in by_type] == [wanted] * number
    assert len(types) > 1


def test_export_can_leave_out_what_a_reprint_repeats(analytics: Run, tmp_path: Path) -> None:
    press = tmp_path / "press"
    press.mkdir()
    for name in ("a.txt", "b.txt"):
        (press / name).write_text(article(5) + name, encoding="utf-8")
    analytics("ingest", press, "--workspace", tmp_path / "w")
    everything = rows(analytics("export", "--workspace", tmp_path / "w", "--csv", "-").stdout)
    once = rows(analytics("export", "--workspace", tmp_path / "w", "--csv", "-", "--once").stdout)
    assert len(once) < len(everything)
    assert {row["claim_id"] for row in everything} - {row["claim_id"] for row in once} == {
        row["claim_id"] for row in everything if row["reprint_of"] or row["duplicate_of"]
    }


def test_edit_corrects_a_claim_and_an_article(analytics: Run, held: Path) -> None:
    claim = rows(analytics("export", "--workspace", held, "--csv", "-", "--kind", "count").stdout)[0]
    done = analytics("edit", "--workspace", held, claim["claim_id"], "subject=反诈线索", "unit=条", "--who", "Li")
    assert (done.returncode, done.stderr) == (0, "")
    assert analytics("edit", "--workspace", held, claim["doc_id"], "publisher=晨光报", "--who", "Li").returncode == 0
    after = {row["claim_id"]: row for row in rows(analytics("export", "--workspace", held, "--csv", "-").stdout)}
    assert (after[claim["claim_id"]]["subject"], after[claim["claim_id"]]["unit"]) == ("反诈线索", "条")
    assert {row["publisher"] for row in after.values() if row["doc_id"] == claim["doc_id"]} == {"晨光报"}
    assert {row["publisher"] for row in after.values() if row["doc_id"] != claim["doc_id"]}.isdisjoint({"晨光报"})


def test_a_patch_of_the_lexicon_is_taken_by_another_workspace(analytics: Run, held: Path, tmp_path: Path) -> None:
    table = rows(analytics("export", "--workspace", held, "--csv", "-").stdout)
    subject = next(row["subject"] for row in table if row["kind"] == "count" and row["subject"] and not row["metric"])
    patch = tmp_path / "patch.toml"
    patch.write_text(f'[metric."巡防数"]\nnouns = ["{subject}"]\n[uncounted]\nnouns = ["没有的词"]\n', encoding="utf-8")
    done = analytics("lexicon", "apply", patch, "--workspace", held, "--who", "Li")
    assert (done.returncode, done.stdout, done.stderr) == (0, "Rules for 2 words added, 0 were there before.\n", "")
    assert analytics("lexicon", "apply", patch, "--workspace", held, "--who", "Li").stdout.startswith("Rules for 0 words added, 2 were")
    shown = analytics("lexicon", "--workspace", held).stdout
    assert f'"{subject}",  # Li, 20' in shown
    after = [row for row in rows(analytics("export", "--workspace", held, "--csv", "-").stdout) if row["subject"] == subject]
    assert {row["metric"] for row in after} - {""} == {"巡防数"}
    patch.write_text("[rows]\n", encoding="utf-8")
    refused = analytics("lexicon", "apply", patch, "--workspace", held, "--who", "Li")
    assert (refused.returncode, refused.stderr) == (2, "Nothing changed: patch.toml is no patch of the lexicon ([rows]).\n")
    assert analytics("lexicon", "apply", patch, "--workspace", held).returncode == 2
    assert analytics("lexicon", "--workspace", held).stdout == shown


def test_an_article_is_removed_and_put_back(analytics: Run, held: Path, press: Path) -> None:
    claim = rows(analytics("export", "--workspace", held, "--csv", "-").stdout)[0]
    assert analytics("edit", "--workspace", held, claim["doc_id"], "removed=1", "--who", "Li").returncode == 0
    assert claim["doc_id"] not in {row["doc_id"] for row in rows(analytics("export", "--workspace", held, "--csv", "-").stdout)}
    again = analytics("ingest", press, "--workspace", held)
    assert "9 unchanged · 1 removed by a person before" in again.stdout
    status = analytics("status", "--workspace", held).stdout
    assert status.startswith("9 articles, ")
    assert "1 article removed by people" in status
    assert analytics("verify", "--workspace", held).returncode == 0
    assert analytics("edit", "--workspace", held, claim["doc_id"], "removed=0", "--who", "Li").returncode == 0
    assert claim["claim_id"] in {row["claim_id"] for row in rows(analytics("export", "--workspace", held, "--csv", "-").stdout)}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("edit", "--workspace", "{held}", "nobody", "subject=x", "--who", "Li"), "nobody is not in this workspace"),
        (("edit", "--workspace", "{held}", "\udce6", "subject=x", "--who", "Li"), "\ufffd is not in this workspace"),
        (("export", "--workspace", "{held}", "--csv", "-", "--kind", "colour"), "colour is none of: count percentage"),
        (("export", "--workspace", "{held}", "--csv", "/nonexistent/c.csv"), "/nonexistent/c.csv: No such file"),
        (("export", "--workspace", "{held}", "--csv", "{held}/people.copy.sqlite"), "it belongs to a workspace"),
        (("export", "--workspace", "{held}", "--parquet", "{held}/parts/other.parquet"), "it belongs to a workspace"),
        (("ingest", "samples", "--workspace", "{held}", "--report", "{held}/manifest.sqlite"), "it belongs to a workspace"),
        (("export", "--workspace", "{held}", "--csv", "-", "--sqlite", "-"), "two exports cannot go to the same file"),
        (("backup", "LICENSE", "--workspace", "{held}"), "LICENSE is there already and is no whole backup"),
        (("backup", "{held}/youju-workspace", "--workspace", "{held}"), "is there already and is no whole backup"),
        (("restore", "LICENSE", "--workspace", "{held}/new"), "LICENSE is no whole backup"),
        (("export", "--workspace", "{held}", "--csv", "-", "--since", "last year"), "last year is not a year"),
        (("status", "--workspace", "/nonexistent"), "/nonexistent is no workspace"),
        (("ingest", "samples", "--workspace", "analytics"), "analytics holds other files"),
        (("ingest", "samples", "--workspace", "{held}", "--metadata", "/nonexistent.csv"), "nonexistent.csv: the file was not found"),
        (("ingest", "samples", "--workspace", "{held}", "--dask", "nowhere"), "not completed"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(analytics: Run, held: Path, arguments: tuple[str, ...], said: str) -> None:
    done = analytics(*(argument.format(held=held) for argument in arguments))
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_verify_names_the_damage(analytics: Run, held: Path) -> None:
    assert analytics("verify", "--workspace", held).stdout == "nothing is lost or damaged\n"
    (part,) = held.glob("parts/*.claims.parquet")
    part.write_bytes(part.read_bytes()[:-9])
    done = analytics("verify", "--workspace", held)
    assert (done.returncode, done.stdout) == (1, f"{part.name}: damaged\n1 fault found\n")


def test_ctrl_c_while_the_libraries_load_is_no_error(held: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Stopped:
        def find_spec(self, name: str, *_: object) -> None:
            if name == "analytics.cli.commands":
                raise KeyboardInterrupt

    monkeypatch.delitem(sys.modules, "analytics.cli.commands", raising=False)
    monkeypatch.delattr(sys.modules["analytics.cli"], "commands", raising=False)
    monkeypatch.setattr(sys, "meta_path", [Stopped(), *sys.meta_path])
    assert main(["status", "--workspace", str(held)]) == 130


def test_a_reader_who_has_seen_enough_is_no_error(held: Path) -> None:
    command = [sys.executable, "-m", "analytics", "status", "--files", "--workspace", held]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as child:
        assert child.stdout
        child.stdout.close()
        assert child.stderr
        assert child.stderr.read() == ""


def test_ctrl_c_finishes_what_is_in_hand(tmp_path: Path) -> None:
    write_folder(tmp_path / "press", 2500)
    command = [sys.executable, "-m", "analytics", "ingest", tmp_path / "press", "--workspace", tmp_path / "w", "--workers", "2"]
    child = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True, start_new_session=True)
    try:
        while not list((tmp_path / "w").glob("parts/*.innovations.parquet")):
            assert child.poll() is None
            time.sleep(0.05)
        os.killpg(child.pid, signal.SIGINT)  # as a terminal does: to the command and all it started
        _, said = child.communicate(timeout=120)
    finally:
        child.kill()
    assert child.returncode == 130, said
    assert "Traceback" not in said
    workspace = Workspace(tmp_path / "w")
    assert 0 < workspace.status().documents < 2500
    assert list(workspace.verify()) == []


# --- addresses -----------------------------------------------------------------------------------


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    monkeypatch.setattr(limits, "FETCH_DELAY", 0)
    with website() as running:
        yield running


def test_addresses_are_fetched_beside_files_and_each_has_its_line(press: Path, site: Site, tmp_path: Path, analytics: Run) -> None:
    good, gone = site.put("/1.html", page(), kind="text/html; charset=utf-8"), f"{site.address}/gone"
    (tmp_path / "more.txt").write_text(f"# 晨报\n{gone}\n\n{good}\nwww.a.example\n", encoding="gb18030")
    asked = ("ingest", good, press, "--addresses", tmp_path / "more.txt", "--workspace", tmp_path / "w", "--report", tmp_path / "r.csv")
    done = analytics(*asked, "--private-networks")
    assert done.returncode == 1
    assert f"{gone}: the site did not give this page; check the address, or save it in a browser and add the file (404)" in done.stderr
    report = rows((tmp_path / "r.csv").read_text(encoding="utf-8"))
    assert [(line["source"], line["outcome"], line["reason"]) for line in report[-3:]] == [
        (good, "read", ""),
        (gone, "refused", "status"),
        ("www.a.example", "refused", "address"),
    ]
    assert len(report) > 3  # the files
    assert f"{gone}: 网站没有给出这一页" in analytics("status", "--workspace", tmp_path / "w", lang="zh_CN.UTF-8").stderr
    kept = Workspace(tmp_path / "w").article(report[-3]["doc_id"])
    assert kept is not None
    assert (kept.source, kept.url, kept.fetched_on, kept.published_on) == (good, good, date.today(), None)
    assert {row["source"] for row in rows(analytics("export", "--workspace", tmp_path / "w", "--csv", "-").stdout)} >= {good}
    assert analytics("verify", "--workspace", tmp_path / "w").returncode == 0


def test_the_same_address_again_is_known_and_another_text_is_another_article(site: Site, tmp_path: Path, analytics: Run) -> None:
    address = site.put("/1", page())
    asked = ("ingest", address, "--workspace", tmp_path / "w", "--private-networks")
    assert analytics(*asked).stdout == "1 read\n"
    (first,) = Workspace(tmp_path / "w").articles()["doc_id"].to_pylist()
    site.put("/1", page(head="<meta name='visits' content='8391'>"))
    assert analytics(*asked).stdout == "1 unchanged\n"
    site.put("/1", page(ARTICLE.replace("4300", "4400")))
    assert analytics(*asked).stdout == "1 read\n"
    assert first in Workspace(tmp_path / "w").articles()["doc_id"].to_pylist()
    assert Workspace(tmp_path / "w").articles()["source"].to_pylist() == [address, address]


def test_private_networks_are_fetched_from_only_where_that_was_said(
    site: Site, tmp_path: Path, analytics: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = ("ingest", site.put("/1", page()), "--workspace", tmp_path / "w")
    done = analytics(*asked)
    assert done.returncode == 1
    assert "it is on a private network and was not fetched" in done.stderr
    assert "在内部网络上，没有去取" in analytics(*asked, lang="zh_CN.UTF-8").stderr
    assert site.asked == []
    monkeypatch.setenv("YOUJU_PRIVATE_NETWORKS", "1")
    assert analytics(*asked).returncode == 0


def test_an_ingest_of_addresses_that_is_stopped_goes_on_from_there(site: Site, tmp_path: Path) -> None:
    stop, lines = Event(), list[FileReport]()

    def report(done: Sequence[FileReport], again: bool) -> None:
        lines.extend(done)
        stop.set()

    addresses = [site.put(f"/{number}", page(ARTICLE.replace("4300", f"{number}300"))) for number in range(1, 4)]
    fetcher, workspace = Fetcher(private=True), Workspace(tmp_path / "w", create=True)
    ingest(workspace, [], fetched=map(fetcher.read, addresses), stop=stop, report=report)
    assert [line.source for line in lines] == addresses[:1]
    assert "/2" not in site.asked
    ingest(workspace, [], fetched=map(fetcher.read, addresses))
    assert workspace.articles().num_rows == 3


def test_nothing_named_is_asked_for_and_a_list_that_is_not_there_is_said(tmp_path: Path, analytics: Run) -> None:
    done = analytics("ingest", "--workspace", tmp_path / "w")
    assert done.returncode == 2
    assert "a PATH or --addresses FILE is needed" in done.stderr
    done = analytics("ingest", "--addresses", tmp_path / "gone.txt", "--workspace", tmp_path / "w")
    assert done.returncode == 2
    assert "gone.txt: the file was not found" in done.stderr


def test_changes_since_a_day_and_a_revision(analytics: Run, tmp_path: Path) -> None:
    press, text = tmp_path / "press", tmp_path / "a.txt"
    text.write_text("全市刑事警情下降12.5%，抓获嫌疑人47名。", encoding="utf-8")
    analytics("ingest", text, "--workspace", press)
    assert analytics("changes", "--workspace", press, "--since", "2000-01-01").stdout.startswith("1 new article\n")
    listed = rows(analytics("export", "--workspace", press, "--csv", "-").stdout)
    percentage, count = (next(row["claim_id"] for row in listed if row["kind"] == kind) for kind in ("percentage", "count"))
    analytics("edit", percentage, "subject=警情", "tags=核实中", "remark=县局在查", "--workspace", press, "--who", "甲")
    seal = Workspace(press).annotations.head().chain[:16]
    analytics("edit", count, "rejected=1", "--workspace", press, "--who", "乙")
    analytics("edit", percentage, "subject=刑事警情", "--workspace", press, "--who", "乙")
    told = analytics("changes", "--workspace", press, "--since", seal, "--csv", tmp_path / "changes.csv", lang="zh_CN.UTF-8")
    assert "新文章" not in told.stdout
    assert "改过的数字 1 个\n" in told.stdout
    assert "：警情 → 刑事警情 · 乙 " in told.stdout
    assert "撤回的数字 1 个\n" in told.stdout
    written = rows((tmp_path / "changes.csv").read_text(encoding="utf-8"))
    assert [(row["change"], row["claim_id"], row["who"], row["column"], row["before"], row["after"]) for row in written] == [
        ("corrected", percentage, "乙", "subject", "警情", "刑事警情"), ("withdrawn", count, "乙", "", "", ""),
    ]  # fmt: skip
    exported = rows(analytics("export", "--workspace", press, "--csv", "-").stdout)
    assert [(row["tags"], row["remark"], row["article_remark"]) for row in exported if row["claim_id"] == percentage] == [
        ("核实中", "县局在查", "")
    ]
    assert analytics("changes", "--workspace", press, "--since", "gestern").returncode == 2
