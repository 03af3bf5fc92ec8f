"""Figures that state no value of the metric that their noun names, beside figures that do."""

from __future__ import annotations

import pytest

from extractors import SourceText, extract

NONE = ""
SENTENCES = {
    # parts of a total
    "抓获嫌疑人120名，其中逃犯30名，查处治安案件50起。": ["抓获嫌疑人", NONE, "办理案件"],
    "收缴各类枪支98支，其中火药枪25支、气枪11支，子弹430发。": ["收缴枪支", NONE, NONE, "收缴弹药爆炸物"],
    "查处酒驾220起（其中醉驾34起），吊销驾驶证11本。": ["酒驾醉驾", NONE, "吊销暂扣驾驶证"],
    "破获刑事案件665起（重特大案116起）。": ["破获案件", NONE],
    "立刑事案件268起，其中盗抢骗案件249起。": ["刑事案件", "侵财案件"],
    "共打掉犯罪团伙80个。其中恶势力团伙41个，抓获嫌疑人965人。": ["打掉团伙", NONE, "抓获嫌疑人"],
    "破获刑事案件3100起；刑事案件立案数同比下降13%，其中盗窃案件同比下降27%。": ["破获案件", "刑事案件", "盗窃案件"],
    "有效报警130余万起（同比上升6%）。": ["警情", "警情"],
    "抓获嫌疑人120名，其中逃犯30名，同比分别上升5%、9%。": ["抓获嫌疑人", NONE, "抓获嫌疑人", NONE],
    "盗窃案194宗，村屋占107宗。": ["盗窃案件", NONE],
    "发生命案多起，其中4起属于疑难命案。": [NONE],
    # a noun that 分别 distributes over times or places, and one of which it is open whose its changes are
    "2019年、2020年刑事案件同比分别下降8%、9%。": ["刑事案件", "刑事案件"],
    "2019年和2020年，全市刑事案件分别下降8%和9%。": ["刑事案件", "刑事案件"],
    "东城区、西城区刑事案件分别下降8%、9%。": ["刑事案件", "刑事案件"],
    "刑事案件数量和金额同比下降8%和9%。": [NONE, NONE],
    # cases to which something is done
    "反诈中心对480起诈骗案件实施紧急止付。": [NONE],
    # shares and what they are of
    "受理诉求7100件，占总量的89%。": ["群众诉求", NONE],
    "第三产业占地区生产总值的比重回落1.6个百分点。": [NONE],
    "吸毒人员占比降至4.2‰。": ["吸毒人员"],
    # goals, maxima, averages, penalties
    "全年刑事发案率须下降18%，刑事案件下降9%。": [NONE, "刑事案件"],
    "验放出入境人员200万人次，单日最高8874人次。": ["出入境人员", NONE],
    "平均每村安装摄像头9个，全县安装摄像头5500个。": [NONE, "视频监控点"],
    "城镇居民人均可支配收入22600元。": ["居民收入"],
    "城区平均每天发生交通事故120起。": ["交通事故"],
    "一名司机被处以2000元罚款，全年罚款40万元。": [NONE, "罚没金额"],
    # numbers for so much of something
    "亿元GDP生产安全事故死亡人数为0.70人，煤矿事故死亡75人。": ["事故死亡率", "生产安全事故死亡人数"],
    "发生道路交通事故665起，造成1.6万人死亡。": ["交通事故", "交通事故死亡人数"],
    # only those beyond a limit, and cases left over from earlier
    "破获五十万元以上的电诈案件14起，破获命案9起。": [NONE, NONE, "破获案件"],
    "30岁以下的民警办理案件40起。": [NONE, "办理案件"],
    "库存命案同比下降11%，现行命案下降13%。": [NONE, "命案"],
    # the change of an amount is no change of the cases beside it
    "骗案410宗，同比上升9%，涉款逾1,500万元，增加1.2倍。": ["诈骗案件", "诈骗案件", "涉案金额", "涉案金额"],
    # people and places that are there, and those that act
    "全县配备辅警87名，现有12个派出所。": ["辅警", "派出所"],
    "18个派出所推出微信服务，她带领3名民警上门。": [NONE, NONE],
    # one noun, several changes
    "案件受理和审结总数分别上升8%和9%。": ["受理案件", "审结案件"],
    "受理审查起诉案件533件645人，同比分别下降0.9%、10%。": ["审查起诉案件", "审查起诉案件", NONE, NONE],
    "刑事警情、治安警情分别下降9%和11%。": ["刑事警情", "治安警情"],
    "刑事案件破案数、破案率分别上升36.9%、21.3%。": ["破获案件", "破案率"],
    # verbs
    "刑事拘留57人，取保候审102人。": ["刑事拘留", NONE],
    "审结案件8.6万件，尚有未结案3147件。": ["审结案件", NONE],
    "办理行政案件481宗，行政拘留583人；刑事案件7宗。": ["办理案件", "行政拘留", NONE],
}


@pytest.mark.parametrize("sentence", SENTENCES)
def test_only_totals_and_their_changes_have_a_metric(sentence: str) -> None:
    found = [claim.metric for claim in extract(SourceText(sentence)).claims if claim.kind not in ("date", "rank")]
    assert found == SENTENCES[sentence]
