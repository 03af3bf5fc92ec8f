"""Cues only save time: a rule with a cue finds the same figures as one tried at every character."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.figures.fragments import CLASSIFIERS, HEDGES_AFTER, HEDGES_BEFORE
from extractors.figures.rule import Figure, Rule, scan
from extractors.figures.rules import RULES
from extractors.lexicon import lexicon
from extractors.source.clean import clean
from tests.gold.measure import everything, negatives

SAMPLES = Path(__file__).parents[2] / "samples"
EVERYWHERE = [replace(rule, cue=None) for rule in RULES]


def read(text: str, rules: Iterable[Rule]) -> list[Figure]:
    return sorted(scan(text, rules), key=lambda figure: (figure.rule, figure.start))


def texts() -> list[str]:
    samples = [path.read_text(encoding="utf-8", errors="ignore") for path in sorted(SAMPLES.glob("*.txt"))]
    gold = ["\n".join(passage.text for _, passage in everything()), "\n".join(negatives())]
    rules = ["\n".join(text for rule in RULES for text in (*rule.examples, *rule.rejects))]
    return [clean(text).text for text in (*samples, *gold, *rules)]


def test_on_texts() -> None:
    for text in texts():
        assert read(text, RULES) == read(text, EVERYWHERE)


PIECES = st.one_of(
    st.from_regex(r"[0-9]{1,6}(\.[0-9]{1,2})?|[0-9]{1,3}(,[0-9]{3}){1,2}|(19|20)[0-9]{2}", fullmatch=True),
    st.text("零〇一二两三四五六七八九十百千万亿廿拾数几半余多来", min_size=1, max_size=5),
    st.sampled_from(sorted(CLASSIFIERS)),
    st.sampled_from([*HEDGES_BEFORE, *HEDGES_AFTER, "连续", "第", "前", "首", "至", "-", "—", "--", "、", "之", "零下", "的"]),
    st.sampled_from([unit for group in lexicon("units").values() for unit in group]),
    st.sampled_from(
        ["元", "美元", "块", "角", "毛", "％", "%", "‰", "个百分点", "成", "分之", "倍", "里", "两", "度", "节", "分", "秒", "刻钟"]
    ),
    st.sampled_from(
        [
            "年",
            "月",
            "日",
            "号",
            "季度",
            "季",
            "旬",
            "初",
            "底",
            "上半年",
            "今年",
            "去年",
            "本月",
            "民国",
            "天",
            "周",
            "个月",
            "小时",
            "来",
            "以来",
        ]
    ),
    st.sampled_from(
        [*"，。；：:“”‘「」《》（）()[]+·/@ \n", "A", "G", "K", "级", "等奖", "是", "其", "110", "电话", "版", "大", "时", "晚", "每天"]
    ),
    st.sampled_from([text for rule in RULES for text in rule.examples]),
)


@settings(max_examples=200)
@given(st.lists(PIECES, min_size=1, max_size=14).map("".join))
def test_on_any_text(text: str) -> None:
    assert read(text, RULES) == read(text, EVERYWHERE)


@pytest.mark.parametrize("text", ["一" * 300, "1," * 200, "1 " * 300, "近" * 300 + "3天", "、三" * 200, "2023年" * 60, "0." * 200])
def test_on_long_runs(text: str) -> None:
    assert read(text, RULES) == read(text, EVERYWHERE)
