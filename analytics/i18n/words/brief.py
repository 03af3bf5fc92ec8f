"""The brief: its page and the file."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "brief.full": ("简报最多 {n} 个数字，已经满了", "A brief holds at most {n} figures, and it is full"),
    "brief.most": ("简报最多 {n} 个数字", "A brief holds at most {n} figures"),
    "brief.empty": ("简报还是空的", "The brief is empty"),
    "brief.empty_help": (
        "在数字表里点一行末尾的“+”，或者在依据卡片上点“加入简报”；选好的数字在这里排序，下载成一个能打印、不联网也能打开的文件。",
        "Click + at the end of a row of figures, or “Add to the brief” on a figure's card. What you choose is put in order here and downloaded as one file that prints and opens offline.",
    ),
    "brief.lead": ("简报：<b>{n}</b> 个数字", "Brief: <b>{n}</b> figure|Brief: <b>{n}</b> figures"),
    "brief.help": (
        "下载的是一个网页文件：图、数字表、每个数字的原句和引文都在里面，不联网也能打开，可直接打印。",
        "The download is one web page: charts, the figures, each one's sentence and citation; it opens offline and prints.",
    ),
    "brief.title": ("标题", "Title"),
    "brief.title_hint": ("例如：三省电诈案件下降了多少", "For example: how much fraud fell in three provinces"),
    "brief.note": ("说明", "Note"),
    "brief.note_hint": ("写给读者的几句话，放在最前面", "A few words to the reader; they come first"),
    "brief.download": ("下载简报", "Download the brief"),
    "brief.clear": ("清空简报", "Empty the brief"),
    "brief.earlier": ("上移", "Move up"),
    "brief.later": ("下移", "Move down"),
    "brief.open": ("看依据", "See the evidence"),
    "brief.unknown": ("找不到编号 {claim}，下载时不含这一条", "No figure has the id {claim}; the file goes without it"),
    "brief.untitled": ("数字简报", "A brief of figures"),
    "brief.count": ("{n} 个数字", "{n} figure|{n} figures"),
    "brief.articles": ("出自 {n} 篇文章", "from {n} article|from {n} articles"),
    "brief.made_on": ("制于 {day}", "made on {day}"),
    "brief.figures": ("数字", "Figures"),
    "brief.sentences": ("原句与出处", "Sentences and sources"),
    "brief.number": ("序号", "No."),
    "brief.claim": ("有据编号 {id}", "Youju claim {id}"),
    "brief.rule": ("规则 {rule}", "rule {rule}"),
    "brief.plain_value": ("数值 {value}", "value {value}"),
    "brief.largest": ("最大：{label}，{shown}", "Largest: {label}, {shown}"),
    "brief.changes": ("{basis}变化", "Change, {basis}"),
    "brief.no_basis": ("未说与何时相比的", "against what is not stated"),
    "brief.moved": ("▲ 上升 {up} 个，▼ 下降 {down} 个", "▲ {up} up, ▼ {down} down"),
    "brief.provinces": ("涉及 {n} 个省份", "{n} province|{n} provinces"),
    "brief.dated": ("{n} 个标明时期", "{n} states a period|{n} state a period"),
    "brief.filtered": ("做这份简报时的筛选：{filters}", "Filters that were on: {filters}"),
    "brief.colophon": (
        "每个数字都能在原句里核对。“→”不少于，“←”不超过，空心点为约数，横条为范围。未写明的不作推测。由“有据”制作。",
        "Every figure can be checked in its sentence. → at least, ← at most, a hollow point is approximate, a bar is a range. What is not stated was not guessed. Made with Youju.",
    ),
}
