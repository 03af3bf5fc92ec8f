"""One article of the corpus: its metadata with a form to correct it, links to its figures and text, and its removal."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial
from html import escape

import streamlit as st

from analytics.documents import day_of
from analytics.export.citation import is_web_address
from analytics.i18n.format import day, number, publication_day
from analytics.i18n.words import Words
from analytics.ingest.archive import Archive
from analytics.ui import access, layout, state
from analytics.ui.highlight import visible
from analytics.ui.pages import adding, holdings
from analytics.workspace.annotations import METADATA
from extractors.model import Article

_LISTED = 50  # removed articles listed on the page
_SAID, _ASKED = "document-said", "document-asked"  # message about the last action; the article whose removal awaits confirmation


def panel(doc_id: str, figures: int, archive: Archive, words: Words) -> None:
    """The panel of one article; ``figures`` is its number of figures in the table."""
    with st.container(key="document", border=True):
        article = archive.article(doc_id)
        if article is None:
            _told()
            layout.empty(words("document.unknown"), words("document.unknown_help"))
            return
        where, changeable = holdings.home(doc_id), holdings.changeable(doc_id)
        _head(article, where, words)
        _links(article, figures, words)
        _told()
        if changeable:
            _form(article, where, words)
        else:
            layout.note(words("document.read_only") if where == "folder" else access.closed(words))
        _outcome(archive, doc_id, words)
        if changeable:
            _removal(article, where, words)


def _head(article: Article, where: holdings.Home, words: Words) -> None:
    published = publication_day(article.published_on, words)
    facts = " · ".join(filter(None, [article.publisher, published, article.source, layout.fetched(article, words)]))
    own = f'<p class="note own">{escape(words("document.only_you"))}</p>' if where == "session" else ""
    st.html(f'<h2 class="title" lang="zh">{visible(article.title or article.source)}</h2><p class="note">{visible(facts)}</p>{own}')


def _links(article: Article, figures: int, words: Words) -> None:
    with st.container(key="document-links", horizontal=True, gap="small"):
        to_figures = partial(state.leave_for, "overview", **state.only({"doc": [article.doc_id]}))
        st.button(words("document.figures", n=number(figures, words)), key="to-figures", on_click=to_figures, disabled=not figures)
        st.button(words("document.read"), key="to-reader", on_click=partial(state.leave_for, "reader", article=article.doc_id))
        if is_web_address(article.url):
            st.link_button(words("evidence.original"), article.url)
        st.button(words("document.close"), key="close", type="tertiary", on_click=partial(state.go, article=""))


def _told() -> None:
    if said := st.session_state.pop(_SAID, None):
        layout.note(*said)


# --- correcting metadata -------------------------------------------------------------------------


def _form(article: Article, where: holdings.Home, words: Words) -> None:
    """The metadata form. Its key changes with the article and its metadata, so that the boxes are reset."""
    known = _known(article)
    with st.form(f"metadata-{article.doc_id}-{hash(tuple(known.values()))}", border=False):
        top, (left, right), bottom = st.container(), st.columns(2, gap="small"), st.container()
        boxes = zip(METADATA, (top, left, right, bottom), strict=True)
        values = {name: box.text_input(words(f"document.{name}"), value=known[name], max_chars=1_000) for name, box in boxes}
        who = holdings.sign(words, f"who-{article.doc_id}") if where == "workspace" else ""
        if st.form_submit_button(words("document.save"), key="save"):
            _save(article, known, values, who, words)


def _known(article: Article) -> dict[str, str]:
    return {
        "title": article.title,
        "publisher": article.publisher,
        "published_on": article.published_on.isoformat() if article.published_on else "",
        "url": article.url,
    }


def _save(article: Article, known: dict[str, str], values: dict[str, str], who: str, words: Words) -> None:
    said = {name: value.strip() for name, value in values.items() if value.strip() != known[name]}
    if fault := faulty(said, words) or (words("holdings.unsigned") if not who and holdings.home(article.doc_id) == "workspace" else ""):
        layout.note(fault, "warning")
        return
    if said.get("published_on") and (published := day_of(said["published_on"])):
        said["published_on"] = published.isoformat()
    try:
        moved = holdings.say(article.doc_id, said, who) if said else 0
    except OSError as error:
        layout.note(layout.not_kept(error, words), "warning")
        return
    st.session_state[_SAID] = (words("document.saved", n=number(moved, words)),)
    st.rerun()


def faulty(said: dict[str, str], words: Words) -> str:
    """Reason why the values in ``said`` are invalid, in words; empty if they are valid."""
    if stated := said.get("published_on"):
        published = day_of(stated)
        if published is None:
            return words("document.no_day")
        if published > date.today():
            return words("document.future")
    if said.get("url") and not is_web_address(said["url"]):
        return words("document.no_address")
    return ""


# --- origin and removal ----------------------------------------------------------------------------


def _outcome(archive: Archive, doc_id: str, words: Words) -> None:
    """Import outcome of each file with this text, one line each."""
    for line in archive.lines(doc_id):
        layout.note(" · ".join(filter(None, [line.source, adding.outcome_of(line, words), adding.encoding_of(line.encoding, words)])))


def _removal(article: Article, where: holdings.Home, words: Words) -> None:
    """Button to remove the article, with a confirmation."""
    if st.session_state.get(_ASKED) != article.doc_id:
        st.button(words("document.remove"), key="remove", type="tertiary", on_click=_ask, args=(article.doc_id,))
        return
    layout.note(words("document.sure_session" if where == "session" else "document.sure"), "warning")
    who = holdings.sign(words, f"who-remove-{article.doc_id}") if where == "workspace" else ""
    with st.container(horizontal=True, gap="small"):
        if st.button(words("document.remove_now"), key="remove-now", disabled=where == "workspace" and not who):
            _remove(article, who, words)
        st.button(words("document.keep"), key="keep", on_click=_ask, args=("",))


def _ask(doc_id: str) -> None:
    st.session_state[_ASKED] = doc_id


def _remove(article: Article, who: str, words: Words) -> None:
    try:
        holdings.remove(article.doc_id, who)
    except OSError as error:
        layout.note(layout.not_kept(error, words), "warning")
        return
    _ask("")
    st.session_state[_SAID] = (words("document.removed", title=article.title or article.source),)
    st.rerun()


def removed(words: Words) -> None:
    """List of removed articles, with buttons to restore them."""
    gone = holdings.removed()
    if not gone:
        return
    with st.expander(words("document.removed_list", n=len(gone)), key="removed"):
        who = holdings.sign(words, "who-put-back") if access.visitor().reviews and any(entry.who for entry in gone) else ""
        for entry in gone[:_LISTED]:
            _put_back(entry, who, words)
        if len(gone) > _LISTED:
            layout.note(words("document.more", n=len(gone) - _LISTED))


def _put_back(entry: holdings.Removed, who: str, words: Words) -> None:
    by = words("document.by_you")
    if entry.who:
        by = words("document.by", who=entry.who, at=day(datetime.fromisoformat(entry.at).astimezone().date(), words))
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.html(f'<p class="note"><span lang="zh">{visible(entry.title or entry.source)}</span> · {visible(by)}</p>', width="content")
        if st.button(words("document.put_back"), key=f"back-{entry.doc_id}", type="tertiary", disabled=bool(entry.who) and not who):
            try:
                holdings.put_back(entry.doc_id, who)
            except OSError as error:
                layout.note(layout.not_kept(error, words), "warning")
                return
            st.rerun()
