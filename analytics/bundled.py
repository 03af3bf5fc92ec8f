"""Files beside the packages: ``app.py``, ``serve.py``, ``samples/`` and ``.streamlit/``.

In a checkout they lie at the top level. A wheel carries them in ``analytics/_bundled`` (see ``pyproject.toml``).
"""

from pathlib import Path

_IN_WHEEL = Path(__file__).with_name("_bundled")
ROOT = _IN_WHEEL if _IN_WHEEL.is_dir() else Path(__file__).parents[1]
SERVER, SAMPLES = ROOT / "serve.py", ROOT / "samples"
