"""Youju 有据: entry point of the dashboard. Page setup, language and navigation; the rest is in ``analytics.ui.pages``."""

from __future__ import annotations

from functools import partial

import streamlit as st

from analytics.ui import access, layout, state
from analytics.ui.components import frame
from analytics.ui.pages import (
    brief,
    compare,
    conflicts,
    corpus,
    innovations,
    metrics,
    overview,
    pivot,
    quality,
    reader,
    review,
    savedviews,
    search,
)

PAGES = {
    "overview": overview,
    "search": search,
    "metrics": metrics,
    "pivot": pivot,
    "compare": compare,
    "conflicts": conflicts,
    "innovations": innovations,
    "reader": reader,
    "review": review,
    "corpus": corpus,
    "quality": quality,
    "brief": brief,
}

st.set_page_config(page_title="有据 Youju", page_icon=str(layout.ASSETS / "icon.svg"), layout="wide", initial_sidebar_state=244)
state.begin_run()
words = state.words()
layout.style(words)
by_name = {
    name: st.Page(module.page, title=words(f"page.{name}"), url_path=name, default=module is overview) for name, module in PAGES.items()
}
pages = list(by_name.values())
page = st.navigation(pages, position="hidden")
if access.admitted(words):
    layout.brand(pages, page, words)
    savedviews.show(by_name, page, words)
    if asked := state.take_requested_page():
        st.switch_page(by_name[asked[0]], query_params=asked[1])
    layout.guarded(partial(layout.shown, page, words), words)
else:
    layout.brand([], page, words)
frame.show(words, savedviews.cookie())
layout.foot(words)
access.foot(words)
