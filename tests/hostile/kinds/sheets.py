"""Spreadsheets that declare far more than they hold, refer to nothing, or hold what a spreadsheet program would run."""

from __future__ import annotations

from collections.abc import Iterator

from tests.analytics.documents import making_office
from tests.hostile.making import HostileFile, archive, page, parts_of, repacked, row, said, xlsx

_HEAD = row(1, "区", "警情")
_ODF = "urn:oasis:names:tc:opendocument:xmlns"


def _plain(name: str) -> str:
    """A head and two rows with a figure each, of a district that no other file has."""
    return _HEAD + row(2, f"{name.rpartition('.')[0]}区", "31") + row(3, "西区", "42")


def files() -> Iterator[HostileFile]:
    """Sizes, references and values of workbooks; then OpenDocument sheets and pages that are called sheets."""
    yield from _sizes()
    yield from _references()
    yield from _values()
    yield from _others()


def _sizes() -> Iterator[HostileFile]:
    yield HostileFile(
        "declared.xlsx",
        "declares 17 thousand million cells and has four",
        xlsx(_plain("declared.xlsx"), before='<dimension ref="A1:XFD1048576"/>'),
    )
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    yield HostileFile("last cell.xlsx", "one figure in the last cell there is", xlsx(_plain("last cell.xlsx") + far))
    yield HostileFile(
        "beyond.xlsx",
        "a cell beyond the last one",
        xlsx(_plain("beyond.xlsx") + '<row r="99999999"><c r="ZZZZZ99999999"><v>1</v></c></row>'),
    )
    yield HostileFile(
        "last row.xlsx", "a figure in the last row", xlsx(_plain("last row.xlsx") + '<row r="1048576"><c r="B1048576"><v>1</v></c></row>')
    )
    whole = xlsx(_plain("no workbook.xlsx"))
    yield HostileFile("no workbook.xlsx", "sheets without the list of them", repacked(whole, {"xl/workbook.xml": None}))
    yield HostileFile("backwards.xlsx", "rows and cells in the wrong order", xlsx(row(3, "西区", "42") + row(2, "东区", "31") + _HEAD))
    yield HostileFile(
        "no places.xlsx", "cells that do not say where they are", xlsx("<row><c t='inlineStr'><is><t>区</t></is></c><c><v>31</v></c></row>")
    )
    yield HostileFile(
        "same cell.xlsx",
        "three values in one cell",
        xlsx('<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c><c r="B1"><v>3</v></c></row>'),
    )
    merged = "".join(f'<mergeCell ref="A{n}:XFD{n + 9}"/>' for n in range(1, 300))
    yield HostileFile(
        "merged.xlsx", "299 ranges of merged cells that overlap", xlsx(_plain("merged.xlsx"), after=f"<mergeCells>{merged}</mergeCells>")
    )
    yield HostileFile(
        "merged backwards.xlsx",
        "a merged range that ends before it begins",
        xlsx(_plain("merged backwards.xlsx"), after='<mergeCells><mergeCell ref="C3:A1"/></mergeCells>'),
    )
    yield HostileFile("same sheet.xlsx", "fifty sheets that are all one", xlsx(_plain("same sheet.xlsx"), sheets=50))
    wide = "".join(f"<c><v>{n}</v></c>" for n in range(1000))
    yield HostileFile("thousand columns.xlsx", "a row of a thousand figures without heads", xlsx(f"<row>{wide}</row>"))


def _references() -> Iterator[HostileFile]:
    def shared(index: str) -> str:
        return f'<row r="1"><c r="A1" t="s"><v>{index}</v></c><c r="B1"><v>5{len(index)}</v></c></row>'

    for name, why, index in (
        ("no such string.xlsx", "a cell with the shared string 99, of one", "99"),
        ("string of minus one.xlsx", "a cell with the shared string -1", "-1"),
        ("string of letters.xlsx", "a cell whose shared string is no number", "abc"),
    ):
        yield HostileFile(name, why, xlsx(shared(index), shared="<si><t>甲</t></si>"))
    yield HostileFile(
        "counted strings.xlsx",
        "shared strings that say there are 4 thousand million",
        repacked(
            xlsx(_plain("counted strings.xlsx")),
            {
                "xl/sharedStrings.xml": '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" count="4294967295" uniqueCount="4294967295"/>'
            },
        ),
    )
    yield HostileFile("no strings.xlsx", "shared strings that are missing", repacked(xlsx(shared("0")), {"xl/sharedStrings.xml": None}))
    yield HostileFile(
        "no sheet.xlsx", "a workbook whose sheet is missing", repacked(xlsx(_plain("no sheet.xlsx")), {"xl/worksheets/sheet1.xml": None})
    )
    yield HostileFile(
        "no workbook.xlsx", "a workbook without xl/workbook.xml", repacked(xlsx(_plain("no workbook.xlsx")), {"xl/workbook.xml": None})
    )
    yield HostileFile("no sheets.xlsx", "a workbook without sheets", xlsx(_plain("no sheets.xlsx"), sheets=0))
    rels = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="{}"/></Relationships>'
    for name, why, target in (
        ("sheet is the workbook.xlsx", "a sheet that is the workbook itself", "workbook.xml"),
        ("sheet outside.xlsx", "a sheet at ../../../etc/passwd", "../../../etc/passwd"),
    ):
        yield HostileFile(name, why, repacked(xlsx(_plain(name)), {"xl/_rels/workbook.xml.rels": rels.format(target)}))
    laughs = '<!DOCTYPE d [<!ENTITY a "哈哈"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
    yield HostileFile(
        "laughs.xlsx",
        "shared strings made of entities",
        repacked(
            xlsx(shared("0")),
            {
                "xl/sharedStrings.xml": f'{laughs}<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>&c;</t></si></sst>'
            },
        ),
    )
    yield HostileFile(
        "no namespace.xlsx",
        "a sheet in no namespace",
        repacked(
            xlsx(""),
            {"xl/worksheets/sheet1.xml": "<worksheet><sheetData><row><c><v>1</v></c><c><v>2</v></c></row></sheetData></worksheet>"},
        ),
    )


def _values() -> Iterator[HostileFile]:
    for name, why, cell in (
        (
            "formula as text.xlsx",
            "a text that a spreadsheet program would run",
            '<c r="A4" t="inlineStr"><is><t>=cmd|\'/C calc\'!A0</t></is></c>',
        ),
        ("formula.xlsx", "a formula without its result", '<c r="B4"><f>1/0</f></c>'),
        ("circle.xlsx", "a formula of itself, with a result", '<c r="B4"><f>B4+1</f><v>9</v></c>'),
        ("error.xlsx", "a result that is an error", '<c r="B4" t="e"><v>#DIV/0!</v></c>'),
        ("largest.xlsx", "the largest number there is", '<c r="B4"><v>1.7976931348623157E308</v></c>'),
        ("too large.xlsx", "a number larger than any", '<c r="B4"><v>1E999</v></c>'),
        ("no number.xlsx", "a number that is NaN", '<c r="B4"><v>NaN</v></c>'),
        ("letters.xlsx", "a number that is letters", '<c r="B4"><v>abc</v></c>'),
        ("many digits.xlsx", "a number of 5,000 digits", f'<c r="B4"><v>{"9" * 5000}</v></c>'),
        ("other type.xlsx", "a value of a type that does not exist", '<c r="B4" t="unheard"><v>7</v></c>'),
        ("bad date.xlsx", "a date that is no day", '<c r="B4" t="d"><v>2024-13-45</v></c>'),
    ):
        yield HostileFile(name, why, xlsx(_HEAD + row(2, name.removesuffix(".xlsx"), "31") + f'<row r="4">{cell}</row>'))
    name = "day 99999999.xlsx"
    styles = '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>'
    dated = xlsx(
        row(1, "正文", "日期")
        + f'<row r="2"><c r="A2" t="inlineStr"><is><t>{said(name)}</t></is></c><c r="B2" s="1"><v>99999999</v></c></row>'
    )
    types = (
        parts_of(dated)["xl/_rels/workbook.xml.rels"]
        .decode()
        .replace(
            "</Relationships>",
            '<Relationship Id="r3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>',
        )
    )
    yield HostileFile(
        name, "a publication day 273,000 years from now", repacked(dated, {"xl/styles.xml": styles, "xl/_rels/workbook.xml.rels": types})
    )
    name = "negative day.xlsx"
    early = parts_of(dated)["xl/worksheets/sheet1.xml"].decode().replace("99999999", "-5").replace(said("day 99999999.xlsx"), said(name))
    yield HostileFile(
        name,
        "a publication day before 1900",
        repacked(dated, {"xl/styles.xml": styles, "xl/_rels/workbook.xml.rels": types, "xl/worksheets/sheet1.xml": early}),
    )


def _others() -> Iterator[HostileFile]:
    for name, why, cells in (
        ("repeated.ods", "a cell that is repeated a million times in a row that is, too", _cell("1", columns=1_000_000) * 1),
        ("superscript.ods", "a cell that is repeated ² times", _cell("1", columns="²")),
        ("endless.ods", "a cell that is repeated 10^30 times", _cell("1", columns=10**30)),
    ):
        rows = 1_000_000 if name.startswith("repeated") else 1
        yield HostileFile(
            name,
            why,
            _ods(
                f"<table:table-row>{_cell('区')}{_cell('2')}</table:table-row><table:table-row table:number-rows-repeated='{rows}'>{cells}</table:table-row>"
            ),
        )
    name = "spans.xls"
    spans = "".join(f"<tr><td colspan='99999' rowspan='99999'>{n}</td><td>1</td></tr>" for n in range(20))
    yield HostileFile(name, "a web page named .xls whose cells span 99,999 columns and rows", page(f"<table>{spans}</table>"))
    yield HostileFile(
        "garbled.xls", "the first bytes of an old workbook, then noise", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(range(256)) * 8
    )
    ring = bytearray(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + bytes(1536))
    ring[24:34] = b"\x3e\x00\x03\x00\xfe\xff\x09\x00\x06\x00"
    ring[44:52] = b"\x01\x00\x00\x00\x00\x00\x00\x00"
    ring[68:76] = b"\x00\x00\x00\x00\x01\x00\x00\x00"
    yield HostileFile("ring.xls", "an old workbook whose sectors follow each other in a ring", bytes(ring))
    yield HostileFile("binary.xlsb", "a binary workbook without its parts", archive({"xl/workbook.bin": b"\x83\x01\x00"}))


def _cell(text: str, columns: object = 1) -> str:
    kind = "float" if text.isdigit() else "string"
    return f"<table:table-cell table:number-columns-repeated='{columns}' office:value-type='{kind}' office:value='{text}'><text:p>{text}</text:p></table:table-cell>"


def _ods(rows: str) -> bytes:
    names = " ".join(f"xmlns:{name}='{_ODF}:{name}:1.0'" for name in ("office", "table", "text"))
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = f"<m:manifest xmlns:m='{_ODF}:manifest:1.0'><m:file-entry m:full-path='/' m:media-type='{kind}'/></m:manifest>"
    content = f"<office:document-content {names}><office:body><office:spreadsheet><table:table table:name='表'>{rows}</table:table></office:spreadsheet></office:body></office:document-content>"
    return making_office.archive({"mimetype": kind, "META-INF/manifest.xml": manifest, "content.xml": content})
