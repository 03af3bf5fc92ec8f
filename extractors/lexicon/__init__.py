"""Vocabulary of the extractors, one TOML file per word class; see ``README.md`` in this folder."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

import regex


@cache
def lexicon(name: str) -> dict[str, Any]:
    """Return the parsed TOML file ``name`` (without suffix); cached. Raises FileNotFoundError if there is none."""
    return tomllib.loads(files(__name__).joinpath(f"{name}.toml").read_text(encoding="utf-8"))


def one_of(words: Iterable[str]) -> str:
    """Return a regular expression for any of ``words``, the longest first."""
    return "(?:" + "|".join(regex.escape(word) for word in sorted(words, key=lambda word: (-len(word), word))) + ")"
