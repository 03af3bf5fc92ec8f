"""``extracted``: the figures of a text, found in a watched child process, since a text can be made to cost any amount of time or memory.

One process extracts text after text (see ``pool``). When it crashes or runs out of memory, the text is tried once more in a new process,
since an earlier text may have damaged the first.
"""

from __future__ import annotations

import atexit
import math
from collections.abc import Callable, Iterator
from threading import Event
from typing import cast

from analytics.documents import limits
from analytics.documents.channel import Channel
from analytics.documents.extraction_messages import Failed, is_last, packed_text, unpacked
from analytics.documents.model import Reason
from analytics.documents.pool import Pool
from analytics.documents.worker import DiedError, NotYetError
from extractors.model import Extraction, SourceText

_EXTRACTORS = Pool(["-m", "analytics.documents.extraction_child"], kept=1)
_ATTEMPTS = 2
_MOST_ASIDE = 3  # extractions that go on while nobody waits for them: each has a process of its own


class NotExtractedError(OSError):
    """A text could not be extracted: ``reason`` is a code, worded in ``analytics.i18n``; ``detail`` the type of an exception, if any.

    It is an OSError, so that whoever only shows an article treats it like any other that cannot be had at the moment.
    """

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(f"{reason} {detail}".strip())
        self.reason, self.detail = reason, detail


def prepare() -> None:
    """Start the process that extracts, without waiting for it: it takes a second or two to load its rules."""
    _EXTRACTORS.prepare()


def extracted(
    text: SourceText, patience: float = math.inf, stop: Event | None = None, meanwhile: Callable[[], object] = lambda: None
) -> Extraction:
    """The result of ``extractors.extract(text)``, within the limits of time and memory.

    Raises NotExtractedError: ``timeout``, ``memory``, ``crashed``, or ``failed`` if the extractors raised an exception. Raises NotYetError
    after ``patience`` seconds, unless ``_MOST_ASIDE`` others go on already, or if ``stop`` is set; the next call with the same text goes on
    waiting for it. Raises OSError if no process can be started. ``meanwhile`` is called once the process works.
    """
    under_way = _set_aside.pop(text, None) or _Extracting(text)
    try:
        meanwhile()
        return under_way.result(patience if len(_set_aside) < _MOST_ASIDE else math.inf, stop)
    except NotYetError:
        _set_aside[text] = under_way
        raise
    except NotExtractedError:
        raise
    except BaseException:  # the caller was interrupted
        under_way.end()
        raise


class _Extracting:
    """The extraction of one text, with as many processes as it takes."""

    def __init__(self, text: SourceText) -> None:
        self.text = text
        self._attempts = 0
        self._begin()

    def _begin(self) -> None:
        self._attempts += 1
        self._worker = _EXTRACTORS.take()
        self._worker.begin(self._conversation, limits.seconds_to_extract(len(self.text.raw)))

    def result(self, patience: float, stop: Event | None) -> Extraction:
        """The extraction; errors as for ``extracted``."""
        while True:
            try:
                extraction = cast(Extraction | Failed, self._worker.result(patience, stop))
                break
            except DiedError as died:
                self.end()
                if died.reason == "timeout" or self._attempts == _ATTEMPTS:
                    raise NotExtractedError(died.reason) from died
                self._begin()
        _EXTRACTORS.give_back(self._worker)
        if isinstance(extraction, Failed):
            raise NotExtractedError("failed", extraction.error)
        return extraction

    def _conversation(self, channel: Channel) -> Extraction | Failed:
        channel.send(packed_text(self.text))
        try:
            return unpacked(_pieces(channel), self.text)
        except (ValueError, LookupError, TypeError) as error:  # the process is corrupted
            raise DiedError("crashed") from error

    def end(self) -> None:
        """Give it up."""
        self._worker.end()


def _pieces(channel: Channel) -> Iterator[bytes]:
    while True:
        piece = channel.receive(limits.MAX_PIECE_OF_EXTRACTION)
        yield piece
        if is_last(piece):
            return


# What nobody waits for at the moment. None is given up for another, since a busy machine would begin the same texts again and again.
_set_aside: dict[SourceText, _Extracting] = {}


@atexit.register
def _give_up() -> None:
    while _set_aside:
        _set_aside.popitem()[1].end()
