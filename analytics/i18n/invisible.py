"""Characters that nobody sees, written out wherever text of strangers is shown: on pages, in files, on a terminal."""

from __future__ import annotations

import regex

# Characters that can't be seen, or that reorder others.
UNSEEN = regex.compile(r"(?!\r\n)[\p{Cf}\p{Cc}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}--[\n\t]]", regex.V1)


def written_out(text: str) -> str:
    """Text in which the characters ``UNSEEN`` stand as their code points."""
    return UNSEEN.sub(lambda match: code_point(match[0]), text)


def code_point(char: str) -> str:
    """``U+200B``."""
    return f"U+{ord(char):04X}"
