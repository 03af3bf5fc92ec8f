"""Memory that the server used once is given back."""

from __future__ import annotations

import platform
import subprocess
import sys

import pytest

from analytics.bundled import ROOT

# Short threads, as those that draw pages, fill tables of text and let them go; prints how many bytes more than before remain in use.
_PROGRAM = """
import sys
from pathlib import Path
from threading import Thread

import psutil
import pyarrow as pa
import pyarrow.compute as pc
from analytics.server.memory import return_memory

if sys.argv[1] == "server":
    import serve

def draw():
    texts = pa.array([f"{number} {'x' * 30}" for number in range(50_000)])
    pc.dictionary_encode(pc.utf8_upper(texts))

def held():
    return_memory()
    return psutil.Process().memory_info().rss

before = held()
for _ in range(12):
    threads = [Thread(target=draw) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
assert not pa.total_allocated_bytes()
print(held() - before)
"""


def _kept(by: str) -> int:
    """Bytes that a process holds for tables that are gone."""
    run = subprocess.run([sys.executable, "-c", _PROGRAM, by], cwd=ROOT, capture_output=True, text=True, check=True)
    return int(run.stdout.split()[-1])


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="another C library")
def test_the_server_gives_back_what_tables_used() -> None:
    server, otherwise = _kept("server"), _kept("as it comes")
    assert server < otherwise / 2
