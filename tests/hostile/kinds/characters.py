"""Characters that are invisible, turn the text around or end it, very long lines, and numbers that are too large for anything."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tests.hostile.making import HostileFile, article, said

# Name → what is done to the sentence, and why that is hostile.
_CHANGES: dict[str, tuple[str, Callable[[str], str]]] = {
    "nul": ("a NUL behind each character", lambda text: "\0".join(text)),
    "one nul": ("a NUL inside a figure", lambda text: text.replace("98%", "9\08%")),
    "controls": ("all control characters before the text", lambda text: "".join(map(chr, range(32))) + text),
    "escapes": ("codes that clear a terminal and change its title", lambda text: f"\x1b[2J\x1b]0;x\x07{text}"),
    "turned around": ("a figure written backwards and turned around, so that it is shown as 98%", lambda text: text.replace("98%", "\u202e%89\u202c")),
    "isolates": ("a thousand characters that open an isolated direction", lambda text: "\u2067" * 1000 + text),
    "zero width": ("an invisible character inside each figure", lambda text: text.replace("98", "9\u200b8")),
    "soft hyphens": ("a soft hyphen behind each character", lambda text: "\u00ad".join(text)),
    "accents": ("two hundred accents on one character", lambda text: text.replace("县", "县" + "\u0301" * 200)),
    "tags": ("invisible tag characters that spell 1万", lambda text: text + "\U000e0031\U000e0020"),
    "variants": ("a variation selector behind each digit", lambda text: text.replace("9", "9\ufe0f").replace("8", "8\ufe0f")),
    "private": ("characters of the private area instead of digits", lambda text: text.replace("98", "\ue000\ue001")),
    "unassigned": ("characters that do not exist", lambda text: text + "\U0003fffe\ufffe\uffff\ufdd0"),
    "full width": ("digits and percent sign of full width", lambda text: text.replace("98%", "９８％")),
    "other digits": ("the figure in Arabic-Indic digits", lambda text: text.replace("98", "٩٨")),
    "mathematical": ("the figure in bold mathematical digits", lambda text: text.replace("98", "𝟗𝟖")),
    "circled": ("the figure in circled digits", lambda text: text.replace("98", "⑨⑧")),
    "look alike": ("Cyrillic and Greek letters in place of digits", lambda text: text.replace("98", "9З")),
    "line ends": ("every character that ends a line, one behind each character", lambda text: "".join(c + "\r\n\x0b\x0c\x85\u2028\u2029"[n % 7] for n, c in enumerate(text))),
    "old macintosh": ("lines that end as on an old Macintosh", lambda text: f"{text}\r{text[:6]}破案3起。\r"),
    "file end": ("the character that ends a file in DOS in the middle", lambda text: f"{text}\x1a破案4起。"),
    "one long line": ("12,000 characters without a line break or full stop", lambda text: text[:-1] + "，民警走进社区倾听意见" * 1100),
    "blanks": ("30,000 blanks inside a sentence", lambda text: text.replace("，", "，" + " " * 30_000)),
    "empty lines": ("30,000 empty lines between two sentences", lambda text: text + "\n" * 30_000 + "破案5起。"),
    "quotes": ("2,000 quotation marks, each inside the one before", lambda text: "“" * 2000 + text + "”" * 2000),
    "brackets": ("2,000 brackets, each inside the one before", lambda text: "（" * 2000 + text + "）" * 2000),
    "unclosed": ("brackets of every kind that are never closed", lambda text: "（【《“‘「『〔" * 200 + text),
}  # fmt: skip
_NUMBERS = {
    "many digits": ("a count with 20,000 digits", "9" * 20_000 + "起"),
    "many zeros": ("a count of one and 400 zeros", "1" + "0" * 400 + "起"),
    "fraction": ("20,000 digits behind the point", "3." + "1" * 20_000 + "%"),
    "ten to the many": ("a hundred times 万 and 亿", "3" + "万亿" * 50 + "元"),
    "numerals": ("10,000 Chinese numerals in a row", "九" * 10_000 + "件"),
    "commas": ("a number of 5,000 groups", "1" + ",000" * 5000 + "件"),
    "points": ("a number with 5,000 points", "1.1" * 5000 + "件"),
    "zero": ("a division by zero", "案件占零分之一，下降0分之3"),
    "nothing": ("figures of nothing", "破案0起，下降0%，-0.0%"),
    "over everything": ("more than all", "满意度达9999999999%"),
    "exponent": ("numbers with exponents, which no article writes", "破案1e400起，1E5件"),
    "negative": ("a negative count", "破案-5起，增加-3%"),
    "long duration": ("more days than any calendar has", "历时99999999999999天"),
    "money": ("more money than there is", "挽回损失" + "9" * 300 + "亿元"),
    "range": ("a range that runs backwards and one that has no end", "破案9至3起，5～起"),
    "rank": ("a rank with 300 digits", "位居全国第" + "1" * 300 + "位"),
}  # fmt: skip


def files() -> Iterator[HostileFile]:
    """Texts with such characters, then texts with such numbers."""
    for change, (why, make) in _CHANGES.items():
        name = f"{change}.txt"
        yield HostileFile(name, why, make(said(name)).encode("utf-8", "surrogatepass"))
    for number, (why, text) in _NUMBERS.items():
        name = f"number, {number}.txt"
        yield HostileFile(name, why, f"{said(name)}全县{text}。".encode())
    name = "markdown.md"
    yield HostileFile(name, "3,000 signs of quotation and emphasis before a text", (">" * 3000 + "*" * 3000 + article(name)).encode())
    name = "list.md"
    yield HostileFile(name, "a list in a list, 180 deep", ("".join(" " * 2 * n + "- 一\n" for n in range(180)) + article(name)).encode())
