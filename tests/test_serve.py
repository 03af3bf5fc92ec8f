"""The server started as a program."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
_ASKED = """
import gc, sys, serve
modules = [module for name, module in sys.modules.items() if name.startswith("analytics.ui.") and not hasattr(module, "__path__")]
print(len(modules), gc.get_freeze_count() > 50 * len(gc.get_objects()))
"""


def test_what_every_page_needs_is_loaded_at_once_and_no_garbage_collection_walks_it() -> None:
    """Streamlit collects garbage after every script run, which blocks all sessions; preloaded objects are frozen to keep that short."""
    ran = subprocess.run([sys.executable, "-c", _ASKED], cwd=ROOT, capture_output=True, text=True, check=True)
    loaded, apart = ran.stdout.split()[-2:]
    modules = [path for path in (ROOT / "analytics/ui").rglob("[!_]*.py") if path.name != "launch.py"]  # which starts the server
    assert int(loaded) == len(modules)
    assert apart == "True"
