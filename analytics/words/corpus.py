"""Articles, uploads, and why a file could not be read."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "upload.title": ("加入文章", "Add articles"),
    "upload.hint": (
        "拖入文章、表格或压缩包，只留在这次浏览里",
        "Drop articles, tables or archives; they stay in this session",
    ),
    "upload.button": ("选择文件", "Choose files"),
    "upload.added": (
        "已加入 {n} 篇文章，{figures} 个数字。",
        "Added {n} article with {figures} figures.|Added {n} articles with {figures} figures.",
    ),
    "upload.known": (
        "{n} 篇已经在这里，没有重复加入。",
        "{n} was here already and was not added again.|{n} were here already and were not added again.",
    ),
    "upload.unreadable": ("{source}：{reason}。其余文件不受影响。", "{source}: {reason}. The other files are unharmed."),
    "upload.doubtful": ("{source} 已读入，但{doubt}。", "{source} was read, but {doubt}."),
    "upload.remove": ("移除我上传的文章", "Remove the articles I added"),
    "corpus.count": ("{n} 篇文章", "{n} article|{n} articles"),
    "corpus.help": ("选一篇，只看它的数字", "Choose one to see only its figures"),
    "corpus.unreadable": ("读不了或存疑的文件", "Files that could not be read, or not for certain"),
    "unreadable.encoding": (
        "认不出文字编码，请另存为 UTF-8 再试",
        "its text encoding could not be recognised; save it as UTF-8 and try again",
    ),
    "unreadable.empty": ("文件里没有文字", "it holds no text"),
    "unreadable.format": (
        "不是能读的格式（.txt .md .html .docx .pdf .csv .jsonl .zip）",
        "it is none of .txt .md .html .docx .pdf .csv .jsonl .zip",
    ),
    "unreadable.missing": ("找不到这个文件", "the file was not found"),
    "unreadable.permission": ("没有权限读取", "it may not be opened"),
    "unreadable.metadata": ("元数据表有误", "the metadata table is wrong"),
    "unreadable.too_large": ("太大或内含太多", "it is too large or holds too much"),
    "unreadable.link": ("是指向文件夹之外的链接", "it is a link that leads out of the folder"),
    "unreadable.columns": ("表格里没有正文列（text 或 正文）", "the table has no column of texts (text)"),
    "unreadable.scanned": ("只有图片，没有文字", "it holds pictures of text, no text"),
    "unreadable.broken": ("文件已损坏", "it is damaged"),
    "unreadable.encrypted": ("有密码保护", "it is protected by a password"),
    "unreadable.failed": ("读取这篇文章时程序出错", "the program failed on this article"),
    "unreadable.crashed": ("处理这篇文章的进程几次中断", "the processes that worked on it died"),
    "doubt.encoding": ("个别文字可能有误", "some characters may be wrong"),
    "doubt.date": ("发布日期有误，未采用", "its publication date makes no day and was left out"),
    "doubt.pages": ("有的页只有图片", "some pages hold only pictures"),
}
