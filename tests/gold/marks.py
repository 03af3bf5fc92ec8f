"""Gold written by hand: text with its figures marked in place.

A figure is ``[[words|kind|value|…]]``; the words are part of the text, the rest says what must be read there:

``[[今年前10个月|date|2024-01-01..2024-10-31]]，刑事警情同比下降[[10.2%|percentage|10.2 %|change down yoy|s:刑事警情/警情]]``

- third field: a date's ``START..END`` (either may be empty; ``..`` where neither can be known), else number and unit, the
  number as ``12`` exact, ``>12`` over, ``<12`` under, ``~12`` about, ``3-5`` range, ``200?1000`` vague
- then, in any order: role, direction and basis as bare words; ``s:`` subjects, ``t:`` innovation types, ``i:`` innovations
  (``i:`` alone: none), ``u:`` units, each with ``/`` between equals, the first also standing as ``subject``, ``innovation``;
  ``p:START..END`` the period and ``r:省 市 县`` the place (``r:`` alone: none), its city and county with ``/`` between equals
  (``/`` alone: no such level), each with its own basis as a bare word (``stated inherited published``; ``sentence paragraph document``) where that is known;
  ``open:period/type`` columns that are not compared; ``dup`` a repeat; ``opt`` either way is right
- a line ``# published: 2024-11-09`` dates what follows it; other lines that start with ``#`` are notes
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import regex

_MARK = regex.compile(r"\[\[(?P<fields>[^\[\]]+)\]\]")
_WORDS = {"level": "role", "change": "role", "share": "role", "up": "direction", "down": "direction", "yoy": "basis", "mom": "basis"}
_WORDS |= dict.fromkeys(("stated", "inherited", "published"), "period_basis")
_WORDS |= dict.fromkeys(("sentence", "paragraph", "document"), "region_basis")
_LISTS = {"s": "subjects", "t": "innovation_types", "i": "innovations", "u": "units", "open": "fields_open"}
_FIRST = {"s": "subject", "i": "innovation"}


@dataclass(frozen=True)
class Passage:
    """A text, the day it counts from, and its gold rows (keys as in the claim table; only what the mark states)."""

    text: str
    published: str
    rows: tuple[dict[str, Any], ...]


def passages(source: str) -> Iterator[Passage]:
    """Each line of ``source`` as a passage. Raises ValueError naming a mark that can't be read."""
    published = ""
    for line in source.splitlines():
        if match := regex.fullmatch(r"#\s*published:\s*(\S*)\s*", line):
            published = match[1]
        elif line.strip() and not line.startswith("#"):
            yield _passage(line, published)


def article(source: str) -> Passage:
    """The whole of ``source`` as one passage; notes before the text are left out."""
    head, lines = "", source.splitlines()
    while lines and lines[0].startswith("#"):
        if match := regex.fullmatch(r"#\s*published:\s*(\S*)\s*", lines[0]):
            head = match[1]
        lines.pop(0)
    return _passage("\n".join(lines), head)


def _passage(marked: str, published: str) -> Passage:
    text, rows, position = "", [], 0
    for match in _MARK.finditer(marked):
        text += marked[position : match.start()]
        words, *fields = match["fields"].split("|")
        rows.append({"text": words, "start": len(text), "end": len(text) + len(words)} | _row(fields, match[0]))
        text += words
        position = match.end()
    return Passage(text + marked[position:], published, tuple(rows))


def _row(fields: list[str], mark: str) -> dict[str, Any]:
    kind, amount, *rest = [*fields, ""] if len(fields) == 1 else fields
    row: dict[str, Any] = {"kind": kind}
    if kind == "date":
        row |= {"period_basis": "stated"} | _period(amount, mark)
    else:
        row |= _amount(amount, mark) | ({} if kind == "duration" else {"role": "level", "direction": "", "basis": ""})
    for field in rest:
        key, colon, value = field.partition(":")
        if colon and key in _LISTS:
            row[_LISTS[key]] = ["innovation_type" if name == "type" and key == "open" else name for name in value.split("/")]
            row |= {_FIRST[key]: row[_LISTS[key]][0]} if key in _FIRST else {}
        elif colon and key == "p":
            row |= _period(value, mark)
        elif colon and key == "r":
            row |= _place(value)
        elif field in ("dup", "opt"):
            row["duplicate" if field == "dup" else "optional"] = True
        elif field and all(word in _WORDS for word in field.split()):
            row |= {_WORDS[word]: word for word in field.split()}
        elif field:
            raise ValueError(f"{field!r} in {mark}")
    return row


def _period(span: str, mark: str) -> dict[str, str]:
    match = regex.fullmatch(r"(\d{4}-\d\d-\d\d)?\.\.(\d{4}-\d\d-\d\d)?", span)
    if not match:
        raise ValueError(f"{span!r} is no span of days in {mark}")
    return {"period_start": match[1] or "", "period_end": match[2] or ""} | ({} if match[1] or match[2] else {"period_basis": "unknown"})


def _place(chain: str) -> dict[str, Any]:
    province, cities, counties = [*chain.split(), "", "", ""][:3]
    row: dict[str, Any] = {"province": province} | ({} if province else {"region_basis": "unknown"})
    for level, many, equals in (("city", "cities", cities), ("county", "counties", counties)):
        names = list(dict.fromkeys(equals.split("/")))
        row |= {level: names[0]} | ({many: names} if len(names) > 1 else {})
    return row


def _amount(amount: str, mark: str) -> dict[str, Any]:
    number, _, unit = amount.strip().partition(" ")
    match = regex.fullmatch(r"(?P<sign>[<>~]?)(?P<value>-?\d+(?:\.\d+)?)(?:(?P<to>[?]|-)(?P<high>\d+(?:\.\d+)?))?", number)
    if not match:
        raise ValueError(f"{amount!r} is no amount in {mark}")
    value, high = Decimal(match["value"]), match["high"] and Decimal(match["high"])
    bound = {"<": "under", ">": "over", "~": "about"}.get(match["sign"], {"?": "vague", "-": "range"}.get(match["to"] or "", "exact"))
    ends: dict[str, tuple[Any, Any, Any]] = {
        "exact": (value, value, value),
        "under": (value, None, value),
        "over": (value, value, None),
        "about": (value, None, None),
        "vague": (None, value, high),
        "range": (high and (value + high) / 2, value, high),
    }
    floats = [None if end is None else float(end) for end in ends[bound]]
    return {"value": floats[0], "value_low": floats[1], "value_high": floats[2], "bound": bound, "unit": unit}
