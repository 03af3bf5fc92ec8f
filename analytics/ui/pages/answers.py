"""The answers of the metrics page in words."""

from __future__ import annotations

from analytics.claims.rows import records
from analytics.i18n.format import amount, exact, figure, percent, place
from analytics.i18n.words import Words
from analytics.metrics.answers import LEAST, Movements, QuotedClaim, Spending, weightiest
from analytics.metrics.totals import Total


def of_movements(found: Movements, words: Words) -> str:
    """How many places report falls and rises, and the largest fall; or that too few statements name a place."""
    if not found.has_enough:
        return words("answer.thin_movements", n=len(found.counted), least=LEAST) if len(found.counted) else words("answer.no_movements")
    said = words("join.parts").join([_places(found, words), *_apart(found, words)])
    return words("join.clauses").join(filter(None, [said, _largest(found.largest, words)]))


def _largest(claim: QuotedClaim | None, words: Words) -> str:
    if claim is None:
        return ""
    basis = words(f"basis.{claim.basis}") if claim.basis else ""
    what = " ".join(filter(None, [place(claim, words), claim.subject or words.of("metric", claim.metric), basis, figure(claim, words)]))
    return words("answer.largest_fall" if claim.direction == "down" else "answer.largest_rise", what=what)


def _places(found: Movements, words: Words) -> str:
    if len(found.ways) == 1:
        (one,) = records(found.counted.head(1), QuotedClaim)
        name = place(one, words)
        counts = {way: int((found.counted["direction"] == way).sum()) for way in ("down", "up")}
        told = [words(f"answer.statements_{way}", n=n) for way, n in counts.items() if n]
        return words("answer.only", place=name, told=words("join.parts").join(told))
    ways = (("fell", ("down",)), ("rose", ("up",)), ("both", ("down", "up")))
    told = [words(f"answer.{name}", n=n) for name, way in ways if (n := found.places(*way))]
    disputed = [words("answer.disputed", n=len(found.disputed))] if found.disputed else []
    return words("join.parts").join([*told, *disputed])


def _apart(found: Movements, words: Words) -> list[str]:
    """The statements without a place, and those for the whole country."""
    return [words(f"answer.{reason}", n=n) for reason in ("placeless", "nationwide") if (n := found.uncounted.because(reason))]


def of_spending(found: Spending, words: Words) -> list[str]:
    """The total of each currency with enough amounts; or that too few amounts name a place."""
    if not found.sufficient_totals:
        return [words("answer.thin_amounts", n=found.placed, least=LEAST) if found.placed else words("answer.no_amounts")]
    return [_total(total, words) for total in found.sufficient_totals]


def _total(total: Total, words: Words) -> str:
    said = words("answer.amounts", n=len(total.rows), sum=sum_of(total, words))
    if top := weightiest(total):
        largest, share = top
        most = words("answer.mostly", share=percent(share, words), place=place(largest, words), amount=amount(largest, words))
        said = words("join.parts").join([said, most])
    return said


def sum_of(total: Total, words: Words) -> str:
    """A total in words, qualified by the bounds of its amounts."""

    def said(value: float) -> str:
        return exact(value, "money", total.currency, words)

    if total.over and total.under:
        return words("metrics.sum_open", sum=said(total.stated))
    if total.over:
        return words("metrics.sum_over", sum=said(total.low))
    if total.under:
        return words("metrics.sum_under", sum=said(total.stated))
    if total.about:
        return words("metrics.sum_about", sum=said(total.stated))
    if total.high is not None and total.low < total.high:
        return words("metrics.sum_range", low=said(total.low), sum=said(total.high))
    return words("metrics.sum_exact", sum=said(total.stated))
