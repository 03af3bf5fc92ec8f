"""One article of the corpus: its metadata with a form to correct it, links to its figures and text, and its removal."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import partial
from html import escape

import streamlit as st

from analytics.documents import day_of
from analytics.export.citation import is_web_address
from analytics.i18n.format import day, number, publication_day
from analytics.i18n.words import Words
from analytics.ingest.dataset import Dataset
from analytics.ui import access, datasets, layout, state
from analytics.ui.highlight import visible
from analytics.ui.pages import adding, article_actions
from analytics.workspace.annotations import METADATA
from analytics.workspace.corrections import REFERENCE
from extractors.model import Article

_LISTED = 50  # removed articles listed on the page
_SAID, _ASKED = "document-said", "document-asked"  # message about the last action; the article whose removal awaits confirmation
_MARKING = "document-marking"  # the article that is to be marked as official once its reader has signed
_WHO_RESTORES, _NOT_RESTORED = "who-put-back", "not-restored"


def panel(doc_id: str, figures: int, dataset: Dataset, shown_revision: str, words: Words) -> None:
    """The panel of one article; ``figures`` is its number of figures in the table, ``shown_revision`` its revision."""
    with st.container(key="document", border=True):
        article = dataset.article(doc_id)
        if article is None:
            _told()
            layout.empty(words("document.unknown"), words("document.unknown_help"))
            return
        where, changeable = article_actions.storage_of(doc_id), article_actions.changeable(doc_id)
        _head(article, where, words)
        _links(article, figures, words)
        _told()
        if changeable:
            _form(article, where, shown_revision, words)
        else:
            layout.note(words("document.read_only") if where == "folder" else access.read_only_reason(words))
        _outcome(dataset, doc_id, words)
        if where == "workspace":
            _official(doc_id, shown_revision, changeable, words)
        if changeable:
            _removal(article, where, shown_revision, words)


def _head(article: Article, where: article_actions.StorageKind, words: Words) -> None:
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
        st.button(words("document.close"), key="close", type="tertiary", on_click=partial(state.update_query, article=""))


def _told() -> None:
    if said := st.session_state.pop(_SAID, None):
        layout.note(*said)


# --- correcting metadata -------------------------------------------------------------------------


def _form(article: Article, where: article_actions.StorageKind, shown_revision: str, words: Words) -> None:
    """The metadata form. Its keys change with the article and its metadata, so that the boxes are reset, and a click on an older form of
    another article or of other metadata is never taken for one on this form.
    """
    known = _known(article)
    form = f"{article.doc_id}-{hash(tuple(known.values()))}"
    with st.form(f"metadata-{form}", border=False):
        top, (left, right), bottom = st.container(), st.columns(2, gap="small"), st.container()
        for name, box in zip(METADATA, (top, left, right, bottom), strict=True):
            box.text_input(words(f"document.{name}"), value=known[name], max_chars=1_000, key=f"{name}-{form}")
        if where == "workspace":
            article_actions.name_box(words, f"who-{article.doc_id}")
        st.form_submit_button(words("document.save"), key=f"save-{form}", on_click=_save, args=(article, known, form, shown_revision))


def _known(article: Article) -> dict[str, str]:
    return {
        "title": article.title,
        "publisher": article.publisher,
        "published_on": article.published_on.isoformat() if article.published_on else "",
        "url": article.url,
    }


def _save(article: Article, known: dict[str, str], form: str, shown_revision: str) -> None:
    """Save what was typed into the form. A callback, with what was on screen when the button was drawn."""
    words, who = state.words(), article_actions.typed_name(f"who-{article.doc_id}")
    typed = {name: str(st.session_state[f"{name}-{form}"]).strip() for name in METADATA}
    said = {name: value for name, value in typed.items() if value != known[name]}
    if fault := faulty(said, words) or (
        words("holdings.unsigned") if not who and article_actions.storage_of(article.doc_id) == "workspace" else ""
    ):
        st.session_state[_SAID] = (fault, "warning")
        return
    if said.get("published_on") and (published := day_of(said["published_on"])):
        said["published_on"] = published.isoformat()
    try:
        moved = article_actions.edit_metadata(article.doc_id, said, who, shown_revision) if said else 0
    except article_actions.REFUSALS as error:
        yours = words("document.yours", values=words("join.names").join(said.values()))
        st.session_state[_SAID] = (f"{article_actions.refusal(error, words)} {yours}", "warning")
        return
    st.session_state[_SAID] = (words("document.saved", n=number(moved, words)),)


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


def _outcome(dataset: Dataset, doc_id: str, words: Words) -> None:
    """Import outcome of each file with this text, one line each."""
    for line in dataset.lines(doc_id):
        layout.note(" · ".join(filter(None, [line.source, adding.outcome_of(line, words), adding.encoding_of(line.encoding, words)])))


def _official(doc_id: str, shown_revision: str, changeable: bool, words: Words) -> None:
    """Whether other articles are checked against this one, with a button to change that, which asks for a name that is not known."""
    marked = doc_id in datasets.references()
    if marked or changeable:
        layout.note(words("official.marked" if marked else "official.mark_help"))
    if not changeable:
        return
    who, key = access.visitor().who or str(st.session_state.get(article_actions.WHO, "")), f"who-official-{doc_id}"
    asked = st.session_state.get(_MARKING) == doc_id
    if asked and not access.visitor().who:
        who = article_actions.name_box(words, key)
    st.button(
        words("official.unmark" if marked else "official.mark"), key=f"official-{doc_id}-{marked}", disabled=asked and not who,
        on_click=_mark, args=(doc_id, "0" if marked else "1", who, shown_revision),
    )  # fmt: skip


def _mark(doc_id: str, verdict: str, who: str, shown_revision: str) -> None:
    """Mark an article as official (``1``), or take that back (``0``); kept in the log. Without a name, ask for one."""
    words, workspace = state.words(), datasets.workspace()
    if workspace is None:
        return
    if not who:
        st.session_state[_MARKING] = doc_id
        return
    st.session_state.pop(_MARKING, None)
    try:
        workspace.annotations.annotate(access.authorise_reviewer(who), doc_id, {REFERENCE: verdict}, expected_revision=shown_revision)
    except article_actions.REFUSALS as error:
        st.session_state[_SAID] = (article_actions.refusal(error, words), "warning")


def _removal(article: Article, where: article_actions.StorageKind, shown_revision: str, words: Words) -> None:
    """Button to remove the article, with a confirmation."""
    doc_id = article.doc_id
    if st.session_state.get(_ASKED) != doc_id:
        st.button(words("document.remove"), key=f"delete-{doc_id}", type="tertiary", on_click=_ask, args=(doc_id,))
        return
    layout.note(words("document.sure_session" if where == "session" else "document.sure"), "warning")
    who = article_actions.name_box(words, f"who-remove-{doc_id}") if where == "workspace" else ""
    with st.container(horizontal=True, gap="small"):
        unsigned = where == "workspace" and not who
        st.button(
            words("document.remove_now"), key=f"confirm-{doc_id}", disabled=unsigned, on_click=_remove, args=(article, shown_revision)
        )
        st.button(words("document.keep"), key=f"keep-{doc_id}", on_click=_ask, args=("",))


def _ask(doc_id: str) -> None:
    st.session_state[_ASKED] = doc_id


def _remove(article: Article, shown_revision: str) -> None:
    words = state.words()
    try:
        article_actions.remove(article.doc_id, article_actions.typed_name(f"who-remove-{article.doc_id}"), shown_revision)
    except article_actions.REFUSALS as error:
        st.session_state[_SAID] = (article_actions.refusal(error, words), "warning")
        return
    _ask("")
    st.session_state[_SAID] = (words("document.removed", title=article.title or article.source),)


def removed(shown_revisions: Mapping[str, str], words: Words) -> None:
    """List of removed articles, with buttons to restore them; ``shown_revisions`` has their revisions."""
    gone = article_actions.removed()
    if not gone:
        return
    with st.expander(words("document.removed_list", n=len(gone)), key="removed"):
        who = article_actions.name_box(words, _WHO_RESTORES) if access.visitor().reviews and any(entry.who for entry in gone) else ""
        if fault := st.session_state.pop(_NOT_RESTORED, ""):
            layout.note(fault, "warning")
        for entry in gone[:_LISTED]:
            _restorable(entry, who, shown_revisions.get(entry.doc_id, ""), words)
        if len(gone) > _LISTED:
            layout.note(words("document.more", n=len(gone) - _LISTED))


def _restorable(entry: article_actions.Removed, who: str, shown_revision: str, words: Words) -> None:
    by = words("document.by_you")
    if entry.who:
        by = words("document.by", who=entry.who, at=day(datetime.fromisoformat(entry.at).astimezone().date(), words))
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.html(f'<p class="note"><span lang="zh">{visible(entry.title or entry.source)}</span> · {visible(by)}</p>', width="content")
        unsigned, doc_id = bool(entry.who) and not who, entry.doc_id
        label = words("document.put_back")
        st.button(label, key=f"back-{doc_id}", type="tertiary", disabled=unsigned, on_click=_put_back, args=(doc_id, shown_revision))


def _put_back(doc_id: str, shown_revision: str) -> None:
    try:
        article_actions.restore(doc_id, article_actions.typed_name(_WHO_RESTORES), shown_revision)
    except article_actions.REFUSALS as error:
        st.session_state[_NOT_RESTORED] = article_actions.refusal(error, state.words())
