"""When articles spoke of one thing: a dot for each on a line of time, those without a date apart and hatched."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import altair as alt
import pandas as pd

from analytics.claims.schema import Row, records
from analytics.i18n.format import day
from analytics.i18n.words import Words
from analytics.ui.charts.drawing import ROWS, Spec, filled, finished, hatch, layered, pick
from analytics.ui.palette import Surface

_HEIGHT = 150  # at most
_STEPS = 48  # places on the line; articles of about the same day stand over each other
_APART = 53  # where those without a date stand
_ROOMY = 6  # dots over each other that keep their full size


def mention_dots(articles: pd.DataFrame, words: Words, look: Surface, click: int) -> Spec:
    """``articles`` with ``doc_id``, ``title``, ``source``, ``publisher``, ``published_on`` and ``figures``; a click picks the ``doc_id``."""
    days = articles["published_on"]
    span = max(1, (days.max() - days.min()).days) if days.notna().any() else 1
    steps = ((days - days.min()).dt.days * _STEPS // span).fillna(_APART).astype(int)
    rows = pd.DataFrame(
        {
            "code": articles["doc_id"],
            "step": steps,
            "level": steps.groupby(steps).cumcount() + 1,
            "dated": days.notna(),
            "end": _ends(articles, words),
            "title": articles["title"].where(articles["title"] != "", articles["source"]),
            "publisher": articles["publisher"],
            "day": [_day(row, words) for row in records(articles)],
            "figures": articles["figures"],
            "context": 1,
            "click": click,
        }
    )
    return filled(_design(words, look, int(rows["level"].max())), rows)


def _day(row: Row, words: Words) -> str:
    return words("evidence.undated") if pd.isna(row["published_on"]) else day(row["published_on"], words)


def _ends(articles: pd.DataFrame, words: Words) -> list[str]:
    """The label under the first and the last dated article and under the first without a date; else nothing."""
    dated = articles["published_on"].notna()
    shown = [*articles.index[dated][:1], *articles.index[dated][-1:], *articles.index[~dated][:1]]
    return [_day(row, words) if at in shown else "" for at, row in zip(articles.index, records(articles), strict=True)]


@lru_cache(maxsize=16)
def _design(words: Words, look: Surface, levels: int) -> Spec:
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
    text: dict[str, Any] = {"baseline": "top", "dy": 5, "fontSize": 11, "color": look.muted}
    dots = base.encode(x=across, y=up, tooltip=tooltip)
    shape: dict[str, Any] = {"size": size, "cursor": "pointer", "stroke": look.paper, "strokeWidth": 1}
    return finished(
        layered(
            base.mark_rule(color=look.line, strokeWidth=2).encode(x=line, x2="stop:Q", y=ground),
            labelled.transform_filter("datum.dated && datum.step <= 24").mark_text(align="left", dx=-6, **text),
            labelled.transform_filter("datum.dated && datum.step > 24").mark_text(align="right", dx=6, **text),
            labelled.transform_filter("!datum.dated").mark_text(align="center", **text),
            dots.transform_filter("datum.dated").mark_circle(color=look.bar, opacity=1, **shape),
            dots.transform_filter("!datum.dated").mark_circle(fill=hatch(look, 4), opacity=1, **shape | {"stroke": look.muted}),
            dots.mark_circle(opacity=0, size=max(size, 120), cursor="pointer").add_params(pick()),
        ),
        min(_HEIGHT, 48 + 18 * levels),
    )
