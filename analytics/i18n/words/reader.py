"""The reader: an article with its figures marked."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "reader.choose": ("选一篇来读", "Choose an article to read"),
    "reader.choose_help": (
        "{n} 篇文章，每个数字都标在原处",
        "{n} article, each figure marked where it stands|{n} articles, each figure marked where it stands",
    ),
    "reader.find": ("找文章", "Find articles"),
    "reader.find_hint": ("标题、出处或文件名", "Title, publisher or file name"),
    "reader.none": ("没有找到这样的文章", "No such article"),
    "reader.none_help": ("换个词，或者去掉一项筛选。", "Try other words, or remove a filter."),
    "reader.unknown": ("找不到这篇文章", "No such article"),
    "reader.unknown_help": (
        "链接里的编号 {article} 不在这里：文章可能已经移走，或者是在别人的浏览器里临时上传的。其余一切照常。",
        "No article here has the id {article}: it may have been removed, or was uploaded in someone else's browser. Everything else works as usual.",
    ),
    "reader.list": ("← 全部文章", "← All articles"),
    "reader.back": ("← 回到{page}", "← Back to {page}"),
    "reader.previous": ("↑ 上一篇", "↑ Previous article"),
    "reader.next": ("↓ 下一篇", "↓ Next article"),
    "reader.untitled": ("（没有标题）", "(no title)"),
    "reader.figures": ("{n} 个数字", "{n} figure|{n} figures"),
    "reader.repeats": ("{n} 个是重复的说法，不另计", "{n} of them said before and not counted again"),
    "reader.inside": ("{n} 个符合筛选，其余变淡", "{n} within the filters, the others are pale"),
    "reader.none_read": ("这篇文章里没有读出数字", "No figure was read from this article"),
    "reader.table": ("这篇的数字表", "Its figures as a table"),
    "reader.furniture": ("显示未读取的部分（{n} 处）", "Show what was not read ({n} place)|Show what was not read ({n} places)"),
    "reader.not_read": ("未读取：标题、页眉、导航、页脚等", "Not read: title, header, navigation, footer"),
    "reader.table_not_read": ("表格没有读：行列对不上", "Table not read: its heads and cells could not be brought together"),
    "reader.article": ("文章正文", "Text of the article"),
    "reader.margin": ("文中的数字", "Figures in this article"),
    "reader.keys": ("n 下一个，p 上一个，Enter 打开", "n next, p previous, Enter opens"),
    "reader.close": ("× 收起", "× Close"),
    "reader.elsewhere": ("链接里的数字在另一篇文章里", "The figure in the link stands in another article"),
    "reader.open_there": ("到那一篇去看", "Open it there"),
}
