"""``python -m analytics.documents.extraction_child``: the child process that extracts figures for ``extraction``."""

from __future__ import annotations

import gc

from analytics.documents import limits
from analytics.documents.channel import Channel
from analytics.documents.confinement import end_after
from analytics.documents.extraction_messages import packed, packed_failure, unpacked_text
from analytics.documents.serving import parents_channel, serve
from extractors.model import SourceText
from extractors.pipeline import extract

# Seconds that the process goes on when its time is over. A waiting parent ends it before; this covers a parent that has gone.
_GRACE = 10
_USUAL = "2024年1至10月，全市110接报刑事警情同比下降10.2%。"  # its extraction loads every word list


def main(channel: Channel) -> None:
    """Serve requests until the parent closes the channel."""
    extract(SourceText(_USUAL))
    gc.freeze()  # the collector need not look through rules and word lists
    serve(channel, limits.MAX_MEMORY_TO_EXTRACT, _answer)


def _answer(channel: Channel) -> None:
    text = unpacked_text(channel.receive(limits.MAX_ANSWER))
    end_after(round(limits.seconds_to_extract(len(text.raw))) + _GRACE)
    try:
        pieces = packed(extract(text))
    except MemoryError:
        raise
    except Exception as error:  # reported for this text alone
        pieces = iter([packed_failure(error)])
    for piece in pieces:
        channel.send(piece)
    end_after(0)


if __name__ == "__main__":
    main(parents_channel())
