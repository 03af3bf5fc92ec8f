"""Standard input and output of a child process, kept for messages to its parent."""

from __future__ import annotations

import os
from typing import IO, cast


def reserve_standard_streams() -> tuple[IO[bytes], IO[bytes]]:
    """Standard input and output as binary files; what a library reads or prints from now on goes to ``os.devnull``."""
    return _reserved(0, "rb"), _reserved(1, "wb")


def _reserved(descriptor: int, mode: str) -> IO[bytes]:
    """A file object for a duplicate of ``descriptor``, which itself then leads to ``os.devnull``."""
    reserved = cast(IO[bytes], os.fdopen(os.dup(descriptor), mode))
    with open(os.devnull, mode) as nowhere:
        os.dup2(nowhere.fileno(), descriptor)
    return reserved
