"""Synthetic articles in any number, all different: input for measuring ingest, growth and faults."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

_PLACES = (
    "湖南省长沙市岳麓区",
    "浙江省宁波市鄞州区",
    "四川省成都市武侯区",
    "广东省佛山市顺德区",
    "山东省济南市历城区",
    "云南省昆明市官渡区",
    "江苏省无锡市梁溪区",
    "河南省洛阳市涧西区",
)
_OUTLETS = ("江城晚报", "北岸法治网", "南坡日报", "河湾新闻", "东桥平安")
_TOOLS = (
    "“云哨”巡防平台",
    "“小满”反诈机器人",
    "“一码通办”窗口",
    "“银杏”调解室",
    "“蓝盾”无人机",
    "“春蚕”数据仓",
    "“快雁”快处队",
    "“听证半小时”机制",
)
_WHO = ("辖区派出所", "市公安局", "区交警大队", "刑侦支队", "指挥中心", "社区民警", "出入境窗口", "治安大队")
_SENTENCES = (
    "{who}依托{tool}，今年前{month}个月共核查线索{n}余条，刑事警情同比下降{rate}%。",
    "据介绍，{tool}自{year}年{month}月上线以来，累计服务群众{n}人次，平均办理时间由{a}天缩短至{b}小时。",
    "{who}投入资金近{money}万元，新建感知点位{n}个，覆盖{few}个街道。",
    "截至目前，全区调解纠纷{n}起，化解率达{share}%，比去年同期上升{points}个百分点。",
    "{year}年以来，{who}为群众挽回损失{money}余万元，劝阻被骗群众{few}名。",
    "“以前要跑三趟，现在一次就办好了。”市民对{tool}连连点赞。",
    "{who}负责人说，下一步将继续听取意见，把办法用到更多社区去。",
    "在{few}个试点社区，入室盗窃案发案量环比减少{points}%，处警时间压缩到{b}分钟以内。",
    "去年，{tool}推送预警信息{n}条，其中{few}条转为案件线索，占比约{rate}%。",
    "活动共征集金点子{few}条，评出优秀项目{b}个，发放奖金{money}万元。",
)


def article(number: int, sentences: int = 14) -> str:
    """Article ``number``: headline, publisher and date, then ``sentences`` sentences in paragraphs of four. The same number gives the same
    text.
    """
    draw = random.Random(number)
    place, tool, outlet = draw.choice(_PLACES), draw.choice(_TOOLS), draw.choice(_OUTLETS)
    day = date(2019, 1, 1) + timedelta(draw.randrange(2200))
    said = [_sentence(draw, tool if draw.random() < 0.7 else draw.choice(_TOOLS)) for _ in range(sentences)]
    paragraphs = ["".join(said[i : i + 4]) for i in range(0, sentences, 4)]
    opening = f"{place}公安机关第{number}次通报显示，"
    head = f"{place[-3:]}公安：{tool}见成效（{number}）\n来源：{outlet}　发布时间：{day.isoformat()}\n"
    return head + opening + "\n".join(paragraphs) + "\n"


def _sentence(draw: random.Random, tool: str) -> str:
    return draw.choice(_SENTENCES).format(
        who=draw.choice(_WHO), tool=tool, n=draw.randrange(20, 90000), few=draw.randrange(3, 60), money=draw.randrange(5, 3000), share=draw.randrange(80, 100),
        rate=f"{draw.randrange(10, 400) / 10:.1f}", points=f"{draw.randrange(5, 90) / 10:.1f}", year=draw.randrange(2015, 2025),
        month=draw.randrange(2, 12), a=draw.randrange(3, 20), b=draw.randrange(2, 9),
    )  # fmt: skip


def write_folder(folder: Path, number: int, broken: int = 0) -> list[str]:
    """Write ``number`` text files in folders of 500; every ``broken``-th is random bytes. Returns the sources of the broken ones."""
    bad = []
    for n in range(number):
        source = f"{n // 500:04d}/{n:06d}.txt"
        path = folder / source
        path.parent.mkdir(parents=True, exist_ok=True)
        if broken and n % broken == broken - 1:
            path.write_bytes(random.Random(n).randbytes(3000))
            bad.append(source)
        else:
            path.write_text(article(n), encoding="utf-8")
    return bad


def long_text(characters: int) -> Iterator[str]:
    """Yield pieces of one long article with at least ``characters`` characters in total."""
    number = written = 0
    while written < characters:
        piece = article(number)
        written += len(piece)
        number += 1
        yield piece
