"""The review page without a workspace, through AppTest."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

SCRIPT = """
from analytics.ui.pages import review
review.page()
"""


@pytest.mark.parametrize(("language", "says"), [("zh", "校对要有工作区"), ("en", "Reviewing needs a workspace")])
def test_a_plain_folder_is_told_how_to_get_a_workspace(monkeypatch: pytest.MonkeyPatch, language: str, says: str) -> None:
    monkeypatch.delenv("YOUJU_WORKSPACE", raising=False)
    monkeypatch.setenv("YOUJU_CORPUS", str(Path(__file__).parents[1] / "samples"))
    app = AppTest.from_string(SCRIPT, default_timeout=120)
    app.query_params["lang"] = language
    app.run()
    assert not app.exception
    shown = "".join(element.proto.body for element in app.get("html"))
    assert re.search(rf'<div class="empty"><h2>{says}</h2>.*make app', shown)
