"""Files beside the packages: ``app.py``, ``serve.py``, ``samples/`` and ``.streamlit/``; and the version of them all.

In a checkout they lie at the top level. A wheel carries them in ``analytics/_bundled`` (see ``pyproject.toml``).
"""

import tomllib
from functools import cache
from importlib import metadata
from pathlib import Path

_IN_WHEEL = Path(__file__).with_name("_bundled")
ROOT = _IN_WHEEL if _IN_WHEEL.is_dir() else Path(__file__).parents[1]
SERVER, SAMPLES = ROOT / "serve.py", ROOT / "samples"


@cache
def version() -> str:
    """The version of Youju: as installed, or as a checkout's ``pyproject.toml`` says."""
    if ROOT == _IN_WHEEL:
        return metadata.version("youju")
    return str(tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"])
