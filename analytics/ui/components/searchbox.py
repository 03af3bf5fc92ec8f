"""The search box of the search page: a field, a button, and the slash key that leads to it."""

from __future__ import annotations

import streamlit as st

from analytics.i18n.words import Words
from analytics.ui import state
from analytics.ui.components import script

_KEY = "searchbox"
_box = st.components.v2.component(
    "youju_searchbox",
    html='<form role="search"><input type="search" autocomplete="off" spellcheck="false" enterkeyhint="search"><button></button></form>',
    js=script("searchbox.js"),
    isolate_styles=False,
)


def show(sought: str, words: Words) -> None:
    """Draw the box with the words sought; another search goes to the URL."""
    data = {"sought": sought, "label": words("search.hint"), "button": words("search.button")}
    _box(key=_KEY, data=data, on_seek_change=lambda: state.select(state.selection().with_search(st.session_state[_KEY]["seek"])))
