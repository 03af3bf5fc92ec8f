"""Articles, uploads, and why a file could not be read."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "upload.title": ("加入文章", "Add articles"),
    "upload.hint": (
        "拖入文章、表格或压缩包（Word、WPS、Excel、PDF、OFD、PPT、网页、文本、.csv、.zip …），每个不超过 {limit} MB，共不超过 {files} 个、{total} MB",
        "Drop articles, tables or archives (Word, WPS, Excel, PDF, OFD, slides, web pages, text, .csv, .zip …), up to {limit} MB each, {files} files and {total} MB in all",
    ),
    "upload.button": ("选择文件", "Choose files"),
    "upload.too_large": (
        "超过 {limit} MB，没有读入：请拆开，或用命令行 ingest",
        "over {limit} MB, not read: split it, or use the command line (ingest)",
    ),
    "upload.reading": ("正在读 {n} 个文件", "Reading {n} file|Reading {n} files"),
    "upload.at": ("第 {at} 个，共 {n} 个：{name}", "{at} of {n}: {name}"),
    "fetch.title": ("网址，每行一个", "Addresses, one a line"),
    "fetch.button": ("读取网址", "Fetch"),
    "fetch.reading": ("正在读取 {n} 个网址", "Fetching {n} address|Fetching {n} addresses"),
    "upload.done": ("刚才加入的", "Just added"),
    "upload.added": (
        "读入 {n} 篇，{figures} 个数字",
        "{n} article read, {figures} figures|{n} articles read, {figures} figures",
    ),
    "upload.described": (
        "{name} 说明文件的标题、日期、来源等：这次用在 {n} 篇文章上。请与文章一起拖入。",
        "{name} says titles, dates, publishers of files: laid over {n} article this time. Drop it together with the articles.|{name} says titles, dates, publishers of files: laid over {n} articles this time. Drop it together with the articles.",
    ),
    "upload.seen": ("知道了", "Dismiss"),
    "upload.remove": ("移除我加入的文章", "Remove the articles I added"),
    "upload.doubtful": ("{source} 已读入，但{doubt}。", "{source} was read, but {doubt}."),
    "became.read": ("读入", "read"),
    "became.unchanged": ("已经在这里", "was here already"),
    "became.duplicate": ("与 {first} 同文", "same text as {first}"),
    "became.removed": ("已被移除，没有再读入", "removed before, not read again"),
    "became.doubtful": ("{became}；{doubt}", "{became}; {doubt}"),
    "share.only_you": (
        "您加入的 {n} 篇文章、{figures} 个数字只有您看得到，关上页面就没有了。",
        "Only you see the {n} article and {figures} figures you added; they go when you close the page.|Only you see the {n} articles and {figures} figures you added; they go when you close the page.",
    ),
    "share.add": ("加入共享工作区", "Add to the shared workspace"),
    "share.adding": ("正在把 {n} 篇文章加入工作区", "Adding {n} article to the workspace|Adding {n} articles to the workspace"),
    "corpus.count": ("<b>{n}</b> 篇文章", "<b>{n}</b> article|<b>{n}</b> articles"),
    "corpus.find": ("找标题、出处、文件名或网址", "Find by title, publisher, file or address"),
    "corpus.found": ("符合的有 {n} 篇", "{n} match|{n} match"),
    "corpus.none": ("没有符合的文章", "No article matches"),
    "corpus.none_help": ("换一个词，或者去掉一项筛选。", "Try other words, or remove a filter."),
    "corpus.unreadable": ("读不了或存疑的文件：{n} 个", "Files that could not be read, or not for certain: {n}"),
    "corpus.more_troubles": (
        "另有 {n} 个：用命令 status --files 列出全部。",
        "{n} more: the command status --files lists them all.",
    ),
    "column.file": ("文件或网址", "Source"),
    "column.outcome": ("结果", "Outcome"),
    "column.encoding": ("编码", "Encoding"),
    "document.unknown": ("这里没有这篇文章", "No such article here"),
    "document.unknown_help": (
        "可能已被移除（见下方），或者是别人临时上传的。",
        "It may have been removed (see below), or was somebody else's upload.",
    ),
    "document.fetched": ("{day}取自网上", "fetched {day}"),
    "document.only_you": ("只有您看得到", "Only you see this"),
    "document.figures": ("看它的 {n} 个数字", "See its {n} figure|See its {n} figures"),
    "document.read": ("读原文", "Read the article"),
    "document.close": ("收起", "Close"),
    "document.read_only": (
        "这是一个普通文件夹，文章只读不改。用 python -m analytics ingest 建一个工作区，就可以改正和移除。",
        "This is a plain folder, and its articles are only read. Make a workspace with python -m analytics ingest to correct and remove them.",
    ),
    "document.title": ("标题", "Title"),
    "document.publisher": ("出处", "Publisher"),
    "document.published_on": ("发布日期", "Published on"),
    "document.url": ("网址", "Web address"),
    "document.save": ("保存", "Save"),
    "document.saved": (
        "已保存；{n} 个数字的时期随之重新算过。",
        "Saved; the period of {n} figure was worked out anew.|Saved; the periods of {n} figures were worked out anew.",
    ),
    "document.no_day": ("发布日期不成日期，请写成 2024-05-01 这样", "That is no date; write it like 2024-05-01"),
    "document.future": ("发布日期在今天之后", "That date is after today"),
    "document.no_address": ("网址要以 http:// 或 https:// 开头", "A web address begins with http:// or https://"),
    "document.remove": ("移除这篇文章…", "Remove this article…"),
    "document.sure": (
        "它和它的数字会从所有人的表格、图表和导出里消失；原文留着，随时可以放回。",
        "It and its figures leave everyone's tables, charts and exports; the text is kept and can be put back at any time.",
    ),
    "document.sure_session": ("它和它的数字会从这次浏览里消失，可以放回。", "It and its figures leave this session; it can be put back."),
    "document.remove_now": ("移除", "Remove"),
    "document.keep": ("不移除", "Keep it"),
    "document.removed": ("已移除：{title}。可在下方放回。", "Removed: {title}. It can be put back below."),
    "document.removed_list": ("已移除的文章：{n} 篇", "Removed articles: {n}"),
    "document.by": ("{at}由{who}移除", "removed by {who}, {at}"),
    "document.by_you": ("您上传的", "your upload"),
    "document.put_back": ("放回", "Put back"),
    "document.more": ("另有 {n} 篇更早移除的。", "{n} more were removed before."),
    "holdings.who": ("署名", "Your name"),
    "holdings.unsigned": ("请先署名：改动会记下是谁改的", "Please sign first: a change is kept with who made it"),
    "holdings.failed": ("没有保存：{cause}。原来的都没有动。", "Not saved: {cause}. What was there is unharmed."),
    "unreadable.encoding": (
        "认不出文字编码，请另存为 UTF-8 再试",
        "its text encoding could not be recognised; save it as UTF-8 and try again",
    ),
    "unreadable.empty": ("文件里没有文字；请打开看看内容，再另存一次", "it holds no text; open it to see what it holds, and save it again"),
    "unreadable.format": (
        "不是能读的格式：请另存为 .docx、.pdf、.xlsx 或 .txt",
        "not a format that is read; save it as .docx, .pdf, .xlsx or .txt",
    ),
    "unreadable.mislabelled": (
        "内容与扩展名不符：请用原来的程序打开，另存为 .docx 或 .pdf",
        "it is another kind of file than its name says; open it with the program that made it and save it as .docx or .pdf",
    ),
    "unreadable.picture": (
        "是图片：请先做文字识别（OCR），存成 .docx 或 .txt 再加入，或运行 make ocr 装上文字识别",
        "it is a picture; put it through text recognition (OCR) and save the text as .docx or .txt, or install it here: make ocr",
    ),
    "unreadable.archive": (
        "这种压缩包读不了：请解压后加入里面的文件，或改存为 .zip",
        "this kind of archive is not read; unpack it and add the files, or save it as .zip",
    ),
    "unreadable.old_word": (
        "是旧版 Word 或 WPS 文档，或已损坏：请用 Word 或 WPS 打开，另存为 .docx",
        "it is a document of old Word or WPS, or damaged; open it in Word or WPS and save it as .docx",
    ),
    "unreadable.old_slides": (
        "是旧版演示文稿：请用 PowerPoint 或 WPS 打开，另存为 .pptx",
        "it is an old presentation; open it in PowerPoint or WPS and save it as .pptx",
    ),
    "unreadable.timeout": (
        "读取用时过长，已跳过：请拆成几个文件再试",
        "reading it took too long and was ended; split it into several files and try again",
    ),
    "unreadable.memory": (
        "读取时占用内存过多，已跳过：请拆成几个文件再试",
        "reading it took too much memory and was ended; split it into several files and try again",
    ),
    "unreadable.disk": (
        "磁盘或网络读取出错：请检查磁盘或网络后再试",
        "the disk or the network failed while it was read; look after them and try again",
    ),
    "unreadable.missing": ("找不到这个文件：请检查路径和文件名", "the file was not found; check its path and name"),
    "unreadable.permission": ("没有权限读取：请改文件权限后再试", "it may not be opened; change its permissions and try again"),
    "unreadable.metadata": (
        "元数据表里找不到“文件名”列和“标题、发布时间、来源、网址”中的任何一列：请加上列名，另存为 .csv 或 .xlsx",
        "the metadata table has no column of file names (source) beside one of title, published_on, publisher, url; name them and save it as .csv or .xlsx",
    ),
    "unreadable.cell": (
        "这一格用不上，已跳过；日期请写成 2024-05-01 这样",
        "this cell is of no use and was skipped; write a date like 2024-05-01",
    ),
    "unreadable.too_large": (
        "太大或内含太多：请拆成几个文件再试",
        "it is too large or holds too much; split it into several files and try again",
    ),
    "unreadable.link": (
        "是指向文件夹之外的链接：请把文件本身放进文件夹",
        "it is a link that leads out of the folder; put the file itself into the folder",
    ),
    "unreadable.columns": (
        "表格里没有正文列，也没有数字：请把正文一列命名为“正文”，另存再试",
        "the table has neither a column of texts nor figures; name the column of texts “text”, save it and try again",
    ),
    "unreadable.scanned": (
        "只有图片，没有文字：请先做文字识别（OCR），另存为可复制文字的 PDF，或运行 make ocr 装上文字识别",
        "it holds pictures of text, no text; put it through text recognition (OCR) and save it as a PDF with text, or run make ocr",
    ),
    "unreadable.broken": (
        "文件已损坏：请用原来的程序重新另存，或重新下载",
        "it is damaged; save it again with the program that made it, or download it again",
    ),
    "unreadable.encrypted": (
        "有密码保护：请去掉密码，另存再试",
        "it is protected by a password; take the password off, save it and try again",
    ),
    "unreadable.upload_limit": (
        "超出一次能加入的总量，没有读入：先把已加入的放进共享工作区或移除，再加",
        "over what can be added at a time, not read: share or remove what you added, then add it",
    ),
    "unreadable.address": (
        "不是网址：要以 http:// 或 https:// 开头，不带密码",
        "it is no web address; one begins with http:// or https:// and holds no password",
    ),
    "unreadable.robots": (
        "网站的 robots.txt 不许程序读取：请用浏览器打开，另存再加入",
        "the site's robots.txt forbids programs to fetch it; open it in a browser, save it and add the file",
    ),
    "unreadable.private": (
        "在内部网络上，没有去取：请另存再加入，或请管理员允许",
        "it is on a private network and was not fetched; add it as a file, or have the person who runs this allow it",
    ),
    "unreadable.host": (
        "找不到这个网站：请核对网址，或检查网络",
        "no such host was found; check the address, or the network",
    ),
    "unreadable.certificate": (
        "网站的安全证书无效，没有去取：请用浏览器打开核实，另存再加入",
        "the site's certificate is not valid, so it was not fetched; look at it in a browser, save it and add the file",
    ),
    "unreadable.unreachable": (
        "连不上，或传到一半断开：请稍后再试，或用浏览器打开，另存再加入",
        "it could not be reached, or broke off; try again later, or save it in a browser and add the file",
    ),
    "unreadable.fetch_limit": (
        "太大，没有取完：请下载下来，用命令行 ingest 读入",
        "it is too large to be fetched; download it and read it with the command line (ingest)",
    ),
    "unreadable.slow": (
        "等了太久没有传完，已放弃：请稍后再试，或用浏览器打开，另存再加入",
        "it took too long and was given up; try again later, or save it in a browser and add the file",
    ),
    "unreadable.status": (
        "网站没有给出这一页：请核对网址，或用浏览器打开，另存再加入",
        "the site did not give this page; check the address, or save it in a browser and add the file",
    ),
    "unreadable.redirects": (
        "转来转去没有尽头：请用浏览器打开，把最后的网址加进来",
        "it leads on and on to other addresses; open it in a browser and add the address where it ends",
    ),
    "unreadable.no_page": (
        "不是能读的网页或文件：请给出文章的网址，或另存为 .docx、.pdf 再加入",
        "it is no page or file that is read; give the address of an article, or save it as .docx or .pdf and add the file",
    ),
    "unreadable.failed": ("读取这篇文章时程序出错", "the program failed on this article"),
    "unreadable.lost": (
        "存下的正文已损坏，无法复原；请重新 ingest 这个文件",
        "its kept text was damaged beyond repair; ingest the file again",
    ),
    "unreadable.crashed": ("处理这篇文章的进程几次中断", "the processes that worked on it died"),
    "doubt.encoding": ("个别文字可能有误或是乱码", "some characters may be wrong or garbled"),
    "doubt.date": ("发布日期有误，未采用", "its publication date makes no day and was left out"),
    "doubt.tables": ("有表格没有读：行列对不上", "a table was not read: its heads and cells could not be brought together"),
    "doubt.tables_at": (
        "表格没有读（正文第 {lines} 行）：行列对不上，可把表格存成 xlsx 或 csv 再加入",
        "a table was not read (lines {lines} of the text): its heads and cells could not be brought together; add it as xlsx or csv",
    ),
    "doubt.pages": ("有的页只有图片，其中的文字没有读", "some pages hold only pictures, whose text was not read"),
    "doubt.recoded": ("原文存成了乱码，已还原，请核对", "it had been saved in the wrong encoding; that was undone, please check it"),
    "doubt.recognised": ("文字是从图片识别出来的，请核对", "its text was recognised on pictures, please check it"),
    "doubt.text_column": (
        "表头没有“正文”，文字最长的一列当作了正文，请核对",
        "no column is named “text”: the one with the longest texts was taken, please check it",
    ),
    "doubt.attachments": ("附件没有读：请另存附件再加入", "its attachments were not read: save them and add them"),
}
