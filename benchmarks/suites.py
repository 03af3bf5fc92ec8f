"""Share of other extractors' own test cases that this project reads right, by kind.

``python -m benchmarks.suites ../shared/suites`` (or ``make suites``). The cases are data outside the project: half of the Chinese cases of
Recognizers-Text, Duckling, JioNLP and Xiaomi's fork of it. Cases outside the claim-table contract are counted separately with the reason,
either by the tests in ``_OUTSIDE`` or one by one in ``suites_outside.toml``. Bare numbers are parsed by ``numerals`` alone. Signs are not
part of a figure, so amounts are compared without them.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import regex

from extractors import Claim, SourceText, extract
from extractors.source.clean import clean
from extractors.tokens import numerals

_LEAD, _TAIL = "据了解，", "，各项工作有序推进。"  # context, since figures in articles stand in sentences
_SECONDS = {"秒": 1, "分钟": 60, "小时": 3600, "天": 86400, "工作日": 86400, "周": 604800, "月": 2592000, "年": 31536000}
_SECONDS |= {"second": 1, "minute": 60, "hour": 3600, "day": 86400, "week": 604800, "month": 2592000, "year": 31536000}
# Factors from units as written to the base units of the suites (metres, grams).
_METRES = {
    "公里": 1000,
    "千米": 1000,
    "KM": 1000,
    "km": 1000,
    "里": 500,
    "海里": 1853,
    "英里": 1609.31,
    "丈": 3.33,
    "厘米": 0.01,
    "cm": 0.01,
    "CM": 0.01,
    "毫米": 0.001,
    "mm": 0.001,
    "MM": 0.001,
    "尺": 0.333,
    "光年": 9.46e15,
}
_GRAMS = {"斤": 500, "公斤": 1000, "千克": 1000, "kg": 1000, "KG": 1000, "毫克": 0.001, "吨": 10**6}


def _no_numeral(text: str, _: dict[str, Any]) -> bool:
    return not regex.search(r"[\d０-９零〇一二两三四五六七八九十百千万亿半廿卅壹贰叁肆伍陆柒捌玖拾佰仟貳參肆陸兩萬億几幾数]", text)


_OUTSIDE: tuple[tuple[str, Callable[[str, dict[str, Any]], bool]], ...] = (
    ("a place, not a figure", lambda text, expected: expected["kind"] == "location"),
    ("words without a numeral make no row", _no_numeral),
    (
        "time of day, or shorter than a day",
        lambda text, expected: (
            expected["kind"] == "date" and (expected.get("grain") == "time" or "T" in str(expected.get("period_start") or ""))
        ),
    ),
    (
        "weekdays and weeks are no figures",
        lambda text, expected: expected["kind"] == "date" and bool(regex.search(r"周|星期|礼拜|週|禮拜|星期", text)),
    ),
    (
        "festivals, the lunar calendar and reign years",
        lambda text, expected: (
            expected["kind"] == "date"
            and bool(
                regex.search(
                    r"节|節|初[一二三四五六七八九十\d]|正月|腊月|农历|農曆|冬至|大寒|[立春夏秋冬]|除夕|康熙|雍正|乾隆|光绪|假|主日|日$(?<=[^\d]日)|廿[一二三四五六七八九]$|五一|黄金周|齋|斋|清明|纪",
                    text,
                )
            )
        ),
    ),
    (
        "an offset from now in conversation (三天后)",
        lambda text, expected: (
            expected["kind"] == "date"
            and bool(
                regex.search(
                    r"[后後前内內]|未来|未來|下[一二两三四五六七八九十\d]|上[一二两三四五六七八九十\d]|接下[来來]|[这這]|今明|明天|昨天|大后|最后|过去的?一|头",
                    text,
                )
            )
        ),
    ),
    (
        "two digits with a slash or dash, read as any of several dates",
        lambda text, expected: expected["kind"] == "date" and bool(regex.fullmatch(r"\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{1,4})?", text)),
    ),
    ("a discount, not a share", lambda text, expected: "折" in text),
    ("programmers' notation (k, M, e, ^)", lambda text, expected: bool(regex.search(r"\d\s?[kKMGwW](?!\p{L})|[eE^]|ｅ|\d\s?[kK]", text))),
    (
        "Cantonese money and time (個半, 三個字)",
        lambda text, expected: (
            "cantonese" in expected.get("tags", ()) or bool(regex.search(r"[仙毫]$|[個个]字|^[個个][半一二三四五六七八九]|[個个]鐘", text))
        ),
    ),
    (
        "a comparison of variables, not a hedge of the press",
        lambda text, expected: (
            bool(regex.search(r"大于|小于|大於|小於|等于|<|>|之间|之間|介于|与.*间|x", text)) and expected["kind"] == "count"
        ),
    ),
    ("an ordinal that ranks nothing", lambda text, expected: expected["kind"] == "rank"),
    (
        "a month or day without a year, taken for the next to come: the press means the last",
        lambda text, expected: expected["kind"] == "date" and not regex.search(r"年|(?:19|20)\d\d", text) and bool(expected.get("ahead")),
    ),
    (
        "a half-open end (to 1 April for a first quarter)",
        lambda text, expected: (
            expected["kind"] == "date"
            and str(expected.get("period_end") or "").endswith(("-01-01", "-07-01", "-04-01", "-10-01"))
            and expected.get("period_end") != expected.get("period_start")
        ),
    ),
)


def outside(case: dict[str, Any], expected: dict[str, Any], judged: dict[str, str]) -> str:
    """Why the contract excludes this expectation; empty if it does not. ``judged`` maps case ids to reasons."""
    text = str(expected["text"])
    expected = expected | {"ahead": str(expected.get("period_start") or "") > str(case.get("reference") or "9999")}
    return judged.get(case["id"], "") or next((reason for reason, test in _OUTSIDE if test(text, expected)), "")


def cases(folder: Path) -> Iterator[dict[str, Any]]:
    """All cases of the ``*.jsonl`` files in a folder, in order of file name."""
    for path in sorted(folder.glob("*.jsonl")):
        with path.open(encoding="utf-8") as lines:
            yield from map(json.loads, lines)


def read(case: dict[str, Any]) -> list[Claim]:
    """The claims of a case, with its reference date as the publication date; the case stands between ``_LEAD`` and ``_TAIL``."""
    published = date.fromisoformat(case["reference"][:10]) if case.get("reference") else None
    text = str(case["text"]).strip()
    return list(extract(SourceText(f"{_LEAD}{text}{_TAIL}", published_on=published)).claims)


def is_right(case: dict[str, Any], expected: dict[str, Any], claims: list[Claim]) -> bool:
    """Whether some claim matches the expectation."""
    words = clean(str(expected["text"])).text.replace(" ", "")
    mine = [claim for claim in claims if claim.kind == expected["kind"]]
    if expected["kind"] == "date":
        want = [str(expected.get(end) or "")[:10] for end in ("period_start", "period_end")]
        return any([str(claim.period_start or ""), str(claim.period_end or "")] == want for claim in mine)
    value = expected.get("value")
    if expected.get("span_only") or value is None:
        return any(claim.text.replace(" ", "") in words or words in claim.text.replace(" ", "") for claim in mine)
    if expected["kind"] == "count" and not expected.get("unit") and not mine:
        return _bare(words, value)
    return any(_same(claim, expected, value) for claim in mine) or (expected["kind"] == "count" and _bare(words, value))


def _same(claim: Claim, expected: dict[str, Any], value: Any) -> bool:
    if isinstance(value, list):
        ends = (claim.value_low, claim.value_high, claim.value)
        return any(_close(end, wanted) for end in ends for wanted in value if wanted is not None)
    if claim.kind == "duration" and expected.get("unit") in _SECONDS and claim.value is not None:
        return _close(float(claim.value) * _SECONDS[claim.unit], value * _SECONDS[expected["unit"]])
    factors = {
        1.0,
        _METRES.get(claim.unit, 1.0),
        _GRAMS.get(claim.unit, 1.0),
        0.5 if claim.unit == "里" else 1.0,
        0.001 if claim.unit == "米" else 1.0,
    }
    return claim.value is not None and any(_close(float(claim.value) * factor, value) for factor in factors)


def _bare(words: str, value: Any) -> bool:
    """Whether a number without a unit has this value, parsed by ``numerals`` or as a fraction."""
    unsigned = words.lstrip("-+－负負的")
    wanted = value[0] if isinstance(value, list) else value
    match = regex.fullmatch(r"(?:(?P<whole>.+)又)?(?P<under>.+)分之(?P<over>.+)|(?P<over>[\d.]+)/(?P<under>[\d.]+)", unsigned)
    try:
        if match:
            over, under = (numerals.parse(match[name]).value for name in ("over", "under"))
            whole = numerals.parse(match["whole"]).value if match["whole"] else 0
            return bool(under) and _close((whole or 0) + over / under, wanted)  # type: ignore[operator]
        amount = numerals.parse(regex.sub(r"[个個次]以上$|以上$|[个個]$", "", unsigned))
    except ValueError:
        return False
    return _close(amount.value, wanted) or _close(amount.low, wanted)


def _close(mine: Any, wanted: Any) -> bool:
    return mine is not None and wanted is not None and math.isclose(abs(float(mine)), abs(float(wanted)), rel_tol=2e-3, abs_tol=1e-9)


def main() -> int:
    """Print results by kind, negatives, and exclusions by reason."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folder", type=Path, help="the folder of suites (*.jsonl)")
    options.add_argument("--wrong", metavar="KIND", help="list the cases of a kind that were read wrong")
    chosen = options.parse_args()
    with Path(__file__).with_name("suites_outside.toml").open("rb") as table:
        judged = {case_id: reason for reason, ids in tomllib.load(table).items() for case_id in ids}
    right, asked, left_out, false = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    for case in cases(chosen.folder):
        claims = read(case)
        if case.get("negative") or not case["expect"]:
            false["outside" if case["id"] in judged else "rows" if claims else "silent"] += 1
            if chosen.wrong == "negative" and claims and case["id"] not in judged:
                print(case["id"], case["text"], [claim.text for claim in claims], sep="\t")
        for expected in case["expect"]:
            if reason := outside(case, expected, judged):
                left_out[reason] += 1
                continue
            asked[expected["kind"]] += 1
            good = is_right(case, expected, claims)
            right[expected["kind"]] += good
            if not good and chosen.wrong == expected["kind"]:
                print(
                    case["id"],
                    case["text"][:60],
                    expected["text"],
                    expected.get("value"),
                    expected.get("period_start"),
                    expected.get("period_end"),
                    [(claim.text, claim.kind, str(claim.value), str(claim.period_start), str(claim.period_end)) for claim in claims],
                    sep="\t",
                )
    for kind, n in sorted(asked.items()):
        print(f"{kind:<11} {right[kind]:>4} of {n:>4}  {right[kind] / n:.1%}")
    print(f"negatives   {false['rows']} of {false['rows'] + false['silent']} make a row")
    for reason, n in left_out.most_common():
        print(f"outside     {n:>4}  {reason}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
