"""Search over many articles: ``python -m benchmarks.search 100000``.

Synthetic articles, half of them sentences of ``articles`` and half words drawn by frequency from jieba's dictionary, go into a workspace
without being read for figures. Measured are the making of the index, its size and memory, and answers with the passages of the first ten articles:
the first one of a process, and each of several queries.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import sys
import tempfile
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path

import jieba
import pyarrow as pa

from analytics.claims.selection import Selection
from analytics.ingest.article_search import ArticleHits, search
from analytics.ingest.dataset import WorkspaceDataset
from analytics.workspace.parts import DOCUMENT_SCHEMA, SCHEMAS, Part
from analytics.workspace.store import Workspace
from benchmarks.articles import article
from benchmarks.claims import peak_memory, timed

_PART = 256  # articles, as in an ingest
_WORDS, _CLAUSE, _SENTENCE, _PARAGRAPH = 420, 9, 27, 108  # words in all, and up to a comma, a full stop, a line break
_QUERIES = {
    "one character": "警",
    "a word in every article": "公安",
    "a word in one of five": "“云哨”巡防",
    "traditional": "巡防平臺",
    "a long phrase": "“累计服务群众”",
    "a rare word": "量子",
    "three words": "云哨 群众 街道",
    "either, and one without": "云哨 OR 银杏 街道 -窗口",
    "a word that is nowhere": "没有这样的话",
}


def fill(workspace: Workspace, articles: int) -> None:
    """Commit synthetic articles, in parts of ``_PART``."""
    words = _Words()
    for first in range(0, articles, _PART):
        rows = [_document(number, words) for number in range(first, min(first + _PART, articles))]
        nothing = [SCHEMAS[name].empty_table() for name in ("claims", "innovations")]
        workspace.commit(Part(pa.Table.from_pylist(rows, DOCUMENT_SCHEMA), *nothing), [], {})


def _document(number: int, words: _Words) -> dict[str, object]:
    raw = article(number, 6) + "".join(words.text(number))
    title, day = raw.partition("\n")[0], date(2015, 1, 1) + timedelta(number % 3650)
    texts = dict.fromkeys(field.name for field in DOCUMENT_SCHEMA if field.type == pa.string())
    doc_id = f"d{hashlib.sha256(raw.encode()).hexdigest()[:16]}"
    return {
        **dict.fromkeys(texts, ""), "doc_id": doc_id, "source": f"{number}.txt", "title": title, "publisher": "江城晚报", "published_on": day,
        "raw": raw, "sketch": [],
    }  # fmt: skip


class _Words:
    """Words with the frequencies of jieba's dictionary."""

    def __init__(self) -> None:
        lines = (Path(jieba.__file__).parent / "dict.txt").read_text(encoding="utf-8").splitlines()
        self._words = [line.split()[0] for line in lines]
        self._up_to = list(accumulate(int(line.split()[1]) for line in lines))

    def text(self, number: int) -> Iterator[str]:
        drawn = random.Random(number).choices(self._words, cum_weights=self._up_to, k=_WORDS)
        for at, word in enumerate(drawn, 1):
            yield word
            yield "\n" if at % _PARAGRAPH == 0 else "。" if at % _SENTENCE == 0 else "，" if at % _CLAUSE == 0 else ""


def measure(workspace: Workspace) -> None:
    """Print all measurements."""
    memory: dict[str, float] = {}
    with peak_memory(memory):
        index = timed(workspace.index_texts)
    files = workspace.index_files()
    size = sum(path.stat().st_size for path in files) / 1e6
    print(
        f"index of {workspace.status().documents:,} articles: {_shown(index)}, {size:.0f} MB in {len(files)} files, peak {memory['peak_mb']:.0f} MB"
    )
    dataset = WorkspaceDataset(workspace)
    print(f"{'first answer':26} {_shown(timed(lambda: _ask(dataset, '第一次')))}")
    for name, query in _QUERIES.items():
        found: list[ArticleHits] = []
        taken = timed(lambda query=query, found=found: found.append(_ask(dataset, query)))  # type: ignore[misc]
        print(f"{name:26} {_shown(taken)}  {found[0].total:,} articles, {found[0].occurrences:,} times")


def _ask(dataset: WorkspaceDataset, query: str) -> ArticleHits:
    return search(dataset, Selection(search=query), limit=10)


def _shown(taken: dict[str, float]) -> str:
    return f"{taken['seconds']:7.3f} s (processor {taken['cpu']:7.3f} s)"


def main() -> int:
    """Run the benchmark."""
    options = argparse.ArgumentParser(prog="python -m benchmarks.search", description=__doc__)
    options.add_argument("articles", type=int, nargs="?", default=100_000)
    options.add_argument("--folder", type=Path, help="where the workspace is kept for the next time (else it goes)")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as passing:
        folder = chosen.folder or Path(passing, "workspace")
        workspace = Workspace(folder, create=True)
        if not workspace.status().documents:
            fill(workspace, chosen.articles)
        measure(workspace)
    return 0


if __name__ == "__main__":
    sys.exit(main())
