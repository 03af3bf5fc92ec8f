"""The articles that mention an innovation: a dot for each on a time axis; those without a date are set apart and hatched."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any

import altair as alt

from analytics.claims.rows import InnovationMention
from analytics.i18n.format import publication_day
from analytics.i18n.words import Words
from analytics.ui.charts.drawing import ROWS, Spec, filled, finished, hatch, layered, pick
from analytics.ui.palette import Palette

_HEIGHT = 150  # at most
_STEPS = 48  # positions on the axis; articles at the same one are stacked
_APART = 53  # position of undated articles
_ROOMY = 6  # stacked dots that keep their full size


def mention_dots(articles: Sequence[InnovationMention], words: Words, palette: Palette, click: int) -> Spec:
    """Chart of the articles that mention an innovation, in the order given. A click picks a ``doc_id``."""
    steps = _steps([article.published_on for article in articles])
    level = Counter[int]()
    rows = []
    for article, step, end in zip(articles, steps, _ends(articles, words), strict=True):
        level[step] += 1
        rows.append(
            {
                "code": article.doc_id,
                "step": step,
                "level": level[step],
                "dated": article.published_on is not None,
                "end": end,
                "title": article.title or article.source,
                "publisher": article.publisher,
                "day": publication_day(article.published_on, words),
                "figures": article.figures,
                "context": 1,
                "click": click,
            }
        )
    return filled(_design(words, palette, max(level.values())), rows)


def _steps(days: Sequence[date | None]) -> list[int]:
    """Positions on the axis: 0 for the first day to ``_STEPS`` for the last, ``_APART`` without a date."""
    dated = [day for day in days if day]
    first, last = min(dated, default=date.min), max(dated, default=date.min)
    span = max(1, (last - first).days)
    return [(day - first).days * _STEPS // span if day else _APART for day in days]


def _ends(articles: Sequence[InnovationMention], words: Words) -> list[str]:
    """Labels under the first and last dated article and under the first undated one; empty for the others."""
    dated, undated = ([at for at, article in enumerate(articles) if bool(article.published_on) is known] for known in (True, False))
    shown = {*dated[:1], *dated[-1:], *undated[:1]}
    return [publication_day(article.published_on, words) if at in shown else "" for at, article in enumerate(articles)]


@lru_cache(maxsize=16)
def _design(words: Words, palette: Palette, levels: int) -> Spec:
    tooltip = [
        alt.Tooltip("title:N", title=words("column.title")),
        alt.Tooltip("publisher:N", title=words("column.publisher")),
        alt.Tooltip("day:N", title=words("column.published_on")),
        alt.Tooltip("figures:Q", title=words("column.figures")),
    ]
    across = alt.X("step:Q", axis=None, scale=alt.Scale(domain=[-2, _APART + 3], nice=False))
    up = alt.Y("level:Q", axis=None, scale=alt.Scale(domain=[-1, levels + 1], nice=False))
    ground = alt.Y("ground:Q", axis=None, scale=alt.Scale(domain=[-1, levels + 1], nice=False))
    size = 190 * min(1.0, (_ROOMY / levels) ** 2)
    base = alt.Chart(ROWS).transform_calculate(ground="0.2", begin="-1", stop=str(_STEPS + 1))
    line = alt.X("begin:Q", axis=None, scale=alt.Scale(domain=[-2, _APART + 3], nice=False))
    labelled = base.transform_filter("datum.end != ''").encode(x=across, y=ground, text="end:N")
    text: dict[str, Any] = {"baseline": "top", "dy": 5, "fontSize": 11, "color": palette.muted}
    dots = base.encode(x=across, y=up, tooltip=tooltip)
    shape: dict[str, Any] = {"size": size, "cursor": "pointer", "stroke": palette.paper, "strokeWidth": 1}
    return finished(
        layered(
            base.mark_rule(color=palette.line, strokeWidth=2).encode(x=line, x2="stop:Q", y=ground),
            labelled.transform_filter("datum.dated && datum.step <= 24").mark_text(align="left", dx=-6, **text),
            labelled.transform_filter("datum.dated && datum.step > 24").mark_text(align="right", dx=6, **text),
            labelled.transform_filter("!datum.dated").mark_text(align="center", **text),
            dots.transform_filter("datum.dated").mark_circle(color=palette.bar, opacity=1, **shape),
            dots.transform_filter("!datum.dated").mark_circle(fill=hatch(palette, 4), opacity=1, **shape | {"stroke": palette.muted}),
            dots.mark_circle(opacity=0, size=max(size, 120), cursor="pointer").add_params(pick()),
        ),
        min(_HEIGHT, 48 + 18 * levels),
    )
