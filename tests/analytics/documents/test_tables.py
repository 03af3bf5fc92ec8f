"""Tables of articles: one article a row, streamed, each row with its own outcome."""

import csv
import io
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from analytics.documents import Document, Unreadable, find, read, read_bytes, tables
from analytics.documents.metadata import read_metadata
from analytics.documents.model import Step
from analytics.documents.reader import read_stream

ONE = "云溪县公安局共化解矛盾纠纷300余起，群众满意度达98%。"
TWO = "湖州市公安局共破获案件200起，同比下降10%，\n“两抢一盗”案件下降三成。"


def outcomes(source: str, content: bytes) -> list[tuple[str, str]]:
    """Source and text, or the reason why there is none; read in this process, whose limits a test may change."""
    items = (item for item in read_stream(io.BytesIO(content), source) if not isinstance(item, Step))
    return [(i.source, i.reason) if isinstance(i, Unreadable) else (i.text.source, i.text.raw) for i in items]


def table(*rows: tuple[str, ...], delimiter: str = ",") -> str:
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=delimiter).writerows(rows)
    return written.getvalue()


def objects(*rows: object) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_a_row_gives_its_article_whatever_program_wrote_it(encoding: str, delimiter: str) -> None:
    rows = (("标题", "正文", "发布时间", "来源", "网址"), ("题", TWO, "2024年5月1日 09:30", "云溪网", "https://a.cn/1"))
    (item,) = read_bytes("表.csv", table(*rows, delimiter=delimiter).encode(encoding))
    assert isinstance(item, Document)
    text = item.text
    assert (text.raw, text.source, text.title, text.publisher) == (TWO, "表.csv#1", "题", "云溪网")
    assert (text.published_on, text.url, item.doubt) == (date(2024, 5, 1), "https://a.cn/1", "")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_line_of_json_gives_its_article(encoding: str) -> None:
    row = {"text": TWO, "title": "题", "published_on": "2024-05-01T23:30:00Z", "publisher": "云溪网", "url": "https://a.cn/1", "more": [1]}
    (item,) = read_bytes("a.jsonl", objects(row).encode(encoding))
    assert isinstance(item, Document)
    assert (item.text.raw, item.text.source, item.text.published_on) == (TWO, "a.jsonl#1", date(2024, 5, 1))


LONG = ONE + "这一年，民警走村入户，把矛盾化解在家门口，群众的获得感更足了。各派出所还建起了调解室，请来老党员一起说和。"


def test_a_column_of_texts_is_known_by_what_it_holds_where_no_name_says_it() -> None:
    rows = (("序号", "稿件名", "摘录", "日期"), ("1", "题", LONG, "2024-05-01"), ("2", "又题", LONG + "完。", "2024-05-02"))
    first, second = read_bytes("a.csv", table(*rows).encode())
    assert isinstance(first, Document)
    assert (first.text.raw, first.text.published_on, first.doubt) == (LONG, date(2024, 5, 1), "text_column")
    assert isinstance(second, Document)
    assert second.text.raw == LONG + "完。"


@pytest.mark.parametrize(
    "rows",
    [
        (("编号", "备注"), ("1", "见附件"), ("2", "已办")),  # mere words
        (("甲", "乙"), (LONG, LONG)),  # two columns of texts: which is the article nobody can say
        (("", "摘录"), ("1", LONG)),  # no names above
    ],
)
def test_what_holds_the_texts_is_not_guessed_where_it_does_not_stand_out(rows: tuple[tuple[str, ...], ...]) -> None:
    assert outcomes("a.csv", table(*rows).encode()) == [("a.csv", "columns")]


@pytest.mark.parametrize(
    ("row", "doubt"),
    [
        ((LONG, LONG + "另一篇。"), "text_columns"),
        ((LONG, LONG[:62]), "text_columns"),
        ((LONG * 3, LONG[:62]), ""),  # a summary
        ((LONG, "云溪网"), ""),
    ],
)
def test_a_second_column_of_texts_is_said(row: tuple[str, str], doubt: str) -> None:
    (item,) = read_bytes("a.csv", table(("正文", "附文"), row).encode())
    assert isinstance(item, Document)
    assert (item.text.raw, item.doubt) == (row[0], doubt)


def test_a_key_that_appears_twice_is_said() -> None:
    lines = ('{"text": "警情12起"}', '{"text": "警情11起", "text": "警情12起"}')
    once, twice = read_bytes("a.jsonl", "\n".join(lines).encode())
    assert isinstance(once, Document)
    assert isinstance(twice, Document)
    assert (once.doubt, twice.doubt, twice.text.raw) == ("", "repeated_key", "警情12起")
    (item,) = read_bytes("a.json", f"[{lines[1]}]".encode())
    assert isinstance(item, Document)
    assert item.doubt == "repeated_key"


def test_the_contract_s_own_column_names_go_before_others() -> None:
    (item,) = read_bytes("a.csv", table(("content", "text", "source", "publisher"), ("短", ONE, "别家", "云溪网")).encode())
    assert isinstance(item, Document)
    assert (item.text.raw, item.text.publisher) == (ONE, "云溪网")


def test_every_row_has_its_own_outcome() -> None:
    rows = table(("text", "published_on"), (ONE, "去年春天"), ("", "2024-05-01"), ("", ""), (ONE, "", "多出来的"), (TWO, "2024-02-30"))
    assert outcomes("a.csv", rows.encode()) == [("a.csv#1", ONE), ("a.csv#2", "empty"), ("a.csv#4", "broken"), ("a.csv#5", TWO)]
    first, *_, last = read_bytes("a.csv", rows.encode())
    assert isinstance(first, Document)
    assert isinstance(last, Document)
    assert (first.text.published_on, first.doubt, last.text.published_on, last.doubt) == (None, "date", None, "date")


def test_a_quotation_mark_that_is_never_closed_costs_its_own_row() -> None:
    one, two, three = (f"{ONE}第{n}条。".replace("\n", "") for n in "一二三")
    rows = f'text,title\n{one},甲\n"{two},乙\n\n{three},丙\n'
    assert outcomes("a.csv", rows.encode()) == [("a.csv#1", one), ("a.csv#2", "broken"), ("a.csv#3", three)]
    closed_below = rows + f'"{one}四",丁\n{two}五,戊\n'
    assert outcomes("a.csv", closed_below.encode())[1:] == [
        ("a.csv#2", "broken"),
        *(("a.csv#3", three), ("a.csv#4", f"{one}四"), ("a.csv#5", f"{two}五")),
    ]


def test_a_mark_that_is_never_closed_behind_the_last_row_costs_nothing() -> None:
    assert outcomes("a.csv", f'title,text\n甲,{ONE}\n乙,"{TWO}'.encode()) == [("a.csv#1", ONE), ("a.csv#2", TWO)]


def test_lines_and_marks_within_a_cell_stay_there() -> None:
    cell = f'{ONE}他说"好"，\n二是,不多。'
    assert outcomes("a.csv", table(("text", "title"), (cell, "甲"), (TWO, "乙")).encode()) == [("a.csv#1", cell), ("a.csv#2", TWO)]


def test_a_broken_line_is_reported_with_its_number_and_the_rest_goes_on() -> None:
    lines = objects({"text": ONE}) + '{"text": "断\n' + "\n" + "[1]\n" + "[" * 100_000 + "\n" + objects({"title": "x"}, {"text": TWO})
    assert outcomes("a.jsonl", lines.encode()) == [
        ("a.jsonl#1", ONE),
        ("a.jsonl#2", "broken"),
        ("a.jsonl#4", "broken"),
        ("a.jsonl#5", "broken"),
        ("a.jsonl#6", "empty"),
        ("a.jsonl#7", TWO),
    ]


def test_equal_rows_have_equal_digests_wherever_they_stand() -> None:
    (first,) = read_bytes("a.jsonl", objects({"text": ONE, "title": "题"}).encode())
    (_, second) = read_bytes("b.csv", table(("title", "text"), ("别", TWO), ("题", ONE)).encode("gb18030"))
    (third,) = read_bytes("c.jsonl", objects({"text": ONE, "title": "别题"}).encode())
    assert first.digest == second.digest != third.digest


def test_half_a_surrogate_pair_is_replaced() -> None:
    (item,) = read_bytes("a.jsonl", (r'{"text": "\ud83d' + ONE + r'", "title": "\udc00"}').encode())
    assert isinstance(item, Document)
    assert (item.text.raw, item.text.title, item.doubt) == ("\ufffd" + ONE, "\ufffd", "encoding")


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.csv", "a.jsonl"])
def test_nul_is_replaced_by_one_character_so_that_every_figure_stays_where_it_stood(name: str) -> None:
    text = f"前\0{ONE}后\0"
    content = {"a.csv": table(("text", "title"), (text, "题\0")), "a.jsonl": objects({"text": text, "title": "题\0"})}.get(name, text)
    (item,) = read_bytes(name, content.encode())
    assert isinstance(item, Document)
    assert "\0" not in item.text.raw + item.text.title
    at = len(item.text.raw.rstrip()) - len(text)
    assert item.text.raw.rstrip()[at:] == text.replace("\0", "\ufffd")


def test_metadata_hold_no_character_that_no_table_can(tmp_path: Path) -> None:
    (tmp_path / "meta.csv").write_bytes("source,title,publisher\na.txt,题\0目,云溪\0\n".encode())
    known = read_metadata(tmp_path / "meta.csv").rows["a.txt"]
    assert (known.title, known.publisher) == ("题\ufffd目", "云溪\ufffd")


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.csv", "source,title\nx,y\n", "columns"),
        ("a.csv", "", "empty"),
        ("a.csv", "标题,正文", "empty"),
        ("a.csv", "标题,正文\r\n,\r\n\r\n", "empty"),
        ("a.jsonl", " \n", "empty"),
        ("a.jsonl", "\u3000\n", "empty"),
    ],
)
def test_what_is_no_table_of_articles_says_so(name: str, content: str, reason: str) -> None:
    assert outcomes(name, content.encode()) == [(name, reason)]


def test_a_few_bad_bytes_far_behind_cost_one_row_its_certainty() -> None:
    content = table(("text",), *[(f"{ONE}第{n}号通报。",) for n in range(9000)]).encode()
    at = content.index("第8500号".encode())
    items = list(read_bytes("a.csv", content[:at] + b"\xff" + content[at:]))
    assert [(item.text.source, item.doubt) for item in items if isinstance(item, Document) and item.doubt] == [("a.csv#8501", "encoding")]
    assert len(items) == 9000


def test_a_very_long_article_is_one_cell() -> None:
    long = ONE * 100_000
    assert outcomes("a.csv", table(("text",), (long,)).encode()) == [("a.csv#1", long)]


def test_a_quotation_mark_too_many_and_an_endless_line_take_no_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "MAX_CELL", 1000)
    limit = csv.field_size_limit(1000)
    try:
        found = outcomes("a.csv", f'text\n{ONE}\n"{"多" * 5000}\n{TWO[:20]}\n'.encode())
        assert ("a.csv#1", ONE) in found
        assert ("a.csv#2", "broken") in found
        lines = objects({"text": ONE}, {"text": "多" * 5000}, {"text": TWO})
        assert outcomes("a.jsonl", lines.encode()) == [("a.jsonl#1", ONE), ("a.jsonl#2", "too_large"), ("a.jsonl#3", TWO)]
    finally:
        csv.field_size_limit(limit)


def test_tables_are_read_as_they_come(tmp_path: Path) -> None:
    """The first articles are there long before the file is through: what is read ahead of them is a buffer, not the file."""

    class Counting(io.BytesIO):
        taken = 0

        def read1(self, size: int | None = -1, /) -> bytes:
            content = super().read1(size)
            self.taken += len(content)
            return content

    stream = Counting(objects(*[{"text": f"{ONE}{n}"} for n in range(50_000)]).encode())
    items: Iterator[Document | Unreadable] = tables.read_jsonl(stream, "a.jsonl")
    first = next(items)
    assert isinstance(first, Document)
    assert 0 < stream.taken < 100_000
    (tmp_path / "a.jsonl").write_bytes(stream.getvalue())
    assert sum(1 for found in find([tmp_path]) for _ in read(*found)) == 50_000
