"""One quantity over time: whole years, cumulative and other periods apart, revisions joined, implied values drawn thin.

Several such charts with one ``Scale`` are small multiples. A point stands in the middle of its period, which a bar shows.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from math import floor, inf, isinf
from typing import Any, NamedTuple

import altair as alt
import pandas as pd

from analytics.i18n.format import rounded, ticks
from analytics.i18n.words import Words
from analytics.metrics.comparison import Item
from analytics.metrics.levels import NumberedClaim
from analytics.metrics.series import part_of
from analytics.ui.charts import statements, timeline
from analytics.ui.charts.drawing import ROWS, Spec, filled, finished, layered, pick
from analytics.ui.palette import Palette

_MOST_YEARS = 6  # years labelled on the axis
_DAY = 1 / 365
_NAMED = 8  # most points with their number beside them


class Scale(NamedTuple):
    """The axes that several charts share: decimal years, values, and whether the values are on a logarithmic scale."""

    first: float
    last: float
    low: float
    high: float
    wide: bool


def marks(item: Item, words: Words, palette: Palette, click: int, chosen: str) -> pd.DataFrame:
    """The dated statements of an item and the values that changes imply, as marks; ``code`` is the claim that a click opens."""
    claims = [claim for claim in item.series.claims if part_of(claim).window != "undated"]
    drawn = statements.marks(claims, words, palette, click, chosen, named=True)
    days = [pd.Series([getattr(claim, end) for claim in claims], dtype="datetime64[s]") for end in ("period_start", "period_end")]
    timed = timeline.timed(drawn, *days)
    stated = timed.assign(
        window=[part_of(claim).window for claim in claims], replaced=[claim.claim_id in item.series.replaced for claim in claims],
        line="", to=None, reached=None, name=_names(item, claims, drawn),
    )  # fmt: skip
    return pd.concat([stated, *_lines(item, stated), *_revisions(item, stated), *_implied(item, stated)], ignore_index=True)


def _names(item: Item, claims: Sequence[NumberedClaim], drawn: pd.DataFrame) -> list[str]:
    """The number of each statement that stands, with the subject at the last one of each subject where there are several.

    None has one where they would crowd.
    """
    if len(claims) > _NAMED:
        return [""] * len(claims)
    last = {claim.subject: claim.claim_id for claim in claims}
    named = set(last.values()) if len(last) > 1 else set[str]()
    texts = [f"{claim.subject} {shown}" if claim.claim_id in named else shown for claim, shown in zip(claims, drawn["shown"], strict=True)]
    return ["" if claim.claim_id in item.series.replaced else text for claim, text in zip(claims, texts, strict=True)]


def _lines(item: Item, stated: pd.DataFrame) -> list[pd.DataFrame]:
    """The points of each line once more, with the number of the line."""
    at = stated.set_index("code", drop=False)
    return [
        at.loc[[claim.claim_id for claim in line]].assign(line=f"{number}", window=f"line-{part_of(line[0]).window}")
        for number, line in enumerate(item.series.lines)
    ]


def _revisions(item: Item, stated: pd.DataFrame) -> list[pd.DataFrame]:
    """One mark from each replaced number to the one that replaced it."""
    at, found = stated.set_index("code", drop=False), []
    for revised in item.series.revisions:
        for before, after in pairwise(revised):
            reached = at.loc[after.claim_id]
            found.append(at.loc[[before.claim_id]].assign(window="revision", to=reached["at"], reached=reached["value"]))
    return found


def _implied(item: Item, stated: pd.DataFrame) -> list[pd.DataFrame]:
    """A mark for each value that a change implies for a year earlier, joined to its level."""
    at, found = stated.set_index("code", drop=False), []
    for link in item.links:
        if link.level.claim_id in at.index:
            level = at.loc[[link.level.claim_id]]
            ends = [link.value if isinf(end) else end for end in link.implied]
            found.append(
                level.assign(
                    code=link.change.claim_id, shown=rounded(link.value, 4), value=link.value, low=ends[0], high=ends[1], bound="exact",
                    window="implied", chosen=False, to=level["at"], reached=level["value"], at=level["at"] - 1, since=level["at"] - 1, until=level["at"] - 1,
                )
            )  # fmt: skip
    return found


def scale(several: Sequence[pd.DataFrame]) -> Scale | None:
    """The scale that holds the marks of several charts; ``None`` where there are none."""
    every = pd.concat(several, ignore_index=True)
    if every.empty:
        return None
    wide = statements.is_wide(every)
    low, high = float(every[["low", "value"]].min().min()), float(every[["high", "value"]].max().max())
    room = 0.0 if wide else 0.16 * ((high - low) or abs(high) or 1.0)
    ground = 0.0 if low >= 0 else -inf
    least, most = (low / 1.3, high * 1.3) if wide else (max(ground, low - room), high + room)
    return Scale(floor(every["since"].min()), floor(every["until"].max() - _DAY) + 1, least, most, wide)


def chart(data: pd.DataFrame, shared: Scale, words: Words, palette: Palette, height: int) -> Spec:
    """One chart; ``data`` as from ``marks``."""
    return filled(_design(words, palette, shared, height), data)


@lru_cache(maxsize=32)
def _design(words: Words, palette: Palette, shared: Scale, height: int) -> Spec:
    first, last = int(shared.first), int(shared.last) - 1
    years = [year + 0.5 for year in range(first, last + 1, max(1, -(-(last + 1 - first) // _MOST_YEARS)))]
    at_years = alt.Axis(
        title=None, values=years, labelExpr="format(floor(datum.value), 'd')", labelColor=palette.muted, labelFontSize=11, grid=False, ticks=False,
        domainColor=palette.line, labelFlush=False,
    )  # fmt: skip
    values = alt.Axis(
        title=None, tickCount=4, grid=True, gridColor=palette.line, domain=False, ticks=False, labelColor=palette.muted, labelFontSize=11,
        labelExpr=ticks(words), labelOverlap=True,
    )  # fmt: skip
    across = alt.Scale(domain=[shared.first, shared.last], nice=False, zero=False)
    up = alt.Scale(domain=[shared.low, shared.high], type="log" if shared.wide else "linear", nice=False, zero=False)
    tips = [("shown", "column.figure"), ("subject", "column.subject"), ("place", "column.place"), ("period", "column.period")]
    base = alt.Chart(ROWS).encode(
        x=alt.X("at:Q", axis=at_years, scale=across),
        y=alt.Y("value:Q", axis=values, scale=up),
        color=alt.Color("tone:N", scale=None),
        tooltip=[alt.Tooltip(f"{name}:N", title=words(key)) for name, key in (*tips, ("publisher", "column.publisher"))],
    )

    def of(*windows: str) -> alt.Chart:
        return base.transform_filter(alt.FieldOneOfPredicate(field="window", oneOf=list(windows)))

    stated = of("year", "cumulative", "other", "by_day")
    faint = alt.condition("datum.replaced || datum.window == 'by_day'", alt.value(0.45), alt.value(1))
    ranged = stated.transform_filter("datum.low < datum.high").encode(y=alt.Y("low:Q", axis=values, scale=up), y2="high:Q")
    shape = alt.Shape(
        "window:N",
        scale=alt.Scale(domain=["year", "cumulative", "other", "by_day"], range=["circle", "square", "triangle-up", "circle"]),
        legend=None,
    )
    dots: dict[str, Any] = {"size": 64, "cursor": "pointer"}
    hollow = "datum.bound == 'about' || datum.bound == 'vague'"
    joined = {"x2": "to:Q", "y2": "reached:Q"}
    arrow: dict[str, Any] = {"fontSize": 13, "fontWeight": 600}
    return finished(
        layered(
            stated.mark_rule(strokeWidth=2, opacity=0.18).encode(x=alt.X("since:Q", axis=at_years, scale=across), x2="until:Q"),
            of("implied").mark_rule(strokeDash=[3, 3], strokeWidth=1).encode(color=alt.value(palette.muted), **joined),
            of("line-year").mark_line(strokeWidth=2.2).encode(detail="line:N", tooltip=alt.value(None)),
            of("line-cumulative").mark_line(strokeWidth=1.4, strokeDash=[6, 3]).encode(detail="line:N", tooltip=alt.value(None)),
            of("revision").mark_rule(strokeWidth=2).encode(color=alt.value(palette.accent), **joined),
            ranged.mark_rule(strokeWidth=5, opacity=0.45),
            base.transform_filter("datum.chosen").mark_point(size=240, strokeWidth=2.5).encode(color=alt.value(palette.accent)),
            stated.transform_filter(f"!({hollow})").mark_point(filled=True, **dots).encode(shape=shape, opacity=faint),
            stated.transform_filter(hollow)
            .mark_point(filled=False, fill=palette.paper, strokeWidth=2, **dots)
            .encode(shape=shape, opacity=faint),
            of("implied").mark_point(filled=False, fill=palette.paper, shape="diamond", strokeWidth=1.2, size=38, cursor="pointer"),
            stated.transform_filter("datum.bound == 'over'").mark_text(text="↑", dy=-12, **arrow),
            stated.transform_filter("datum.bound == 'under'").mark_text(text="↓", dy=12, **arrow),
            stated.mark_text(dy=alt.ExprRef("datum.bound == 'over' ? -24 : -11"), fontSize=11, limit=110).encode(
                text="name:N", color=alt.value(palette.ink)
            ),
            base.mark_point(size=400, opacity=0, filled=True, cursor="pointer").add_params(pick()),
        ),
        height,
    )
