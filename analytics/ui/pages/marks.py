"""Tags and a remark on a figure or an article: how they are shown, and the form that changes them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime
from html import escape

import streamlit as st

from analytics.i18n.format import day
from analytics.i18n.words import Words
from analytics.ui import access, datasets, state
from analytics.ui.brief import paragraphs
from analytics.ui.highlight import visible
from analytics.ui.pages import article_actions
from analytics.workspace.annotations import InvalidValueError
from analytics.workspace.corrections import REMARK, TAGS, tags_typed
from analytics.workspace.log_entries import Marked
from analytics.workspace.snapshot import doc_of

_REFUSED = "marks-refused"  # session key: the id that something could not be said of, and why
_OFFERED = 12  # tags to choose from
_NOTHING = Marked()


def show(about: str, words: Words) -> None:
    """What people said of a figure or an article of the workspace, and for reviewers the way to say it. Nothing for a reader's own uploads."""
    stored = datasets.workspace_dataset()
    if stored is None or article_actions.storage_of(doc_of(about)) != "workspace":
        return
    known = stored.snapshot.marks
    marked = known.get(about, _NOTHING)
    changeable = not access.read_only_reason(words)
    if not (marked.tags or marked.remark or changeable):
        return
    with st.container(key=f"marks-{about}"):
        if marked.tags or marked.remark:
            st.html(_shown(marked, words))
        if changeable:
            _form(about, marked, known, words)


def _shown(marked: Marked, words: Words) -> str:
    tags = "".join(f'<li class="tag">{visible(tag)}</li>' for tag in marked.tags)
    remark = "".join(f"<p>{visible(paragraph)}</p>" for paragraph in paragraphs(marked.remark))
    by = words("marks.by", who=marked.who, day=day(datetime.fromisoformat(marked.at).astimezone().date(), words))
    listed = f'<ul class="tags" aria-label="{escape(words("marks.tags"))}">{tags}</ul>' if tags else ""
    return f'<div class="marked">{listed}{remark}<small>{visible(by)}</small></div>'


def _form(about: str, marked: Marked, known: Mapping[str, Marked], words: Words) -> None:
    asked = bool(marked.tags or marked.remark)
    menu = st.popover(words("marks.change" if asked else "marks.add"), key=f"marks-menu-{about}", type="tertiary", on_change="rerun")
    if not menu.open:
        return
    with menu, st.form(f"marks-form-{about}", border=False):
        offered = list(_offered(marked, known, words))
        st.pills(words("marks.tags"), offered, selection_mode="multi", default=list(marked.tags), key=f"marks-chosen-{about}")
        st.text_input(words("marks.other"), key=f"marks-typed-{about}", placeholder=words("marks.other_hint"))
        st.text_area(words("marks.remark"), value=marked.remark, key=f"marks-remark-{about}", max_chars=2_000, height=100)
        article_actions.name_box(words, f"marks-who-{about}")
        refused = st.session_state.get(_REFUSED, ("", ""))
        if refused[0] == about:
            st.html(f'<p class="note warning" role="status">{visible(refused[1])}</p>')
        st.form_submit_button(words("marks.save"), type="primary", on_click=_say, args=(about, marked))


def _offered(marked: Marked, known: Mapping[str, Marked], words: Words) -> Iterator[str]:
    """The tags of this one, then the most frequent in the workspace, then some to begin with."""
    used = Counter(tag for each in known.values() for tag in each.tags)
    often = [tag for tag, _ in used.most_common(_OFFERED)]
    yield from dict.fromkeys([*marked.tags, *often, *words("marks.suggested").split("/")])


def _say(about: str, marked: Marked) -> None:
    """Keep what the form has, if it is otherwise than what was shown."""
    words, workspace = state.words(), datasets.workspace()
    st.session_state[_REFUSED] = ("", "")
    who = article_actions.typed_name(f"marks-who-{about}")
    tags = tags_typed([*st.session_state[f"marks-chosen-{about}"], st.session_state[f"marks-typed-{about}"]])
    said = {TAGS: tags, REMARK: st.session_state[f"marks-remark-{about}"].strip()}
    before = {TAGS: tags_typed(marked.tags), REMARK: marked.remark}
    values = {column: value for column, value in said.items() if value != before[column]}
    if not values or workspace is None:
        return
    if not who:
        st.session_state[_REFUSED] = (about, words("holdings.unsigned"))
        return
    try:
        workspace.annotations.annotate(access.authorise_reviewer(who), about, values, expected_revision=marked.revision)
    except InvalidValueError as error:
        st.session_state[_REFUSED] = (about, words(f"unfit.{error.reason or 'other'}"))
    except article_actions.REFUSALS as error:
        st.session_state[_REFUSED] = (about, article_actions.refusal(error, words))
    else:
        st.session_state[f"marks-typed-{about}"] = ""
        st.session_state[f"marks-menu-{about}"] = False
        state.redraw_frame()  # the counts of tags beside the page


def lines(claim_id: str, words: Words) -> list[str]:
    """What people said of a figure and of its article, for a brief: one line for each."""
    marks, doc_id = datasets.table().marks, doc_of(claim_id)
    tags = words("join.names").join(marks.of(claim_id, doc_id))
    said = [words("marks.brief_tags", tags=tags) if tags else ""]
    said += [words("marks.brief_remark", remark=" ".join(marks.remarks.get(claim_id, "").split())) if marks.remarks.get(claim_id) else ""]
    said += [words("marks.brief_article", remark=" ".join(marks.remarks.get(doc_id, "").split())) if marks.remarks.get(doc_id) else ""]
    return list(filter(None, said))
