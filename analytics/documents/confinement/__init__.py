"""Limits on other processes, as far as the system has them: ``posix`` where it can, ``portable`` elsewhere, with the same functions."""

import sys
from importlib.util import find_spec

if sys.platform == "win32" or not find_spec("resource"):
    from analytics.documents.confinement.portable import TIMED_OUT, confine, detached_popen_args, end, end_after, in_forks, started
else:
    from analytics.documents.confinement.posix import TIMED_OUT, confine, detached_popen_args, end, end_after, in_forks, started

__all__ = ["TIMED_OUT", "confine", "detached_popen_args", "end", "end_after", "in_forks", "started"]
