"""A button that copies a text, or opens a menu of texts to copy, and confirms the copy."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from analytics.i18n.words import Words
from analytics.ui.components import script, source

_component = st.components.v2.component(
    "youju_copying",
    html='<div class="copying"><button type="button" aria-live="polite"></button><div role="menu" hidden></div></div>',
    css=source("copying.css"),
    js=script("copying.js"),
)


def show(label: str, items: Sequence[tuple[str, str]], words: Words, *, key: str) -> None:
    """Draw the button ``label``. ``items`` are (label, text to copy); with one item, a click copies at once."""
    data = {
        "label": label,
        "copied": words("copying.copied"),
        "failed": words("copying.failed"),
        "items": [{"label": name, "text": text} for name, text in items],
    }
    _component(key=key, data=data, width="content")
