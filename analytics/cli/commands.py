"""The commands of ``cli`` by name: each takes the parsed options and returns the exit status."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Mapping
from pathlib import Path

from analytics.bundled import SAMPLES
from analytics.cli.queries import changes, export, search, status
from analytics.cli.reading import extract, ingest
from analytics.cli.upkeep import backup, edit, lexicon, repair, restore, verify
from analytics.i18n.invisible import written_out
from analytics.ingest.ingest import ingest as read_into
from analytics.workspace.store import Workspace


def app(options: argparse.Namespace) -> int:
    """Serve the dashboard until it is stopped. Raises SystemExit if it must not be served (see docs/serving.md).

    Without a workspace or a folder of articles, the samples are read into ``workspaces/samples``.
    """
    folder = options.workspace or Path(os.environ.get("YOUJU_WORKSPACE", ""))
    if folder == Path() and not os.environ.get("YOUJU_CORPUS"):
        folder = Path("workspaces", "samples")
        read_into(Workspace(folder, create=True), [str(SAMPLES)])
    if folder != Path():
        os.environ["YOUJU_WORKSPACE"] = str(Workspace(folder, create=True).folder)
    from analytics.ui.launch import serve  # Streamlit takes a second to load

    serve(options.port, options.host, options.allowed_host, browser=options.open)
    return 0


def explain(options: argparse.Namespace) -> int:
    """Print how a text is read."""
    from analytics.cli.explain import explain as account  # loads the rules, which no other command needs in this process

    print(written_out(account(options.text, options.published)))
    return 0


COMMANDS: Mapping[str, Callable[[argparse.Namespace], int]] = {
    command.__name__: command
    for command in (app, extract, explain, ingest, status, export, search, changes, verify, repair, edit, lexicon, backup, restore)
}
