"""The charts of one topic: changes, levels and shares, totals and implied values, each titled with its finding."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from math import isinf

import pandas as pd
import streamlit as st

from analytics.claims.rows import ListedClaim, records
from analytics.i18n.format import amount, exact, figure, grouped, place, rounded, short_period
from analytics.i18n.words import Words
from analytics.metrics import chains, levels, totals
from analytics.metrics.answers import Spending, Uncounted, changes
from analytics.metrics.levels import ChangePanel, NumberedClaim, Panel
from analytics.metrics.topics import MOST, TopicFigures
from analytics.ui import datasets, layout, state
from analytics.ui.charts import statements, timeline
from analytics.ui.highlight import visible
from analytics.ui.layout import plain
from analytics.ui.pages import answers, chart, evidence

__all__ = ["MOST", "left_out", "related", "show"]
_DRAWN = 30  # statements up to which a chart has one row each; above, one row per province
_DOTS = 300  # statements up to which they are drawn over time
_LISTED = 20  # statements listed one by one outside a chart
_GROUPS = 6  # charts of a topic with too many figures, largest first


def show(reading: TopicFigures, words: Words, *, named: bool, spending: Spending | None = None) -> None:
    """Draw all charts of a topic; ``named`` adds each figure's subject, for topics with several.

    With ``spending``, only the amounts that it counts are added up.
    """
    if reading.rows is None:
        _crowd(reading, words)
        return
    once, singles = reading.once, list[pd.DataFrame]()
    for movement in levels.movements(once):
        if len(movement.rows) == 1:
            singles.append(movement.rows)
        else:
            _movement(movement, words, named=named)
    undirected = int(((once["role"] == "change") & (once["direction"] == "")).sum())
    if undirected:
        _fine(words("metrics.undirected", n=undirected))
    added, chain = spending.totals if spending else reading.totals, reading.chain
    if not (added.done() and chain.done()):
        layout.pending("topic", words("metrics.pending"), lambda: added.done() and chain.done())
        return
    _money(added.result(), words)
    several = once["metric"].nunique() > 1
    for panel in [] if several else levels.panels(once):
        if len(panel.rows) == 1:
            singles.append(panel.rows)
        else:
            _panel(panel, chain.result(), words, named=named)
    if singles:
        _singles(pd.concat(singles), words)
    _chain(chain.result(), words)
    if several:
        _fine(words("metrics.apart"))
    _fine(words("metrics.legend"))


def _fine(text: str) -> None:
    st.html(f'<p class="fine">{visible(text)}</p>')


def _title(text: str) -> None:
    st.html(f'<h2 class="question">{visible(text)}</h2>')


def _gaps(rows: pd.DataFrame, words: Words) -> list[str]:
    """How many rows lack a place, and how many a period, in words."""
    placeless, timeless = int((rows["province"] == "").sum()), int((rows["period_start"].isna() & rows["period_end"].isna()).sum())
    return [
        words("metrics.placeless", n=placeless) if placeless else "",
        words("metrics.timeless", n=timeless) if timeless else "",
    ]


def _articles(rows: pd.DataFrame) -> int:
    return int(rows["doc_id"].nunique())


def _joined(*parts: str) -> str:
    return " · ".join(filter(None, parts))


# --- changes -----------------------------------------------------------------------------------


def _movement(movement: ChangePanel, words: Words, *, named: bool) -> None:
    rows = movement.rows.sort_values(["signed", "claim_id"], ascending=[bool((movement.rows["signed"] < 0).any()), True])
    basis = words(f"basis.{movement.basis}") if movement.basis else words("metrics.plain_change")
    title = answers.of_movements(changes(datasets.table(), rows), words)
    finding = _joined(basis, words("metrics.count", n=len(rows)), *_gaps(rows, words))
    key = f"change-{movement.basis}-{movement.kind}-{movement.unit}"
    if len(rows) > _DRAWN:
        rows = rows.assign(middle=rows["signed"])
        _by_province(key, title, finding, levels.spread(rows, "province"), (movement.kind, movement.unit), words, _articles(rows))
        return
    data = _marks(records(rows, NumberedClaim), words, named=named)
    chart.show(key, title, finding, statements.bars(data, words, state.palette()), evidence.open_claim, sources=_articles(rows))


def _marks(claims: Iterable[NumberedClaim], words: Words, *, named: bool) -> pd.DataFrame:
    return statements.marks(claims, words, state.palette(), chart.clicks(), state.query_parameter(state.CLAIM), named=named)


# --- levels and shares -------------------------------------------------------------------------


def _panel(panel: Panel, chain: chains.Chain, words: Words, *, named: bool) -> None:
    rows = panel.rows.sort_values(["middle", "claim_id"], ascending=[False, True])
    key, title = f"{panel.role}-{panel.kind}-{panel.unit}", _range(rows, words)
    finding = _joined(words(f"role.{panel.role}"), words("metrics.count", n=len(rows)), *_gaps(rows, words))
    if len(rows) > _DRAWN and panel.kind != "money":
        _by_province(key, title, finding, levels.spread(rows, "province"), (panel.kind, panel.unit), words, _articles(rows))
    if len(rows) > _DOTS:
        return
    data = _marks(records(rows, NumberedClaim), words, named=named)
    if len(rows) <= _DRAWN and panel.kind != "money":
        note = _joined(finding, words("metrics.log") if statements.is_wide(data) else "")
        chart.show(key, title, note, statements.points(data, words, state.palette()), evidence.open_claim, sources=_articles(rows))
    _over_time(key, title, panel, data, rows, chain, words)


def _range(rows: pd.DataFrame, words: Words) -> str:
    """The lowest and the highest value, with their places; ``rows`` are in descending order."""
    high, low = records(rows.iloc[[0, -1]], NumberedClaim)
    if high.middle == low.middle:
        return words("metrics.all_equal", shown=amount(high, words))
    said = [f"{amount(row, words)} ({place(row, words) or words('missing.province')})" for row in (low, high)]
    return words("metrics.range", low=said[0], high=said[1])


def _over_time(key: str, title: str, panel: Panel, data: pd.DataFrame, rows: pd.DataFrame, chain: chains.Chain, words: Words) -> None:
    """Points over time with implied values, if there are at least two different years."""
    stated = timeline.timed(data, rows["period_start"], rows["period_end"]).assign(worked=False, to=None, reached=None)
    links = [link for link in chain.links if (link.level.kind, link.level.unit, link.level.role) == (panel.kind, panel.unit, panel.role)]
    drawn = pd.concat([stated, _worked(links, stated)], ignore_index=True) if links else stated
    if drawn["at"].dropna().astype(int).nunique() < 2 or len(drawn) > _DOTS:
        return
    spec = timeline.over_time(drawn, words, state.palette(), wide=statements.is_wide(drawn))
    note = _joined(title, words("metrics.over_time_note")) if panel.kind == "money" else words("metrics.over_time_note")
    chart.show(f"time-{key}", words("metrics.over_time"), note, spec, evidence.open_claim, sources=_articles(rows))


def _worked(links: list[chains.Link], stated: pd.DataFrame) -> pd.DataFrame:
    """A mark for each implied value, joined to the level it is derived from."""
    at = stated.set_index("code")
    found = []
    for link in links:
        level = at.loc[link.level.claim_id]
        ends = [link.value if isinf(end) else end for end in link.implied]
        found.append(
            level.to_dict() | {
                "code": link.change.claim_id, "shown": rounded(link.value, 4), "value": link.value, "low": ends[0], "high": ends[1],
                "bound": "exact", "chosen": False, "at": level["at"] - 1, "since": level["at"] - 1,
                "until": level["at"] - 1, "worked": True, "to": level["at"],
                "reached": level["value"],
            }
        )  # fmt: skip
    return pd.DataFrame(found, columns=["code", *at.columns])


def _by_province(
    key: str, title: str, finding: str, spread: pd.DataFrame, measured: tuple[str, str], words: Words, sources: int | None = None
) -> None:
    """One row per province, for too many statements to draw each; a click filters by the province."""
    data = statements.spread_marks(spread, measured, words, state.palette(), chart.clicks(), state.selection().of("province"))
    note = _joined(finding, words("metrics.by_province"), words("metrics.log") if statements.is_wide(data) else "")
    chart.show(key, title, note, statements.points(data, words, state.palette()), _toggle_province, sources=sources)


def _toggle_province(code: str) -> None:
    state.select(state.selection().toggling("province", code))


def _crowd(reading: TopicFigures, words: Words) -> None:
    """A topic with too many figures to load: only medians and ranges are queried."""
    _fine(words("metrics.too_many", n=grouped(reading.summary.figures, words), most=grouped(MOST, words)))
    spread = datasets.table().spread(reading.selection, ["role", "basis", "kind", "unit", "direction", "province"])
    groups = sorted(spread.groupby(["role", "basis", "kind", "unit", "direction"]), key=lambda group: -int(group[1]["figures"].sum()))
    for (role, basis, kind, unit, direction), rows in groups[:_GROUPS]:
        said = [words(f"{family}.{code}") for family, code in (("role", role), ("basis", basis), ("direction", direction)) if code]
        count = words("metrics.count", n=grouped(int(rows["figures"].sum()), words))
        key = f"crowd-{role}-{basis}-{kind}-{unit}-{direction}"
        title = _joined(*said, words.of("kind", str(kind)), str(unit) if unit not in ("%", "pp") else "")
        _by_province(key, title, count, rows.rename(columns={"province": "code"}), (str(kind), str(unit)), words, reading.summary.articles)
    if rest := sum(int(rows["figures"].sum()) for _, rows in groups[_GROUPS:]):
        _fine(words("metrics.more", n=grouped(rest, words)))


def _singles(rows: pd.DataFrame, words: Words) -> None:
    """Statements that have no other of the same unit to compare with, as buttons that open their evidence."""
    _title(words("metrics.single"))
    with st.container(key="singles", horizontal=True, gap="small"):
        for row in records(rows.head(_LISTED), ListedClaim):
            _statement(row, "single", words)
    if len(rows) > _LISTED:
        _fine(words("metrics.more", n=len(rows) - _LISTED))


def _statement(row: ListedClaim, use: str, words: Words) -> None:
    basis = words(f"basis.{row.basis}") if row.basis else ""
    said = _joined(basis, figure(row, words), row.subject, place(row, words), short_period(row, words))
    st.button(plain(said), key=f"{use}-{row.claim_id}", type="tertiary", on_click=evidence.open_claim, args=(row.claim_id,))


# --- money -------------------------------------------------------------------------------------


def _money(found: totals.Totals, words: Words) -> None:
    for total in found.totals:
        counted = total.rows.sort_values(["middle", "claim_id"], ascending=[False, True])
        out = sum(left_out.claim.unit == total.currency for left_out in found.left_out)
        finding = _joined(
            words("metrics.amounts", n=len(counted)), *_gaps(counted, words),
            *(words(f"metrics.open_{bound}", n=n) for bound, n in (("over", total.over), ("under", total.under), ("about", total.about)) if n),
            "" if out else words("metrics.all_counted"),
        )  # fmt: skip
        key, title = f"total-{total.currency}", answers.sum_of(total, words)
        if len(counted) > _DRAWN:
            _by_province(key, title, finding, levels.spread(counted, "province"), ("money", total.currency), words, _articles(counted))
        else:
            data = _marks(records(counted, NumberedClaim), words, named=True)
            chart.show(key, title, finding, statements.bars(data, words, state.palette()), evidence.open_claim, sources=_articles(counted))
    left_out(found.left_out, words)


def left_out(amounts: Sequence[totals.LeftOut], words: Words) -> None:
    """Every amount left out of the totals, with the reason, its evidence, and the amount counted instead; nothing if there is none."""
    if not amounts:
        return
    _fine(words("metrics.left_out", n=len(amounts)))
    with st.container(key="left-out", gap=None):
        for claim, reason, because in amounts[:_LISTED]:
            with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"out-row-{claim.claim_id}"):
                st.html(f'<p class="fine">{escape(words(f"left_out.{reason}"))}</p>', width="content")
                _statement(claim, "out", words)
                if because:
                    st.button(
                        words("metrics.counted_as"), key=f"because-{claim.claim_id}", type="tertiary", on_click=evidence.open_claim,
                        args=(because,),
                    )  # fmt: skip
        if len(amounts) > _LISTED:
            _fine(words("metrics.more", n=len(amounts) - _LISTED))


def related(uncounted: Sequence[Uncounted], words: Words) -> None:
    """What looks related and was not counted, with the reason and a way to its evidence."""
    if not uncounted:
        return
    _title(words("answer.related", n=len(uncounted)))
    with st.container(key="uncounted", gap=None):
        for claim, reason in uncounted[:_LISTED]:
            with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"out-row-{claim.claim_id}-{reason}"):
                st.html(f'<p class="fine">{escape(words(f"answer.reason_{reason}"))}</p>', width="content")
                _statement(claim, "related", words)
    if len(uncounted) > _LISTED:
        _fine(words("answer.related_more", n=len(uncounted) - _LISTED))


# --- implied values ----------------------------------------------------------------------------


def _chain(chain: chains.Chain, words: Words) -> None:
    if not chain.links:
        if chain.alone:
            _fine(words("metrics.chain_alone", n=chain.alone))
        return
    clashes, fits = ([check for check in chain.checks if check.agrees is agrees] for agrees in (False, True))
    title = words("metrics.chain", n=len(chain.links))
    title += words("metrics.chain_clash", n=len(clashes)) if clashes else ""
    title += words("metrics.chain_agrees", n=len(fits)) if fits else ""
    checked = {id(check.link): check for check in [*fits, *clashes]}
    links = sorted(chain.links, key=lambda link: (id(link) not in checked, -_when(link)))
    by_unit: dict[tuple[str, str], list[chains.Link]] = {}
    for link in links[:_DRAWN]:
        by_unit.setdefault((link.level.kind, link.level.unit), []).append(link)
    for number, (unit, some) in enumerate(by_unit.items()):
        data = _implied_rows(some, checked, words)
        alone = words("metrics.chain_alone", n=chain.alone) if chain.alone else ""
        note = "" if number else _joined(words("metrics.chain_note"), alone)
        spec = statements.implied(data, words, state.palette())
        chart.show(
            f"chain-{'-'.join(unit)}", title if number == 0 else words("metrics.chain", n=len(some)), note, spec, evidence.open_claim,
            sources=len({claim.doc_id for link in some for claim in (link.level, link.change)}),
        )  # fmt: skip
    if len(links) > _DRAWN:
        _fine(words("metrics.more", n=len(links) - _DRAWN))
    for check in clashes[:_LISTED]:
        _clash(check, words)


def _when(link: chains.Link) -> int:
    """Day number of the end of the implied period, 0 without a period."""
    return link.end.toordinal() if link.end else 0


def _implied_rows(links: list[chains.Link], checked: dict[int, chains.ImpliedValueCheck], words: Words) -> pd.DataFrame:
    """One row per link; a click opens the change it is based on."""
    data = _marks([link.level for link in links], words, named=True)
    checks = [checked.get(id(link)) for link in links]
    return data.assign(
        code=[link.change.claim_id for link in links],
        chosen=[state.query_parameter(state.CLAIM) in (link.change.claim_id, link.level.claim_id) for link in links],
        shown=[f"{_implied(link, words)} → {amount(link.level, words)}" for link in links],
        before=[link.value for link in links],
        before_low=[link.value if isinf(link.implied.low) else link.implied.low for link in links],
        before_high=[link.value if isinf(link.implied.high) else link.implied.high for link in links],
        open_below=[isinf(link.implied.low) and not isinf(link.implied.high) for link in links],
        open_above=[isinf(link.implied.high) and not isinf(link.implied.low) for link in links],
        stated=[check.stated.middle if check else float("nan") for check in checks],
        agrees=[check.agrees if check else True for check in checks],
    )


def _implied(link: chains.Link, words: Words) -> str:
    """The implied value, rounded to a tenth for percentages and values below 100, otherwise to an integer."""
    digits = 1 if link.level.kind == "percentage" or link.value < 100 else 0
    return exact(round(link.value, digits), link.level.kind, link.level.unit, words)


def _clash(check: chains.ImpliedValueCheck, words: Words) -> None:
    """One contradiction, with buttons to both sentences."""
    stated = check.stated
    said = words(
        "metrics.clash", where=_joined(place(stated, words), stated.subject), when=short_period(stated, words),
        implied=_implied(check.link, words), stated=amount(stated, words),
    )  # fmt: skip
    change = check.link.change.claim_id
    with st.container(key=f"clash-{change}-{stated.claim_id}", horizontal=True, vertical_alignment="center", gap="small"):
        st.html(f'<p class="note warning">⚠ {visible(said)}</p>', width="content")
        for name, claim in (("change", change), ("stated", stated.claim_id)):
            st.button(
                words(f"metrics.clash_{name}"),
                key=f"clash-{name}-{change}-{stated.claim_id}",
                on_click=evidence.open_claim,
                args=(claim,),
            )
