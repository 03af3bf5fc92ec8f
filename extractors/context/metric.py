"""The canonical name of what a figure measures, by the lexicon of metrics."""

from __future__ import annotations

from functools import cache

import regex

from extractors.fragments import lexicon, one_of

_OF_NUMBER = r"(?:总数量|总数|数量|总量|人数|起数|件数|次数|数|量|总额|金额)?"


def metric_of(subject: str) -> str:
    """The metric that ``subject`` ends in; empty where none fits."""
    pattern, canonical = _aliases()
    match = pattern.search(subject)
    return canonical[match["alias"]] if match else ""


@cache
def _aliases() -> tuple[regex.Pattern[str], dict[str, str]]:
    canonical = {alias: name for name, aliases in lexicon("metrics").items() for alias in (*aliases, name)}
    return regex.compile(rf"(?P<alias>{one_of(canonical)}){_OF_NUMBER}$"), canonical
