"""Colours: one per kind, one per direction of change, and a light and a dark surface."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

SANS = '"Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif'
SERIF = '"Noto Serif CJK SC","Source Han Serif SC","Songti SC",SimSun,serif'

KIND_COLOURS = MappingProxyType(
    {
        "count": "#0072B2",
        "percentage": "#E69F00",
        "multiple": "#D55E00",
        "money": "#009E73",
        "measure": "#56B4E9",
        "duration": "#CC79A7",
        "rank": "#8C7A00",
        "date": "#7A7A7A",
    }
)


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours of one theme.

    Text on ``paper`` or ``card`` has a contrast of at least 4.5:1 (WCAG AA), and so has ``ink`` or ``on_tint`` on each of the ``tints``.
    The tints run from few to many in steps, because no ink is readable on the middle of a smooth ramp.
    """

    paper: str
    card: str
    line: str
    ink: str
    muted: str
    accent: str
    bar: str
    bar_by_day: str
    bar_aside: str
    tints: tuple[str, ...]
    on_tint: str
    hatch: tuple[str, str]
    up: str
    down: str


LIGHT = Palette(
    paper="#FBFAF6",
    card="#FFFFFF",
    line="#E6E2D8",
    ink="#22303A",
    muted="#5F6971",
    accent="#A84A00",
    bar="#2B6B93",
    bar_by_day="#8DB3C7",
    bar_aside="#C9D3D9",
    tints=("#DCE4E4", "#B4CBD5", "#8DB3C7", "#3A789E", "#005A8C"),
    on_tint="#FFFFFF",
    hatch=("#EFECE4", "#D3CEC1"),
    up="#B84F00",
    down="#0068A3",
)
DARK = Palette(
    paper="#14191D",
    card="#1B2228",
    line="#2D363D",
    ink="#E6E3DB",
    muted="#9AA5AD",
    accent="#F0A063",
    bar="#5B9CC6",
    bar_by_day="#3F6F8F",
    bar_aside="#37454F",
    tints=("#26343D", "#2B4657", "#345A73", "#629EC4", "#93CCF0"),
    on_tint="#10202B",
    hatch=("#1C2328", "#333D44"),
    up="#F0904A",
    down="#6DB6E8",
)


def contrast(one: str, other: str) -> float:
    """WCAG contrast ratio of two ``#rrggbb`` colours, 1 to 21."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def readable_on(ground: str, *inks: str) -> str:
    """The one of ``inks`` with the highest contrast on ``ground``."""
    return max(inks, key=lambda ink: contrast(ink, ground))


def _luminance(colour: str) -> float:
    shares = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def palette_for(theme: str | None) -> Palette:
    """The surface for the browser's theme; light until the browser reports one."""
    return DARK if theme == "dark" else LIGHT
