"""All rules, one module per kind. Their order breaks ties: dates before durations, measures before counts."""

from __future__ import annotations

from collections.abc import Mapping

from extractors.figures import (
    counts,
    dates,
    days,
    durations,
    measures,
    money,
    multiples,
    not_figures,
    percentages,
    ranks,
    relative_dates,
    unit_heads,
)
from extractors.figures.rule import Rule

RULES: tuple[Rule, ...] = (
    *not_figures.RULES,
    *days.RULES,
    *dates.RULES,
    *relative_dates.RULES,
    *percentages.RULES,
    *money.RULES,
    *multiples.RULES,
    *durations.RULES,
    *measures.RULES,
    *ranks.RULES,
    *counts.RULES,
    *unit_heads.RULES,
)
# Of candidates with equal length, the one with the lower number wins.
ORDER: Mapping[str, int] = {rule.name: position for position, rule in enumerate(RULES)}
