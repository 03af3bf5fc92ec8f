"""The process that reads files, with formats that do what no format should: the text of a ``.md`` or a line of a ``.jsonl`` says what."""

import os
import re
import resource
import signal
import sys
import time
from collections.abc import Iterator
from typing import BinaryIO

from analytics.documents import child, limits, reader, serving
from analytics.documents.channel import Channel
from analytics.documents.encodings import decode
from analytics.documents.model import Document, Unreadable, document
from extractors.model import SourceText

harmed = False


def act(said: str, content: bytes, source: str) -> Document:
    global harmed
    match said.split():
        case ["sleep"]:
            time.sleep(3600)
        case ["hang"]:  # in C, where no other thread and no handler gets its turn
            re.match("(a+)+$", "a" * 60 + "b")
        case ["eat"]:
            held = []
            while True:
                held.append(bytes(50_000_000))
        case ["die"]:
            os.kill(os.getpid(), signal.SIGSEGV)
        case ["exit"]:
            os._exit(0)
        case ["lie" | "stall" | "beg" | "reach" as how]:
            misuse(channel, how)
        case ["harm"]:
            harmed = True
        case ["chatter"]:
            return Document(SourceText("多" * 1_000_000, source), "", "", "")
        case ["print"]:
            print("x" * 1_000_000, flush=True)
            print("x" * 1_000_000, flush=True, file=sys.stderr)
        case ["write", place]:
            with open(place, "w") as file:
                file.write("x")
        case ["limits"]:
            said = " ".join(str(resource.getrlimit(kind)[0]) for kind in (resource.RLIMIT_AS, resource.RLIMIT_FSIZE, resource.RLIMIT_CORE))
        case _ if harmed:
            os.kill(os.getpid(), signal.SIGSEGV)
    return document(content, SourceText(said, source))


def misuse(channel: Channel, how: str) -> None:
    """Break the rules of the conversation with the parent."""
    if how == "lie":
        channel.send(b"[1,2]")
    elif how == "stall":  # in the middle of an answer
        channel._outgoing.write(b"\x00\x00\x00\x05[1")
        channel._outgoing.flush()
        time.sleep(3600)
    elif how == "beg":  # for pieces of the file that it never takes
        while True:
            channel.send(b'["PieceRequest", {"offset": 0, "size": 200000}]')
    else:  # ask for bytes that no file has
        channel.send(b'["PieceRequest", {"offset": -1, "size": 200000}]')


def read_article(content: bytes, source: str, charset: str) -> Document:
    return act(decode(content, source).text, content, source)


def read_rows(stream: BinaryIO, source: str) -> Iterator[Document | Unreadable]:
    for number, line in enumerate(stream, start=1):
        yield act(line.decode().strip(), line, f"{source}#{number}")


if __name__ == "__main__":
    reader._TEXTS[".md"] = read_article
    reader._TABLES[".jsonl"] = read_rows
    limits.MAX_MEMORY = 500_000_000
    child._LONGEST = 5
    channel = serving.parents_channel()
    child.main(channel)
