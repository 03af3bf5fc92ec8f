"""The index: where each pair of neighbouring characters stands in a number of texts.

Most Chinese words have two characters, so a pair is the natural key; longer words are found by intersecting their pairs, single characters
by the range of pairs that begin with them. An index is a table sorted by pair, in memory or in a Parquet file, of which an answer reads the
few row groups with its pairs.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

Numbers = npt.NDArray[np.int64]
_SHIFT = 21  # bits of a code point
_GROUP = 1 << 16  # rows per row group
_TEXTS = b"youju.texts"  # key of the file's metadata: ids of the texts, and where each begins
_SCHEMA = pa.schema([("pair", pa.int64()), ("spot", pa.int32())])


@dataclass(frozen=True)
class Postings:
    """An index of the texts ``doc_ids``, which begin at ``starts`` (ascending) of one long text, ``length`` characters in all.

    ``read(low, high)`` gives the rows of at least the pairs from ``low`` to below ``high``, sorted by pair, then by spot.
    """

    doc_ids: tuple[str, ...]
    starts: Numbers
    length: int
    read: Callable[[int, int], pa.Table]

    def counts(self, word: str) -> Numbers:
        """How often a folded word occurs in each text."""
        texts = np.searchsorted(self.starts, self._spots(word), side="right") - 1
        return np.bincount(texts, minlength=len(self.doc_ids))

    def _spots(self, word: str) -> Numbers:
        """Where a word stands, in ascending order."""
        codes = [ord(char) for char in word]
        if len(codes) == 1:
            return np.sort(self._between(codes[0] << _SHIFT, (codes[0] + 1) << _SHIFT))
        last = len(codes) - 2
        found = self._of(codes[0], codes[1])
        for at in [*range(2, last, 2), last] if last else []:  # pairs side by side; the last may overlap the one before
            if not len(found):
                break
            found = np.intersect1d(found, self._of(codes[at], codes[at + 1]) - at, assume_unique=True)
        return found

    def _of(self, first: int, second: int) -> Numbers:
        pair = first << _SHIFT | second
        return self._between(pair, pair + 1)

    def _between(self, low: int, high: int) -> Numbers:
        rows = self.read(low, high)
        pairs = rows["pair"].to_numpy()
        begin, end = np.searchsorted(pairs, (low, high))
        spots: Numbers = rows["spot"].to_numpy()[begin:end].astype(np.int64)
        return spots

    @cached_property
    def whole(self) -> pa.Table:
        """All rows."""
        return self.read(0, 1 << 2 * _SHIFT)


def index(texts: Sequence[tuple[str, str]]) -> Postings:
    """An index in memory of folded texts, given as ``(doc_id, text)``."""
    starts = np.cumsum([0, *(len(text) + 1 for _, text in texts)])
    joined = "".join(f"{text}\n" for _, text in texts)  # the line break ends the last pair of a text, and no word has one
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32)
    pairs = codes[:-1].astype(np.int64)
    pairs <<= _SHIFT
    pairs |= codes[1:]
    spots = np.argsort(pairs, kind="stable")
    return _held(tuple(doc_id for doc_id, _ in texts), starts[:-1], len(codes), pairs[spots], spots)


def merged(several: Iterable[Postings]) -> Postings:
    """One index in memory of the texts of several."""
    each = list(several)
    offsets = np.cumsum([0, *(one.length for one in each)])
    starts = np.concatenate([one.starts + offset for one, offset in zip(each, offsets[:-1], strict=True)])
    spots = np.concatenate([one.whole["spot"].to_numpy() + offset for one, offset in zip(each, offsets[:-1], strict=True)])
    pairs = np.concatenate([one.whole["pair"].to_numpy() for one in each])
    order = np.argsort(pairs, kind="stable")
    return _held(tuple(doc_id for one in each for doc_id in one.doc_ids), starts, int(offsets[-1]), pairs[order], spots[order])


def _held(doc_ids: tuple[str, ...], starts: Numbers, length: int, pairs: Numbers, spots: Numbers) -> Postings:
    rows = pa.table([pairs, spots.astype(np.int32)], schema=_SCHEMA)
    return Postings(doc_ids, starts, length, lambda low, high: rows)


# --- in a file ---------------------------------------------------------------------------------


def packed(postings: Postings) -> pa.Buffer:
    """The content of a file with this index."""
    texts = {"ids": postings.doc_ids, "starts": postings.starts.tolist(), "length": postings.length}
    rows = postings.whole.replace_schema_metadata({_TEXTS: json.dumps(texts)})
    sink = pa.BufferOutputStream()
    pq.write_table(
        rows, sink, compression="zstd", row_group_size=_GROUP, use_dictionary=["pair"], column_encoding={"spot": "DELTA_BINARY_PACKED"},
    )  # fmt: skip
    return sink.getvalue()


def open_index(path: Path) -> Postings:
    """The index in a file, which must not change. Its rows are read when they are asked for. Raises OSError."""
    about = pq.read_metadata(path)
    texts = json.loads(about.metadata[_TEXTS])
    ends = [about.row_group(number).column(0).statistics for number in range(about.num_row_groups) if about.num_rows]
    lowest, highest = (np.array([getattr(end, name) for end in ends], np.int64) for name in ("min", "max"))

    def read(low: int, high: int) -> pa.Table:
        groups = range(int(np.searchsorted(highest, low)), int(np.searchsorted(lowest, high)))
        with pq.ParquetFile(
            path, metadata=about
        ) as file:  # opened for each answer: sessions share this index, and a reader is no one's to share
            return file.read_row_groups(groups, use_threads=False)

    return Postings(tuple(texts["ids"]), np.array(texts["starts"], np.int64), texts["length"], read)
