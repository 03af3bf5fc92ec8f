"""Quantities: figures whose numbers can be compared, because they have one role, kind and unit (of changes, also one basis).

Of one metric, units in which it counts the same (起 件 宗) are one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

import pyarrow as pa

from analytics.claims.selection import MISSING, Selection
from analytics.claims.table import ClaimTable
from extractors.metric import metrics, scale_of

# SQL over the columns of the listing. A level has its basis from the change beside it, so only that of a change tells quantities apart.
BASIS_SQL = "CASE WHEN role = 'change' THEN basis ELSE '' END"
# The number that a figure states: of 数百 the middle of its bounds, of a fall negative, of a change without a direction none.
NUMBER_SQL = """CASE WHEN kind = 'date' OR (role = 'change' AND direction = '') THEN NULL
    ELSE coalesce(value, (value_low + value_high) / 2, value_low, value_high) * if(role = 'change' AND direction = 'down', -1, 1) END"""


@dataclass(frozen=True, slots=True)
class Quantity:
    """What figures share. ``units`` count the same, the commonest first; ``figures`` is the number of such figures."""

    role: str
    basis: str
    kind: str
    units: tuple[str, ...]
    figures: int

    @property
    def unit(self) -> str:
        """The unit to write numbers in."""
        return self.units[0]

    @property
    def code(self) -> str:
        """The quantity in a URL: ``level..count.起``."""
        return ".".join((self.role, self.basis, self.kind, self.unit))

    def of(self, selection: Selection) -> Selection:
        """The selection narrowed to the figures of this quantity."""
        narrowed = (
            selection.only("kind", self.kind).only("role", self.role or MISSING).only("unit", *(unit or MISSING for unit in self.units))
        )
        return narrowed.only("basis", self.basis or MISSING) if self.role == "change" else narrowed


def quantities(table: ClaimTable, selection: Selection) -> list[Quantity]:
    """The quantities of the selected figures (without repeats), most figures first. Dates are none.

    Units are put together only where one metric is selected: another metric may count differently in them.
    """
    query = f"""SELECT role, {BASIS_SQL} AS basis, kind, unit, count(*) AS figures FROM {{}}
        WHERE NOT repeat AND kind <> 'date' GROUP BY ALL ORDER BY figures DESC, role, basis, kind, unit"""
    asked = selection.of("metric")
    metric = asked[0] if len(asked) == 1 else ""
    found: dict[tuple[str, str, str, str], dict[str, int]] = {}
    for line in table.ask_selected(selection, query).to_pylist():
        scale = scale_of(metric, line["unit"])
        found.setdefault((line["role"], line["basis"], line["kind"], scale), {})[line["unit"]] = line["figures"]
    listed = [Quantity(*key[:3], tuple(units), sum(units.values())) for key, units in found.items()]
    return sorted(listed, key=lambda quantity: -quantity.figures)


def chosen(code: str, known: Iterable[Quantity], *, money: bool = False) -> Quantity | None:
    """The quantity with this code; without one the first, or the first that is money if asked for. ``None`` where there is none."""
    listed = list(known)
    wanted = [quantity for quantity in listed if quantity.code == code]
    preferred = [quantity for quantity in listed if money and quantity.kind == "money" and quantity.role != "change"]
    return next(iter([*wanted, *preferred, *listed]), None)


@cache
def scales() -> pa.Table:
    """The ``scale`` in which a ``metric`` counts in a ``unit``, where its scale has several units."""
    units = [(name, unit) for name, metric in metrics().items() if metric.counts for unit in sorted(metric.units)]
    return pa.table(
        {"metric": [name for name, _ in units], "unit": [unit for _, unit in units], "scale": [scale_of(*pair) for pair in units]}
    )
