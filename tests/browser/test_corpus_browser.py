"""The articles page in a real Chromium: a mixed archive, sharing, a second reader's view, a corrected date, removal and restoring."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from docx import Document
from playwright.sync_api import Page, expect

Visit = Callable[..., Any]  # makes a ``conftest.Visitor``
GOOD = "青河县公安局夜巡见成效\n今年前5个月，全县刑事警情同比下降21.5%，出动警力4300余人次。\n"
OLD = "松原县公安局反诈进乡村\n2022年，全县电信诈骗发案同比下降12%，劝阻群众640人。\n"
_OLD_NAME, _STANDS_FOR = "国标.txt".encode("gbk"), b"abcd.txt"


def mixed() -> bytes:
    """A zip with a UTF-8 text, a GB 18030 text with a GBK file name, an empty file, a broken PDF, a DOCX and an image."""
    letter, packed = io.BytesIO(), io.BytesIO()
    document = Document()
    document.add_paragraph("2023年，岚山县公安窗口受理业务8600余件，平均办理时长缩短35%。")
    document.save(letter)
    contents = {
        "好.txt": GOOD.encode(), _STANDS_FOR.decode(): OLD.encode("gb18030"), "空.txt": b"", "坏.pdf": b"%PDF-1.7 nothing",
        "窗口.docx": letter.getvalue(), "照片.jpg": b"\xff\xd8\xff",
    }  # fmt: skip
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in contents.items():
            archive.writestr(name, content)
    return packed.getvalue().replace(_STANDS_FOR, _OLD_NAME)


def expect_articles(page: Page, number: int) -> None:
    expect(page.locator(".lead b").first).to_have_text(str(number))


def write(page: Page, label: str, value: str, within: str = ".st-key-document") -> None:
    box = page.locator(within).get_by_label(label, exact=True).last
    box.fill(value)
    box.press("Tab")


def test_a_mixed_archive_is_read_shared_edited_removed_and_put_back(server: Any, visit: Visit) -> None:
    mine = visit(server=server)
    page = mine.open("/corpus")
    before = int(page.locator(".lead b").first.inner_text())
    expect(page.locator('[data-testid="stFileUploaderDropzoneInstructions"]')).to_be_visible()
    page.locator('[data-testid="stFileUploaderDropzoneInput"]').set_input_files(
        [{"name": "混合.zip", "mimeType": "application/zip", "buffer": mixed()}]
    )
    page.wait_for_selector(".st-key-outcomes tbody tr")
    mine.settle()
    said = {row[0].removeprefix("混合.zip/"): row[2:] for row in (line.split("\t") for line in _rows(page, ".st-key-outcomes"))}
    assert said["好.txt"] == ["UTF-8", "读入"]
    assert said["国标.txt"] == ["GB 18030", "读入"]
    assert said["窗口.docx"] == ["", "读入"]
    assert said["空.txt"][1].startswith("文件里没有文字")
    assert said["坏.pdf"][1].startswith("文件已损坏")
    assert said["照片.jpg"][1].startswith("是图片")
    expect_articles(page, before + 3)

    other = visit(server=server)
    expect_articles(other.open("/corpus"), before)
    page.locator(".st-key-share button").click()
    expect(page.locator(".st-key-sharing")).to_have_count(0)
    mine.settle()
    theirs = other.open("/corpus")
    expect_articles(theirs, before + 3)

    theirs.locator(".st-key-articles tbody tr", has_text="青河县公安局").click()
    other.settle()
    expect(theirs.locator(".st-key-document")).to_contain_text("UTF-8")
    write(theirs, "署名", "Li")
    write(theirs, "发布日期", "2024年6月3日")
    theirs.locator("[class*='st-key-save-'] button").click()
    expect(theirs.locator(".st-key-document .note", has_text="时期随之重新算过")).to_be_visible()
    other.settle()
    periods = _periods(visit(server=server), theirs)
    assert periods
    assert all(period.startswith("2024.1") for period in periods)

    theirs.locator(".st-key-document [class*='st-key-delete-'] button").click()
    other.settle()
    theirs.locator("[class*='st-key-confirm-'] button").click()
    other.settle()
    expect_articles(theirs, before + 2)
    expect_articles(mine.open("/corpus"), before + 2)
    theirs.locator(".st-key-removed summary").click()
    other.settle()
    theirs.locator(".st-key-removed [class*=st-key-back-] button").click()
    other.settle()
    expect_articles(theirs, before + 3)


TORN = "河西县公安局工作简报\n前三季度，全县共接报警情4210起。\n\n| 单位 | 警情 |\n| --- | --- |\n| 城关所 | 62 | 7 |\n| 河东所 | 41 |\n"


def test_what_became_of_a_file_is_read_to_its_end_on_a_telephone(visit: Visit) -> None:
    visitor = visit(width=390)
    page = visitor.open("/corpus?lang=en")
    page.locator('[data-testid="stFileUploaderDropzoneInput"]').set_input_files(
        [
            {"name": "简报.txt", "mimeType": "text/plain", "buffer": TORN.encode()},
            {"name": "照片.jpg", "mimeType": "image/jpeg", "buffer": b"\xff\xd8\xff"},
        ]
    )
    page.wait_for_selector(".st-key-outcomes tbody tr")
    visitor.settle()
    said = page.locator(".st-key-outcomes td.outcome span")
    expect(said.first).to_contain_text("a table was not read (lines 4–7 of the text)")
    for one in said.all():
        seen = one.evaluate(
            "cell => ({cut: cell.scrollWidth > cell.clientWidth, lines: cell.clientHeight / 19, right: cell.getBoundingClientRect().right})"
        )
        assert not seen["cut"]
        assert seen["lines"] < 8
        assert seen["right"] <= 390


def test_files_that_do_not_fit_are_counted_beside_those_that_do(visit: Visit, tmp_path: Path) -> None:
    files = [tmp_path / f"{number}.jpg" for number in range(12)]
    for file in files:
        file.write_bytes(bytes(19 * 2**20))
    visitor = visit()
    page = visitor.open("/corpus?lang=en")
    page.locator('[data-testid="stFileUploaderDropzoneInput"]').set_input_files(files)
    expect(page.locator(".st-key-batch .note")).to_contain_text("2 more files were not accepted", timeout=120_000)
    assert visitor.faults
    assert [fault for fault in visitor.faults if "413" not in fault] == []
    visitor.faults.clear()


def test_a_file_over_the_limit_is_refused_in_the_readers_language(visit: Visit, tmp_path: Path) -> None:
    big = tmp_path / "大.txt"
    big.write_bytes(bytes(20_000_001 + 2**20))
    page = visit().open("/corpus")
    page.locator('[data-testid="stFileUploaderDropzoneInput"]').set_input_files(big)
    page.wait_for_selector('[data-testid="stFileChip"][aria-invalid="true"]')
    said = page.locator('[data-testid="stFileUploader"]').evaluate("box => getComputedStyle(box, '::after').content")
    assert "超过 20 MB" in said
    page.locator('[data-testid="stFileChip"]').hover()
    page.wait_for_selector('[role="tooltip"]', state="attached")
    expect(page.get_by_text("File must be").filter(visible=True)).to_have_count(0)


def _rows(page: Page, within: str) -> list[str]:
    lines = page.locator(f"{within} tbody tr")
    return lines.evaluate_all("rows => rows.map(row => [...row.cells].map(cell => cell.innerText.trim()).join('\\t'))")


def _periods(visitor: Any, page: Page) -> list[str]:
    """Periods of the figures of the selected article, as a new visitor sees them."""
    doc_id = page.locator(".st-key-articles tbody tr.on").get_attribute("data-id")
    fresh = visitor.open(f"/?doc={doc_id}")
    return [text for text in fresh.locator("td.period").all_inner_texts() if text.strip()]
