"""Find a Chromium: Debian's, or the one installed by Playwright. As a program, it prints the path or exits with status 1.

Without a window, the same engine is built as a program of its own, which needs half the processor time: it comes first.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

MISSING = "no Chromium here: install Debian's package 'chromium-headless-shell', or run 'python -m playwright install chromium'"


def find() -> str | None:
    """Path of a Chromium executable, or None."""
    for name in ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"):
        if installed := shutil.which(name):
            return installed
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if Path(own).exists() else None


if __name__ == "__main__":
    path = find()
    print(path or MISSING, file=sys.stdout if path else sys.stderr)
    sys.exit(not path)
