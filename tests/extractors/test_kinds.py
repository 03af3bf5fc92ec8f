"""Wordings that occur in articles not used for tuning, with the expected context of their figures. All texts are made up."""

from datetime import date
from typing import Any

import pytest

from extractors import Claim, SourceText, extract

PUBLISHED = date(2024, 11, 9)


def claims(text: str, published: date | None = PUBLISHED) -> dict[str, Claim]:
    """Map the text of each figure to its claim."""
    return {claim.text: claim for claim in extract(SourceText(text, published_on=published)).claims}


def said(claim: Claim, columns: dict[str, Any]) -> dict[str, Any]:
    return {column: str(value) if isinstance(value := getattr(claim, column), date) else value for column in columns}


def period(start: str | None, end: str | None) -> dict[str, Any]:
    return {"period_start": start, "period_end": end}


def place(province: str, city: str = "", county: str = "") -> dict[str, Any]:
    return {"province": province, "city": city, "county": county}


@pytest.mark.parametrize(
    ("text", "figure", "expected"),
    [
        # the same months of another year
        ("今年第一季度立案120宗，较2022年同期增加15宗。", "2022年", period("2022-01-01", "2022-03-31")),
        ("2023年首三季意外16宗，与2022年同期的13宗比较增加三宗，处方巡查510次。", "13宗", period("2022-01-01", "2022-09-30")),
        ("2023年首三季意外16宗，与2022年同期的13宗比较增加三宗，处方巡查510次。", "510次", period("2023-01-01", "2023-09-30")),
        ("首季总值36亿元，规模恢复至2019年同季的87.2%。", "87.2%", period("2024-01-01", "2024-03-31")),
        # conventions of Hong Kong, Macau and Taiwan
        ("2023/24年度共有14400宗申请。", "2023/24年度", period("2023-04-01", "2024-03-31")),
        ("一一二学年度办理宣导126场。", "一一二学年度", period("2023-08-01", "2024-07-31")),
        ("五月头十九日，入境旅客约125万人次。", "约125万人次", period("2024-05-01", "2024-05-19")),
        ("警政署统计，113年1至7月刑案发生1542件。", "1542件", period("2024-01-01", "2024-07-31")),
        ("第四季接报案件82宗。", "82宗", period("2024-10-01", "2024-12-31")),
        # ranges
        ("今年头8个月，受理案件30起。", "30起", period("2024-01-01", "2024-08-31")),
        ("2007年至去年，平均每年受理27件。", "27件", period("2007-01-01", "2023-12-31")),
        ("包村联系自2021年以来配备民警140名。", "140名", period("2021-01-01", "2024-11-09")),
        ("自2023年1月1日起至5月31日止，偵結案件32件。", "32件", period("2023-01-01", "2023-05-31")),
        ("累計前7月受理265件。", "265件", period("2024-01-01", "2024-07-31")),
        # a base of comparison applies to its own figure only
        ("2020年，立案2457起，较上年同期破案858起上升28.9%，破现案814起。", "858起", period("2019-01-01", "2019-12-31")),
        ("2020年，立案2457起，较上年同期破案858起上升28.9%，破现案814起。", "814起", period("2020-01-01", "2020-12-31")),
        # the time of a statement is not the time of the event
        ("上半年接报警情800起。局长今日在会上指出，诈骗案310起。", "310起", period("2024-01-01", "2024-06-30")),
        ("截至2023年底，全国现有在册人员214万名。", "214万名", period(None, "2023-12-31")),
        ("队伍2022年3月组建。队里现有民警4名。", "4名", period("2024-11-09", "2024-11-09")),
        ("去年10月，县局接到求助。\n\n同年12月，民警找到走失者8人。", "8人", period("2023-12-01", "2023-12-31")),
        # 'since' over a long clause; 'from' applies to one figure only
        ("自今年8月初开展“两打一防”（即打击、打掉、防范3类）整治行动以来，破案率达100%。", "100%", period("2024-08-01", "2024-11-09")),
        ("10月1日至7日，盗窃案件从去年156起降至108起，抢劫12起。", "12起", period("2024-10-01", "2024-10-07")),
        # a base year after its modifier, and everything in the brackets it opens
        ("去年全年开立卷宗120宗，较疫情前的2019年则减少20.5%，完成案卷104宗。", "20.5%", period("2023-01-01", "2023-12-31")),
        ("去年全年开立卷宗120宗，较疫情前的2019年则减少20.5%，完成案卷104宗。", "104宗", period("2023-01-01", "2023-12-31")),
        ("2024年1—10月共发生火灾48起，与去年同期相比(2023年1—10月，发生火灾67起，损失238万元)，起数下降28.3%。", "238万元", period("2023-01-01", "2023-10-31")),
        ("2024年1—10月共发生火灾48起，与去年同期相比(2023年1—10月，发生火灾67起，损失238万元)，起数下降28.3%。", "28.3%", period("2024-01-01", "2024-10-31")),
        ("截至5日，该站今年在两个口岸验放旅客63万人次。", "63万人次", period("2024-01-01", "2024-11-05")),
        # ranges up to a day of this year or up to now, founding dates, a part with its own month
        ("截至10月5日，今年累计查验货车71万辆次。", "71万辆次", period("2024-01-01", "2024-10-05")),
        ("2023年3月，县局建成止付中心。自运行以来，止付账户930个。", "930个", period("2023-03-01", "2024-11-09")),
        ("自10月2日启动至目前，运送旅客8万人。", "8万人", period("2024-10-02", "2024-11-09")),
        ("法庭始建于1962年，辖区总面积810平方公里。", "810平方公里", period("2024-11-09", "2024-11-09")),
        ("今年1至7月拦阻诈骗42件，其中金额最高的在4月达310万元。同期受理诈骗案188件。", "188件", period("2024-01-01", "2024-07-31")),
        ("从9月13日零时起到19日24时止，接报电话6300个。", "6300个", period("2024-09-13", "2024-09-19")),
        ("到10月上旬为止，破案1530起。", "1530起", period(None, "2024-10-10")),
        # a holiday with dates elsewhere in the text; one without dates does not fall on the publication date
        ("10月1日至7日，全市交警上路。\n国庆假期，支队出动警力3600人次。", "3600人次", period("2024-10-01", "2024-10-07")),
        ("国庆假期，支队出动警力3600人次。", "3600人次", period(None, None)),
        # a closing date of a count; a paragraph that continues the one before
        ("据统计，至2023年8月，该县机动车保有量达21万辆。", "21万辆", period(None, "2023-08-31")),
        ("2023年春运期间（1月7日至2月15日），查验旅客13万人次。\n其中，入境6万人次，与去年同比增长40%。", "6万人次", period("2023-01-07", "2023-02-15")),
        ("6月1日，市公安局举行誓师大会，部署夏季行动。\n当日，各分局同时行动。民警抓获嫌疑人26名。", "26名", period("2024-06-01", "2024-06-01")),
        ("近一个月内，派出所破案7起。", "近一个月内", period("2024-10-10", "2024-11-09")),
        ("去年电脑犯罪与2022年相若，为607宗，其中网络诈骗410宗。", "410宗", period("2023-01-01", "2023-12-31")),
    ],
)  # fmt: skip
def test_period(text: str, figure: str, expected: dict[str, Any]) -> None:
    assert said(claims(text)[figure], expected) == expected


@pytest.mark.parametrize(
    ("text", "figure", "expected"),
    [
        # reference period in the opening or the title
        ("1月12日至18日，市城区共接报警5751起。\n交通类报警669起。", "669起", period("2024-01-12", "2024-01-18")),
        ("市公安局昨日通报2023年打防管控工作情况。\n打掉团伙30个。", "30个", period("2023-01-01", "2023-12-31")),
        ("会议通报了全局成绩。\n据介绍，2023年，全局破案80起。\n端掉窝点18个。", "18个", period("2023-01-01", "2023-12-31")),
        ("去年全县治安案件大幅下降\n2024-01-20 10:00 来源：某报\n县里推出多项做法，群众拍手称好。\n安装探头370个。", "370个", period("2023-01-01", "2023-12-31")),
        ("2005年\n全年事故死亡12人。\n煤矿事故3起。\n2006年\n全年事故死亡9人。\n煤矿事故2起。", "2起", period("2006-01-01", "2006-12-31")),
        # in January, 全年 is the previous year
        ("本报1月8日讯，全县全年接警420起。", "420起", period("2023-01-01", "2023-12-31")),
        # the week of a bulletin; a chapter's year under numbered headings; a session early in the year reviews the previous one
        ("每周警情（1月8日—1月14日）\n本周，全市接报7400起。\n较上周的58起减少7起。", "7400起", period("2024-01-08", "2024-01-14")),
        ("每周警情（1月8日—1月14日）\n本周，全市接报7400起。\n较上周的58起减少7起。", "58起", period("2024-01-01", "2024-01-07")),
        ("2022年主要工作\n一、依法惩治犯罪\n审结严重暴力案件384件，群众拍手称好。", "384件", period("2022-01-01", "2022-12-31")),
        ("安康市中级人民法院工作报告\n——2024年1月9日在安康市第五届人民代表大会第四次会议上\n各位代表：\n全市法院审结破产案件36件。", "36件", period("2023-01-01", "2023-12-31")),
        ("2023年1至11月，我院共受理各类案件1300件。\n审结刑事案件460件。", "460件", period("2023-01-01", "2023-11-30")),
        ("2024年第2周（1月8日—1月14日），热线受理诉求7118件。\n二、分类\n咨询类3352件，占47.1%。", "3352件", period("2024-01-08", "2024-01-14")),
    ],
)  # fmt: skip
def test_period_of_the_text(text: str, figure: str, expected: dict[str, Any]) -> None:
    assert said(claims(text, date(2024, 1, 20))[figure], expected) == expected


def test_the_year_of_the_report_that_the_opening_names() -> None:
    text = "检察院举行2020年1至9月业务数据新闻发布会。\n据通报，今年1至9月，受理案件104件。"
    assert said(claims(text, None)["104件"], period("2020-01-01", "2020-09-30")) == period("2020-01-01", "2020-09-30")


def test_a_year_named_in_passing_is_not_the_year_of_writing() -> None:
    text = "支队介绍，从2018年5月1日推行新规以来，窗口延时服务。今年4月，新增服务点8个。"
    assert said(claims(text, None)["8个"], period(None, None)) == period(None, None)


@pytest.mark.parametrize(
    ("text", "figure", "expected"),
    [
        # people or things that are elsewhere
        ("广昌县的老李补办证件，在泉州务工的儿子打来电话，12月12日领到证件3张。", "3张", place("江西省", "抚州市", "广昌县")),
        ("福州警方会同湖南、广东等地同行收网，抓获40人。", "40人", place("福建省", "福州市")),
        ("南木林县公安局成立专班，辗转湖北、江西、浙江等地，破案3起。", "3起", place("西藏自治区", "日喀则市", "南木林县")),
        ("丰城市公安局成立专班，先后前往四川、湖北、江苏等省市抓捕，抓获34名。又打掉团伙5个。", "34名", place("江西省", "宜春市", "丰城市")),
        ("丰城市公安局成立专班，先后前往四川、湖北、江苏等省市抓捕，抓获34名。又打掉团伙5个。", "5个", place("江西省", "宜春市", "丰城市")),
        # a local branch gives the place; a supervising authority and 惠民, also the name of a county, do not
        ("北京市环境总队会同朝阳公安分局破案3起。", "3起", place("北京市", "北京市", "朝阳区")),
        ("日前，大庆市公安局通报战果，破案74起（其中公安部挂牌督办案件2起、省公安厅挂牌督办案件1起），追回12辆。", "12辆", place("黑龙江省", "大庆市")),
        # the outlet's name says which city is meant
        ("中国丰城网6月23日讯（记者某某）22日晚，市公安局查处酒驾4起，群众拍手称好。", "4起", place("江西省", "宜春市", "丰城市")),
        ("近日，广州白云国际机场海关在进境渠道查获走私案4起。", "4起", place("广东省", "广州市")),
        ("县公安局办理惠民、利民实事，新增窗口2个。", "2个", place("")),
        ("贵南县公安局接到求助，最终在西宁市将2名少年找回。这3件小事暖了人心。", "3件", place("青海省", "海南藏族自治州", "贵南县")),
        ("发布会5月27日在拉萨市举行，西藏自治区公安厅通报破案30起。", "30起", place("西藏自治区")),
        # places in brackets and in coordinated runs
        ("绵阳市已建成服务区8个（涪城、游仙、江油、梓潼），6月再增加2个。", "2个", place("四川省", "绵阳市")),
        ("云南省公安厅通报，保山市、德宏州和临沧市负责人到会。治安案件下降30起。", "30起", place("云南省")),
        ("云南省公安厅举行发布会。\n\n“全市立案下降30起。”保山市公安局副局长介绍。", "30起", place("云南省", "保山市")),
        # the whole country as scope, in rankings and in awards
        ("安徽省每万人发案28.4起，而全国平均为33.9起。", "33.9起", place("")),
        ("安徽省发案28.4起，而全国平均为33.9起；抓获嫌疑人9名。", "9名", place("安徽省")),
        ("西宁市公安局指挥中心承担着全省70%的接警任务，日均处警2240起。", "2240起", place("青海省", "西宁市")),
        ("三亚市旅游警察成绩显著。全国各地借鉴三亚经验，建起队伍200支。", "200支", place("")),
        # county names that the dictionary has as personal names
        ("荣成天鹅救护站救治天鹅312只。", "312只", place("山东省", "威海市", "荣成市")),
        ("民警刘建德抓获嫌疑人3名。", "3名", place("")),
        ("红网衡阳讯　2021年，湖南省衡阳市衡南县公安局破案30起。", "2021年", place("湖南省", "衡阳市")),
        # places with one number each, places side by side, a town mentioned in passing
        ("福建省消防接警419起，其中莆田151起、福州119起、平潭2起，处置被困205起。", "205起", place("福建省")),
        ("崇左市破案210起；南宁市190起，百色市170起。沿边缴毒占七成。", "七成", place("广西壮族自治区")),
        ("甘肃省消防总队通报警情。\n任务最多的是庆阳市，出动412次。\n全省火灾中农村占多数，户外火灾占五成。", "五成", place("甘肃省")),
        ("鹤壁市抓获690人，其中浚县、淇县分别抓获213人、178人。", "213人", place("河南省", "鹤壁市", "浚县")),
        # not the figure's place: a neighbour in a ranking, a source of statistics, a verb of movement that overlaps a name
        ("青岛市缓解程度居天津之后位列全国第二，拥堵下降5%。", "5%", place("山东省", "青岛市")),
        ("桃园市警察局说明成果。\n根据内政部警政署统计，7月受理案件1880件。", "1880件", place("台湾省", "桃园市")),
        ("新县公安局新增城区高清探头220个。", "220个", place("河南省", "信阳市", "新县")),
        ("万宁交警在兴隆旅游区温泉大道设岗，万宁交警查处违法46起。", "46起", place("海南省", "", "万宁市")),
        ("中山市交警在市内主干公路、城区、城乡设立服务点19个。", "19个", place("广东省", "中山市")),
        # places inferred from the names of offices
        ("房屋委员会公布，申请者平均轮候5.5年。", "5.5年", place("香港特别行政区")),
        ("移民署统计，失联移工8200人。", "8200人", place("台湾省")),
        ("广西各地公安机关密集行动，南宁市破案5起，柳州市破案6起。今年前9个月，全区破案805起。", "805起", place("广西壮族自治区")),
        # awards; places after 推动 and 除; regional vocabulary of Macau
        ("2023年，宁德市检察机关发出建议113份，其中3件获评全省十佳建议。检察院办理信访3560件。", "3560件", place("福建省", "宁德市")),
        ("宁德市公安局双城派出所民警上门服务。\n福建省公安厅推动宁德市试行新规。2023年，办理业务1159件。福州、厦门等地也已试行，全省共有23万人受益。", "1159件", place("福建省")),
        ("司警公布，去年接获报案1105宗，录得抢劫案87宗。司警指，警方会加强巡查。", "87宗", place("澳门特别行政区")),
        ("福建省交警总队介绍，我省驾驶人达716万人。我国机动车达3亿辆。", "3亿辆", place("")),
        # ports of entry; the country named in an article on a province
        ("磨憨铁路口岸开通三年，查验旅客82万人次。", "82万人次", place("云南省", "西双版纳傣族自治州", "勐腊县")),
        ("吉林省交警部门开展整治。8月以来，全省查获酒驾3470起。我国机动车达3亿辆，全国有驾驶人4亿人。\n查获醉驾484起。", "484起", place("吉林省")),
        # a date at the beginning of a sentence on the whole province
        ("四川省公安厅介绍，全省放开落户。除城区外，成都市也放开了郊县。2023年，全省共有23万人落户城镇。", "2023年", place("四川省")),
    ],
)  # fmt: skip
def test_region(text: str, figure: str, expected: dict[str, Any]) -> None:
    assert said(claims(text)[figure], expected) == expected


def test_the_city_of_the_dateline_where_the_text_names_none() -> None:
    text = "天津北方网讯：记者从市公安局了解到，全市立案同比下降8.5%。"
    assert said(claims(text)["8.5%"], place("天津市", "天津市")) == place("天津市", "天津市")


@pytest.mark.parametrize(
    ("text", "figure", "subject"),
    [
        ("全市40支功模民警先锋队走进村湾。", "40支", "功模民警先锋队"),
        ("将新增2个出入境办理服务大厅。", "2个", "出入境办理服务大厅"),
        ("参与12个公安部部署的全国性专项行动。", "12个", "全国性专项行动"),
        ("行业内部人员被查处92人。", "92人", "行业内部人员"),
        ("公安部先后64次组织警力出境。", "64次", "组织警力出境"),
        ("平台实现97.26%的按时办结率。", "97.26%", "按时办结率"),
        ("年均抓获逃犯996人，是改革前的2.1倍。", "2.1倍", "逃犯"),
        ("在册人员2148名，占全国人口总数的0.16%。", "0.16%", "在册人员"),
        ("分局立刑事案件424起，破获107起。", "107起", "刑事案件"),
        ("抓获嫌疑人9人，其中刑拘6人。", "6人", "刑拘"),
        ("查处驾乘人员不系安全带186起。", "186起", "不系安全带"),
        ("违法犯罪警情、刑事警情、治安警情同比分别下降14.8%、4.2%和18.5%，八类犯罪下降7.5%。", "4.2%", "刑事警情"),
        ("受理数、损失数和重大案件数分别下降10.1%、33.2%、68.6%。", "33.2%", "损失数"),
        ("民警能在5分钟内赶到现场。", "5分钟内", "赶到现场"),
        ("布设720个“1、3、8分钟”巡逻处置圈。", "720个", "巡逻处置圈"),
        ("去年抓获网上逃犯639名。", "639名", "网上逃犯"),
        ("开展为期80天的专项行动。", "80天", "专项行动"),
        ("向5名受害群众返还涉案资金。", "5名", "受害群众"),
        # a count before its rate, after a modifying clause, in a relative clause
        ("150万条预警指令反馈率100%。", "150万条", "预警指令"),
        ("在287个警力达到12人的派出所推行改革。", "287个", "派出所"),
        ("所里面对年均纠纷量超450起的压力。", "超450起", "年均纠纷量"),
        ("地上有2万座大大小小的桥梁。", "2万座", "桥梁"),
        ("辖区录得的爆窃案显著上升，由去年22宗增至35宗。", "35宗", "爆窃案"),
        # the agents are counted, not the action
        ("44家茶楼推行夜间值守。", "44家", "茶楼"),
        ("16个窗口办理业务。", "16个", "窗口"),
        ("渔排选聘4人担任网格员。", "4人", "网格员"),
        # two verbs as one noun, two counts of one thing, a negation in both
        ("火灾扑救216起、抢险救援516起。", "516起", "抢险救援"),
        # a nickname of a city says where, not what
        ("蓉城警情同比下降12%。", "12%", "警情"),
        ("不批准逮捕46件69人。", "69人", "不批准逮捕"),
        ("查处酒驾、醉驾3841起。", "3841起", "酒驾、醉驾"),
        ("起诉涉黑涉恶犯罪56人。", "56人", "涉黑涉恶犯罪"),
        # money: the action, not the beneficiary
        ("向受骗者返还群众386万元。", "386万元", "返还"),
        ("三年来累计投入20亿元完善立体交通。", "20亿元", "投入"),
        # particles are not cut off words
        ("市区有5条地铁线正在开挖。", "5条", "地铁线"),
        ("案件和解率达71%。", "71%", "案件和解率"),
        # distributed over the counts before, across a duration
        ("批准逮捕790人，起诉1887人，较前五年分别上升2.1%、3.2%。", "2.1%", "批准逮捕"),
        ("刑事警情、治安警情、八类严重案件、电诈损失数分别下降15.6%、8.4%、19.3%、12.7%。", "19.3%", "严重案件"),
        # the unit of a carried count; a base of comparison is no subject
        ("受理纠纷83起，涉及金额约620万元，当场调成71起。", "71起", "纠纷"),
        ("共立案886宗，较疫情前同期仍少35.6%。", "35.6%", "立案"),
        ("开展不少于4小时的整治。", "不少于4小时", "整治"),
        # after 共 and 累计 a verb governs; areas are named after their activity
        ("该站共查验出入境人员13万人次。", "13万人次", "出入境人员"),
        ("累计上报网格事件400万件。", "400万件", "网格事件"),
        ("全县划成7个农村巡防区。", "7个", "农村巡防区"),
        ("公安机关改造干道5条，安装抓拍相机30台。", "30台", "抓拍相机"),
    ],
)
def test_subject(text: str, figure: str, subject: str) -> None:
    assert claims(text)[figure].subject == subject


@pytest.mark.parametrize(
    ("text", "figure", "expected"),
    [
        ("财损31亿元，年减21.6%。", "21.6%", ("change", "down", "yoy")),
        ("物价指数年增率2.36%。", "2.36%", ("change", "up", "yoy")),
        ("收费由180元调高至400元，加幅1.22倍。", "1.22倍", ("change", "up", "")),
        ("立案2457起，较上年同期2378起上升3.3%。", "2378起", ("level", "", "")),
        ("立案2457起，较上年同期2378起上升3.3%。", "3.3%", ("change", "up", "yoy")),
        ("破案同比上升46.6%，共为49.9万名群众挽回损失。", "49.9万名", ("level", "", "")),
        ("拦阻金额较去年同期增加14件、631万元。", "631万元", ("change", "up", "yoy")),
        ("与去年同期相比，拥堵指数下降：早高峰降低5%，晚高峰降低13%。", "13%", ("change", "down", "yoy")),
        ("同比去年火灾起数下降了41.8%，死亡人数下降了30%。", "30%", ("change", "down", "yoy")),
        ("破案率连续4年保持在98%以上的高水平。", "98%以上", ("level", "", "")),
        ("入城车流量日均6万辆且45%为旅游大巴。", "45%", ("share", "", "")),
        ("电话比前一周多了2.94%。", "2.94%", ("change", "up", "")),
    ],
)
def test_movement(text: str, figure: str, expected: tuple[str, str, str]) -> None:
    claim = claims(text)[figure]
    assert (claim.role, claim.direction, claim.basis) == expected


@pytest.mark.parametrize(
    ("text", "figure", "value", "bound"),
    [
        ("财损金额118亿4千多万元。", "118亿4千多万元", 11_840_000_000, "over"),
        ("为企业挽回损失4千余万元。", "4千余万元", 40_000_000, "over"),
        ("妥善率提升到九成八二。", "九成八二", 98.2, "exact"),
        ("失联移工已破7万人。", "破7万人", 70_000, "over"),
        ("以越南最多有4万2,230人。", "4万2,230人", 42_230, "exact"),
        ("办证量约是十年前的3倍。", "3倍", 3, "about"),
        ("护照办证量去年近240万，创新高。", "近240万", 2_400_000, "under"),
        ("交通工具842.9万架(列、艘、辆)次。", "842.9万架(列、艘、辆)次", 8_429_000, "exact"),
        ("沿线流量减少约2%至5%。", "约2%至5%", 3.5, "range"),
        ("每周至少推送3次普法内容。", "3次", 3, "over"),
        ("投放鱼苗近200万尾。", "近200万尾", 2_000_000, "under"),
        ("刑事警情较上年下降20℅。", "20℅", 20, "exact"),
    ],
)
def test_amount(text: str, figure: str, value: float, bound: str) -> None:
    claim = claims(text)[figure]
    assert (float(claim.value or 0), claim.bound) == (value, bound)


@pytest.mark.parametrize(
    ("text", "figure", "name"),
    [
        ("分局联合茶楼推出“反诈夜茶”，已办612场。", "612场", "反诈夜茶"),
        ("“万名民警进社区、联万企”活动下沉民警900名。", "900名", "万名民警进社区、联万企"),
        ("全国公安机关开展“百日行动”以来，破案26起。", "26起", "百日行动"),
        ("他们成为延伸治安触角的“移动哨兵”，日均巡逻200公里。", "200公里", ""),
        ("12367服务平台受理来电194万通。", "194万通", "12367服务平台"),
        ("全市建强295个警务工作站。", "295个", ""),
        ("民警推广“交管12123”App。截至行动结束，抓获嫌疑人144名。", "144名", ""),
        ("侦破“2015.11.11”盗窃案，抓获5名。", "5名", ""),
        ("“警网融合”助力治理\n社区有人口6651户。", "6651户", ""),
        ("一审宣判“团贷宝”非法集资案，追赃36件。", "36件", ""),
        ("“低价团”“假民宿”类骗局17起。", "17起", ""),
        ("省公安厅通报净网2023专项行动成效：破案4752起。", "4752起", "净网2023专项行动"),
        ("开展治爆缉枪专项行动以来，收缴枪支210支。", "210支", "治爆缉枪专项行动"),
        ("先后部署各类安全隐患排查整治专项行动43个。", "43个", ""),
        ("推行“警网融合”模式。7月，一家物业与业主起纠纷。2024年，该模式化解矛盾15起。", "15起", "警网融合"),
    ],
)
def test_innovation(text: str, figure: str, name: str) -> None:
    assert claims(text)[figure].innovation == name


@pytest.mark.parametrize(
    ("text", "no_figure"),
    [
        ("警方围绕“四个一批、三个确保”目标，破案30起。", "四个"),
        ("这是极其艰难的一年，破案30起。", "一年"),
        ("两家人坐到一起量地，破案30起。", "一起"),
        ("入警后一干就是11年，2020年当上警长，破案30起。", "2011年"),
        (" date 2024-11-09 海关破案30起。", "2024-11-09"),
    ],
)
def test_what_is_no_figure(text: str, no_figure: str) -> None:
    found = claims(text)
    assert "30起" in found
    assert no_figure not in found


@pytest.mark.parametrize(
    ("text", "title", "day"),
    [
        ("打诈成果说明\n发布日期：113-09-12　发布单位：某市政府警察局刑事警察大队宣导组　点阅数：862\n大队长表示，诈骗案发生418件，较去年减少。", "打诈成果说明", "2024-09-12"),
        ("警民共筑平安防线 发布时间:2024-06-30 19:45:00    0人浏览\n派出所组建义警队，日均巡逻里程超200公里。", "警民共筑平安防线", "2024-06-30"),
        ("抢夺案比去年同期下降25%,破案数同比上升13.5%\n某市日报 2024-01-17 10:22 大字\n本报讯，卡口系统于去年底全面建成，群众叫好。", "抢夺案比去年同期下降25%,破案数同比上升13.5%", "2024-01-17"),
    ],
)  # fmt: skip
def test_header(text: str, title: str, day: str) -> None:
    article = extract(SourceText(text)).article
    assert (article.title, str(article.published_on)) == (title, day)


@pytest.mark.parametrize(
    ("text", "moved"),
    [
        ("全县刑事警情降低的幅度为10.2%。", ("change", "down", "", "刑事警情")),
        ("刑事案件同比下降的幅度为10.2%。", ("change", "down", "yoy", "刑事案件")),
        ("投诉同比增长的幅度达10.2%。", ("change", "up", "yoy", "投诉")),
    ],
)
def test_an_extent_moves_as_its_verb_does(text: str, moved: tuple[str, ...]) -> None:
    claim = claims(text)["10.2%"]
    assert (claim.role, claim.direction, claim.basis, claim.subject) == moved
