"""Chinese news text in, quantitative claims out.

>>> from extractors import SourceText, extract
>>> [claim.text for claim in extract(SourceText("全市刑事警情同比下降10.2%。")).claims]
['10.2%']
"""

from extractors.model import Article, Claim, Extraction, Innovation, SourceText
from extractors.pipeline import extract

__all__ = ["Article", "Claim", "Extraction", "Innovation", "SourceText", "extract"]
