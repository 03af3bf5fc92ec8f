"""What an answer is made of: places, disputes, the largest fall, and the reasons not to count. The sentences: ``test_headlines.py``."""

from __future__ import annotations

from collections.abc import Callable

from analytics.claims.schema import claims_table
from analytics.claims.selection import Selection
from analytics.claims.table import ClaimTable
from analytics.i18n.words import catalogue
from analytics.metrics import answers
from analytics.metrics.answers import REASONS, Movements, Spending
from extractors.model import Claim
from tests.analytics.conftest import plain_claim

Make = Callable[..., Claim]


def moved(*claims: Claim) -> Movements:
    found = answers.offence_changes(ClaimTable.of_table(claims_table(claims)), Selection())
    assert found is not None
    return found


def spent(*claims: Claim) -> Spending:
    found = answers.project_costs(ClaimTable.of_table(claims_table(claims)), Selection())
    assert found is not None
    return found


def fall(claim_id: str, percent: float, **changed: object) -> Claim:
    plain = {"kind": "percentage", "unit": "%", "metric": "刑事案件", "subject": "刑事案件", "value": percent, "value_low": percent}
    return plain_claim(claim_id, **plain | {"value_high": percent, "doc_id": claim_id, "city": f"{claim_id}市", "county": ""} | changed)


def amount(claim_id: str, value: float, sentence: str, **changed: object) -> Claim:
    text = f"{value}元"
    plain = {"kind": "money", "unit": "CNY", "role": "level", "direction": "", "basis": "", "text": text, "sentence": sentence.format(text)}
    of = {"value": value, "value_low": value, "value_high": value, "doc_id": claim_id, "city": f"{claim_id}市", "county": ""}
    return plain_claim(claim_id, **plain | of | changed)


def test_two_articles_that_differ_leave_no_largest_fall() -> None:
    same = {"city": "甲市"}
    assert (found := moved(fall("a", 30, **same), fall("b", 10), fall("c", 5))).largest is not None
    assert found.largest.claim_id == "a"
    assert moved(fall("a", 30, **same), fall("d", 20, **same), fall("c", 5)).largest is None


def test_a_place_of_which_both_is_said_of_one_thing_is_disputed() -> None:
    found = moved(fall("a", 30, city="甲市"), fall("b", 30, city="甲市", direction="up"), fall("c", 5))
    assert (found.places("down"), found.places("down", "up"), len(found.disputed)) == (1, 0, 1)


def test_every_reason_not_to_count() -> None:
    nowhere = {"province": "", "city": "", "county": "", "region_code": ""}
    found = moved(
        fall("a", 1, **nowhere), fall("b", 1, province="全国", city=""), fall("c", 1, sentence="网传全市下降436起。"),
        fall("d", 1, text="10%", sentence="力争下降10%。"), fall("e", 1, metric="破获案件"), fall("f", 1, role="level", direction=""),
    )  # fmt: skip
    cost = spent(
        amount("g", 1, "投入{}修路。", innovation=""), amount("h", 2, "警务经费{}。"), amount("i", 3, "派出所每站投入{}。"),
        amount("j", 4, "公安局完成固定资产投资{}。"), amount("k", 5, "群众被骗，派出所劝阻其投资{}。"),
    )  # fmt: skip
    assert found.counted.empty
    assert not cost.placed
    reasons = {one.claim.claim_id: one.reason for one in (*found.uncounted, *cost.uncounted)}
    assert reasons == {
        "a": "placeless", "b": "nationwide", "c": "rumour", "d": "planned", "e": "other", "f": "level",
        "g": "elsewhere", "h": "ungoverned", "i": "unit_price", "j": "macro",
    }  # fmt: skip
    assert set(reasons.values()) == set(REASONS)


def test_every_reason_has_its_words() -> None:
    told = {key for key in catalogue("zh").texts if key.startswith("answer.reason_")}
    assert told == {f"answer.reason_{name}" for name in REASONS}


def test_a_weighty_amount_is_told() -> None:
    (total,) = spent(amount("a", 900, "公安局投入{}。"), amount("b", 50, "警方投入{}。"), amount("c", 40, "警方投入{}。")).sufficient_totals
    found = answers.weightiest(total)
    assert found is not None
    assert (found[0].claim_id, round(found[1], 2)) == ("a", 0.91)
