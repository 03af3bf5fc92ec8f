"""The canonical name of what a figure measures, by the lexicon of metrics."""

from __future__ import annotations

from functools import cache

from extractors.lexicon import lexicon

_OF_NUMBER = ("", "总数量", "总数", "数量", "总量", "人数", "起数", "件数", "次数", "数", "量", "总额", "金额")


def metric_of(subject: str) -> str:
    """The metric that ``subject`` ends in, by its longest name; empty where none fits."""
    canonical, longest = _endings()
    for i in range(max(0, len(subject) - longest), len(subject)):
        if found := canonical.get(subject[i:]):
            return found
    return ""


@cache
def _endings() -> tuple[dict[str, str], int]:
    """Each alias with each word for its number, and the longest of them; where two ways lead to one ending, the longer alias has it."""
    canonical = {alias: name for name, aliases in lexicon("metrics").items() for alias in (*aliases, name)}
    endings = {alias + number: canonical[alias] for alias in sorted(canonical, key=len) for number in _OF_NUMBER}
    return endings, max(map(len, endings))


def metrics() -> tuple[str, ...]:
    """The canonical names, in the order of the lexicon."""
    return tuple(lexicon("metrics"))
