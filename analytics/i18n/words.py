"""Every text of the interface, in Chinese and in English, by its key.

The texts stand in two gettext catalogues, ``locale/zh`` and ``locale/en``. They are read as people write them, which takes some 20 ms
a language and only when its first text is asked for: nothing is compiled, so nothing can be out of date. A text is filled with ``str.format``
values; where it depends on a number ``n``, the catalogue's own rule chooses among its forms. Words of the articles themselves never
pass through here.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from gettext import c2py
from locale import getlocale
from pathlib import Path
from typing import Literal, NamedTuple

from babel.messages.pofile import read_po

from analytics.claims.provinces import BY_NAME, WHOLE_COUNTRY
from analytics.claims.selection import MISSING
from analytics.i18n.places import english
from extractors.metric import metrics

Language = Literal["zh", "en"]


class Catalogue(NamedTuple):
    """One language: the texts by key, each with its plural forms, and which of the forms goes with a number."""

    texts: Mapping[str, tuple[str, ...]]
    form: Callable[[int], int]


@cache
def catalogue(language: Language) -> Catalogue:
    """The catalogue of a language."""
    with path(language).open("rb") as file:
        read = read_po(file, abort_invalid=True)
    texts = {_forms(message.id)[0]: _forms(message.string) for message in read if message.id}
    return Catalogue(texts, c2py(read.plural_expr))


def _forms(said: str | Iterable[str] | None) -> tuple[str, ...]:
    """What an entry says: in one form, or in several."""
    return (said,) if isinstance(said, str) else tuple(said or ())


def path(language: Language) -> Path:
    """Where the catalogue of a language lies."""
    return Path(__file__).with_name("locale") / language / "LC_MESSAGES" / "youju.po"


@dataclass(frozen=True, slots=True)
class Words:
    """The interface's words in one language: ``words("table.count", n=3)``."""

    language: Language

    def __call__(self, key: str, **values: object) -> str:
        texts, form = catalogue(self.language)
        forms = texts[key]
        return forms[form(_counted(values.get("n"))) if len(forms) > 1 else 0].format(**values)

    def __contains__(self, key: str) -> bool:
        return key in catalogue(self.language).texts

    def phrase(self, key: str) -> str:
        """A text of one form as it stands, for a component that fills its holes itself."""
        (text,) = catalogue(self.language).texts[key]
        return text

    def family(self, name: str) -> dict[str, str]:
        """All texts whose key begins with ``name``, by key."""
        return {key: self(key) for key in catalogue(self.language).texts if key.startswith(f"{name}.")}

    def of(self, facet: str, code: str) -> str:
        """The label of a code of a facet: kinds, types, directions and metrics are ours, places and publishers the articles'."""
        if code in ("", MISSING):
            return self(f"missing.{facet}")
        if facet == "province" and code == WHOLE_COUNTRY:
            return self("province.whole")
        if facet in ("province", "city", "county") and self.language == "en":  # Beijing is a province and its own city
            return BY_NAME[code].english if code in BY_NAME else english().get(code, code)
        if facet == "metric" and code in metrics():
            return metrics()[code].label(self.language)
        key = f"{facet}.{code}"
        return self(key) if key in self else code


def _counted(n: object) -> int:
    """The number that chooses the form. One that was shortened (``16K``) is many."""
    digits = str(n).replace(",", "")
    return int(digits) if digits.isdecimal() else 10_000


def language_of(code: str) -> Language:
    """The language an address asks for; Chinese unless it says English."""
    return "en" if code == "en" else "zh"


def of_terminal() -> Words:
    """The words in the language of the terminal; where it names none, as on Windows, in that of the system."""
    spoken = os.environ.get("LC_ALL") or os.environ.get("LANG") or getlocale()[0] or ""
    return Words(language_of("zh" if spoken.lower().startswith(("zh", "chinese")) else "en"))
