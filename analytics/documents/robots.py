"""robots.txt: what a site lets programs fetch, by RFC 9309."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote, unquote

import regex

_ALL = "*"


@dataclass(frozen=True, slots=True)
class Rules:
    """What a site says to one program: patterns of paths with whether they may be fetched, and the seconds to wait between requests."""

    paths: Sequence[tuple[str, bool]] = ()
    delay: float = 0

    def allow(self, path: str) -> bool:
        """Whether ``path``, with its query, may be fetched: the longest pattern decides, of two as long the one that allows."""
        wanted = _plain(path)
        fitting = ((len(pattern), may) for pattern, may in self.paths if _fits(pattern, wanted))
        return max(fitting, default=(0, True))[1]


def rules(text: str, agent: str) -> Rules:
    """What the robots.txt ``text`` says to ``agent``: what is said to it by name, where that is nothing what is said to all."""
    groups: dict[str, list[tuple[str, str]]] = {}
    named: list[str] = []  # whom the lines are for that come next
    naming = False
    for line in text.removeprefix("\ufeff").splitlines():
        name, colon, value = (part.strip() for part in line.partition("#")[0].partition(":"))
        name = name.lower()
        if name == "user-agent":
            named = [*(named if naming else ()), _product(value)]
            groups.setdefault(named[-1], [])
            naming = True
        elif colon and name in ("allow", "disallow", "crawl-delay"):
            naming = False
            for each in named:
                groups[each].append((name, value))
    said = groups.get(agent.lower(), groups.get(_ALL, []))
    paths = [(_plain(value), name == "allow") for name, value in said if name != "crawl-delay" and value]
    return Rules(paths, max((_seconds(value) for name, value in said if name == "crawl-delay"), default=0))


def _product(value: str) -> str:
    """``Youju/0.1`` is said to ``youju``."""
    return value if value == _ALL else value.partition("/")[0].strip().lower()


def _seconds(value: str) -> float:
    return float(value) if regex.fullmatch(r"\d{1,5}(?:\.\d{1,3})?", value) else 0


def _plain(path: str) -> str:
    """A path in one way of writing: what may stand in an address stands, all else in hexadecimal digits."""
    pieces = regex.split(r"(%2[fF]|%2[aA]|%24)", path)  # a stroke, an asterisk or a dollar sign that is only a sign stays written so
    return "".join(
        piece.upper() if at % 2 else quote(unquote(piece, errors="surrogateescape"), "/*$?=&;:@,+!'()~", errors="surrogateescape")
        for at, piece in enumerate(pieces)
    )


def _fits(pattern: str, path: str) -> bool:
    """Whether ``path`` begins as ``pattern`` says: ``*`` stands for anything, ``$`` at the end for the end. In proportion to their lengths."""
    ends = pattern.endswith("$")
    first, *others = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    at = len(first)
    for number, piece in enumerate(others, start=1):
        if ends and number == len(others):
            return path.endswith(piece) and len(path) - len(piece) >= at
        found = path.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    return not ends or at == len(path)
