"""The card on which claims are judged one by one, with the keyboard or without; what it tells and is told stands in its page."""

from __future__ import annotations

import json

import streamlit as st

from analytics.ui.components import script, source
from extractors.metric import metrics
from extractors.tokens.gazetteer import units

card = st.components.v2.component(
    "youju_review",
    html='<div class="review"></div>',
    css=source("review.css"),
    js=f"const PLACES = {json.dumps(units(), ensure_ascii=False)};\nconst METRICS = {json.dumps(metrics(), ensure_ascii=False)};\n"
    + script("review.js"),
)
