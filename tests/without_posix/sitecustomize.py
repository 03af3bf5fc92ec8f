"""Python as on Windows, as far as Linux can play it: with this folder on PYTHONPATH, every Python process starts by losing what only POSIX has.

The standard library and packages have chosen their Linux side by then, and keep it; what they need is imported first.
"""

import asyncio
import ctypes
import errno
import os
import shutil
import signal
import socketserver
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path

_ = asyncio, ctypes, socketserver

# --- modules and names ---------------------------------------------------------------------------

for name in ("resource", "fcntl", "pwd", "grp", "termios", "syslog", "readline"):
    sys.modules[name] = None  # to import it raises ImportError
for name in (
    *("fork", "forkpty", "register_at_fork", "killpg", "getpgid", "setsid", "setpgid", "wait3", "wait4", "posix_spawn"),
    *("getuid", "geteuid", "getgid", "getegid", "chown", "fchmod", "mkfifo", "mknod", "pread", "pwrite", "sendfile", "sync"),
    *("O_NOFOLLOW", "O_NONBLOCK", "O_DIRECTORY", "O_CLOEXEC", "O_SYNC", "O_TMPFILE"),
):
    delattr(os, name)
for name in (
    "alarm",
    "setitimer",
    "pause",
    "SIGALRM",
    "SIGKILL",
    "SIGHUP",
    "SIGQUIT",
    "SIGUSR1",
    "SIGUSR2",
    "SIGCHLD",
    "SIGXFSZ",
    "SIGXCPU",
):
    delattr(signal, name)
os.supports_effective_ids.discard(os.access)
shutil._use_fd_functions = False
tempfile.TemporaryFile = tempfile.NamedTemporaryFile

# --- processes -----------------------------------------------------------------------------------


def _start(self: subprocess.Popen, *arguments: object, _start=subprocess.Popen.__init__, **options: object) -> None:
    if refused := {name for name in ("preexec_fn", "pass_fds", "start_new_session", "process_group", "user") if options.get(name)}:
        raise ValueError(f"not supported on Windows platforms: {refused}")
    _start(self, *arguments, **options)


subprocess.Popen.__init__ = _start
subprocess.Popen.kill = lambda self: self.send_signal(9)

# --- files ---------------------------------------------------------------------------------------


def _is_open(path: object) -> bool:
    """Whether any process of this user has the file open."""
    if not isinstance(path, str | Path) or not os.path.isfile(path):
        return False
    there = os.stat(path)
    for descriptor in Path("/proc").glob("[0-9]*/fd/*"):
        try:
            if os.path.samestat(os.stat(descriptor), there):
                return True
        except OSError:  # closed meanwhile, or another user's
            pass
    return False


def _refusing(function):
    """``function``, which refuses to remove or replace a file that is open."""

    def refusing(*paths: object, **options: object) -> None:
        for path in paths:
            if not options and _is_open(path):
                raise PermissionError(errno.EACCES, "The process cannot access the file because it is being used by another process", path)
        function(*paths, **options)

    return refusing


for name in ("unlink", "remove", "rename", "replace"):
    setattr(os, name, _refusing(getattr(os, name)))


def _open(path, flags, *arguments, _open=os.open, **options):
    if os.path.isdir(path):
        raise PermissionError(errno.EACCES, "Permission denied", path)
    return _open(path, flags, *arguments, **options)


os.open = _open

# A text file of ours that is opened without its encoding is an error; PYTHONWARNDEFAULTENCODING=1 makes Python look
warnings.filterwarnings("ignore", category=EncodingWarning)
warnings.filterwarnings("error", category=EncodingWarning, module=r"(analytics|extractors|app|serve|start)\b")
