"""What a figure counts or measures, where lists, comparisons and words that say nothing stand between."""

from datetime import date

import pytest

from extractors import SourceText, extract


def subjects(text: str) -> dict[str, str]:
    """The subject of each figure that is no date, by its text."""
    claims = extract(SourceText(text, published_on=date(2024, 11, 9))).claims
    return {claim.text: claim.subject for claim in claims if claim.kind != "date"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # what is done respectively is one, whoever does it
        ("云溪、湖州警方分别破获跨省盗窃案36起、29起。", {"36起": "跨省盗窃案", "29起": "跨省盗窃案"}),
        ("2022年、2023年，大队分别查处醉驾216起、183起。", {"216起": "醉驾", "183起": "醉驾"}),
        # a list that speaks of the members of the list before
        (
            "调解家庭纠纷、邻里纠纷分别为880起、240起，比上年分别多60起、少22起。",
            {"880起": "家庭纠纷", "240起": "邻里纠纷", "60起": "家庭纠纷", "22起": "邻里纠纷"},
        ),
        ("车辆在线率、识别率由80%、91%分别升至98%、97%。", {"80%": "车辆在线率", "91%": "识别率", "98%": "车辆在线率", "97%": "识别率"}),
        (
            "信息上报、研判、处置时长由40分钟、2小时、1天分别压缩至5分钟、20分钟、3小时。",
            {
                "40分钟": "信息上报时长",
                "2小时": "研判时长",
                "1天": "处置时长",
                "5分钟": "信息上报时长",
                "20分钟": "研判时长",
                "3小时": "处置时长",
            },
        ),
        (
            "亡人事故起数、死亡人数同比分别减少9起、11人，降幅为16.1%、18.6%。",
            {"9起": "亡人事故起数", "11人": "死亡人数", "16.1%": "亡人事故起数", "18.6%": "死亡人数"},
        ),
        ("立案、破案、挽损三项指标依次增长11%、14%、23%。", {"三项": "指标", "11%": "立案", "14%": "破案", "23%": "挽损"}),
    ],
)
def test_lists_are_distributed_over_what_they_speak_of(text: str, expected: dict[str, str]) -> None:
    assert {figure: said for figure, said in subjects(text).items() if figure in expected} == expected


@pytest.mark.parametrize(
    ("text", "figure", "subject"),
    [
        ("追回赃款折合人民币120余万元。", "120余万元", "赃款"),
        ("共出动警力5.6万人次。", "5.6万人次", "警力"),
        ("全年接警量首次跌破10万起。", "跌破10万起", "接警量"),
        ("群众满意率连续5年保持在98%以上。", "98%以上", "群众满意率"),
        ("每万人发案数由42起降到31起。", "31起", "发案数"),
        ("接待群众来访1.3万人次，较改革前翻了一番。", "翻了一番", "群众来访"),
        ("帮助务工人员追讨工资512万元，人均2.17万元。", "2.17万元", "工资"),
        ("云溪区刑事立案下降6.1%，湖南省长沙市下降2.7%。", "2.7%", "刑事立案"),
        ("新增联络员620名，总数达到2015名。", "2015名", "联络员"),
        ("电诈警情环比上升4.7%，同比却下降15.9%。", "15.9%", "电诈警情"),
        ("护农岗由11个加密至26个。", "26个", "护农岗"),
        ("户籍“跨省通办”量增长5倍。", "5倍", "户籍“跨省通办”量"),
        ("警务站建在海拔4200米的高原上。", "4200米", "海拔"),
        ("队员守着5公里长的江堤。", "5公里", "江堤"),
        ("派出所民警6名、网格员45名组成专班。", "45名", "网格员"),
        ('"两抢"案件下降54.5%。', "54.5%", "两抢案件"),
        ("网上办理占比由35%跃升至82%。", "82%", "网上办理占比"),
        ("文书制作时间平均减少40%。", "40%", "文书制作时间"),
        ("入室盗窃警情由年均11起降至4起。", "11起", "入室盗窃警情"),
        ("查处率91.8%（同比上升2.2个百分点）。", "2.2个百分点", "查处率"),
    ],
)
def test_what_stands_between_is_no_subject(text: str, figure: str, subject: str) -> None:
    assert subjects(text)[figure] == subject
