"""The evidence of one figure."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "evidence.unknown": ("找不到这个数字", "No such figure"),
    "evidence.unknown_help": (
        "链接里的编号 {claim} 不在现有文章里：文章可能已经移走，或者是在别人的浏览器里临时上传的。其余一切照常。",
        "No article here has the id {claim}: the article may have been removed, or was uploaded in someone else's browser. Everything else works as usual.",
    ),
    "evidence.outside": ("这个数字在当前筛选之外", "This figure lies outside the current filters"),
    "evidence.cleaned": ("清洗后", "Cleaned"),
    "evidence.raw": ("原样", "As published"),
    "evidence.view": ("原句的样子", "How to show the sentence"),
    "evidence.value": ("数值", "Value"),
    "evidence.subject": ("说的是", "Of what"),
    "evidence.metric": ("指标", "Metric"),
    "evidence.innovation": ("创新", "Innovation"),
    "evidence.period": ("时期", "Period"),
    "evidence.place": ("地区", "Place"),
    "evidence.notes": ("存疑", "Open"),
    "evidence.rule": ("规则", "Rule"),
    "evidence.title": ("标题", "Title"),
    "evidence.source": ("出处", "Source"),
    "evidence.original": ("打开原文网页", "Open the original"),
    "evidence.permalink": ("本条链接", "Permalink"),
    "evidence.repeat": ("这是文内重复的说法，只计一次", "Said before in this article; counted once"),
    "evidence.reprint": ("别的文章已先有此说，只计一次", "Said before in another article; counted once"),
    "evidence.first": ("看第一处", "See the first"),
    "evidence.undated": ("未标明日期", "no date stated"),
}
