"""Messages between two processes over a pair of pipes, each preceded by its length. Pipes are what every system can give a child process."""

from __future__ import annotations

from contextlib import suppress
from typing import IO

_HEADER = 4  # bytes of the length


class Channel:
    """One end of the pair. Both methods may block; OSError means that the other process is gone."""

    def __init__(self, incoming: IO[bytes], outgoing: IO[bytes]) -> None:
        self._incoming, self._outgoing = incoming, outgoing

    def send(self, content: bytes) -> None:
        """Send one message. Raises OSError."""
        self._outgoing.write(len(content).to_bytes(_HEADER, "big"))
        self._outgoing.write(content)
        self._outgoing.flush()

    def receive(self, longest: int) -> bytes:
        """The next message. Raises EOFError at the end of the pipe, ValueError if the message is longer than ``longest`` bytes; OSError."""
        size = int.from_bytes(self._exactly(_HEADER), "big")
        if size > longest:
            raise ValueError(f"a message of {size} bytes")
        return self._exactly(size)

    def _exactly(self, size: int) -> bytes:
        content = self._incoming.read(size)
        if len(content) < size:
            raise EOFError
        return content

    def close(self) -> None:
        """Close both pipes; what the other process has not received is lost."""
        for pipe in (self._outgoing, self._incoming):
            with suppress(OSError):
                pipe.close()
