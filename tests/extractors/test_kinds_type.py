"""Evidence for an innovation type, where the words near the figure are inconclusive or mixed. All texts are made up."""

from datetime import date

import pytest

from extractors import SourceText, extract


def types(text: str) -> dict[str, str]:
    """Map the text of each figure to its innovation type."""
    claims = extract(SourceText(text, published_on=date(2024, 11, 9))).claims
    return {claim.text: claim.innovation_type for claim in claims}


_RAID = "警方捣毁一个诈骗团伙，抓获嫌疑人13名。\n民警又端掉窝点5处，冻结涉案账户21个，破获案件34起。\n"
_DESK = "户籍窗口为群众换发身份证3200张。\n车管所上门服务，办理驾驶证业务450件。\n"


@pytest.mark.parametrize(
    ("text", "figure", "type_"),
    [
        # the topic of the article resolves a general word
        (_RAID.rstrip() + "几人在某平台开设网店，雇来写手70人。", "70人", "prevention"),
        (_RAID + "三名村民的货车里藏有香烟260条。", "260条", "prevention"),
        (_DESK + "居民李某在大厅只等了6分钟。", "6分钟", "service"),
        # a figure without evidence has the article's type, if one dominates
        (_RAID + "车上另有纸箱16只。", "16只", "prevention"),
        (_RAID + _DESK + "大厅外另有座椅16把。", "16把", "service"),  # as the sentence before
        ("县里修了一条路，全长16公里。", "16公里", "other"),
        # lost property is a service
        ("铁路民警为旅客找回遗失的行李16件。", "16件", "service"),
        # words near the figure take precedence over the topic of the article
        (_RAID + "调解邻里纠纷90起。", "90起", "community"),
        # the innovation that the figure is evidence for weighs most
        ("“智慧哨兵”平台已赋能处置警情43起，辖区重复报警率下降至3.4%，刑事警情大幅下降。", "3.4%", "platform"),
        # what an innovation is called where it is first mentioned tells its type
        (_DESK + "“柳岸守望”平台上线以来，拦截骗款310万元。\n民警办理业务时，“柳岸守望”协助处置警情29起。", "29起", "platform"),
        # the title belongs to the article
        ("反诈宣传见成效\n\n民警打击诈骗，抓获嫌疑人。\n\n全年共有30件，比上年少。", "30件", "prevention"),
        # a word or two far away are too little
        ("反诈宣传见成效\n\n记者走访了几座城市。\n\n全年共有30件，比上年少。", "30件", "other"),
        # nearly everything in a bulletin of a hotline is a service, whatever single words of it say
        (
            "12345热线5月运行情况\n\n5月，12345热线受理市民诉求820件，其中咨询310件、投诉280件，办结诉求790件，转派工单230件。\n建议类共41件，涉及疫情防控、道路交通、噪音整治。",
            "41件",
            "service",
        ),
    ],
)
def test_the_article_decides_where_words_near_the_figure_do_not(text: str, figure: str, type_: str) -> None:
    assert types(text)[figure] == type_


@pytest.mark.parametrize(
    ("text", "figure", "type_"),
    [
        (_RAID + "辖区面积85平方公里，最高处海拔1900米。", "85平方公里", "other"),
        (_RAID + "全县汽车保有量12万辆。", "12万辆", "other"),
        (_RAID + "中心占地面积700平方米。", "700平方米", "prevention"),
        (_RAID + "全市森林覆盖率达63%。", "63%", "other"),
        # no match inside another word
        ("公安出入境窗口设在外国人口岸签证处，签发签证880件。", "880件", "service"),
    ],
)
def test_what_describes_a_place_has_no_type(text: str, figure: str, type_: str) -> None:
    assert types(text)[figure] == type_


@pytest.mark.parametrize(
    ("text", "figure", "type_"),
    [
        # courts in cooperation with police and residents
        ("公安民警进社区。\n市里建成矛盾纠纷调解中心，法院、司法局等8个部门入驻。", "8个", "community"),
        ("法院全年审结金融案件610件。", "610件", "other"),
        (
            "柳岸市检察机关通报业务数据\n今年以来，全市检察机关受理审查逮捕案件104件，其中盗窃、诈骗犯罪占半数。\n"
            "对盗窃犯罪，共批准逮捕75人；对诈骗犯罪，共批准逮捕17人。",
            "17人",
            "other",
        ),
        ("柳岸县公安局推出新举措。\n全年起诉35人，批准逮捕75人。", "35人", "prevention"),
        ("全市生产总值增长4%。", "4%", "other"),
    ],
)
def test_courts_and_economy(text: str, figure: str, type_: str) -> None:
    assert types(text)[figure] == type_


@pytest.mark.parametrize(
    ("text", "figure", "type_"),
    [
        # action against offenders takes precedence over its object
        ("边防民警查处违反出入境法规人员57名。", "57名", "prevention"),
        ("民警收缴涉案财物价值28万元，铲除罂粟240株。", "240株", "prevention"),
        ("警方当场搜出猎枪3支、管制刀具9把。", "9把", "prevention"),
        # organisation of offices
        ("公安机关将内设机构精简为22个，警力下沉到基层。", "22个", "mechanism"),
        # documents, permits and hotlines
        ("公安窗口签发护照670本。", "670本", "service"),
        ("公安局12345热线受理咨询4100件，转派工单1300件。", "4100件", "service"),
        # the name of an office is no evidence of its work
        ("交警会同执法大队整治违停车辆，巡逻110次。", "110次", "prevention"),
    ],
)
def test_classes_of_words(text: str, figure: str, type_: str) -> None:
    assert types(text)[figure] == type_
