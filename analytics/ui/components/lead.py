"""The summary sentence at the top of the overview, with numbers as links."""

from __future__ import annotations

import streamlit as st

from analytics.ui.components import script

sentence = st.components.v2.component(
    "youju_lead",
    html='<h1 class="lead"></h1><p class="sub"></p>',
    js=script("lead.js"),
    isolate_styles=False,
)
