"""The brief page: the collected figures in order, with a title, a note and comments, and a download as one file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from html import escape
from time import sleep

import streamlit as st

from analytics.claims.table import ClaimTable
from analytics.conflicts import cluster, explain
from analytics.i18n.format import figure, period, place, publication_day
from analytics.i18n.words import Words
from analytics.ui import brief_selection, datasets, layout, state
from analytics.ui.brief import Brief, Exhibit, brief_html
from analytics.ui.brief_word import write_brief
from analytics.ui.components import filters
from analytics.ui.highlight import evidence_html, visible
from analytics.ui.pages import downloads, evidence, exhibits, marks

_TITLE_MOST, _NOTE_MOST = 120, 600  # characters; both are kept in the URL
_BOXES = {state.BRIEF_TITLE: "brief-title", state.BRIEF_NOTE: "brief-note"}
_SAID, _COMMENTS = "brief-said", "brief-comments"  # title and note, and comments by claim id, as last typed
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_ARRIVAL = 0.3  # seconds to wait: the click also blurs the text box, whose content arrives at the same time


def page() -> None:
    """Title, note and download; then the figures in order."""
    words, ids = state.words(), brief_selection.claim_ids()
    shown = {code: exhibits.made(code, datasets.visible(), words) for code in brief_selection.exhibits()}
    if not (ids or shown):
        layout.empty(words("brief.empty"), words("brief.empty_help"))
        st.button(words("empty.overview"), key="to-overview", on_click=state.leave_for, args=("overview",))
        return
    found = {claim_id: evidence.find(claim_id) for claim_id in ids}
    st.session_state[_COMMENTS] = brief_selection.comments()
    st.html(f'<h1 class="lead">{words("brief.lead", n=len(ids))}</h1><p class="sub">{escape(words("brief.help"))}</p>')
    _front(words)
    _buttons([there for there in found.values() if there], [exhibit for exhibit in shown.values() if exhibit], words)
    for at, (code, exhibit) in enumerate(shown.items()):
        _exhibit(at, code, exhibit, words)
    for at, (claim_id, there) in enumerate(found.items(), 1):
        _item(at, claim_id, there, len(ids), words)


def _front(words: Words) -> None:
    """Title and note of the brief, kept in the URL."""
    st.session_state[_SAID] = {
        state.BRIEF_TITLE: state.query_parameter(state.BRIEF_TITLE)[:_TITLE_MOST],
        state.BRIEF_NOTE: state.query_parameter(state.BRIEF_NOTE)[:_NOTE_MOST],
    }
    for name, key in _BOXES.items():
        state.seed(key, st.session_state[_SAID][name])
    title, note = _BOXES.values()
    st.text_input(words("brief.title"), key=title, placeholder=words("brief.title_hint"), max_chars=_TITLE_MOST, on_change=_say)
    st.text_area(words("brief.note"), key=note, placeholder=words("brief.note_hint"), max_chars=_NOTE_MOST, height=96, on_change=_say)


def _say() -> None:
    said = {name: st.session_state[key].strip() for name, key in _BOXES.items()}
    st.session_state[_SAID].update(said)
    state.update_query(**said)


def _buttons(claims: list[evidence.ClaimWithArticle], shown: list[Exhibit], words: Words) -> None:
    marked = _marks(claims, words)
    brief, nothing = _deferred(claims, shown, marked, words), not (claims or shown)
    with st.container(key="brief-buttons", horizontal=True, vertical_alignment="center"):
        st.download_button(
            words("brief.download"), lambda: brief_html(brief(), words).encode(), file_name=f"youju-brief-{date.today()}.html",
            mime="text/html", key="download-brief", on_click="ignore", disabled=nothing,
        )  # fmt: skip
        st.download_button(
            words("brief.download_word"), downloads.deferred(lambda file: write_brief(file, brief(), words)),
            file_name=f"youju-brief-{date.today()}.docx", mime=_WORD, key="download-brief-word", on_click="ignore", disabled=nothing,
        )  # fmt: skip
        st.button(words("brief.clear"), key="brief-clear", type="tertiary", on_click=brief_selection.clear)


def _marks(claims: list[evidence.ClaimWithArticle], words: Words) -> dict[str, list[str]]:
    """Tags and remarks of the figures, by claim id; a switch leaves them out, because a note among colleagues is not always for readers."""
    marked = {row.claim_id: said for row, _ in claims if (said := marks.lines(row.claim_id, words))}
    if not marked:
        return {}
    return marked if st.toggle(words("brief.marks", n=len(marked)), value=True, key="brief-marks", help=words("brief.marks_help")) else {}


def _deferred(
    claims: list[evidence.ClaimWithArticle], shown: list[Exhibit], marked: dict[str, list[str]], words: Words
) -> Callable[[], Brief]:
    """A function that makes the brief on demand, because conflicts may take a second. It reads the texts when called."""
    said: dict[str, str] = st.session_state[_SAID]
    comments: dict[str, str] = st.session_state[_COMMENTS]
    on, address, table = filters.active_filter_labels(datasets.visible(), state.selection(), words), state.permalink(), datasets.table()

    def made() -> Brief:
        sleep(_ARRIVAL)
        found = _contradictions(table, [row.claim_id for row, _ in claims], words)
        texts = said[state.BRIEF_TITLE], said[state.BRIEF_NOTE]
        return Brief(claims, *texts, on, date.today(), address, dict(comments), found, shown, marked)

    return made


def _contradictions(table: ClaimTable, claim_ids: Sequence[str], words: Words) -> list[str]:
    """Which of the figures contradict each other, by their numbers in the brief, and why."""
    places = {claim_id: at for at, claim_id in enumerate(claim_ids, 1)}
    return [
        f"[{places[pair.a.claim_id]}] [{places[pair.b.claim_id]}] {explain.explain(pair, words)}"
        for conflict in cluster.find_conflicts(table).conflicts
        for pair in conflict.pairs
        if pair.a.claim_id in places and pair.b.claim_id in places
    ]


def _comment(claim_id: str, words: Words) -> None:
    """A comment on one figure, kept in the URL."""
    key = f"comment-{claim_id}"
    state.seed(key, brief_selection.comments().get(claim_id, ""))
    st.text_input(
        words("brief.comment"), key=key, placeholder=words("brief.comment_hint"), max_chars=brief_selection.COMMENT_MOST,
        label_visibility="collapsed", on_change=_say_of, args=(claim_id,),
    )  # fmt: skip


def _say_of(claim_id: str) -> None:
    said = st.session_state[f"comment-{claim_id}"].strip()
    st.session_state[_COMMENTS][claim_id] = said
    brief_selection.comment_on(claim_id, said)


def _exhibit(at: int, code: str, exhibit: Exhibit | None, words: Words) -> None:
    """A chart or a cross table that the file will hold, with a button to take it out."""
    with st.container(key=f"exhibit-{at}", border=True, horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        said = (
            f"<b>{visible(exhibit.title)}</b> {visible(exhibit.note)}"
            if exhibit
            else visible(words("brief.unknown_exhibit", code=code[:80]))
        )
        st.html(f'<p class="item">{said}</p>')
        st.button(words("evidence.release"), key=f"out-exhibit-{at}", on_click=brief_selection.toggle_exhibit, args=(code,))


def _item(at: int, claim_id: str, found: evidence.ClaimWithArticle | None, of: int, words: Words) -> None:
    """One figure with its sentence, and buttons to move, remove or open it."""
    with st.container(key=f"item-{at}", border=True):
        if found:
            row, article = found
            published = publication_day(article.published_on, words)
            when = visible(period(row, words))
            if row.period_basis == "published":
                when = f"<i>{when}</i>"
            texts = (row.subject, place(row, words), article.publisher or words("missing.publisher"), published)
            subject, where, publisher, day = map(visible, texts)
            about = " · ".join(filter(None, [subject, where, when, publisher, day]))
            st.html(
                f'<p class="item"><small>{at}</small> <b>{visible(figure(row, words))}</b> {about}</p>'
                f"{evidence_html(article, row, as_published=False)}"
            )
            _comment(claim_id, words)
        else:
            layout.note(words("brief.unknown", claim=claim_id[:80]), "warning")
        with st.container(key=f"item-buttons-{at}", horizontal=True, gap="small"):
            st.button(
                "↑", key=f"up-{claim_id}", help=words("brief.earlier"), disabled=at == 1, on_click=brief_selection.move, args=(claim_id, -1)
            )
            st.button(
                "↓", key=f"down-{claim_id}", help=words("brief.later"), disabled=at == of, on_click=brief_selection.move, args=(claim_id, 1)
            )
            st.button(words("evidence.release"), key=f"out-{claim_id}", on_click=brief_selection.toggle, args=(claim_id,))
            if found:
                st.button(
                    words("brief.open"), key=f"open-{claim_id}", on_click=state.leave_for, args=("overview",), kwargs={state.CLAIM: claim_id}
                )  # fmt: skip
