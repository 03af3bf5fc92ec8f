"""The review card: claims are judged one by one, by keyboard or mouse. ``pages.review`` documents the data exchanged."""

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
    js=f"const PLACES = {json.dumps(units(), ensure_ascii=False)};\nconst METRICS = {json.dumps(list(metrics()), ensure_ascii=False)};\n"
    + script("review.js"),
)
