"""Maps the subject of a figure to a canonical metric, using ``lexicon/metrics``."""

from __future__ import annotations

from functools import cache

from extractors.lexicon import lexicon

_OF_NUMBER = ("", "总数量", "总数", "数量", "总量", "人数", "起数", "件数", "次数", "数", "量", "总额", "金额")


def metric_of(subject: str) -> str:
    """The canonical metric whose name or alias is the longest suffix of ``subject``; empty if there is none."""
    canonical, longest = _endings()
    for i in range(max(0, len(subject) - longest), len(subject)):
        if found := canonical.get(subject[i:]):
            return found
    return ""


@cache
def _endings() -> tuple[dict[str, str], int]:
    """The mapping from suffix to metric, and the length of its longest key.

    Suffixes are all aliases, each with every word of ``_OF_NUMBER``. If two aliases give the same suffix, the longer alias wins.
    """
    canonical = {alias: name for name, aliases in lexicon("metrics").items() for alias in (*aliases, name)}
    endings = {alias + number: canonical[alias] for alias in sorted(canonical, key=len) for number in _OF_NUMBER}
    return endings, max(map(len, endings))


def metrics() -> tuple[str, ...]:
    """The canonical names of all metrics, in lexicon order."""
    return tuple(lexicon("metrics"))
