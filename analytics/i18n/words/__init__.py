"""Every word of the interface, in Chinese and in English: one module a page, put together here.

A phrase is looked up by key and filled with ``str.format`` values. An English phrase that depends on a
number has two forms, ``"{n} article|{n} articles"``. Words of the articles themselves never pass through here.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from importlib import import_module
from pkgutil import iter_modules
from typing import Literal

from analytics.claims.provinces import BY_NAME
from analytics.claims.selection import MISSING

Language = Literal["zh", "en"]

# Every module beside this one has a table ``WORDS``: a new page needs no line here.
_PAGES = (import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__))
WORDS: dict[str, tuple[str, str]] = {key: phrase for page in _PAGES for key, phrase in page.WORDS.items()}


@dataclass(frozen=True, slots=True)
class Words:
    """The interface's words in one language: ``words("table.count", n=3)``."""

    language: Language

    def __call__(self, key: str, **values: object) -> str:
        phrase = WORDS[key][self.language == "en"]
        if "|" in phrase:
            one, many = phrase.split("|")
            phrase = one if values.get("n") in (1, "1") else many
        return phrase.format(**values)

    def phrase(self, key: str) -> str:
        """A phrase as it stands, for a component that fills its holes itself."""
        return WORDS[key][self.language == "en"]

    def of(self, facet: str, code: str) -> str:
        """The label of a code of a facet: kinds, types and directions are ours, places and publishers the articles'."""
        if code in ("", MISSING):
            return self(f"missing.{facet}")
        if facet == "province" and self.language == "en" and code in BY_NAME:
            return BY_NAME[code].english
        key = f"{facet}.{code}"
        return self(key) if key in WORDS else code


def language_of(code: str) -> Language:
    """The language an address asks for; Chinese unless it says English."""
    return "en" if code == "en" else "zh"


def of_terminal() -> Words:
    """The words in the language of the terminal."""
    return Words(language_of("zh" if (os.environ.get("LC_ALL") or os.environ.get("LANG", "")).startswith("zh") else "en"))
