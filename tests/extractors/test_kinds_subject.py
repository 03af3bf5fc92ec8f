"""Subjects of figures, in wordings from articles not used for tuning. All texts are made up."""

import pytest

from extractors import SourceText, extract


@pytest.mark.parametrize(
    ("text", "figure", "subject"),
    [
        # the subject of a change stands right before the verb of movement, or before 从, 由 and 较; it is not the agent
        ("江北分局的纠纷警情从去年的80起下降到60起。", "60起", "纠纷警情"),
        ("派出所将街面见警率提升25%。", "25%", "街面见警率"),
        ("商铺扒窃发案由11起减少到2起。", "2起", "商铺扒窃发案"),
        ("巡逻艇到场的平均用时较渔船缩短四成。", "四成", "平均用时"),
        ("入室盗窃下降9%，网购骗案跌幅更达40%。", "40%", "网购骗案"),
        # who is hurt is not dead; what begins with a negation keeps it, however long it is
        ("共发生火灾78起，死亡13人，伤5人。", "5人", "伤"),
        ("非警务矛盾纠纷警情分流率提升了9.5%。", "9.5%", "非警务矛盾纠纷警情分流率"),
        ("近3年来约谈隐患突出企业637家。", "637家", "隐患突出企业"),
        # measures with commas between them, one for each figure
        ("全年采取强制措施人数，移送起诉人数，行政拘留人数，同比分别上升81%、52%、34%。", "52%", "移送起诉人数"),
        ("全年立案数，破案数，同比分别上升81%、52%。", "81%", "立案数"),
        # the list stands in the clause before, which says something of it first
        ("当年捣毁窝点数、追回赃款数再创新高，同比分别上升21%、17%。", "21%", "捣毁窝点数"),
        ("当年捣毁窝点数、追回赃款数再创新高，同比分别上升21%、17%。", "17%", "追回赃款数"),
        ("抢夺案件、诈骗案件实现“双下降”，较去年同期分别下降8%和11%。", "8%", "抢夺案件"),
        ("抢夺、诈骗警情实现“双下降”，分别下降8%和11%。", "11%", "诈骗警情"),
        ("报警数、回访数连续两年上升，环比分别上升8%和11%。", "8%", "报警数"),
        ("盗窃案件、都江堰诈骗案件，同比分别下降8%和11%。", "11%", "诈骗案件"),
        # a word that says of what kind a case is belongs to it
        ("抢夺案件侦破率、扒窃案件侦破率分别达到92%、61%。", "92%", "抢夺案件侦破率"),
        # years without 年
        ("2019、2020、2021年抢夺警情同比分别下降8%、9%、11%。", "9%", "抢夺警情"),
        # neither a base of comparison nor the whole of a share is the subject
        ("重点工单占全部工单的比重为12%。", "12%", "重点工单"),
        ("校园欺凌案较前一学年度减三成。", "三成", "校园欺凌案"),
        # how a figure is known is not what it counts
        ("“平安网格”据不完全统计已完成投资约1.2亿元。", "约1.2亿元", "投资"),
        ("经初步核算共花费80万元。", "80万元", "花费"),
        # the subject of a rank stands before the field of the ranking
        ("群众满意度在大中城市榜单中位居第2位。", "第2位", "群众满意度"),
        ("数据质量在省直部门里排第十一。", "第十一", "数据质量"),
        # 类 as the end of a noun; averages and adverbs as modifiers
        ("咨询类共210件，其他类15件。", "210件", "咨询类"),
        ("咨询类共210件，其他类15件。", "15件", "其他类"),
        ("县城居民人均可支配收入31000元。", "31000元", "县城居民人均可支配收入"),
        ("窗口平均等候时间从20分钟压缩到8分钟。", "8分钟", "平均等候时间"),
        ("全年直接财产损失下降18%。", "18%", "直接财产损失"),
        # a phrase does not begin inside an unknown word
        ("安装楼宇对讲系统90套。", "90套", "楼宇对讲系统"),
        ("向游客发放防骗手册600册。", "600册", "防骗手册"),
        ("配置12个外呼席位。", "12个", "外呼席位"),
        # the object after the figure, with any first word
        ("支队推出6项网上车管业务。", "6项", "网上车管业务"),
        ("坐席每天处理90条高危预警信息。", "90条", "高危预警信息"),
        ("主办方邀请了5名专家组成评委组。", "5名", "专家"),
        ("一名司机被处以500元罚款。", "500元", "罚款"),
        ("该所查扣3箱未经检疫肉类、2箱旧电池。", "3箱", "未经检疫肉类"),
        # the action, without its means
        ("中队利用无人机协助破案8起。", "8起", "协助破案"),
        ("本周抢险救援31起。", "31起", "抢险救援"),
        # a price per unit; an age
        ("补证工本费每证30元。", "30元", "补证工本费"),
        ("64岁的渔民报了警。", "64岁", "年龄"),
        ("队员平均年龄29岁。", "29岁", "平均年龄"),
        # durations: the action in the next clause, or the short clause before
        ("不到20分钟，民警便完成处置。", "不到20分钟", "处置"),
        ("从报案到止付，仅用3分钟。", "3分钟", "报案到止付"),
        ("连续5年未发生溺水事故。", "连续5年", "未发生溺水事故"),
        # a run of changes without heads refers to the counts before it, one each
        ("受理案件90件，判处罪犯70人，同比增长5.1%和8.3%。", "5.1%", "案件"),
        ("受理案件90件，判处罪犯70人，同比增长5.1%和8.3%。", "8.3%", "罪犯"),
        # a part of a counted whole with a predicate noun
        ("全年发生盗窃案20起，其中4起属于团伙作案。", "4起", "团伙作案"),
        ("设置便民站9处，其中市级2处。", "2处", "便民站"),
        # a counted object lasts to the pause or the next item of its list; one character can be counted, two lone ones are a word
        ("联合检查截获9宗不法转运个案。", "9宗", "不法转运个案"),
        ("全市建成毒品预防教育基地8个、法治宣传示范学校3所。", "8个", "毒品预防教育基地"),
        ("支队捣毁2处储存、加工走私冻肉窝点。", "2处", "储存、加工走私冻肉窝点"),
        ("他家上月丢了5只羊。", "5只", "羊"),
        ("给孤寡老人送去棉被40条、馕60个、面粉8袋。", "60个", "馕"),
        # as many heads as figures without 分别; a measure of its own before a list is shared by it
        ("上半年全县刑事发案、公开性案件、侵财类案件同比下降12.5%、20.1%、31.6%。", "20.1%", "公开性案件"),
        ("查处无证驾驶16起，逾期未检验28起，行政拘留11人；路面秩序好转，事故四项指标同比分别下降3.2%、2%、7.7%和6.5%。", "2%", "指标"),
        # a level or degree opens the phrase; verbs between a noun and its head modify it; 方面 is counted as it stands
        ("发布会通报了7起省级以上典型案例。", "7起", "省级以上典型案例"),
        ("全年办结案件52件，其中6件获评市级优秀案例。", "6件", "市级优秀案例"),
        ("38名两级班子成员参加了测验。", "38名", "两级班子成员"),
        ("现场有21个科技创新应用项目参加比拼。", "21个", "科技创新应用项目"),
        ("围绕实用性、安全性等四个方面进行评审。", "四个", "方面"),
        # 上牌 and 未上牌 are no 牌
        ("追回电动车90辆，其中上牌电动车81辆，未上牌电动车9辆。", "81辆", "上牌电动车"),
        ("追回电动车90辆，其中上牌电动车81辆，未上牌电动车9辆。", "9辆", "未上牌电动车"),
        # a measured attribute wins over the noun it describes; a time needs what takes it
        ("受助者里有婚龄25年以上的夫妻。", "25年以上", "婚龄"),
        ("民警出警寻人的时长由平均2小时缩短至20分钟。", "2小时", "出警寻人的时长"),
        ("短短18个小时，专班便抓获逃犯。", "18个小时", "抓获逃犯"),
        # a bare verb of result takes the object of the figure before
        ("全县梳理公共服务事项368项，已公布184项。", "184项", "公共服务事项"),
        # the organ or the level that deals with a part is not what is counted, but organs can be counted themselves
        ("全市接有效报警291起，其中东城分局78起、高新分局39起。", "39起", "有效报警"),
        ("梳理政务服务事项263项（其中县本级180项，乡镇83项）。", "180项", "政务服务事项"),
        ("全市新建派出所36个，其中东城分局12个。", "12个", "派出所"),
        ("全县23个乡镇、257个村（社区）确定警务助理282名。", "282名", "警务助理"),
        # a currency is no subject
        ("该案涉案金额超过港币6亿元。", "6亿元", "涉案金额"),
        ("全县现有62万人口。", "62万", "人口"),
        ("市区新划了12个巡控网格。", "12个", "巡控网格"),
        # a general noun keeps the verb or the clause that narrows it; a noun before a verb belongs to the phrase unless it acts
        ("民生工程重点督办事项共有30件。", "30件", "督办事项"),
        ("其中涉及青少年的个案共45宗。", "45宗", "涉及青少年的个案"),
        ("农作物绝收面积40公顷。", "40公顷", "农作物绝收面积"),
        ("消防救援队伍扑救山林火灾6起。", "6起", "扑救山林火灾"),
        ("民警破获部督案件4起。", "4起", "部督案件"),
        # a noun before a verb at the end of its clause, and what it is turned into
        ("80个高清探头化身为安全卫士。", "80个", "高清探头"),
        ("60个高清摄像头投入使用。", "60个", "高清摄像头"),
        # neither a dateline nor a circumstance is a topic; a scope word is no noun
        ("山城网渝北频道3月6日电 忠县投资700万元建设监控系统。", "700万元", "投资"),
        ("在县委、县政府支持下累计投资700万元。", "700万元", "投资"),
        ("抓获嫌疑人15名，其中6名是全国在逃通缉犯。", "6名", "全国在逃通缉犯"),
        ("抓获嫌疑人15名，其中6名为网上逃犯。", "6名", "网上逃犯"),
        # 、 before the noun of the next figure ends the noun of this one
        ("专案组走了5个省份、行程4万公里。", "5个", "省份"),
        ("专案组走了5个省份、行程4万公里。", "4万公里", "行程"),
        ("抓获盗窃、诈骗嫌疑人60名。", "60名", "盗窃、诈骗嫌疑人"),
        # the year before is no duration
        ("街坊类警情由上一年的88起降到61起。", "61起", "街坊类警情"),
        # what an amount is used for, with what is done to it
        ("拨款900万元，其中700万元用于停车设施的完善。", "700万元", "停车设施的完善"),
        # a payment after its amount; the deed, not the people it is done for
        ("一经定罪，最高可被科处5万元罚款。", "5万元", "罚款"),
        ("民警为外国籍游客追回2万元。", "2万元", "追回"),
        # what is counted behind a list of what it is about, or behind its modifiers
        ("专案组收网28起涉枪、涉爆、网络赌博等跨省份、链条长的案件。", "28起", "案件"),
        ("补领证件等14项与居民密切相关的热门公安事项可就近办。", "14项", "热门公安事项"),
        ("全面上线档案调取、预约取号等23项网上事项。", "23项", "网上事项"),
        ("全州1300多个家电销售维修企业加入联盟。", "1300多个", "家电销售维修企业"),
        ("辖区有近百家省、市、县级骨干企业。", "近百家", "省、市、县级骨干企业"),
        ("城南片区开展四十期的“三见”大走访。", "四十期", "“三见”大走访"),
        ("新设11家交邮便民服务站等。", "11家", "交邮便民服务站"),
        # an idiom says what they do
        ("64台消防车蓄势待发。", "64台", "消防车"),
        ("64个警务室焕然一新。", "64个", "警务室"),
        ("为2300多名学生提供咨询、换证等便利。", "2300多名", "学生"),
        # a change behind the parts of a whole is that of the whole
        ("全年集会共370宗，包括室内集会120宗和室外集会250宗，较上年大幅上升41%。", "41%", "集会"),
        # what is compared stands right behind 相比, without a pause
        ("失窃金额约60万元，与去年同期相比接报件数下降6.5%。", "6.5%", "接报件数"),
        ("汇总2023年度火警数及伤亡人数，与2022年度相比更分别减少9.8%及17.5%。", "17.5%", "伤亡人数"),
        # a topic in its part of the sentence, whatever the part before counts
        ("高层火警37起，占四成；山区火警占比偏高，共计58起。", "58起", "山区火警"),
        ("“五一”假期共查验旅客60万人次，较去年“五一”假期增长8%。", "8%", "旅客"),
        ("专项行动中共立案26起。", "26起", "立案"),
        ("未成年人罪案方面共有46宗。", "46宗", "未成年人罪案"),
        # a verb that says itself what is saved; a head that the items of a list share
        ("群众说比以前赶到县城要少跑30多公里，至少节省一小时。", "30多公里", "少跑"),
        ("群众说比以前赶到县城要少跑30多公里，至少节省一小时。", "一小时", "节省"),
        ("全区共建成2个“示范型”、46个“标准型”平安校园。", "2个", "平安校园"),
        # a part in brackets is not what changes after them
        ("全院收案3900件（含旧存120件），同比上升2.6%。", "2.6%", "收案"),
        # how long a campaign lasts, verbs in its name included
        ("我市集中开展为期4个月的冬季火患打击整治行动。", "4个月", "冬季火患打击整治行动"),
        ("本院法官人均结案310件。", "310件", "法官人均结案"),
        ("该院受案或将超过4300件。", "超过4300件", "受案"),
        # without a phrase of its own: the whole it is part of, the noun nearest before it, its verb
        ("上月发生的酒驾事故中，六成出在夜间。", "六成", "酒驾事故"),
        ("其中，环境资源民事案件增长率最高，达到90%。", "90%", "环境资源民事案件"),
        ("原来要跑4趟。", "4趟", "跑"),
        ("卡口原有检查桩10台，升级后增加到16台。", "16台", "卡口原有检查桩"),
        # what lasts is the whole event, or the action behind a light verb; never the person
        ("分局开展为期2个月的打击制假售假专项行动。", "2个月", "打击制假售假专项行动"),
        ("辖区每半年组织一次综合检查。", "半年", "综合检查"),
        ("民警找到了走失20小时的老人。", "20小时", "走失"),
        # a noun of movement before 由, 等 before a noun, a list in quotation marks
        ("注册志愿者增幅由高峰期的30%降至12%。", "12%", "注册志愿者"),
        ("入室盗窃等侵财案件连续4年下降8%。", "8%", "侵财案件"),
        ("治安案件和“黄、赌”案件分别下降15%和4%。", "15%", "治安案件"),
    ],
)
def test_subject(text: str, figure: str, subject: str) -> None:
    assert {claim.text: claim.subject for claim in extract(SourceText(text)).claims}.get(figure) == subject
