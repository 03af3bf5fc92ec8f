"""People's rules for nouns and names as a patch of the lexicon: a TOML file that another workspace can take.

A table ``[metric."刑事警情"]`` has the ``nouns`` that the metric gets, as its record in ``extractors/lexicon/metrics.toml`` has them. The tables
``[country]``, ``[uncounted]`` and ``[no_innovation]`` have the nouns, or names, of the other rules.
"""

from __future__ import annotations

import json
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from analytics.workspace.corrections import CLEARED, NOUN_COUNTRY, NOUN_METRIC, NOUN_UNCOUNTED, InvalidValueError, parse_cell
from analytics.workspace.log_entries import Entry

_METRIC, _NOUNS = "metric", "nouns"
_TABLES = {"country": NOUN_COUNTRY, "uncounted": NOUN_UNCOUNTED, "no_innovation": CLEARED}
Patch = dict[str, dict[str, str]]  # noun or name → column → value


class InvalidPatchError(ValueError):
    """A text is not a patch of the lexicon; carries what is wrong in it."""


def written(rules: Iterable[Entry]) -> str:
    """The rules as a patch, each with a comment that says who made it and when."""
    tables = defaultdict[str, list[Entry]](list)
    names = {column: f"[{name}]" for name, column in _TABLES.items()}
    for entry in rules:
        tables[names.get(entry.column) or f"[{_METRIC}.{_quoted(entry.value)}]"].append(entry)
    return "\n".join(_table(head, entries) for head, entries in sorted(tables.items()))


def _table(head: str, entries: Iterable[Entry]) -> str:
    lines = "".join(f"    {_quoted(entry.about)},  # {entry.who}, {entry.at[:10]}\n" for entry in entries)
    return f"{head}\n{_NOUNS} = [\n{lines}]\n"


def _quoted(text: str) -> str:
    """A TOML string, which may be written as one of JSON."""
    return json.dumps(text, ensure_ascii=False)


def read(text: str) -> Patch:
    """The rules of a patch. Raises InvalidPatchError."""
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InvalidPatchError(str(error)) from error
    patch = defaultdict[str, dict[str, str]](dict)
    for noun, column, value in _rules(tables):
        try:
            parse_cell(column, value)
        except InvalidValueError as error:
            raise InvalidPatchError(f"{noun}: {value}") from error
        if patch[noun].setdefault(column, value) != value:
            raise InvalidPatchError(f"{noun}: {patch[noun][column]}, {value}")
    return dict(patch)


def _rules(tables: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Noun, column and value of each rule. Raises InvalidPatchError."""
    for name, table in tables.items():
        if name == _METRIC and isinstance(table, dict):
            for metric, record in table.items():
                yield from ((noun, NOUN_METRIC, metric) for noun in _nouns(f"{name}.{metric}", record))
        elif name in _TABLES:
            yield from ((noun, _TABLES[name], "1") for noun in _nouns(name, table))
        else:
            raise InvalidPatchError(f"[{name}]")


def _nouns(name: str, record: object) -> list[str]:
    nouns = record.get(_NOUNS) if isinstance(record, dict) and record.keys() == {_NOUNS} else None
    if not isinstance(nouns, list) or not all(isinstance(noun, str) and noun.strip() and noun.isprintable() for noun in nouns):
        raise InvalidPatchError(f"[{name}]")
    return nouns


def news(patch: Patch, rules: Iterable[Entry]) -> Patch:
    """The part of a patch that ``rules`` do not say already."""
    known = {(entry.about, entry.column, entry.value) for entry in rules}
    new = {noun: {column: value for column, value in said.items() if (noun, column, value) not in known} for noun, said in patch.items()}
    return {noun: said for noun, said in new.items() if said}
