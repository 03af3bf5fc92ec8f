"""The dashboard with faults in it: ``python tests/browser/failing.py SECRET PORT``; each fault has ``SECRET`` in its message."""

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
article.text = fail  # a part that is redrawn alone
state.select = fail  # what a click calls
downloads._write_csv = fail  # a file that is made when asked for
app.run(config={"server.port": int(sys.argv[2])})
