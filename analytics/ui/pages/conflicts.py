"""The conflicts page: statements that differ about the same thing, side by side, with the likely reason and their publishers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from functools import partial
from html import escape
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from analytics.claims.rows import ListedClaim
from analytics.claims.selection import Selection
from analytics.conflicts import blocking, cluster, explain
from analytics.conflicts.cluster import Conflict, ConflictSet, Side
from analytics.conflicts.compare import REASONS
from analytics.export.csv import to_csv
from analytics.i18n.format import amount, figure, grouped, period, place, publication_day
from analytics.i18n.words import Words
from analytics.ingest.dataset import SMALL, Dataset
from analytics.ui import brief_selection, datasets, layout, state
from analytics.ui.charts.strip import value_strip
from analytics.ui.components import filters, table
from analytics.ui.highlight import evidence_html, visible
from analytics.ui.pages import chart, downloads, official, reader

_ONE, _REASON = "conflict", "reason"  # query parameters: one conflict, by the id of a claim in it, and the selected reason
_A_PAGE = 8


def page() -> None:
    """The list, most serious first, or the conflict given in the URL."""
    words, selection, dataset = state.words(), state.selection(), datasets.visible()
    if not filters.sidebar_or_help(dataset, selection, words):
        return
    if asked := state.query_parameter(_ONE):
        _single(dataset, asked, words)
        return
    if _pending(dataset, words):
        return
    if datasets.references() and official.switch(words):
        official.show(dataset, selection, partial(_checked, dataset, words), words)
        return
    now = cluster.find_conflicts(dataset.table, selection)
    _lead(dataset, now, selection, words)
    filters.chips(dataset, selection, words)
    if now.conflicts:
        _list(dataset, now, words)
    elif selection.narrows:
        filters.no_match(selection, words, words("conflicts.none_here"), words("conflicts.none_here_help"))
    else:
        layout.empty(words("conflicts.none"), words("conflicts.none_help"))
        _uncompared(dataset, words)
    if now.agreements and not state.query_parameter(_REASON):
        with st.expander(words("conflicts.agree") + f" · {len(now.agreements)}"):
            layout.note(words("conflicts.agree_help"))
            for agreement in now.agreements[:_A_PAGE]:
                _show(dataset, agreement, words)
    if not datasets.references():
        official.hint(words)


def _checked(dataset: Dataset, words: Words, group: Conflict, explained: Mapping[str, str]) -> None:
    """What differs from an official statement."""
    _show(dataset, group, words, explained, {official.AGAINST: official.OFFICIAL})


def _pending(dataset: Dataset, words: Words) -> bool:
    """Whether the conflicts are still being worked out; a small dataset is waited for."""
    if dataset.articles.num_rows <= SMALL or cluster.count_conflicts(dataset.table) is not None:
        return False
    layout.pending("conflicts", words("conflicts.pending"), lambda: cluster.count_conflicts(dataset.table) is not None)
    return True


def _lead(dataset: Dataset, now: ConflictSet, selection: Selection, words: Words) -> None:
    number = len(now.conflicts)
    articles = {claim.doc_id for conflict in now.conflicts for side in conflict.sides for claim in side.claims}
    notes = [
        words("conflicts.filtered", n=cluster.count_conflicts(dataset.table)) if selection.narrows else "",
        words("conflicts.articles", n=len(articles)) if number else "",
        words("conflicts.agreements", n=len(now.agreements)) if now.agreements else "",
        words("conflicts.unjudged") if number else "",
    ]
    said = escape(" · ".join(filter(None, notes)))
    st.html(f'<h1 class="lead">{words("conflicts.count", n=grouped(number, words))}</h1><p class="sub">{said}</p>')
    if not now.whole:
        layout.note(words("conflicts.part", n=grouped(cluster.MOST_CANDIDATES, words)), "warning")


def _uncompared(dataset: Dataset, words: Words) -> None:
    """How many figures could not be compared, by reason."""
    counts = blocking.uncompared(dataset.table)
    lines = "".join(f"<li>{escape(words(f'conflicts.uncompared_{reason}', n=grouped(n, words)))}</li>" for reason, n in counts.items())
    if lines:
        st.html(f'<h2 class="question">{escape(words("conflicts.uncompared"))}</h2><ul class="uncompared">{lines}</ul>')


def _downloads(chosen: Sequence[Conflict], words: Words) -> None:
    name, rows = "youju-conflicts.csv", sum(len(conflict.pairs) for conflict in chosen)
    with st.container(horizontal=True, key="downloads", width="content"):
        st.download_button(
            words("conflicts.download"), lambda: to_csv(explain.table(chosen, words)), file_name=name, mime="text/csv",
            key="download", type="tertiary", on_click="ignore",
        )  # fmt: skip
        downloads.describe_button(name, dict.fromkeys(explain.COLUMNS, ""), rows, words, key="describe-conflicts")


def _single(dataset: Dataset, asked: str, words: Words) -> None:
    """One conflict, found by the id of any of its claims."""
    if _pending(dataset, words):
        return
    found = cluster.find_conflicts(dataset.table).containing(asked)
    st.button(words("conflicts.back"), key="back", type="tertiary", on_click=state.update_query, kwargs={_ONE: ""})
    if found is None:
        layout.empty(words("conflicts.unknown"), words("conflicts.unknown_help"))
        return
    st.html(f'<h1 class="lead">{escape(words("conflicts.label"))}</h1>')
    _show(dataset, found, words)


# --- the list ------------------------------------------------------------------------------------


def _list(dataset: Dataset, now: ConflictSet, words: Words) -> None:
    """The conflicts with the selected reason, paginated, and their download."""
    counts = Counter(conflict.reason for conflict in now.conflicts)
    reason = state.query_parameter(_REASON) if state.query_parameter(_REASON) in REASONS else ""
    chosen = [conflict for conflict in now.conflicts if not reason or conflict.reason == reason]
    with st.container(key="conflicts-head", horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        _reasons(counts, reason, words)
        if chosen:
            _downloads(chosen, words)
    if not chosen:
        layout.empty(words("conflicts.none_here"), words("conflicts.none_here_help"))
        return
    pages = -(-len(chosen) // _A_PAGE)
    asked = state.query_parameter(state.PAGE)
    at = min(max(1, int(asked[:6])), pages) if asked.isascii() and asked.isdigit() else 1
    for conflict in chosen[(at - 1) * _A_PAGE : at * _A_PAGE]:
        _show(dataset, conflict, words)
    table.pager(at, pages, words)


def _reasons(counts: Counter[str], reason: str, words: Words) -> None:
    """Pills for the reasons that occur, with counts; one may be selected."""
    codes = [code for code in REASONS if counts[code] or code == reason]
    state.seed("reason", reason or None)
    st.pills(
        words("conflicts.reasons"), codes, key="reason", on_change=_choose_reason, label_visibility="collapsed",
        format_func=lambda code: f"{words(f'reason.{code}')} :gray[{counts[code]}]",
    )  # fmt: skip


def _choose_reason() -> None:
    state.update_query(**{_REASON: st.session_state["reason"] or "", state.PAGE: ""})


# --- one conflict --------------------------------------------------------------------------------


def _show(
    dataset: Dataset, conflict: Conflict, words: Words, explained: Mapping[str, str] | None = None, own: Mapping[str, str] | None = None
) -> None:
    """One conflict: topic, likely reasons, the two values furthest apart, and the others.

    ``explained`` has an explanation for each reason, and ``own`` the query parameters of its link, if they are not those of a conflict.
    """
    first, others = conflict.sides[:2], conflict.sides[2:]
    with st.container(key=f"conflict-{conflict.conflict_id}-{conflict.reason}", border=True):
        reasons = "".join(
            f"<li>{_because(reason, said, words)}</li>" for reason, said in (explained or _explanations(conflict, words)).items()
        )
        st.html(f'<h2 class="question">{visible(_what(conflict, words))}</h2><ul class="because">{reasons}</ul>')
        if others:
            _strip(conflict, words)
        _sides(dataset, first, conflict, words)
        if others:
            with st.expander(words("conflicts.others", n=len(others))):
                for start in range(0, len(others), 2):
                    _sides(dataset, others[start : start + 2], conflict, words)
        most = conflict.pairs[0]
        own = dict(own or {_ONE: conflict.conflict_id}) | ({state.LANGUAGE: words.language} if words.language != "zh" else {})
        with st.container(
            key=f"ways-both-{conflict.conflict_id}-{conflict.reason}", horizontal=True, gap="small", vertical_alignment="center"
        ):
            st.button(
                words("conflicts.gather"), key=f"gather-both-{conflict.conflict_id}-{conflict.reason}", type="tertiary",
                on_click=brief_selection.add, args=((most.a.claim_id, most.b.claim_id),), disabled=brief_selection.is_full(),
            )  # fmt: skip
            link = f'<a href="?{escape(urlencode(own))}" target="_blank">{escape(words("conflicts.permalink"))}</a>'
            st.html(f'<p class="fine">{link}</p>', width="content")


def _explanations(conflict: Conflict, words: Words) -> dict[str, str]:
    """For each reason, most serious first, the explanation of its most serious pair."""
    said: dict[str, str] = {}
    for pair in conflict.pairs:
        said.setdefault(pair.verdict.reason, explain.explain(pair, words))
    return said


def _because(reason: str, said: str, words: Words) -> str:
    return f'<b class="reason reason-{reason}">{escape(words(f"reason.{reason}"))}</b> {visible(said)}'


def _what(conflict: Conflict, words: Words) -> str:
    """Metric, subject, place, period and basis, as far as both sides share them."""
    row = conflict.sides[0].row
    basis = words(f"basis.{row.basis}") if row.basis else ""
    return " · ".join(dict.fromkeys(filter(None, [row.metric, *_shared(conflict, words), basis])))


def _shared(conflict: Conflict, words: Words) -> list[str]:
    """Subject, place and period that both sides share."""
    one, other = (_told(side, words) for side in conflict.sides[:2])
    return [part for part in one if part in other]


def _told(side: Side, words: Words) -> list[str]:
    return [part for part in (side.row.subject, place(side.row, words), period(side.row, words)) if part]


def _strip(conflict: Conflict, words: Words) -> None:
    """More than two values on one scale."""
    sides = sorted(conflict.sides, key=lambda side: side.claims[0].span.middle)
    spans = [side.claims[0].span for side in sides]
    ranged = [side.row.bound in ("range", "vague") for side in sides]
    values = pd.DataFrame(
        {
            "code": [side.row.claim_id for side in sides],
            "who": [_names(side, words) for side in sides],
            "shown": [figure(side.row, words) for side in sides],
            "middle": [span.middle for span in spans],
            "low": [span.low if wide else span.middle for span, wide in zip(spans, ranged, strict=True)],
            "high": [min(span.high, 1e15) if wide else span.middle for span, wide in zip(spans, ranged, strict=True)],
            "bound": [side.row.bound for side in sides],
        }
    )
    finding = words("conflicts.strip_finding", least=amount(sides[0].row, words), most=amount(sides[-1].row, words))
    articles = {claim.row.doc_id for side in sides for claim in side.claims}
    spec = value_strip(values, sides[0].row.kind, state.palette(), chart.clicks())
    chart.show(f"strip-{conflict.conflict_id}", words("conflicts.strip", n=len(sides)), finding, spec, _open, sources=len(articles))


def _sides(dataset: Dataset, sides: Sequence[Side], conflict: Conflict, words: Words) -> None:
    references = datasets.references()
    for column, side in zip(st.columns(2, gap="medium"), sides, strict=False):
        with column:
            _side(dataset, side, conflict, references, words)


def _side(dataset: Dataset, side: Side, conflict: Conflict, references: Collection[str], words: Words) -> None:
    """One value: figure, publisher, sentence, its own subject, period and place, supporting articles, and links."""
    row = side.row
    claim_id, article = row.claim_id, dataset.article(row.doc_id)
    quoted = evidence_html(article, row, as_published=False, whole=words("evidence.whole")) if article else ""
    who = f"{official.badge(row.doc_id, references, words)}<b>{visible(explain.publisher(row, words))}</b> · {escape(publication_day(row.published_on, words))}"
    told = " · ".join(part for part in _told(side, words) if part not in _shared(conflict, words))
    st.html(
        f'<div class="side"><p class="stated kind-{escape(row.kind)}">{visible(figure(row, words))}</p><p class="who">{who}</p>'
        f'{quoted}<p class="told">{visible(told)}</p><p class="backing">{visible(_backing(side, words))}</p></div>'
    )
    with st.container(key=f"ways-{claim_id}-{conflict.reason}", horizontal=True, gap="small", vertical_alignment="center"):
        st.button(words("conflicts.evidence"), key=f"see-{claim_id}", type="tertiary", on_click=_open, args=(claim_id,))
        st.button(words("conflicts.article"), key=f"read-{claim_id}", type="tertiary", on_click=_read, args=(row,))


def _backing(side: Side, words: Words) -> str:
    """How many articles state this value. Reprints are counted separately, because they are not independent sources."""
    if side.articles > 1:
        said = words("conflicts.backed", n=side.articles, names=_names(side, words))
        copied = words("conflicts.reprinted", n=side.reprints) if side.reprints else ""
        return " · ".join(filter(None, [said, copied]))
    return words("conflicts.reprinted_alone", n=side.reprints) if side.reprints else words("conflicts.alone")


def _names(side: Side, words: Words) -> str:
    names = dict.fromkeys(explain.publisher(claim.row, words) for claim in side.claims)
    return words("join.names").join(names)


def _open(claim_id: str) -> None:
    """Open this figure with its evidence on the overview."""
    state.leave_for("overview", claim=claim_id)


def _read(row: ListedClaim) -> None:
    """Open the figure in its article, with a link back to this page."""
    here = {name: values for name, values in state.address().items() if name in (_ONE, _REASON, state.PAGE)}
    back = f"conflicts?{urlencode(here, doseq=True)}"
    state.leave_for("reader", **{reader.ARTICLE: row.doc_id, state.CLAIM: row.claim_id, reader.BACK: back})
