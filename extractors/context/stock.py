"""Stock figures (population, totals so far) and durations, which do not inherit the reporting period of the article."""

from __future__ import annotations

import regex

from extractors.figures.rule import Figure
from extractors.lexicon import lexicon

_FARTHEST = 72  # characters of the clause before and behind a figure
_PAUSE, _LAST_PAUSE = regex.compile(r"[，,。；;：:]"), regex.compile(r"(?r)[，,。；;：:\n]")
_STOCK = regex.compile("|".join(lexicon("times")["stock"]["words"]))
_STATISTIC = regex.compile(r"平均|[日月年人户]均|最[长短高低远]|同比|较|占|岁")


def is_stock_or_duration(text: str, figure: Figure) -> bool:
    """Whether the clause of ``figure`` says how much there is (辖区人口, 拥有, 累计) or how long something takes, not how much happened."""
    opening = _LAST_PAUSE.search(text, max(0, figure.start - _FARTHEST), figure.start)
    closing = _PAUSE.search(text, figure.end, figure.end + _FARTHEST)
    start, end = opening.end() if opening else max(0, figure.start - _FARTHEST), closing.start() if closing else figure.end + _FARTHEST
    takes = figure.kind in ("duration", "measure") and not _STATISTIC.search(text, start, end)
    return takes or bool(_STOCK.search(text, start, end))
