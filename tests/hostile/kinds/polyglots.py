"""Files that are whole in two formats at once."""

from __future__ import annotations

from collections.abc import Iterator

from tests.analytics.documents.making_pdf import pdf
from tests.hostile.making import HostileFile, archive, docx, mail, page, parts_of, repacked, row, said, xlsx


def files() -> Iterator[HostileFile]:
    """One format before, behind or inside another; the name says which of them is meant."""
    behind = archive({"a.txt": said("archive behind")})
    yield HostileFile("page and archive.html", "a page with an archive behind it", page(f"<p>{said('page and')}</p>") + behind)
    yield HostileFile(
        "page and archive.zip", "the same, named .zip", page(f"<p>{said('page and')}</p>") + archive({"a.txt": said("and archive")})
    )
    yield HostileFile(
        "pdf and archive.zip",
        "a PDF with an archive behind it, named .zip",
        pdf([[said("pdf and")]]) + archive({"a.txt": said("pdf archive")}),
    )
    yield HostileFile("picture and page.html", "the beginning of a GIF, then a page", b"GIF89a" + page(f"<p>{said('gif')}</p>"))
    both = xlsx(row(1, "正文") + row(2, said("sheet of both")))
    document = parts_of(docx(said("document of both")))
    yield HostileFile(
        "word and workbook.docx",
        "a Word file and a workbook in one archive, named .docx",
        repacked(both, document | _related("word/document.xml")),
    )
    yield HostileFile("word and workbook.xlsx", "the same, named .xlsx", repacked(both, document | _related("xl/workbook.xml")))
    yield HostileFile("page and mail.eml", "a page that begins like a mail", mail(page(f"<p>{said('page and mail')}</p>").decode()))
    yield HostileFile(
        "table and page.csv",
        "a table whose first cell is a page",
        f'"<html><p>{said("table")}</p></html>",正文\n一,{said("table 2")}\n'.encode(),
    )
    yield HostileFile("lines and table.jsonl", "a table named .jsonl", f"标题,正文\n一,{said('lines and table')}\n".encode())
    yield HostileFile(
        "page and text.md",
        "Markdown with a script and a table of HTML",
        f"# 通报\n<script>破案7777起。</script>\n\n{said('md')}\n\n<table><tr><td>东区<td>31</table>\n".encode(),
    )


def _related(target: str) -> dict[str, str]:
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    named = f'<Relationship Id="r1" Type="{kind}" Target="{target}"/>'
    return {"_rels/.rels": f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{named}</Relationships>'}
