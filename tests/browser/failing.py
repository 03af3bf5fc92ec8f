"""The dashboard with injected faults: ``python tests/browser/failing.py SECRET PORT``. Each error message contains ``SECRET``."""

from __future__ import annotations

import sys
from typing import Any, NoReturn

from analytics.ui import state
from analytics.ui.components import article
from analytics.ui.pages import downloads, quality
from serve import app


def fail(*_: Any, **__: Any) -> NoReturn:
    raise RuntimeError(sys.argv[1])


quality.page = fail  # a whole page
article.text = fail  # a fragment
state.select = fail  # a callback
downloads._write_csv = fail  # a deferred download
app.run(config={"server.port": int(sys.argv[2])})
