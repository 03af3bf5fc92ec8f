"""The figure itself: found or not, kind, value and bounds, role, direction and basis, and repetitions.

All texts are made up.
"""

from datetime import date
from typing import Any

import pytest

from extractors import Claim, SourceText, extract

PUBLISHED = date(2024, 8, 9)


def claims(text: str) -> list[Claim]:
    return [claim for claim in extract(SourceText(text, published_on=PUBLISHED)).claims if claim.kind != "date"]


def claim(text: str, figure: str) -> Claim:
    return next(one for one in claims(text) if one.text == figure)


def change(direction: str, basis: str = "") -> dict[str, Any]:
    return {"role": "change", "direction": direction, "basis": basis}


@pytest.mark.parametrize(
    ("text", "figure", "expected"),
    [
        # a continued clause keeps the basis, also with a list of its own, unless it has a time of its own
        ("火警数同比下降21.4%，伤人数、亡人数分别下降31.5%、42.6%。", "42.6%", change("down", "yoy")),
        ("与去年同期相比，立案数减少31件，但涉案金额却增加240万元。", "240万元", change("up", "yoy")),
        ("盗窃警情同比下降18%，可防性案件下降7%。", "7%", change("down", "yoy")),
        ("纠纷警情环比下降9%；其中，邻里纠纷下降4%。", "4%", change("down", "mom")),
        ("火灾起数、亡人数、伤人数同比分别下降31%、持平、下降16%。", "16%", change("down", "yoy")),
        ("骗案较去年同期上升，窃案则减少；其中扒窃下降12%。", "12%", change("down", "yoy")),
        ("交通警情同比下降13%，今年7月下降6%。", "6%", change("down")),
        ("报警量同比上升5%，案卷评查优秀率增至81%。", "81%", {"role": "level", "direction": "up", "basis": ""}),
        # an explicit year or month gives the basis
        ("今年首季，纵火案比去年首季下降6.1%。", "6.1%", change("down", "yoy")),
        ("今年上半年立案90宗，与2019年同期相比增加12宗，上升15%。", "12宗", change("up")),
        ("今年上半年立案90宗，与2019年同期相比增加12宗，上升15%。", "15%", change("up")),
        ("今年上半年立案90宗，与2023年同期相比增加12宗。", "12宗", change("up", "yoy")),
        ("今年7月接报诈骗案84件。与6月相比，减少11件。", "11件", change("down", "mom")),
        ("2023年，发案率由2022年的万分之四十下降到万分之三十六。", "万分之三十六", {"role": "level", "direction": "down", "basis": "yoy"}),
        ("来访旅客年成长8.4%。", "8.4%", change("up", "yoy")),
        # levels reached and kept
        ("损失金额上升1.4倍至3亿元。", "3亿元", {"role": "level", "direction": "up"}),
        ("减少材料40万份，为6万人次提供便利。", "6万人次", {"role": "level", "direction": "", "basis": ""}),
        ("诈骗案同比下降8%并保持100%侦破。", "100%", {"role": "level", "direction": "", "basis": ""}),
        ("环境案件增长率最高，达到42%。", "42%", change("up")),
        # shares, by the position of the percentage and by its subject
        ("在这些事故中，74%发生在夜间。", "74%", {"role": "share"}),
        ("日均车流3万辆且35%为外地车。", "35%", {"role": "share"}),
        ("网上办理量超业务总量60%。", "60%", {"role": "share"}),
        ("五分钟内到场的达93%。", "93%", {"role": "share"}),
        ("安装贴纸的车主超过85%。", "超过85%", {"role": "share"}),
        ("本地籍占61%、外地籍33%。", "33%", {"role": "share"}),
        ("面积相当于五分之一个县城。", "五分之一", {"role": "level"}),
        ("盗窃占30%，破案率98%。", "98%", {"role": "level"}),
        # bounds
        ("市价逾新台币六千万元。", "六千万元", {"bound": "over", "unit": "TWD"}),
        ("货值近人民币600万元。", "600万元", {"bound": "under", "unit": "CNY"}),
        ("涉案金额超港币3亿元，约合人民币2.8亿元。", "2.8亿元", {"bound": "about", "unit": "CNY"}),
        # a classifier before 为; a camel
        ("被捕者中，8名属访港旅客、9名为内地居民。", "9名", {"value": 9, "unit": "名"}),
        ("转场时护送羊600余只、骆驼80余峰。", "80余峰", {"value": 80, "unit": "峰"}),
        ("办一张证最少也要3天。", "3天", {"bound": "over", "value_high": None}),
        ("未满16周岁的须有监护人陪同。", "未满16周岁", {"bound": "under", "value_low": None}),
        ("调解口角百起以上。", "百起以上", {"value": 100, "bound": "over"}),
        ("每户年收入4万元出头。", "4万元出头", {"value": 40000, "bound": "over"}),
        ("查扣80万美元（约合人民币570万元）。", "570万元", {"bound": "about"}),
        ("图传距离约十五千米。", "约十五千米", {"value": 15, "bound": "about", "unit": "千米"}),
        ("果园减产五成到七成。", "五成到七成", {"value": 60, "value_low": 50, "value_high": 70}),
        ("园区营业额1兆2,003亿元。", "1兆2,003亿元", {"value": 1_200_300_000_000}),
        # units
        ("验放运输工具28万余辆/列次。", "28万余辆/列次", {"unit": "辆/列次", "bound": "over"}),
        ("检查运输工具十二万多辆(艘/架/列)次。", "十二万多辆(艘/架/列)次", {"value": 120000}),
        ("应对5波次车流高峰。", "5波次", {"unit": "波次"}),
        ("端掉盗窃团伙6伙。", "6伙", {"unit": "伙"}),
        ("消防局派出9车31人。", "9车", {"unit": "车"}),
        # without a classifier
        ("全市共有76.5万农业转移人口落户。", "76.5万", {"value": 765000, "kind": "count"}),
        ("行动中拘捕3男2女。", "2女", {"value": 2, "kind": "count"}),
        ("两人年龄分别为61及58岁。", "61", {"kind": "measure", "unit": "岁"}),
        ("道路交通万车死亡率1.96，低于控制指标2.05。", "2.05", {"kind": "count", "unit": ""}),
        ("拥堵指数由1.73降至1.49。", "1.49", {"role": "level", "direction": "down"}),
        ("破案率排名江西省第一。", "江西省第一", {"kind": "rank", "value": 1}),
        ("修船花了260万，三年还清。", "260万", {"kind": "money"}),
        ("昆明一半多来电为误拨。", "一半多", {"value": 50, "bound": "over"}),
    ],
)
def test_what_a_text_says_of_its_figure(text: str, figure: str, expected: dict[str, Any]) -> None:
    found = claim(text, figure)
    assert {column: getattr(found, column) for column in expected} == expected


@pytest.mark.parametrize(
    "text",
    [
        "家住九条岭矿区社区的王大爷。",
        "中心位于解放路8号联通大厦17层。",
        "服务直达最后一纳米。",
        "接受110处警指令。",
        "河道治理六期工程竣工。",
        "那一年，队里有了马。",
        "亿元产值死亡率下降。",
        "第二产业、全县第一产业均有增长。",
        "绩效跻身全市第一方阵。",
        "盗抢犯罪仍低于2019年。",
    ],
)
def test_numbers_that_count_nothing(text: str) -> None:
    assert [one.text for one in claims(text)] == []


@pytest.mark.parametrize(
    ("again", "expected"),
    [
        ("▲县消防大队上午出动13辆消防车开展联合演练。（大队供图）", True),  # the caption begins before the figure
        ("县消防大队上午出动13辆消防车开展联合演练，群众到场观摩。", True),
        ("县公安局上午出动13辆消防车以外的车辆。", False),
    ],
)
def test_what_a_caption_says_again(again: str, expected: bool) -> None:
    first, second = claims(f"县消防大队上午出动13辆消防车开展联合演练。\n\n{again}")
    assert (second.duplicate_of == first.claim_id) is expected
