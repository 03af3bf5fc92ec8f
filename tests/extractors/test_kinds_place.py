"""Wordings that give, or do not give, the place of a figure. All texts are made up."""

import pytest

from extractors.context.place import read_regions
from extractors.tokens.gazetteer import mentions
from tests.extractors.test_kinds import claims, place, said

_CITY_WITH_ONE_DISTRICT = "记者从湖州市公安局获悉，湖州警方建成监测点300处。\n湖州市公安局介绍，南浔区公安分局抓获嫌疑人6人。\n湖州已走访企业40家。\n共收缴刀具90把。"
_STATION = "嘉兴市公安局推行联防。桐乡市公安局石桥派出所是试点。\n石桥派出所民警走访村民800户。\n该所调解纠纷37起。\n石桥派出所组织村民巡逻200次。\n共收到锦旗5面。"


@pytest.mark.parametrize(
    ("text", "figure", "expected"),
    [
        # the home has most evidence: one district does not outweigh its city, a station with many mentions does
        (_STATION, "5面", place("浙江省", "嘉兴市", "桐乡市")),
        ("记者从四川省公安厅获悉，绵阳市公安局创新巡防。\n绵阳警方组建队伍60支。\n刑事警情下降12%。", "12%", place("四川省", "绵阳市")),
        # names below county level, learned from the text
        ("湘潭县公安局花石派出所成立。湘潭市很大。\n株洲市也在学习。\n花石派出所调解26起。", "26起", place("湖南省", "湘潭市", "湘潭县")),
        # names that overlap with a preposition or with another name
        ("记者从江苏省公安厅获悉，今年破案700起。", "700起", place("江苏省")),
        ("记者从江门市公安局获悉，今年破案700起。", "700起", place("广东省", "江门市")),
        ("干安县公安局今年破案70起。", "70起", place("吉林省", "松原市", "乾安县")),
        # an authority behind an order or document, or a distant place, is not the place of the figure
        ("桐乡市公安局推进整治。按照省公安厅统一部署，收缴枪支8支。", "8支", place("浙江省", "嘉兴市", "桐乡市")),
        ("桐乡市公安局介绍，该所距离湖州市约70公里，有民警9名。", "9名", place("浙江省", "嘉兴市", "桐乡市")),
        # residents of Hong Kong, Macau and Taiwan in a text on the country
        ("全国口岸查验4亿人次。其中澳门居民3000万人次。", "3000万人次", place("")),
        # places that apply to their own clause only
        ("天津市公安局推进改革，将滨海新区公安局所辖11个分局撤并，清退辅警53名。", "53名", place("天津市", "天津市")),
        ("我省驾驶人达700万人，全国有50个城市超过百万。湖南省公安厅发布。", "50个", place("")),
        # counted within the province
        ("郑州市公安局研发智能柜，已在全省11个地市推广。", "11个", place("河南省")),
        # across provinces, no place of the list applies
        ("杭州市滨江区一企业研发系统。该系统已在浙江、江西、贵州等11个省份装备260套。", "260套", place("")),
    ],
)
def test_place(text: str, figure: str, expected: dict[str, str]) -> None:
    assert said(claims(text)[figure], expected) == expected


def test_one_district_does_not_outweigh_its_city() -> None:
    assert read_regions(_CITY_WITH_ONE_DISTRICT, 0).home.county == ""


def test_names_that_overlap_do_not_hide_each_other() -> None:
    assert [mention.text for mention in mentions("其中宁波、绍兴办理33项")] == ["宁波", "绍兴"]
