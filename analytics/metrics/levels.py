"""Levels, shares and changes, grouped into panels with a common axis: one role, kind and unit each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd

from analytics.claims.rows import ListedClaim
from extractors.metric import scale_of

_VALUES = ["value", "value_low", "value_high"]


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberedClaim(ListedClaim):
    """A claim that states a number: ``middle`` is its value, or where none is stated (数百) the midpoint of its bounds."""

    middle: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """How the numbers of one group are distributed: how many, and their lowest, median (``middle``) and highest."""

    code: str
    figures: int
    lowest: float
    middle: float
    highest: float


class Panel(NamedTuple):
    """Figures that can share an axis: their role (``level`` or ``share``), kind and unit, and their rows with the column ``middle``."""

    role: str
    kind: str
    unit: str
    rows: pd.DataFrame


class ChangePanel(NamedTuple):
    """Changes that can share an axis: their basis (``yoy``, ``mom`` or empty), kind and unit, and their rows with the column ``signed``.

    ``signed`` is ``middle``, negative for a fall.
    """

    basis: str
    kind: str
    unit: str
    rows: pd.DataFrame


def numbers(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows that state a number, with ``middle`` as in ``NumberedClaim``.

    Units in which a metric counts the same are one: the commonest among the rows.
    """
    middle = rows["value"].fillna(rows[["value_low", "value_high"]].mean(axis=1))
    stated = rows[_VALUES].notna().any(axis=1) & (rows["kind"] != "date")
    return rows.assign(middle=middle, unit=_one_of_each_scale(rows))[stated]


def _one_of_each_scale(rows: pd.DataFrame) -> pd.Series:
    """For each row the commonest unit of its metric and scale."""
    counted = rows[["metric", "unit"]].astype(object).value_counts(sort=False).reset_index(name="figures")
    counted["scale"] = [scale_of(metric, unit) for metric, unit in zip(counted["metric"], counted["unit"], strict=True)]
    counted = counted.sort_values(["metric", "scale", "unit"]).sort_values("figures", ascending=False, kind="stable")
    counted["commonest"] = counted.groupby(["metric", "scale"])["unit"].transform("first")
    units = rows[["metric", "unit"]].astype(object).merge(counted, on=["metric", "unit"], how="left")["commonest"]
    return units.set_axis(rows.index)


def panels(rows: pd.DataFrame) -> list[Panel]:
    """Levels and shares by role, kind and unit, most figures first; ``rows`` as from ``numbers``."""
    levels = rows[rows["role"] != "change"]
    levels = levels.assign(role=levels["role"].where(levels["role"] == "share", "level"))
    found = [
        Panel(str(role), str(kind), str(unit), group) for (role, kind, unit), group in levels.groupby(["role", "kind", "unit"], sort=True)
    ]
    return sorted(found, key=lambda panel: -len(panel.rows))


def movements(rows: pd.DataFrame) -> list[ChangePanel]:
    """Changes that state a direction, by basis, kind and unit, most figures first; ``rows`` as from ``numbers``."""
    changes = rows[(rows["role"] == "change") & (rows["direction"] != "")]
    changes = changes.assign(signed=changes["middle"].where(changes["direction"] == "up", -changes["middle"]))
    found = [
        ChangePanel(str(basis), str(kind), str(unit), group)
        for (basis, kind, unit), group in changes.groupby(["basis", "kind", "unit"], sort=True)
    ]
    return sorted(found, key=lambda movement: -len(movement.rows))


def spread(rows: pd.DataFrame, by: str) -> pd.DataFrame:
    """The distribution of ``middle`` for each value of a column, by the columns of ``Spread``."""
    grouped = rows.groupby(by)["middle"]
    made = grouped.agg(figures="count", lowest="min", middle="median", highest="max").reset_index()
    return made.rename(columns={by: "code"})
