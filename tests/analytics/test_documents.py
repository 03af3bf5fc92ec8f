from datetime import date
from pathlib import Path

import pytest

from analytics.documents import UnreadableError, decode, find, read_bytes, read_file, read_metadata

TEXT = "全市公安机关共破获刑事案件300余起，同比下降10.2%，群众安全感明显提升。"
TRADITIONAL = "警方表示，今年共接獲詐騙案件三百餘宗，與去年同期比較下降一成半，市民應提高警覺。"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "gbk"])
def test_simplified_text_survives_its_encoding(encoding: str) -> None:
    assert decode(TEXT.encode(encoding)) == TEXT


@pytest.mark.parametrize("encoding", ["utf-8", "big5hkscs", "utf-16-le", "gb18030"])
def test_traditional_text_survives_its_encoding(encoding: str) -> None:
    assert decode(TRADITIONAL.encode(encoding)) == TRADITIONAL


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.txt", bytes(range(256)) * 20, "encoding"),
        ("a.txt", b"", "empty"),
        ("a.txt", b" \n\t ", "empty"),
        ("a.exe", b"MZ", "format"),
        ("a.html", b"<html><body></body></html>", "empty"),
        ("a.html", b"", "empty"),
    ],
)
def test_what_cannot_be_read_says_why(name: str, content: bytes, reason: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        read_bytes(name, content)
    assert (caught.value.report.source, caught.value.report.reason) == (name, reason)


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError) as caught:
        read_file(tmp_path / "gone.txt", "gone.txt")
    assert caught.value.report.reason == "missing"


PAGE = """<html><head><title>站名 - 标题</title></head><body>
<nav><a href="/">首页</a></nav>
<div class="article"><h1>云溪公安推出“溪链”平台</h1><span>发布时间：2023-04-18 来源：云溪平安网</span>
<p>近日，云溪县公安局推出“溪链”平台，上线三个月来共办理业务1.2万件，群众满意度达98%，受到居民欢迎。</p>
<p>目前，平台已接入部门12个，<ruby>联<rt>lián</rt></ruby>动处置警情300余起，下一步将在全县推广应用。</p></div>
<aside><a href="/1">某市新增车位3100个</a> 2022-01-15</aside><footer>ICP备12345678号</footer></body></html>"""


def test_html_gives_body_and_what_the_page_says_of_itself() -> None:
    article = read_bytes("页.html", PAGE.encode())
    assert "办理业务1.2万件" in article.raw
    assert "联动处置" in article.raw
    assert "3100" not in article.raw
    assert (article.title, article.publisher, article.published_on) == ("云溪公安推出“溪链”平台", "云溪平安网", date(2023, 4, 18))


def test_folders_are_read_in_order_and_named_files_always(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.html", "a/notes.md", "README.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(TEXT, encoding="utf-8")
    assert [source for _, source in find([tmp_path, tmp_path / "a/notes.md"])] == ["a/z.html", "b.txt", "notes.md"]


def test_metadata_overrides_the_article_by_path_or_name(tmp_path: Path) -> None:
    table = tmp_path / "meta.csv"
    table.write_text("source,title,published_on,publisher,url\na/b.txt,题,2024-05-01,网,https://example.org/1\n", encoding="utf-8-sig")
    metadata = read_metadata(table)
    article = read_bytes("a/b.txt", f"原题\n2020-01-01 来源：别家\n{TEXT}".encode(), metadata)
    assert (article.title, article.publisher, article.published_on, article.url) == ("题", "网", date(2024, 5, 1), "https://example.org/1")
    assert read_bytes("c.txt", TEXT.encode(), metadata).title == ""


@pytest.mark.parametrize("content", ["title\nx\n", "source,published_on\na.txt,5月1日\n"])
def test_a_broken_metadata_table_is_refused_with_its_place(tmp_path: Path, content: str) -> None:
    table = tmp_path / "meta.csv"
    table.write_text(content, encoding="utf-8")
    with pytest.raises(UnreadableError) as caught:
        read_metadata(table)
    assert caught.value.report.reason == "metadata"
    assert caught.value.report.detail
