"""CSV, JSON and JSONL: rows that are ragged, broken, doubled or deep."""

from __future__ import annotations

import json
from collections.abc import Iterator

from tests.hostile.making import HostileFile, article, said


def files() -> Iterator[HostileFile]:
    """Tables of texts in CSV, then JSON, then one object a line."""
    yield from _csv()
    yield from _json()
    yield from _jsonl()


def _csv() -> Iterator[HostileFile]:
    for name, why, text in (
        ("ragged.csv", "rows of one, three and no cells", f"标题,正文\n一,{said('ragged')}\n二\n三,{said('ragged 3')},多\n,\n"),
        ("quote never closed.csv", "a quotation mark that is never closed", f'标题,正文\n一,"{said("quote")}\n二,{said("quote 2")}\n'),
        (
            "quote closed below.csv",
            "a quotation mark that is not closed, but for one that opens a cell below",
            f'标题,正文\n一,"{said("below")}\n二,"{said("below 2")}"\n三,{said("below 3")}\n',
        ),
        ("quotes in quotes.csv", "quotation marks inside a cell that are not doubled", f'标题,正文\n一,"他说"{said("quotes")}"了"\n'),
        ("comma in text.csv", "a comma in a text without quotation marks", f"标题,正文\n一,{said('comma')},又破案3起\n"),
        ("no heads.csv", "texts without names of columns", f"一,{said('no heads')}\n二,{said('no heads 2')}\n"),
        ("heads only.csv", "names of columns and no row", "标题,正文\n"),
        ("heads twice.csv", "two columns named 正文", f"正文,正文\n{said('twice') * 2},{said('twice 2') * 2}\n"),
        ("no figures.csv", "a table without texts or figures", "区,所\n东区,一所\n西区,二所\n"),
        ("formulas.csv", "cells that a spreadsheet program would run", f"标题,正文\n=1+1,{said('formulas')}\n@SUM(A1),+1\n"),
        ("nul.csv", "a NUL in a cell", f"标题,正文\n一\0二,{said('nul')}\n"),
        ("line ends.csv", "lines that end in three ways", f"标题,正文\r一,{said('ends')}\n二,{said('ends 2')}\r\n"),
        ("semicolons.csv", "semicolons, and a first line that says so", f"sep=;\n标题;正文\n一;{said('semicolons')}\n"),
        ("other separator.csv", "a first line that names a separator of two characters", f"sep=||\n标题||正文\n一||{said('separator')}\n"),
        ("wide.csv", "a row of 5,000 cells", f"标题,正文\n一,{said('wide')}" + "," * 5000 + "x\n"),
        ("many rows.csv", "5,000 empty rows before a text", "标题,正文\n" + ",\n" * 5000 + f"一,{said('many')}\n"),
        ("files.csv", "a table of metadata about files, which is no article", "文件名,标题,发布时间\na.txt,甲,2024-01-01\n"),
        ("tabs.tsv", "commas in a table of tabs", f"标题\t正文\n一,二\t{said('tabs')}\n"),
    ):
        yield HostileFile(name, why, text.encode())


def _json() -> Iterator[HostileFile]:
    for name, why, text in (
        ("deep.json", "10,000 lists, one in another", "[" * 10_000 + "]" * 10_000),
        ("deep objects.json", "5,000 objects, one in another", '{"a":' * 5000 + "1" + "}" * 5000),
        ("number.json", "a text that is a number of 5,000 digits", f'[{{"text": {"9" * 5000}}}, {{"text": "{said("number")}"}}]'),
        ("no number.json", "NaN and infinity, which JSON does not have", f'[{{"text": "{said("nan")}", "a": NaN, "b": -Infinity}}]'),
        ("key twice.json", "a key that stands there twice", f'{{"text": "{said("key")}", "text": "{said("key 2")}"}}'),
        ("surrogate.json", "half a character", f'{{"text": "{said("surrogate")}\\ud800"}}'),
        ("nul.json", "a NUL in the text", f'{{"text": "{said("json nul")}\\u0000"}}'),
        (
            "other types.json",
            "texts that are true, a list, an object and nothing",
            f'[{{"text": true}}, {{"text": [1]}}, {{"text": {{}}}}, {{"text": null}}, {{"text": "{said("types")}"}}]',
        ),
        ("not objects.json", "a list of numbers and texts, one article among them", f'[1, "a", null, [], {{"text": "{said("objects")}"}}]'),
        ("a text.json", "only a text", f'"{said("a text")}"'),
        ("a number.json", "only a number", "31"),
        ("empty list.json", "a list of nothing", "[]"),
        ("no text.json", "objects without a text", '[{"a": 1}, {"b": 2}]'),
        ("comment.json", "a comment, which JSON does not have", f'// 说明\n{{"text": "{said("comment")}"}}'),
        ("comma at the end.json", "a comma behind the last object", f'[{{"text": "{said("comma")}"}},]'),
        ("two values.json", "two objects in one file", f'{{"text": "{said("two")}"}}{{"text": "{said("two 2")}"}}'),
        ("lines.json", "one object a line, named .json", f'{{"text": "{said("lines")}"}}\n{{"text": "{said("lines 2")}"}}\n'),
    ):
        yield HostileFile(name, why, text.encode())


def _jsonl() -> Iterator[HostileFile]:
    def line(name: str) -> str:
        return json.dumps({"text": said(name)}, ensure_ascii=False)

    for name, why, text in (
        ("broken line.jsonl", "the second of three lines is cut", f"{line('l1')}\n{line('l2')[:-9]}\n{line('l3')}\n"),
        ("deep line.jsonl", "a line of 10,000 lists before an article", '{"text":' + "[" * 10_000 + f"\n{line('deep line')}\n"),
        ("other lines.jsonl", "lines that are no objects", f'1\n"a"\n[]\nnull\n\n{line("other lines")}\n'),
        (
            "line breaks in text.jsonl",
            "a line separator of Unicode inside a text",
            f'{{"text": "{said("breaks")}\u2028{said("breaks 2")}"}}\n',
        ),
        ("list.jsonl", "a JSON list named .jsonl", json.dumps([{"text": said("list")}], ensure_ascii=False, indent=1)),
        ("old macintosh.jsonl", "lines that end as on an old Macintosh", f"{line('mac')}\r{line('mac 2')}\r"),
        ("marks.jsonl", "a byte-order mark before each line", f"\ufeff{line('marks')}\n\ufeff{line('marks 2')}\n"),
        ("no text.jsonl", "objects without a text", '{"a": 1}\n{"b": 2}\n'),
        ("long line.jsonl", "a line of 30,000 characters", json.dumps({"text": article("long line", 30)}) + "\n"),
    ):
        yield HostileFile(name, why, text.encode())
