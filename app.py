"""Youju 有据: the dashboard's front door. Page, language, navigation; everything else is in the pages."""

from __future__ import annotations

import streamlit as st

from analytics.pages import corpus, layout, overview, state

st.set_page_config(page_title="有据 Youju", page_icon=str(layout.ASSETS / "icon.svg"), layout="wide", initial_sidebar_state=244)
words = state.words()
layout.style(words)
pages = [
    st.Page(overview.page, title=words("page.overview"), url_path="overview", default=True),
    st.Page(corpus.page, title=words("page.corpus"), url_path="corpus"),
]
page = st.navigation(pages, position="hidden")
layout.brand(pages, page, words)
if state.is_leaving():
    st.switch_page(pages[0], query_params=state.address())
layout.guarded(page.run, words)
layout.foot(words)
