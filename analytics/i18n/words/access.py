"""Who may look, and what is said to who may not."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "serving.refused": (
        "有据没有启动：别人也能打开这个地址，而下面几样还没有给出。",
        "Youju did not start: others could open this address, and these are missing:",
    ),
    "serving.refused_help": (
        "怎样给出，见 docs/serving.md。只在本机使用时，不要设 HOST。",
        "docs/serving.md says how to give them. To use it on this machine alone, leave HOST out.",
    ),
    "serving.auth": (
        "登录：.streamlit/secrets.toml 里的 [auth]，要有 redirect_uri、cookie_secret、client_id、client_secret、server_metadata_url",
        "sign-in: [auth] in .streamlit/secrets.toml with redirect_uri, cookie_secret, client_id, client_secret, server_metadata_url",
    ),
    "serving.cookie_secret": (
        "[auth] 的 cookie_secret 太短：至少 32 个随机字符",
        "cookie_secret in [auth] is too short: at least 32 random characters",
    ),
    "serving.roles": (
        "谁可以看、谁可以校对：.streamlit/secrets.toml 里的 [roles]，写 readers、reviewers 的邮箱",
        "who may read and who may review: [roles] in .streamlit/secrets.toml with the e-mail addresses of readers and reviewers",
    ),
    "serving.hosts": (
        "网址里的主机名：ALLOWED_HOSTS=youju.example make app，或 config.toml 的 server.allowedHosts（不可用 *）",
        "the host name in its address: ALLOWED_HOSTS=youju.example make app, or server.allowedHosts in config.toml (not *)",
    ),
    "access.closed": ("这里还不能看", "Not open yet"),
    "access.closed_help": (
        "别人也能打开这个地址，而登录还没有设好。请管理员照 docs/serving.md 设好再启动。",
        "Others can open this address and sign-in is not set up. The person who runs it finds in docs/serving.md what to do.",
    ),
    "access.sign_in": ("登录", "Sign in"),
    "access.sign_in_title": ("请先登录", "Please sign in"),
    "access.sign_in_help": (
        "登录后可以看文章里的数字；校对要有校对员的权限。",
        "Signed in, you can read the figures; reviewers can also correct them.",
    ),
    "access.stranger": ("{who} 还没有权限", "{who} may not look yet"),
    "access.stranger_help": (
        "请管理员把这个邮箱加进名单，或者换一个账号登录。",
        "Ask the person who runs this to add the address, or sign in with another account.",
    ),
    "access.nameless": ("这个账号", "This account"),
    "access.sign_out": ("退出登录", "Sign out"),
    "access.reader": ("{who} · 读者", "{who} · reader"),
    "access.reviewer": ("{who} · 校对员", "{who} · reviewer"),
    "access.reviewers_only": ("只有校对员可以改动；您可以看和下载。", "Only reviewers may change things; you can read and download."),
    "access.signs": ("署名：{who}", "Signed: {who}"),
    "failed.title": ("这里出错了", "Something failed here"),
    "failed.download": ("文件没有做成，请再试一次", "The file could not be made; try again"),
    "failed.help": (
        "您的文章和改动都还在。刷新再试；再出错，请把编号 {number} 告诉管理员。",
        "Your articles and changes are safe. Reload the page; if it fails again, tell the person who runs this the number {number}.",
    ),
}
