"""Synthetic claims by the million, for measuring: no articles behind them, but every column is filled as in real articles.

``write_parts(folder, claims)`` writes the same files for the same number, in parts of ``PART_CLAIMS`` rows like those of an ingest.
"""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from analytics.claims.schema import CLAIM_SCHEMA
from extractors.model import INNOVATION_TYPES

PART_CLAIMS = 60_000  # a multiple of ``_CLAIMS_PER_ARTICLE``
_CLAIMS_PER_ARTICLE = 30
_PUBLISHERS = 400
_PLACES = Path(__file__).parents[1] / "extractors" / "lexicon" / "places.csv"
_KINDS = {
    "count": 0.34,
    "percentage": 0.19,
    "date": 0.17,
    "duration": 0.15,
    "money": 0.07,
    "measure": 0.04,
    "rank": 0.025,
    "multiple": 0.015,
}
_UNITS = {"count": "起", "percentage": "%", "date": "", "duration": "分钟", "money": "CNY", "measure": "公里", "rank": "", "multiple": "倍"}
_WRITTEN = {
    "count": "起",
    "percentage": "%",
    "date": "年",
    "duration": "分钟",
    "money": "元",
    "measure": "公里",
    "rank": "位",
    "multiple": "倍",
}
_TYPE_SHARES = (0.06, 0.2, 0.15, 0.14, 0.16, 0.08, 0.09, 0.08, 0.02, 0.02)
_LEADS = (
    "入夏以来，派出所把巡防力量摆到夜市和车站周边，", "围绕群众反映最多的几件小事，分局逐项列出清单并公开进度，", "记者走进指挥大厅时，值班民警正在核对当天的派单，",
    "按照年初定下的安排，专班每周碰头一次、每月通报一回，", "社区网格员把走访中听到的难处记在本子上，回来后一一录入，", "系统上线之前，同样的手续要跑三个窗口，如今一次办结，",
    "从试点到铺开，参与的单位越来越多，", "与往年同一时段相比，变化最明显的是辖区南片，", "为了让老人也会用，窗口专门留出一条通道，", "据该局负责人介绍，",
)  # fmt: skip
_SUBJECTS = (
    "电信诈骗案件", "入室盗窃警情", "矛盾纠纷化解", "窗口办件量", "群众满意度", "平均出警用时", "巡逻里程", "涉企服务事项", "交通事故", "走失人员找回",
    "视频点位", "反诈宣传场次", "追回资金", "户籍业务", "夜间巡防人次", "校园周边警情", "无人机巡航", "调解成功率", "噪声投诉", "危险路段整治",
)  # fmt: skip
_VERBS = ("共计", "达到", "较上年同期变化", "累计完成", "压减", "提升至", "新增", "稳定在")
_TAILS = (
    "，受到沿街商户的肯定。", "，其中七成以上在当天办结。", "，下一步还将向乡镇延伸。", "，这一做法已写入全年工作要点。", "，基层民警腾出了更多时间走访。", "，比预想的要快。", "。",
    "，群众少跑了不少冤枉路。", "，有关数据由指挥中心按月核对后公布。", "，周边几个街道也派人前来了解做法。",
)  # fmt: skip
_INNOVATIONS = (
    "",
    "",
    "",
    "邻里灯塔",
    "快办小站",
    "e巡通",
    "守夜人机制",
    "一码问警",
    "蓝盾工作法",
    "银发护航队",
    "警网联勤台",
    "云上调解室",
)


def write_parts(folder: Path, claims: int) -> list[Path]:
    """Write ``claims`` claims as Parquet parts into ``folder``; returns their paths in order. Existing parts are kept."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for first in range(0, claims, PART_CLAIMS):
        rows = min(PART_CLAIMS, claims - first)
        path = folder / f"claims-{first:09d}-{rows}.parquet"
        if not path.exists():
            unfinished = path.with_suffix(".tmp")
            pq.write_table(made_claims(rows, first), unfinished, compression="zstd", row_group_size=PART_CLAIMS)
            unfinished.rename(path)
        paths.append(path)
    return paths


def made_claims(rows: int, first: int = 0) -> pa.Table:
    """``rows`` claims with numbers from ``first`` on, as a table of ``CLAIM_SCHEMA``; the same numbers always give the same claims."""
    pick = np.random.default_rng(first)
    number = np.arange(first, first + rows)
    articles = _articles(pick, number // _CLAIMS_PER_ARTICLE)
    figures = _figures(pick, rows)
    start = (number % _CLAIMS_PER_ARTICLE) * 80
    ids = _joined(articles["doc_id"], "-", pa.array(start + 20).cast(pa.string()))
    sentence = _joined(
        _of(_LEADS, pick.integers(0, len(_LEADS), rows)), articles["county"], figures["subject"], _of(_VERBS, pick.integers(0, len(_VERBS), rows)),
        figures["text"], _of(_TAILS, pick.integers(0, len(_TAILS), rows)),
    )  # fmt: skip
    repeats = pc.if_else(pa.array((pick.random(rows) < 0.03) & (start > 0)), _joined(articles["doc_id"], "-20"), "")
    whole = {"claim_id": ids, **articles, **figures, "sentence": sentence, "duplicate_of": repeats, "metric": figures["subject"]} | {
        "sentence_start": pa.array(start), "sentence_end": pa.array(start + 75), "start": pa.array(start + 20), "end": pa.array(start + 26),
        "notes": _of(("", "", "", "", "", "date_open", "type_close"), pick.integers(0, 7, rows)),
    }  # fmt: skip
    return pa.table([whole[field.name].cast(field.type) for field in CLAIM_SCHEMA], schema=CLAIM_SCHEMA)


def _articles(pick: np.random.Generator, document: np.ndarray) -> dict[str, pa.Array]:
    """Columns that all claims of an article share: drawn per article, repeated for each of its rows."""
    which, article = np.unique(document, return_inverse=True)
    with _PLACES.open(encoding="utf-8", newline="") as table:
        places = [place for place in csv.DictReader(table) if place["level"] == "county"]
    place = pick.choice(len(places), len(which), p=_falling(len(places), 0.4))
    known = pick.random(len(which))
    published = pa.array(
        pick.integers(np.datetime64("2016-01-01").astype(int), np.datetime64("2026-01-01").astype(int), len(which)), pa.int32()
    )
    columns = {
        "doc_id": pa.array([f"{n * 0x9E3779B97F4A7C15 % 2**64:016x}" for n in which.tolist()]),
        "source": pa.array([f"press/{n % 997:03d}/{n:07d}.txt" for n in which.tolist()]),
        "title": pa.array([f"{places[p]['county']}公安推出便民新举措之{n}" for n, p in zip(which.tolist(), place.tolist(), strict=True)]),
        "publisher": pa.array(["" if p == 7 else f"第{p}法治新闻网" for p in pick.choice(_PUBLISHERS, len(which), p=_falling(_PUBLISHERS, 0.9)).tolist()]),
        "published_on": pc.if_else(pa.array(known > 0.04), published, None).cast(pa.date32()),
        "region_basis": pc.if_else(pa.array(known > 0.12), "document", "unknown"),
    }  # fmt: skip
    for column, share in (("province", 0.12), ("city", 0.2), ("county", 0.4)):
        columns[column] = pa.array([places[p][column] if k > share else "" for p, k in zip(place.tolist(), known.tolist(), strict=True)])
    columns["region_code"] = pa.array([places[p]["code"] if k > 0.4 else "" for p, k in zip(place.tolist(), known.tolist(), strict=True)])
    return {name: column.take(pa.array(article)) for name, column in columns.items()}


def _figures(pick: np.random.Generator, rows: int) -> dict[str, pa.Array]:
    """Columns that differ from figure to figure."""
    kinds = tuple(_KINDS)
    kind = pick.choice(len(kinds), rows, p=np.array(list(_KINDS.values())) / sum(_KINDS.values()))
    dates = kind == kinds.index("date")
    value = np.where(dates, pick.integers(2014, 2026, rows), np.round(np.exp(pick.normal(4.5, 2.2, rows)), 1))
    written = pc.utf8_rtrim(pc.utf8_rtrim(pa.array(value).cast(pa.string()), "0"), ".")
    number = pc.if_else(pa.array(dates), pa.array(value.astype(int)).cast(pa.string()), written)
    bound = pick.choice(4, rows, p=(0.7, 0.1, 0.15, 0.05))
    years = pick.integers(2014, 2026, rows)
    undated = pick.random(rows) < 0.08
    stated = pc.if_else(pa.array(dates), None, pa.array(value))
    innovation = pick.integers(0, len(_INNOVATIONS), rows)
    return {
        "text": _joined(number, _of(tuple(_WRITTEN.values()), kind)),
        "kind": _of(kinds, kind),
        "value": stated,
        "value_low": pc.if_else(pa.array((bound == 0) | (bound == 2)), stated, None),
        "value_high": pc.if_else(pa.array((bound == 0) | (bound == 3)), stated, None),
        "bound": _of(("exact", "about", "over", "under"), bound),
        "unit": _of(tuple(_UNITS.values()), kind),
        "role": _of(("level", "change", "share"), pick.choice(3, rows, p=(0.6, 0.3, 0.1))),
        "direction": _of(("", "up", "down"), pick.choice(3, rows, p=(0.72, 0.12, 0.16))),
        "basis": _of(("", "yoy", "mom"), pick.choice(3, rows, p=(0.85, 0.13, 0.02))),
        "subject": _joined(_of(("", "全市", "辖区", "本季度", "夜间"), pick.integers(0, 5, rows)), _of(_SUBJECTS, pick.integers(0, len(_SUBJECTS), rows))),
        "period_start": _days(years, "01-01", undated),
        "period_end": _days(years, "12-31", undated),
        "period_basis": pc.if_else(pa.array(undated), "unknown", _of(("stated", "inherited", "published"), pick.choice(3, rows, p=(0.5, 0.3, 0.2)))),
        "innovation": _of(_INNOVATIONS, innovation),
        "innovation_type": _of(INNOVATION_TYPES, pick.choice(len(INNOVATION_TYPES), rows, p=_TYPE_SHARES)),
        "rule": _joined(_of(kinds, kind), ".made"),
    }  # fmt: skip


def _days(years: np.ndarray, day: str, missing: np.ndarray) -> pa.Array:
    days = np.array([np.datetime64(f"{year}-{day}").astype(int) for year in range(2014, 2026)])[years - 2014]
    return pc.if_else(pa.array(missing), None, pa.array(days, pa.int32())).cast(pa.date32())


def _falling(count: int, steepness: float) -> np.ndarray:
    """Power-law shares by rank, typical of publishers and towns; they sum to 1."""
    weights = 1 / np.arange(1, count + 1) ** steepness
    shares: np.ndarray = weights / weights.sum()
    return shares


def _of(words: tuple[str, ...], chosen: np.ndarray) -> pa.Array:
    return pa.array(words).take(pa.array(chosen))


def _joined(*parts: pa.Array | str) -> pa.Array:
    return pc.binary_join_element_wise(*parts, "")
