"""The dashboard on a slow machine: ``python tests/browser/slow.py PORT``. Every run of the page waits, before and after what was asked is done."""

from __future__ import annotations

import sys
import time
from typing import Any

from streamlit.runtime.state.safe_session_state import SafeSessionState

from serve import app

_WAIT = 0.3  # seconds, twice a run
_done = SafeSessionState.on_script_will_rerun


def _slowly(*asked: Any, **more: Any) -> None:
    time.sleep(_WAIT)
    _done(*asked, **more)
    time.sleep(_WAIT)


SafeSessionState.on_script_will_rerun = _slowly  # type: ignore[method-assign]
app.run(config={"server.port": int(sys.argv[-1])})
