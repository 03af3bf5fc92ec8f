"""The process that extracts, with texts that do what no text should: the second word of a text that begins with 恶 says what."""

import os
import re
import resource
import signal
import sys
import time

from analytics.documents import extraction_child, limits, serving
from analytics.documents.channel import Channel
from extractors.model import Extraction, SourceText
from extractors.pipeline import extract

harmed = False


def act(source: SourceText) -> Extraction:
    global harmed
    match source.raw.split()[:3]:
        case ["恶", "sleep", *_]:
            time.sleep(3600)
        case ["恶", "slow", seconds]:
            time.sleep(float(seconds))
        case ["恶", "hang", *_]:  # in C, where no other thread and no handler gets its turn
            re.match("(a+)+$", "a" * 60 + "b")
        case ["恶", "eat", *_]:
            held = []
            while True:
                held.append(bytes(50_000_000))
        case ["恶", "die", *_]:
            os.kill(os.getpid(), signal.SIGSEGV)
        case ["恶", "exit", *_]:
            os._exit(0)
        case ["恶", "raise", *_]:
            raise RecursionError
        case ["恶", "lie" | "claim" | "chatter" | "forever" as how]:
            misuse(channel, how)
        case ["恶", "print", *_]:
            print("x" * 1_000_000, flush=True)
            print("x" * 1_000_000, flush=True, file=sys.stderr)
        case ["恶", "harm", *_]:
            harmed = True
        case ["恶", "limits", *_]:
            said = " ".join(str(resource.getrlimit(kind)[0]) for kind in (resource.RLIMIT_AS, resource.RLIMIT_FSIZE, resource.RLIMIT_CORE))
            return extract(SourceText(said))
        case _ if harmed:
            os.kill(os.getpid(), signal.SIGSEGV)
    return extract(source)


def misuse(channel: Channel, how: str) -> None:
    """Break the rules of the conversation with the parent."""
    if how == "lie":
        channel.send(b'[1, "more": false}')
    elif how == "claim":
        channel.send(b'{"article": {"published_on": 3}, "tables": [], "more": false}')
    elif how == "chatter":
        channel.send(b"x" * (limits.MAX_PIECE_OF_EXTRACTION + 1))
    while how == "forever":
        channel.send(b'{"sentences": [], "claims": {}, "innovations": {}, "more": true}')


if __name__ == "__main__":
    extraction_child.extract = act
    limits.MAX_MEMORY_TO_EXTRACT = 700_000_000
    extraction_child._GRACE = 2
    channel = serving.parents_channel()
    extraction_child.main(channel)
