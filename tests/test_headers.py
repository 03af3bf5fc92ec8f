"""Title, publisher and date of pages with headers of many forms (``headers.txt``)."""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from analytics.documents import Document, read_bytes
from extractors import SourceText, extract
from extractors.source.clean import clean

_PROSE = (
    "为了让夜里回家的人安心，石桥区公安分局推出“驿路哨兵”夜巡机制，把民警、辅警和店主编成一组，每晚沿三条主街走一遍。",
    "据介绍，机制运行半年来，夜间警情同比下降12.5%，共帮助群众430人次，找回走失老人和儿童17名，群众满意度也有提升。",
)


@dataclass(frozen=True)
class Case:
    kind: str
    shape: str
    stated: dict[str, str]
    page: str


def _cases() -> list[Case]:
    blocks = re.split(r"(?m)^=== ", (Path(__file__).parent / "headers.txt").read_text("utf-8"))[1:]
    return [_case(block) for block in blocks]


def _case(block: str) -> Case:
    about, _, page = block.partition("\n---\n")
    head, *stated = about.splitlines()
    kind, _, shape = head.partition(": ")
    known = {name: "" if value == "-" else _plain(value) for name, _, value in (line.partition(" ") for line in stated)}
    mark, end = ("<p>", "</p>") if kind == "html" else ("", "")
    prose = "\n".join(f"{mark}{paragraph}{end}" for paragraph in _PROSE)
    return Case(kind, shape, known, page.replace("TEXT", prose).strip())


def _plain(text: str) -> str:
    """Simplify characters before comparing: titles and names may be given in the original or in simplified script."""
    return clean(text).text


CASES = _cases()


def _source(case: Case) -> SourceText:
    if case.kind == "text":
        return SourceText(case.page, "page.txt")
    (document,) = read_bytes("page.html", case.page.encode())
    assert isinstance(document, Document)
    return document.text


def _read(case: Case) -> dict[str, str]:
    article = extract(_source(case)).article
    day = article.published_on.isoformat() if article.published_on else ""
    return {"title": _plain(article.title), "publisher": _plain(article.publisher), "day": day}


@pytest.mark.parametrize("case", CASES, ids=[case.shape for case in CASES])
def test_title_publisher_and_day_are_read(case: Case) -> None:
    assert _read(case) == case.stated


@pytest.mark.parametrize("case", [case for case in CASES if _PROSE[0] in case.page], ids=lambda case: case.shape)
def test_the_header_takes_no_figure_of_the_text_and_gives_none(case: Case) -> None:
    head, _, _ = case.page.partition(_PROSE[0])
    found = extract(_source(case)).claims
    assert {"12.5%", "430人次"} <= {claim.text for claim in found}
    assert not [claim.text for claim in found if claim.kind == "date" and claim.text in head and "日电" not in head]
