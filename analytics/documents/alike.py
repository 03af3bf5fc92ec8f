"""Reports about one archive that are alike, summed up: it may hold thousands of entries that are no articles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from analytics.documents.formats import ARCHIVE
from analytics.documents.model import Document, Reason, Unreadable, digest_of

_NAMED = 10  # so many alike are still named one by one
# Causes that lie in what the entries are. All others (damaged, encrypted, too slow …) a user may be able to mend, so each is named.
_ALIKE: frozenset[Reason] = frozenset({"empty", "format", "picture"})


def summed_up(items: Iterable[Document | Unreadable], source: str) -> Iterator[Document | Unreadable]:
    """``items`` of the file ``source``. For an archive, many reports of the same cause become one, with their number as its detail.

    In an archive, reports of these causes come last.
    """
    if not source.lower().endswith(ARCHIVE):
        yield from items
        return
    alike: dict[Reason, list[Unreadable]] = {}
    numbers: dict[Reason, int] = {}
    for item in items:
        if isinstance(item, Document) or item.reason not in _ALIKE or item.source == source:
            yield item
            continue
        numbers[item.reason] = numbers.get(item.reason, 0) + 1
        first = alike.setdefault(item.reason, [])
        if len(first) < _NAMED:
            first.append(item)
    for reason, first in alike.items():
        if numbers[reason] > _NAMED:  # the digest tells the reports of one archive apart
            yield Unreadable(f"{source}/*", reason, f"× {numbers[reason]:,}", digest_of(reason.encode()))
        else:
            yield from first
