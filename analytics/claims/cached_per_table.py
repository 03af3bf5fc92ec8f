"""Results of queries kept for as long as the table that they are about."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import lru_cache, wraps
from threading import Lock
from typing import Concatenate, ParamSpec, TypeVar
from weakref import WeakKeyDictionary, ref

from analytics.claims.table import ClaimTable

P = ParamSpec("P")
T = TypeVar("T")


def remembered(most: int) -> Callable[[Callable[Concatenate[ClaimTable, P], T]], Callable[Concatenate[ClaimTable, P], T]]:
    """Decorate a function of a claim table and hashable arguments: the ``most`` latest results for each table are kept. They are shared:
    nobody may change them.
    """

    def decorated(ask: Callable[Concatenate[ClaimTable, P], T]) -> Callable[Concatenate[ClaimTable, P], T]:
        kept: WeakKeyDictionary[ClaimTable, Callable[..., T]] = WeakKeyDictionary()
        lock = Lock()

        @wraps(ask)
        def asked(table: ClaimTable, /, *args: P.args, **kwargs: P.kwargs) -> T:
            with lock:
                if table not in kept:
                    kept[table] = lru_cache(most)(_weakly(ask, table))
                known = kept[table]
            return known(*args, **kwargs)

        return asked

    return decorated


def _weakly(ask: Callable[..., T], table: ClaimTable) -> Callable[..., T]:
    """``ask`` about the table, without keeping the table."""
    weak = ref(table)

    def asked(*args: Hashable, **kwargs: Hashable) -> T:
        there = weak()
        assert there is not None, "who asks holds it"
        return ask(there, *args, **kwargs)

    return asked
