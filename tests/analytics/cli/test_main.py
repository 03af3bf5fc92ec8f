"""The command line as a person or a script meets it."""

import csv
import io
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
ONE = "云溪县公安局共化解矛盾纠纷300余起，群众满意度达98%，第一时间回应诉求。"


def run(*arguments: str | Path, lang: str = "en_US.UTF-8") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "analytics", *map(str, arguments)],
        cwd=ROOT,
        capture_output=True,
        env={"PATH": "", "LANG": lang, "HOME": str(Path.home()), "PYTHONIOENCODING": "utf-8"},
        check=False,
    )


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.txt").write_text(ONE, encoding="utf-8")
    return tmp_path / "in"


def test_extract_writes_both_tables_and_a_summary(folder: Path, tmp_path: Path) -> None:
    done = run("extract", folder, "--csv", tmp_path / "c.csv", "--innovations", tmp_path / "i.csv")
    assert done.returncode == 0
    assert [row["text"] for row in rows((tmp_path / "c.csv").read_bytes())] == ["300余起", "98%"]
    assert (tmp_path / "i.csv").read_bytes().startswith(b"\xef\xbb\xbfinnovation_id")
    assert "1 articles, 2 figures" in done.stdout.decode()
    assert done.stderr == b""
    chinese = run("extract", folder, "--csv", tmp_path / "c.csv", lang="zh_CN.UTF-8").stdout.decode()
    assert chinese.startswith("1 篇文章，2 个数字，")
    assert "\n  种类" in chinese


def test_a_dash_writes_the_table_and_nothing_else(folder: Path) -> None:
    done = run("extract", folder, "--csv", "-")
    assert done.returncode == 0
    assert len(rows(done.stdout)) == 2


def test_metadata_dates_what_the_article_leaves_open(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "meta.csv").write_text("source,title,published_on,publisher,url\na.txt,题,2024-05-01,网,\n", encoding="utf-8")
    (row, _) = rows(run("extract", folder, "--metadata", tmp_path / "meta.csv", "--csv", "-").stdout)
    assert (row["title"], row["published_on"], row["period_start"], row["period_basis"]) == ("题", "2024-05-01", "2024-05-01", "published")


def test_one_bad_file_is_named_the_rest_is_done_and_the_status_is_1(folder: Path) -> None:
    (folder / "b.txt").write_bytes(bytes(range(256)))
    done = run("extract", folder, folder / "gone.txt", "--csv", "-")
    assert done.returncode == 1
    assert len(rows(done.stdout)) == 2
    assert "b.txt: its text encoding" in done.stderr.decode()
    assert "gone.txt: the file was not found" in done.stderr.decode()
    assert "b.txt: 认不出" in run("extract", folder, "--csv", "-", lang="zh_CN.UTF-8").stderr.decode()


def test_a_file_that_is_no_article_counts_only_where_it_was_named(folder: Path) -> None:
    (folder / "photo.jpg").write_bytes(b"x")
    (folder / "meta.csv").write_text("source,title\na.txt,x\n", encoding="utf-8")
    done = run("extract", folder, "--csv", "-")
    assert done.returncode == 0
    assert "photo.jpg: it is a picture; put it through text recognition" in done.stderr.decode()
    assert "meta.csv: the table has neither a column of texts nor figures; name" in done.stderr.decode()
    assert run("extract", folder, folder / "photo.jpg", "--csv", "-").returncode == 1


def test_every_format_is_read_and_a_doubt_is_said(folder: Path) -> None:
    (folder / "b.jsonl").write_text('{"text": "全县新建警务站4321个。", "published_on": "春天"}\nx\n', encoding="utf-8")
    with zipfile.ZipFile(folder / "c.zip", "w") as archive:
        archive.writestr("d.md", "共**1.2万**件。")
    done = run("extract", folder, "--csv", "-")
    assert done.returncode == 1
    assert {row["source"]: row["text"] for row in rows(done.stdout)} == {"a.txt": "98%", "b.jsonl#1": "4321个", "c.zip/d.md": "1.2万件"}
    said = done.stderr.decode()
    assert "b.jsonl#1 was read, but its publication date" in said
    assert "b.jsonl#2: it is damaged" in said


@pytest.mark.parametrize("name", ["gone.txt", "empty"])
def test_nothing_readable_is_2(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    done = run("extract", tmp_path / name, "--csv", tmp_path / "c.csv")
    assert done.returncode == 2
    assert done.stderr
    assert not (tmp_path / "c.csv").exists()


def test_a_table_that_is_no_metadata_stops_before_work(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "meta.csv").write_text("title,published_on\nx,2024-05-01\n", encoding="utf-8")
    done = run("extract", folder, "--metadata", tmp_path / "meta.csv", "--csv", "-")
    assert done.returncode == 2
    assert "meta.csv: the metadata table has no column of file names" in done.stderr.decode()


def test_a_bad_cell_of_metadata_is_named_and_the_run_goes_on(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "meta.csv").write_text("source,title,published_on\na.txt,题,不知道\n", encoding="utf-8")
    done = run("extract", folder, "--metadata", tmp_path / "meta.csv", "--csv", "-")
    assert "meta.csv#1: this cell is of no use and was skipped" in done.stderr.decode()
    assert rows(done.stdout)[0]["title"] == "题"


def test_explain_shows_figures_rules_pieces_and_losers() -> None:
    out = run("explain", "今年前10个月，全市刑事警情同比下降10.2%，第一时间出警。", "--published", "2024-11-09").stdout.decode()
    for words in (
        "2 figures",
        "dates.first_n_months",
        "2024-10-31",
        "percentages.percent_sign",
        "number=10.2",
        "change  down  yoy",
        "10个月",
        "(shorter)",
        "第一时间",
        "no figure",
        "prevention 2.5",
    ):
        assert words in out


def test_a_terminal_is_shown_what_cannot_be_seen_and_sent_nothing_that_moves_it(folder: Path) -> None:
    out = run("explain", "破案30\u202e起\x1b[2J\udc80，好。").stdout.decode()
    assert "▪ 30U+202E起" in out
    (folder / "坏\u202e的.pdf").write_bytes(b"nothing")
    complaint = run("extract", str(folder), "--csv", "-").stderr.decode()
    assert "坏" in complaint
    assert "\u202e" not in out + complaint
    assert "\x1b" not in out + complaint


@pytest.mark.parametrize("command", [[], ["extract"], ["explain"]])
def test_help_is_complete_and_has_an_example(command: list[str]) -> None:
    done = run(*command, "--help")
    assert done.returncode == 0
    assert "python -m analytics" in done.stdout.decode().partition("example")[2]
