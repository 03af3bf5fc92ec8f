"""Log redaction: an error is logged as its type, its place in our code, and a number that the page shows too.

Messages, paths, addresses and tokens are left out; ``--logger.level=debug`` logs errors in full.
"""

from __future__ import annotations

import hashlib
import logging
from traceback import walk_tb

_OURS = ("__main__", "app", "serve", "analytics", "extractors")
_INNERMOST = 5  # frames that identify a fault; outer ones depend on where it is caught
_make = logging.LogRecord


def keep_discreet() -> None:
    """Redact log records of this process from now on, except for loggers at level debug."""
    logging.setLogRecordFactory(_record)


def number(error: BaseException) -> str:
    """Eight hex digits that are the same whenever the same lines of code fail in the same way."""
    error = _root(error)
    return hashlib.sha256("\n".join([type(error).__name__, *_places(error)[-_INNERMOST:]]).encode()).hexdigest()[:8]


def named(error: BaseException) -> str:
    """The error as it is logged: ``KeyError 1f0c3a9b in analytics.ui.pages.quality:57``."""
    error = _root(error)
    ours = [place for place in _places(error) if place.partition(":")[0].split(".")[0] in _OURS]
    return f"{type(error).__name__} {number(error)}" + (f" in {ours[-1]}" if ours else "")


def _root(error: BaseException) -> BaseException:
    """The error at the end of the chain of ``__cause__``."""
    return _root(error.__cause__) if error.__cause__ else error


def _places(error: BaseException) -> list[str]:
    """``module:line`` of each frame in the traceback, outermost first."""
    return [f"{frame.f_globals.get('__name__', '')}:{line}" for frame, line in walk_tb(error.__traceback__)]


def _record(
    name: str, level: int, path: str, line: int, message: object, args: object, exc_info: object, *more: object, **rest: object
) -> logging.LogRecord:
    made = _make(name, level, path, line, message, args, exc_info, *more, **rest)  # type: ignore[arg-type]
    if not logging.getLogger(name).isEnabledFor(logging.DEBUG):
        _hush(made)
    return made


def _hush(made: logging.LogRecord) -> None:
    """Replace errors, among the arguments and the record's own, with their redacted names."""
    if isinstance(made.args, tuple):
        made.args = tuple(named(value) if isinstance(value, BaseException) else value for value in made.args)
    error = made.exc_info[1] if made.exc_info else None
    made.exc_info, made.exc_text, made.stack_info = None, None, None
    if error is not None:
        made.msg, made.args = f"{made.getMessage()} ({named(error)})", ()
