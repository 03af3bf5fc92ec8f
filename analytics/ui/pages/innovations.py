"""The innovations page: the list of named innovations, and a page for one with its introduction, articles and figures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from html import escape
from typing import IO
from urllib.parse import urlencode

import streamlit as st

from analytics.claims.innovations import SORTS, InnovationKey, InnovationTable, MergedInnovation, Summary
from analytics.claims.order import MOST_INFORMATIVE
from analytics.claims.rows import InnovationMention
from analytics.claims.schema import INNOVATION_COLUMNS
from analytics.claims.selection import MISSING, Selection
from analytics.export.csv import csv_chunks, write_zipped
from analytics.export.metadata import METADATA_SUFFIX
from analytics.i18n.format import day, grouped, place, publication_day
from analytics.i18n.words import Words
from analytics.ingest.dataset import Dataset
from analytics.ui import access, datasets, layout, state
from analytics.ui.charts.mentions import mention_dots
from analytics.ui.components import filters, table
from analytics.ui.highlight import introduction_html, visible
from analytics.ui.layout import plain
from analytics.ui.pages import article_actions, chart, downloads, listing, reader
from analytics.ui.pages.articlelist import article_row
from analytics.workspace.corrections import CLEARED

NAME, AT = "name", "at"  # query parameters: an innovation is identified by name and province
WHAT, _CAMPAIGNS = "what", "campaigns"  # query parameter: which list, and its value for campaigns
_COLUMNS = ("name", "type", "place", "first", "last", "articles", "figures", "mentions")
_ARTICLE_COLUMNS = ("published_on", "publisher", "title", "type", "place", "mentions", "figures")
_MOST = 200  # articles of one innovation drawn and listed
_NOT_JUDGED = "not-judged"  # session key: why a name could not be cleared or restored
_TAKEN_BACK = 12  # cleared names listed
_CSV_NAME = "youju-innovations"
_MEANINGS = dict.fromkeys(INNOVATION_COLUMNS, "")
_PACKED_FROM = 50_000  # rows
_ALONE = {state.CLAIM: "", state.PAGE: "", state.SORT: ""}  # cleared when switching between the list and one innovation


def page() -> None:
    """The list, or the innovation given in the URL."""
    words, selection, dataset = state.words(), state.selection(), datasets.visible()
    if not filters.sidebar_or_help(dataset, selection, words):
        return
    if fault := st.session_state.pop(_NOT_JUDGED, ""):
        layout.note(fault, "warning")
    if name := state.query_parameter(NAME):
        _one(dataset, selection, _named(dataset, name), words)
    else:
        _list(dataset, selection, words)


# --- all of them -----------------------------------------------------------------------------------


def _list(dataset: Dataset, selection: Selection, words: Words) -> None:
    known = dataset.innovations
    now = known.summary(selection)
    lead = [
        words("innovations.lead", n=grouped(now.innovations, words)),
        words("innovations.lead_articles", n=grouped(now.articles, words)) if now.articles else "",
        words("innovations.lead_provinces", n=now.provinces) if now.provinces else "",
    ]
    notes = [
        words("innovations.with_figures", n=grouped(now.with_figures, words)) if now.with_figures else "",
        words("innovations.without_figures", n=grouped(now.innovations - now.with_figures, words))
        if now.innovations > now.with_figures
        else "",
        words("innovations.years") if selection.narrows_period else "",
    ]
    st.html(f'<h1 class="lead">{"".join(lead)}</h1><p class="sub">{escape(" · ".join(filter(None, notes)))}</p>')
    filters.chips(dataset, selection, words)
    _cleared_names(words)
    if not now.innovations:
        filters.no_match(selection, words, words("innovations.none"))
        return
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", key="innovations-head"):
        count = words("innovations.count", n=grouped(now.innovations, words))
        st.html(f'<h2 class="question">{escape(count)} <small>· {escape(words("innovations.choose"))}</small></h2>', width="content")
        with st.container(horizontal=True, key="downloads", width="content"):
            _download(known, selection, now.rows, words)
    sort = state.query_parameter(state.SORT) if state.query_parameter(state.SORT).removeprefix("-") in SORTS else "-figures"
    campaigns = _asks_for_campaigns(now, words)
    listed = now.campaigns if campaigns else now.innovations - now.campaigns
    at = table.asked_page(listed) or 1
    first = (at - 1) * table.PAGE_ROWS
    shown = known.page(selection, sort.removeprefix("-"), sort.startswith("-"), first, table.PAGE_ROWS, campaigns=campaigns)
    table.show(
        [_row(row, words) for row in shown], _COLUMNS, words,
        label=words("innovations.label"), key="innovations", chosen="", on_choose=_open_row, sort=sort, page=at,
    )  # fmt: skip
    table.pager(at, table.pages_of(listed), words)


def _asks_for_campaigns(now: Summary, words: Words) -> bool:
    """Whether the list is that of campaigns; a switch where there are both, else what there is."""
    systems = now.innovations - now.campaigns
    if not (now.campaigns and systems):
        return bool(now.campaigns)
    asked = state.query_parameter(WHAT) == _CAMPAIGNS
    labels = {
        "": words("innovations.systems", n=grouped(systems, words)),
        _CAMPAIGNS: words("innovations.campaigns", n=grouped(now.campaigns, words)),
    }
    state.hold("what", _CAMPAIGNS if asked else "")
    st.segmented_control(
        words("innovations.label"), list(labels), format_func=labels.__getitem__, key="what", required=True, on_change=_switch,
        label_visibility="collapsed",
    )  # fmt: skip
    return asked


def _switch() -> None:
    state.update_query(**{WHAT: st.session_state["what"] or "", state.PAGE: ""})


def _row(row: MergedInnovation, words: Words) -> dict[str, str]:
    return {
        "id": f"{row.province}/{row.name}",
        "name": row.name,
        "type": words.of("type", row.type),
        "place": place(row, words) or words("missing.province"),
        "first": publication_day(row.first, words),
        "last": publication_day(row.last, words),
        "articles": grouped(row.articles, words),
        "figures": grouped(row.figures, words),
        "mentions": grouped(row.mentions, words),
    }


def _open_row(row_id: str) -> None:
    province, _, name = row_id.partition("/")
    _open(InnovationKey(name, province))


def _open(named: InnovationKey) -> None:
    state.update_query(**{NAME: named.name, AT: named.province or MISSING, **_ALONE})


def _download(known: InnovationTable, selection: Selection, rows: int, words: Words) -> None:
    packed, name = rows > _PACKED_FROM, f"{_CSV_NAME}.csv"
    describe = downloads.described(name, _MEANINGS, rows)
    st.download_button(
        words("download.csv_packed" if packed else "download.csv"),
        downloads.deferred(partial(_write_csv, known, selection, describe if packed else None)),
        file_name=f"{_CSV_NAME}.zip" if packed else f"{_CSV_NAME}.csv", mime="application/zip" if packed else "text/csv",
        key="download", type="tertiary", on_click="ignore",
    )  # fmt: skip
    if not packed:
        downloads.describe_button(name, _MEANINGS, rows, words, key="describe-innovations")


def _write_csv(known: InnovationTable, selection: Selection, describe: Callable[[], bytes] | None, file: IO[bytes]) -> None:
    """One row per article and innovation; with ``describe`` as an archive with the description of the table."""
    chunks = csv_chunks(known.stream(selection), INNOVATION_COLUMNS)
    if describe:
        write_zipped(file, {f"{_CSV_NAME}.csv": chunks, f"{_CSV_NAME}.csv{METADATA_SUFFIX}": [describe()]})
    else:
        file.writelines(chunks)


# --- one of them -----------------------------------------------------------------------------------


def _named(dataset: Dataset, name: str) -> InnovationKey:
    """The innovation given in the URL; without a province, the one with the most articles."""
    at = state.query_parameter(AT)
    known = dataset.innovations.places(name)
    return InnovationKey(name, "" if at == MISSING else at or next(iter(known), ""))


def _one(dataset: Dataset, selection: Selection, named: InnovationKey, words: Words) -> None:
    st.button(words("innovations.back"), key="back", type="tertiary", on_click=state.update_query, kwargs={NAME: "", AT: "", **_ALONE})
    places = dataset.innovations.places(named.name)
    if named.province not in places:
        layout.empty(words("innovations.unknown"), words("innovations.unknown_help", name=named.name[:80]))
        return
    found = dataset.innovations.one(selection, named)
    if not found:
        filters.chips(dataset, selection, words)
        layout.empty(words("innovations.hidden", name=named.name), words("empty.filtered_help"))
        return
    articles = dataset.innovations.articles(selection, named, _MOST)
    st.html(f'<h1 class="lead">{visible(named.name)}</h1><p class="sub">{escape(_summary(found, words))}</p>')
    filters.chips(dataset, selection, words)
    if access.visitor().reviews and datasets.workspace():
        seen = article_actions.revisions().get(named.name, "")
        st.button(
            words("innovations.clear"), key=f"clear-name-{state.widget_key(named.name)}", help=words("innovations.clear_help"),
            on_click=_judge, args=(named.name, "1", seen),
        )  # fmt: skip
    _cautions(dataset.innovations, selection, named, places, words)
    left, right = st.columns([1.25, 1], gap="large")
    with left:
        _introduction(dataset, articles[0], words)
    with right:
        _timeline(found, articles, words)
    _articles(articles, words)
    if found.figures:
        listing.show(_figures_of(dataset.innovations, selection, named, places), order=MOST_INFORMATIVE)
    else:
        layout.note(words("innovations.no_figures"))


def _summary(found: MergedInnovation, words: Words) -> str:
    """Type, place, first and last day, and numbers of articles and mentions."""
    first, last = found.first, found.last
    parts = [
        words.of("type", found.type),
        place(found, words) or words("missing.province"),
        words("innovations.first", day=day(first, words)) if first else words("innovations.undated"),
        words("innovations.last", day=day(last, words)) if last and first != last else "",
        words("innovations.articles", n=grouped(found.articles, words)),
        words("innovations.mentions", n=grouped(found.mentions, words)),
    ]
    return " · ".join(filter(None, parts))


def _cautions(known: InnovationTable, selection: Selection, named: InnovationKey, places: dict[str, int], words: Words) -> None:
    """Notes where articles disagree on the type, and where another province has an innovation of the same name."""
    types = known.types(selection, named)
    if len(types) > 1:
        each = (words("innovations.type_share", type=words.of("type", code), n=n) for code, n in types.items())
        layout.note(words("innovations.types_differ", types=words("join.names").join(each)))
    others = {province: n for province, n in places.items() if province != named.province}
    if others:
        with st.container(key="namesakes", horizontal=True, vertical_alignment="center", gap="small"):
            layout.note(words("innovations.namesakes"))
            for province, n in others.items():
                label = words("innovations.namesake", place=words.of("province", province), n=n)
                st.button(label, key=f"namesake-{province}", type="tertiary", on_click=_open, args=(InnovationKey(named.name, province),))


# --- names that are no innovations -----------------------------------------------------------------


def _judge(name: str, verdict: str, shown_revision: str) -> None:
    """Say that a name is no innovation (``1``), or take that back (``0``): kept in the log like every review.

    ``shown_revision`` is the revision of the name that was on screen.
    """
    workspace, words = datasets.workspace(), state.words()
    if not workspace:
        return
    try:
        workspace.annotations.annotate(
            access.authorise_reviewer(words("innovations.here")), name, {CLEARED: verdict}, expected_revision=shown_revision
        )
    except article_actions.REFUSALS as error:
        st.session_state[_NOT_JUDGED] = article_actions.refusal(error, words)
        return
    state.update_query(**{NAME: "", AT: "", **_ALONE})


def _cleared_names(words: Words) -> None:
    """The names that people cleared, the latest first, each with a button that takes it back."""
    workspace, seen = datasets.workspace(), article_actions.revisions()
    names = list(workspace.annotations.cleared())[::-1] if workspace else []
    if not names:
        return
    with st.container(key="cleared-names", horizontal=True, vertical_alignment="center", gap="small"):
        layout.note(words("innovations.cleared", n=len(names)))
        for name in names[:_TAKEN_BACK] if access.visitor().reviews else []:
            label = plain(words("innovations.restore", name=name))
            st.button(
                label, key=f"restore-{state.widget_key(name)}", type="tertiary", on_click=_judge, args=(name, "0", seen.get(name, ""))
            )


# --- parts of one ----------------------------------------------------------------------------------


def _introduction(dataset: Dataset, first: InnovationMention, words: Words) -> None:
    """The sentence of its first mention."""
    article = dataset.article(first.doc_id)
    st.html(f'<h2 class="question">{escape(words("innovations.introduced"))}</h2>')
    if not article:
        return
    st.html(introduction_html(article, first))
    source = " · ".join(filter(None, [first.publisher, publication_day(first.published_on, words), first.title]))
    st.html(f'<p class="fine">{visible(source)}</p>')
    st.button(words("innovations.read"), key="read-article", type="tertiary", on_click=_read, args=(first.doc_id,))


def _read(doc_id: str) -> None:
    """Open the article in the reader, with a link back to this page."""
    here = {NAME: state.query_parameter(NAME), AT: state.query_parameter(AT)}
    state.leave_for("reader", **{reader.ARTICLE: doc_id, reader.BACK: f"innovations?{urlencode(here)}"})


def _timeline(found: MergedInnovation, articles: Sequence[InnovationMention], words: Words) -> None:
    """A dot for each article at its day of publication."""
    days = {end: day(when, words) for end, when in (("first", found.first), ("last", found.last)) if when}
    undated = sum(article.published_on is None for article in articles)
    parts = [
        words("innovations.when_several", n=found.articles, **days) if days and found.articles > 1 else "",
        words("innovations.when_one", first=days["first"]) if days and found.articles == 1 else "",
        words("innovations.when_undated", n=undated) if undated else "",
        words("innovations.when_capped", n=len(articles)) if len(articles) < found.articles else "",
    ]
    spec = mention_dots(articles, words, state.palette(), chart.clicks())
    chart.show("chart-mentions", words("innovations.when"), " · ".join(filter(None, parts)), spec, _read, sources=found.articles)


def _articles(articles: Sequence[InnovationMention], words: Words) -> None:
    title, aside = words("innovations.in_articles"), words("innovations.open")
    st.html(f'<h2 class="question section">{escape(title)} <small>· {escape(aside)}</small></h2>')
    rows = [
        article_row(row, words) | {"type": words.of("type", row.innovation_type), "place": place(row, words), "mentions": str(row.mentions)}
        for row in articles
    ]
    table.show(rows, _ARTICLE_COLUMNS, words, label=title, key="articles", chosen="", on_choose=_read, sort=None)


def _figures_of(known: InnovationTable, selection: Selection, named: InnovationKey, places: dict[str, int]) -> Selection:
    """Selected figures linked to the innovation; if the name occurs in several provinces, only those from its own articles."""
    of_name = selection.choosing("innovation", [named.name])
    if len(places) == 1:
        return of_name
    own = known.doc_ids(named)
    return of_name.choosing("doc", [doc_id for doc_id in own if doc_id in selection.of("doc")] if selection.of("doc") else own)
