"""What a reader waits for, in a real Chromium: ``python -m benchmarks.browser [CLAIMS]``.

A workspace of made-up articles with about so many claims (10,000) is served, and the time is taken, in the browser's own clock, from

- opening the overview in a browser that has been there before, to its first chart;
- a click on a filter, to the summary that goes with it, and to the last chart redrawn;
- a click on a row, to its sentence with the figure marked.

In the same run, turn by turn, the same is asked of a bare page of the same server: one box, one line of text, one chart.
What is ours is the difference; the rest is the framework, the browser and the machine. Milliseconds; the least and the median.
"""

from __future__ import annotations

import argparse
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError

from playwright.sync_api import Page, sync_playwright

from benchmarks.articles import write_folder
from tests.browser.chromium import MISSING, find

ROOT = Path(__file__).parents[1]
_CLAIMS_PER_ARTICLE = 21
_BARE = """
import streamlit as st
chosen = st.pills("kind", ["a", "b", "c"])
st.html(f'<h1 class="lead">{chosen}</h1>')
st.vega_lite_chart({"data": {"values": [{"a": 1}]}, "mark": "bar", "encoding": {"x": {"field": "a", "type": "quantitative"}},
    "usermeta": {"embedOptions": {"renderer": "svg"}}})
"""
# Runs in the page: click, then the milliseconds until a condition holds, looked at whenever the page changes.
_CLICK_UNTIL = """([target, condition]) => new Promise((resolve, reject) => {
    const holds = new Function(`return ${condition}`)();
    const before = holds(null), began = performance.now();
    const look = setInterval(() => { if (holds(before) === true) { clearInterval(look); resolve(performance.now() - began); } }, 4);
    setTimeout(() => { clearInterval(look); reject(`not within 20 s: ${condition}`); }, 20000);
    (typeof target === 'string' ? document.querySelector(target) : target).click();
})"""
_OPENED = """() => new Promise(resolve => { const look = setInterval(() => {
    if (document.querySelector('svg.marks text, svg.marks path')) { clearInterval(look); resolve(performance.now()); } }, 4); })"""
