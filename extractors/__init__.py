"""Extract quantitative claims from Chinese news text.

>>> from extractors import SourceText, extract
>>> [claim.text for claim in extract(SourceText("全市刑事警情同比下降10.2%。")).claims]
['10.2%']
"""

from typing import TYPE_CHECKING

from extractors.model import Article, Claim, Extraction, Innovation, SourceText

if TYPE_CHECKING:
    from extractors.pipeline import extract

__all__ = ["Article", "Claim", "Extraction", "Innovation", "SourceText", "extract"]


def __getattr__(name: str) -> object:
    """Import ``extract`` on first access: compiling its rules takes about a second, which not every process needs."""
    if name == "extract":
        from extractors.pipeline import extract

        return extract
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
