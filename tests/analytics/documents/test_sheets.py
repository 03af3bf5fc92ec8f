"""Spreadsheets and CSV: articles by the names of columns, figures as a table, metadata by file."""

import io
from datetime import date, datetime
from pathlib import Path

import pytest
from making_office import archive, workbook

from analytics.documents import Document, Unreadable, UnreadableError, metadata_in, read_bytes, read_metadata, sheets, with_metadata
from analytics.documents.days import day_in_cell
from analytics.documents.percentcells import percent_cells
from extractors.model import SourceText
from tests.hostile.making import in_strict_variant

ONE = "云溪县公安局共化解矛盾纠纷300余起，群众满意度达98%。"
ARTICLES = [
    ["2024年稿件汇总"],
    ["标题", "发布时间", "来源", "正文内容"],
    ["题", datetime(2024, 11, 9), "云溪网", ONE],
    ["", "", "", ""],
    ["题二", "去年", "", f"{ONE}二"],
]
FIGURES = [["2024年上半年情况表", "", ""], ["单位", "破案数（起）", "涉案金额（万元）"], ["东区", 320, 1250.5], ["西区", 410, 980]]


def found(name: str, content: bytes) -> list[Document]:
    items = list(read_bytes(name, content))
    assert all(isinstance(item, Document) for item in items), items
    return [item for item in items if isinstance(item, Document)]


def reason(name: str, content: bytes) -> str:
    (item,) = read_bytes(name, content)
    assert isinstance(item, Unreadable), item
    return item.reason


def test_a_sheet_of_articles_below_its_title() -> None:
    first, second = found("a.xlsx", workbook({"稿件": ARTICLES}))
    assert (first.text.raw, first.text.source, first.text.title, first.text.publisher) == (ONE, "a.xlsx#稿件/1", "题", "云溪网")
    assert (first.text.published_on, first.doubt) == (date(2024, 11, 9), "")
    assert (second.text.source, second.text.published_on, second.doubt) == ("a.xlsx#稿件/3", None, "date")


def test_each_sheet_of_figures_is_an_article_and_hidden_ones_are_none() -> None:
    book = workbook({"Sheet1": FIGURES, "2023年": [row[:] for row in FIGURES[1:]], "底稿": FIGURES}, hidden=["底稿"])
    first, second = found("a.xlsx", book)
    assert first.text.raw == "2024年上半年情况表\n单位 | 破案数（起） | 涉案金额（万元）\n东区 | 320 | 1250.5\n西区 | 410 | 980"
    assert (first.text.title, first.text.source) == ("2024年上半年情况表", "a.xlsx#Sheet1")
    assert second.text.raw.startswith("2023年\n单位 | ")


def test_all_sheets_together_have_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "MAX_CELLS", 11)
    rows = [["单位", "件数"], ["东区", 31], ["西区", 42]]
    items = sheets.read_sheets(workbook({"甲": rows, "乙": rows}), "a.xlsx")
    assert isinstance(next(items), Document)
    with pytest.raises(UnreadableError, match="too_large 乙"):
        next(items)


def test_what_is_shown_as_a_percentage_is_one() -> None:
    rows = [["单位", "同比", "件数"], ["东区", -0.123, 0.5], ["西区", 0.086, 12]]
    book = workbook({"表": rows}, percent=["B2", "B3"])
    (item,) = found("a.xlsx", book)
    assert item.text.raw.split("\n")[-2:] == ["东区 | -12.3% | 0.5", "西区 | 8.6% | 12"]
    assert percent_cells(book) == percent_cells(in_strict_variant(book)) == {"表": {(1, 1), (2, 1)}}
    assert percent_cells(b"\xd0\xcf\x11\xe0") == {}


def test_merged_heads_and_parts_between_empty_rows() -> None:
    rows = [["区", "警情", ""], ["", "一月", "二月"], ["东", 3, 4], ["", "", ""], ["区", "破案", ""], ["东", 5, ""]]
    (item,) = found("a.xlsx", workbook({"表": rows}, merged="B1:C1"))
    assert item.text.raw == "区 | 警情 | 警情\n | 一月 | 二月\n东 | 3 | 4\n\n区 | 破案 | \n东 | 5 | "


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("a.xlsx", workbook({"表": []}), "empty"),
        ("a.xlsx", workbook({"表": [["名单"], ["岳某"]]}), "columns"),
        ("a.xlsx", archive({"a": "b"}), "broken"),
        ("a.xlsx", b"PK\x03\x04 torn", "broken"),
        ("a.xls", b"", "empty"),
        ("a.et", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "broken"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
    ],
)
def test_what_is_no_table_of_either_kind_says_so(name: str, content: bytes, why: str) -> None:
    assert reason(name, content) == why


def test_rows_of_text_and_pages_that_are_named_as_spreadsheets() -> None:
    assert found("a.xls", f"标题\t正文\n题\t{ONE}\n".encode("gb18030"))[0].text.raw == ONE
    page = "<html><body><table><tr><th>区</th><th>警情（起）</th></tr><tr><td>东</td><td>31</td></tr></table></body></html>"
    assert found("a.xls", page.encode("gb18030"))[0].text.raw == "区 | 警情（起）\n东 | 31"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("above", ["", "sep=,\n", "2024年稿件汇总,,\n", "2024年稿件汇总\n\n制表：某科,,\n"])
def test_csv_with_something_above_the_names(encoding: str, above: str) -> None:
    (item,) = found("a.csv", f'{above}标题,发布时间,正文\n题,2024/11/9,"{ONE}"\n'.encode(encoding))
    assert (item.text.raw, item.text.source, item.text.published_on) == (ONE, "a.csv#1", date(2024, 11, 9))


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_of_figures_is_one_article(delimiter: str) -> None:
    content = "各区情况\n单位,破案数（起）,同比（%）\n东区,320,-12.3\n".replace(",", delimiter)
    (item,) = found("a.csv", content.encode("gb18030"))
    assert item.text.raw == "各区情况\n单位 | 破案数（起） | 同比（%）\n东区 | 320 | -12.3"


def test_words_under_a_name_like_content_beside_figures_are_a_table() -> None:
    (item,) = found("a.csv", "内容,数量\n盗窃,30\n诈骗,40\n".encode())
    assert item.text.raw == "内容 | 数量\n盗窃 | 30\n诈骗 | 40"


# --- days and metadata ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "stated",
    ["2024/11/9", "2024-11-9", "2024.11.9", "2024年11月9日", "２０２４年１１月９日", "2024-11-09 10:20:30", "2024/11/9 8:05", "20241109", "2024-11-9T02:20:30Z",
     "45605", "45605.43", "1731117600", "1731117600000", "二〇二四年十一月九日"],
)  # fmt: skip
def test_a_day_however_a_cell_states_it(stated: str) -> None:
    assert day_in_cell(stated) == date(2024, 11, 9)


@pytest.mark.parametrize("stated", ["", "昨天 10:20", "11月9日", "2024-02-30", "2024", "320", "11/9/2024", "二〇二四年十三月九日"])
def test_what_states_no_day(stated: str) -> None:
    assert day_in_cell(stated) is None


METADATA = [
    ["文件名", "标题", "发布时间", "来源", "网址"],
    ["a/b.txt", "题", "2024/11/9", "云溪网", "https://a.cn/1"],
    ["通报", "题二", "去年春天", "", ""],
    ["", "无", "", "", ""],
]


@pytest.mark.parametrize("kind", ["csv", "gbk", "xlsx"])
def test_metadata_as_people_keep_it(tmp_path: Path, kind: str) -> None:
    lines = "".join(",".join(row) + "\n" for row in METADATA)
    content = workbook({"表": METADATA}) if kind == "xlsx" else lines.encode("gb18030" if kind == "gbk" else "utf-8")
    path = tmp_path / ("meta.xlsx" if kind == "xlsx" else "meta.csv")
    path.write_bytes(content)
    table = read_metadata(path)
    known = with_metadata(SourceText(ONE, "a/b.txt", "原题"), table.rows)
    assert (known.title, known.published_on, known.publisher, known.url) == ("题", date(2024, 11, 9), "云溪网", "https://a.cn/1")
    assert with_metadata(SourceText(ONE, "in/通报.docx"), table.rows).title == "题二"
    assert [(cell.source, cell.reason, cell.detail) for cell in table.skipped] == [
        (f"{path.name}#2", "cell", "去年春天"),
        (f"{path.name}#3", "cell", "source"),
    ]


def test_a_serial_number_is_a_day_in_metadata_too() -> None:
    rows = [["文件名", "发布时间"], ["a.txt", 45605], ["b.txt", datetime(2024, 11, 9, 10, 20)]]
    table = metadata_in("meta.xlsx", workbook({"表": rows}))
    assert {row.published_on for row in table.rows.values()} == {date(2024, 11, 9)}


@pytest.mark.parametrize(
    ("name", "content"),
    [("meta.pdf", b"%PDF-1.7"), ("meta.xlsx", b"PK\x03\x04 torn"), ("meta.csv", b""), ("meta.xlsx", workbook({"表": FIGURES}))],
)
def test_what_is_no_metadata_is_refused_by_name(name: str, content: bytes) -> None:
    with pytest.raises(UnreadableError) as caught:
        metadata_in(name, content)
    assert caught.value.report.source == name


def test_a_table_about_files_is_no_article_and_says_so() -> None:
    for name, content in (
        ("meta.csv", "".join(",".join(row) + "\n" for row in METADATA).encode()),
        ("meta.xlsx", workbook({"表": METADATA})),
    ):
        assert reason(name, content) == "columns"
    assert io.BytesIO(workbook({"表": METADATA})).read(2) == b"PK"
