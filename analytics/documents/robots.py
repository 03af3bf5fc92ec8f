"""robots.txt: what a site allows programs to fetch (RFC 9309)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote, unquote

import regex

_ALL = "*"


@dataclass(frozen=True, slots=True)
class Rules:
    """A site's rules for one program: path patterns with whether they may be fetched, and seconds to wait between requests."""

    paths: Sequence[tuple[str, bool]] = ()
    delay: float = 0

    def allow(self, path: str) -> bool:
        """Whether ``path``, with its query, may be fetched. The longest matching pattern decides; on a tie, one that allows."""
        wanted = _plain(path)
        fitting = ((len(pattern), may) for pattern, may in self.paths if _fits(pattern, wanted))
        return max(fitting, default=(0, True))[1]


def rules(text: str, agent: str) -> Rules:
    """The rules for ``agent`` in the robots.txt ``text``: those of its own group, else those of the group for ``*``."""
    groups: dict[str, list[tuple[str, str]]] = {}
    named: list[str] = []  # agents of the current group
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
    """``Youju/0.1`` → ``youju``: the product token of a user agent."""
    return value if value == _ALL else value.partition("/")[0].strip().lower()


def _seconds(value: str) -> float:
    return float(value) if regex.fullmatch(r"\d{1,5}(?:\.\d{1,3})?", value) else 0


def _plain(path: str) -> str:
    """A path in normalised percent-encoding."""
    pieces = regex.split(r"(%2[fF]|%2[aA]|%24)", path)  # an encoded ``/``, ``*`` or ``$`` is literal and stays encoded
    return "".join(
        piece.upper() if at % 2 else quote(unquote(piece, errors="surrogateescape"), "/*$?=&;:@,+!'()~", errors="surrogateescape")
        for at, piece in enumerate(pieces)
    )


def _fits(pattern: str, path: str) -> bool:
    """Whether ``path`` begins as ``pattern`` states: ``*`` matches anything, a final ``$`` the end. The time is linear."""
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
