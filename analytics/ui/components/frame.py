"""What no option of Streamlit sets: the language and the navigation landmark of a page, the words of its dialogs, and the keyboard in charts."""

from __future__ import annotations

import streamlit as st

from analytics.i18n.words import Words
from analytics.ui.components import script

_component = st.components.v2.component("youju_frame", html="<span></span>", js=script("frame.js"))


def show(words: Words, cookie: str = "") -> None:
    """Draw nothing; keep the frame of the page as described. Comes after the page links.

    ``cookie`` (``name=value``) is kept by the browser for a year, for this server only.
    """
    data = {
        "cookie": cookie,
        "language": {"zh": "zh-CN", "en": "en"}[words.language],
        "pages": words("frame.pages"),
        "skip": words("frame.skip"),
        "lost": words("frame.lost"),
        "lost_help": words("frame.lost_help"),
        "astray": words("frame.astray"),
        "astray_help": words("frame.astray_help"),
    }
    with st.sidebar:
        _component(key="frame", data=data, height="content")
