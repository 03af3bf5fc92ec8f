"""Wordings that give, or do not give, the place of a figure. All texts are made up."""

import pytest

from extractors import SourceText, extract
from extractors.context.place import resolve_places
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
        # an organ that speaks of itself, named only as the source
        (
            "关于2019年度工作情况的报告\n\n时间:2020-01-21 来源:湖北省公安厅\n\n省政府:\n\n2019年，我厅学习全国各地做法。\n\n打掉团伙97个，取得明显成效。",
            "97个",
            place("湖北省"),
        ),
        # parts of the country that are counted do not make what follows nationwide
        (
            "绵阳市公安局破案656起。侦破一起案件，涉及全国31个省。深入开展专项行动，挽回损失220余万元。",
            "220余万元",
            place("四川省", "绵阳市"),
        ),
        # a rank within the city is no change of place
        (
            "海盐县公安局推行联防。半年来，全县警情在2021年度全市降幅第一的基础上，今年再降7.3%。",
            "7.3%",
            place("浙江省", "嘉兴市", "海盐县"),
        ),
        # 警区 is a word of the mainland, too
        ("我局增设窗口。全市各交警警区服务站已有设备84处。", "84处", place("")),
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
        # chains of names that the tokenizer has as one word
        ("平台在福建厦门湖里开通，处理事故60起。", "60起", place("福建省", "厦门市", "湖里区")),
        ("河北承德警方抓获嫌疑人60名。", "60名", place("河北省", "承德市")),
        # districts named like words, between their city and an institution; and words named like districts
        ("西宁市公安局城西分局抓获嫌疑人60名。", "60名", place("青海省", "西宁市", "城西区")),
        ("石桥市场位于城西，有摊位60个。西宁市公安局加强巡逻。", "60个", place("青海省", "西宁市")),
        ("荆州市公安局荆州分局抓获嫌疑人60名。", "60名", place("湖北省", "荆州市", "荆州区")),
        # a short form inside a sentence, where its city is named; a word, where it is
        ("宁波市公安局推广网格。走进社区可以看到慈溪治理成效，划分网格60个。", "60个", place("浙江省", "宁波市", "慈溪市")),
        ("忠县公安局会同开州警方抓获嫌疑人60名。会同各部门走访企业70家。", "70家", place("重庆市", "重庆市", "忠县")),
        # a force that opens a clause acts in all of its city, and a share of the city's is the city's
        ("桐乡市警情分析。在龙泉市的一所，民警走访村民。9月，丽水公安全面推行新模式，平均用时缩短60%。", "60%", place("浙江省", "丽水市")),
        ("丽水市公安局通报。在莲都区的路口，通行用时减少15分钟。全市60%以上派出所实现零发案。", "60%以上", place("浙江省", "丽水市")),
        ("丽水市公安局通报。莲都区破案数占全市60%。", "60%", place("浙江省", "丽水市", "莲都区")),
        # one of the province's: what follows is the county's own
        ("龙泉市公安局通报。龙泉市是全省40个试点县之一，实有民警60名，任务重。", "60名", place("浙江省", "丽水市", "龙泉市")),
        # a document for travel, no place
        ("丽水市公安局推出新举措。5月1日起下放香港通行证发放权限，惠及60人。", "60人", place("浙江省", "丽水市")),
        # a sea, or a bay of that name
        ("平潭县公安局东坑分中心、南海分中心正式运行，办证60件。", "60件", place("福建省", "福州市", "平潭县")),
        # a place outside the home, mentioned inside a clause
        ("桐乡市公安局总结经验。民警参照广东模式建立了队伍，全年走访村民60户。", "60户", place("浙江省", "嘉兴市", "桐乡市")),
        ("桐乡市公安局石桥派出所协助四川警方抓捕逃犯。随后走访村民60户。", "60户", place("浙江省", "嘉兴市", "桐乡市")),
        ("桐乡市公安局的做法领跑全省，获奖60次。", "60次", place("浙江省", "嘉兴市", "桐乡市")),
        # who guides, not where
        ("桐乡市公安局通报。在海宁市人行的正确指导下，市公安局设站60个。", "60个", place("浙江省", "嘉兴市", "桐乡市")),
        # a place that only begins a name; short names of Taiwan's police
        ("桐乡市公安局通报。推广“浙江解纷码”，走访60户。", "60户", place("浙江省", "嘉兴市", "桐乡市")),
        ("中市警局通报诈欺案60件。", "60件", place("台湾省", "台中市")),
        # where people go to work; a town or village with the name of a city elsewhere
        ("桐乡市公安局通报。该所为到西藏务工的60人办证。", "60人", place("浙江省", "嘉兴市", "桐乡市")),
        ("桐乡市公安局通报。记者走进通化派出所，今年通化辖区有60人外出。", "60人", place("浙江省", "嘉兴市", "桐乡市")),
        # where somebody comes from; the prefecture that is spoken of again, also where it is ranked
        ("桐乡市公安局通报。昨天，西宁来的王老板丢了60箱瓜。", "60箱", place("浙江省", "嘉兴市", "桐乡市")),
        ("湘西州公安局通报。凤凰县破案3起。民意调查中，该州排名全省第五，受访群众60名。", "60名", place("湖南省", "湘西土家族苗族自治州")),
        # the field of a superlative; a place that is excepted with its own figure
        ("桐乡市公安局通报。这是全省反诈领域抓获人数最多的案件，劝阻60人。", "60人", place("浙江省", "嘉兴市", "桐乡市")),
        ("浙江省公安厅通报。各地发案数除嘉兴市上升60%外，均有下降。", "60%", place("浙江省", "嘉兴市")),
        # the country, by its ministries
        ("桐乡市公安局提醒：农业农村部发布通告，明确保护区有60个。", "60个", place("")),
        ("桐乡市公安局截获钱款，有澳门元60万元。", "60万元", place("浙江省", "嘉兴市", "桐乡市")),
        # no place in the prose: the local outlet, or the rest of the page
        ("宁德网消息（记者 石桥）东石公安分局立案60起。", "60起", place("福建省", "宁德市")),
        ("省公安厅召开发布会，全省立案60起，治安形势平稳，群众满意。\n关键词：福建省公安厅 破案率", "60起", place("福建省")),
    ],
)
def test_place(text: str, figure: str, expected: dict[str, str]) -> None:
    assert said(claims(text)[figure], expected) == expected


@pytest.mark.parametrize(
    ("publisher", "text", "expected"),
    [
        ("嘉兴市桐乡市融媒体中心", "全市立案60起，治安平稳。", place("浙江省", "嘉兴市", "桐乡市")),
        ("柳州日报", "全省上下一心，我省立案60起，全国同类案件也在下降。", place("广西壮族自治区")),
    ],
)
def test_the_publisher_says_where_a_text_without_places_is_from(publisher: str, text: str, expected: dict[str, str]) -> None:
    (claim,) = extract(SourceText(text, publisher=publisher)).claims
    assert said(claim, expected) == expected


def test_one_district_does_not_outweigh_its_city() -> None:
    assert resolve_places(_CITY_WITH_ONE_DISTRICT, 0).home.county == ""


def test_names_that_overlap_do_not_hide_each_other() -> None:
    assert [mention.text for mention in mentions("其中宁波、绍兴办理33项")] == ["宁波", "绍兴"]
