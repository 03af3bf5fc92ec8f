"""Start of the dashboard's server, in this process."""

from __future__ import annotations

import webbrowser
from collections.abc import Sequence
from threading import Thread
from time import sleep
from urllib.request import urlopen

from streamlit.web.cli import main as streamlit

from analytics.bundled import SERVER


def serve(port: int, host: str | None, allowed_hosts: Sequence[str], *, browser: bool) -> None:
    """Serve the dashboard until it is stopped; with ``browser``, open it there.

    Without a host or host names, those of ``.streamlit/config.toml`` apply. Raises SystemExit if it must not be served.
    """
    names = [f"--server.allowedHosts={name}" for name in allowed_hosts]
    address = [f"--server.address={host}"] if host else []
    if browser:
        Thread(target=_open_when_ready, args=(f"http://localhost:{port}/",), daemon=True).start()
    streamlit(["run", str(SERVER), f"--server.port={port}", *address, *names], standalone_mode=False)


def _open_when_ready(address: str) -> None:
    """Open the dashboard at ``address`` in a browser as soon as it answers."""
    while True:
        try:
            urlopen(address).close()
            break
        except OSError:
            sleep(0.2)
    webbrowser.open(address)
