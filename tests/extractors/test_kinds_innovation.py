"""The innovation a figure is evidence for: one case for each cause of a wrong one. All texts are made up."""

from datetime import date

import pytest

from extractors import SourceText, extract

PUBLISHED = date(2024, 11, 9)


def innovation_of(text: str, figure: str) -> str:
    """Innovation of the claim whose text is ``figure``."""
    claims = extract(SourceText(text, published_on=PUBLISHED)).claims
    return next(claim.innovation for claim in claims if claim.text == figure)


def names(text: str) -> list[str]:
    return [innovation.name for innovation in extract(SourceText(text, published_on=PUBLISHED)).innovations]


@pytest.mark.parametrize(
    ("text", "figure", "expected"),
    [
        # the end of a name in quotation marks stands for it
        ("县公安局推出“银杏楼长”机制。\n截至目前，“楼长”民警共走访群众300户。", "300户", "银杏楼长"),
        ("县公安局推出“银杏楼长”机制。\n截至目前，各所民警共走访群众300户。", "300户", ""),
        # a sentence without a subject goes on about what the one before it was about from its start; another task ends it
        ("派出所“马背巡防队”共护送转场9次。为牧民送去棉衣40件，调解纠纷6起。", "6起", "马背巡防队"),
        ("我市推出“菜农早班”专线4条。推进乐龄卡线上办理。共办理乐龄卡8300张。", "8300张", ""),
        # 该机制 means the last 机制, not a 模式 named after it
        ("派出所推行“桂花+晚风”工作机制。该所引入“银杏调解”模式。自该机制运行以来，警情下降31%。", "31%", "桂花+晚风"),
        # a figure that sums up a list is of what the list belongs to
        ("自2021年“柳岸直通车”服务号上线以来，已推出“桂花预约”、网上取号等6个大项、30个小项。", "6个", "柳岸直通车"),
        # what a sentence is about from its start applies to all its parts; a short name inside a longer one is not meant
        ("“河谷雪亮”工程覆盖全县85个村；建成镇级平台8个；总投资920万元。", "920万元", "河谷雪亮"),
        ("我县推出“阿林”平台。抽调4名辅警成立了“阿林调解室”。", "4名", "阿林调解室"),
        ("全县乡镇便民服务中心达标16个。", "16个", ""),
        ("支队启动96个交通执法服务站，查处酒驾110起。", "110起", ""),
        ("县行政服务中心办件1200件。", "1200件", ""),
        ("民警用“平安热力图”调度，3名队员赶到现场。", "3名", "平安热力图"),
        ("石桥公安自主创建了“有组织犯罪预警系统”，共打掉恶势力11个。", "11个", "有组织犯罪预警系统"),
        # an action counted by how often it was done is no name; a season and a number of days are part of one
        ("全市开展交通违法行为统一行动5次，查处违法810起。", "810起", ""),
        ("自开展冬季百日整治行动以来，查处酒驾98起。", "98起", "冬季百日整治行动"),
        # a name that a figure counts applies to that figure, and to later ones if there is no other name
        ("去年该局推出“安心三里”机制，以28个“柳岸岗亭”、60名“红帽邻长”为支点，化解纠纷310起。", "60名", "红帽邻长"),
        ("去年该局推出“安心三里”机制，以28个“柳岸岗亭”、60名“红帽邻长”为支点，化解纠纷310起。", "310起", "安心三里"),
        ("去年，该县选聘“柳岸警长”58名，调解纠纷120起。", "120起", "柳岸警长"),
        ("整治隐患路段310处，安装“灯影”预警系统26套。", "310处", ""),
        # a name in a later clause applies to earlier figures only after a verb of making
        ("派出所投入20万元，在12个村全部建成“柳岸”警务室。", "20万元", "柳岸"),
        ("上半年拦截骗款310万元，“柳盾”预警系统累计发出提醒2600次。", "310万元", ""),
        ("上半年拦截骗款310万元，“柳盾”预警系统累计发出提醒2600次。", "2600次", "柳盾"),
        ("六大类145项业务可在线办理，这是“柳盾”平台的成效。", "145项", "柳盾"),
        # continuations of a name: its kind, its last words, only a time and a verb
        ("该所推行“柳岸联治”模式。\n\n今年，该机制化解矛盾17起。", "17起", "柳岸联治"),
        ("该局上线“柳盾”平台。民警老王深有体会，他用过2次。截至8月底，平台注册用户6万人。", "6万人", "柳盾"),
        ("该局研制了“涉案物品智能柜”。柜子好用，民警小李试过2次。目前，智能柜已在11个市推广。", "11个", "涉案物品智能柜"),
        ("该局推出“柳岸议事法”。去年，两户村民吵了3天。目前，这一做法已在10个镇推广。", "10个", "柳岸议事法"),
        ("该局上线“柳盾”平台。今年以来，推送线索900条。", "900条", "柳盾"),
        ("该局上线“柳盾”平台。去年9月启用以来，处置火情27起。", "27起", "柳盾"),
        # no continuations: the launch of something else, an event with any name
        ("该局用上了“柳客”客服系统。临江市反诈劝阻站运营以来，处置线索1200条。", "1200条", ""),
        ("该局推行“柳岸警长”制。护航各类大型活动92场。", "92场", ""),
        # a sentence that opens with the last words of a name, also after 在 or 依托
        ("县里建成“柳岸解纷”综合服务中心，综合服务中心设窗口7个。", "7个", "柳岸解纷"),
        ("该局推行“甲乙丙”网格包联机制。民警老王用过2次。目前，在包联机制下，发布信息1200条。", "1200条", "甲乙丙"),
        # a hotline is no centre
        ("群众拨打“柳岸之声”热线。\n\n自该中心运行以来，办结诉求62件。", "62件", ""),
        # short form of a special action
        ("该局开展春雷护渔专项行动。据统计，在春雷护渔行动中，民警共检查渔船120艘。", "120艘", "春雷护渔专项行动"),
    ],
)
def test_the_innovation_of_a_figure(text: str, figure: str, expected: str) -> None:
    assert innovation_of(text, figure) == expected


def test_a_quotation_in_the_title_is_more_surely_a_name() -> None:
    body = "民警说，“云上柳局”方便了群众。"
    assert names(f"市民用上“云上柳局”\n\n{body}") == ["云上柳局"]
    assert names(f"市民用上新服务\n\n{body}") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("通过创新“357”劝阻工作法，止付资金20万元。", ["357劝阻工作法"]),
        ("该片区连续开展“五情”大走访。", ["五情大走访"]),
        ("警务机器人“小柳”在车站执勤。", ["小柳"]),
        ("这套名为“柳隼”的车载无人机系统已上岗。", ["柳隼"]),
        ("公路署试行“柳眼”感应装置。", ["柳眼"]),
        # a list shares the head noun after its last name
        ("柳岸县公安局深入推进“春柳”“断桥”等专项行动，成效明显。", ["春柳", "断桥"]),
        ("柳岸县公安局开展“春柳破冰”“断桥围猎”、打击涉渔犯罪攻坚三大专项行动。", ["春柳破冰", "断桥围猎"]),
        ("全县开展“群雁归巢”专案18起。", ["群雁归巢"]),
        ("分局建立“巡防+调解+大数据”新型警务运行模式。", ["巡防+调解+大数据"]),
        ("市局打响“平安柳城”战役。", ["平安柳城"]),
        ("“春柳护航”柳岸公安夜巡专项活动拉开帷幕。", ["春柳护航"]),
        ("派出所建立“微提示、微走访”的新型服务模式。", ["微提示、微走访"]),
        ("法制支队“卷宗快查”和交警支队“柳岸号牌检测装备”分获一等奖。", ["卷宗快查", "柳岸号牌检测装备"]),
        ("分局建成“柳岸公安警务云”。", ["柳岸公安警务云"]),
        # a category of a contest, how it went, a person, a nickname
        ("大赛设“技术攻关”和“勤务优化”两大类项目。", []),
        ("评委采取“现场展示+答辩+打分”方式评选。", []),
        ("民警化身“云上管家”，定期推送提示。", []),
        ("微信名为“柳岸茶楼”的居民点赞。", []),
        ("派出所建立纠纷化解“警民同调”、治安防控“邻里同防”、服务群众“柳岸同心”等机制。", ["警民同调", "邻里同防", "柳岸同心"]),
        ("该所推出“聚焦四点”工作法。", ["聚焦四点"]),
        ("这架代号“柳隼-2”的无人机首次升空。", ["柳隼-2"]),
        # a chain of methods may be long; two slogans are none
        ("支队采取“定点机巢自动巡飞+随警移动巡飞+常态片区巡防”模式。", ["定点机巢自动巡飞+随警移动巡飞+常态片区巡防"]),
        ("市局推出“创新强警 科技兴警”，成效明显。", []),
        # a bare word of the dictionary, what was left for what came, an honour, a button
        ("派出所打造便民“直通车”，建成群众身边的“服务站”。", []),
        ("装备升级，从“脚板警务”到“指尖警务”。", ["指尖警务"]),
        ("柳岸所被评为2023年度“全区十佳派出所”。", []),
        ("点击“紧急求助”按钮即可报警。", []),
        # what helps a system is not named by it; what it describes is no name
        ("县局以“强基、增智、联动”助推治安防控体系建设。", []),
        ("警务室发挥“村里人的派出所”作用。", []),
        # without quotation marks: a special action named after its object, a length of time in the name
        ("该市治理电动车被盗专项行动3月启动。", ["治理电动车被盗专项行动"]),
        ("县里开展禁毒三年大会战。", ["禁毒三年大会战"]),
        ("柳岸局建成24小时自助警务厅。", ["24小时自助警务厅"]),
        ("市局建成警务资源综合应用平台和合成作战平台。", ["警务资源综合应用平台", "合成作战平台"]),
        ("省厅建成全省性污水检测智能平台。", ["污水检测智能平台"]),
        ("警情可通过246快速反应平台看图指挥。", ["246快速反应平台"]),
        ("这套BDS定位系统能看清每辆车的位置。", ["BDS定位系统"]),
        ("市局实施警务机制集约化改革，三个月完成。", ["警务机制集约化改革"]),
        ("市局实施公安改革，组织居民安装反诈APP。", []),
        ("大厅启用零接触式一体机，零接触式一体机可扫健康码。", ["零接触式一体机"]),
        ("柳岸县公安科技创新大赛开赛。市领导出席大赛。", ["科技创新大赛"]),
        ("派出所推出流动警务室、流动户籍室。", ["流动警务室"]),
        ("分局率先在全市运行反诈止付中心，止付中心全天运转。反诈止付中心效果好。", ["反诈止付中心"]),
        # a new kind of business; a partner's platform, a metaphor and pairs of countries are no names, a mode with a plus is
        ("县局开通“警银驿站通”业务，覆盖全县。", ["警银驿站通"]),
        ("市局联合“柳岸快车”“桂花货运”等平台，建立协作机制。", []),
        ("流动车就像一个“小柳岸”，深受欢迎。", []),
        ("支队开展“中老缅”联合行动。", []),
        ("该局通过“互联网+流动柳岸”工作模式，现场办证。", ["互联网+流动柳岸"]),
        # a quoted rule of one for each
        ("镇上全面推行“一寨一辅警”农村警务工作，治安好转。", ["一寨一辅警"]),
        # two parties that work together, a rule of one for each, a name with a plus sign
        ("镇上成立柳岸警地联动调解中心。", ["柳岸警地联动调解中心"]),
        ("县局建成一楼一警智能平台，覆盖全县。", ["一楼一警智能平台"]),
        ("县局上线互联网+督察便民服务平台。", ["互联网+督察便民服务平台"]),
        # a list in straight quotation marks; a word that ends in 制 is no rule
        ('分局推出"五个柳"执法标准、"三三四"来访工作法等。', ["三三四"]),
        ("县局组建由法制、督察参加的专班，依托12345热线和平台系统办件。", []),
        # other heads need more than one hint
        ("该县建成综合警务服务站，综合警务服务站已投入运行。", ["综合警务服务站"]),
        ("他到服务中心办事。", []),
        # a number of parts is a name only with its head noun
        ("派出所推广“四位一体”网格包联机制。", ["四位一体网格包联机制"]),
        ("派出所创新“六看工作法”，警情下降。", ["六看工作法"]),
        # a rule of working; a system for offences, which are no object of an action here; a technology is no name
        ("实行驻点制以来，民警为群众解决困难300件。", ["驻点制"]),
        ("实行责任制以来，警情下降。", []),
        ("柳岸所启用案发预测系统。案发预测系统上线后，犯罪预测系统也已启用，犯罪预测系统效果好。", ["案发预测系统", "犯罪预测系统"]),
        ("民警依托“大数据”应用系统开展研判。", []),
        # an adjective in quotation marks
        ("全区建成“提高型”试点小区，“提高型”试点小区很好。", []),
        # no names: the old method, part of a longer word, a gun
        ("该所跳出“坐等报案”模式，主动上门。", []),
        ("法庭切实履行指导调解法定职责。", []),
        ("民警缴获“柳牌灯”火药枪两支，“柳牌灯”已送检。", []),
    ],
)
def test_what_is_a_name(text: str, expected: list[str]) -> None:
    assert names(text) == expected
