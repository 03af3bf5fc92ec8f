"""The columns of the claim table: each is documented and has a heading for exports."""

import re
from pathlib import Path

import pytest

from analytics.claims.schema import CLAIM_COLUMNS
from analytics.i18n.words import Words

DOCUMENTED = Path(__file__).parents[3] / "docs" / "claims.md"


@pytest.mark.parametrize("column", CLAIM_COLUMNS)
def test_every_column_is_documented_and_has_a_heading_in_both_languages(column: str) -> None:
    assert re.search(rf"`{column}`", DOCUMENTED.read_text("utf-8"))
    headings = {Words(language)(f"exported.{column}") for language in ("zh", "en")}
    assert all(headings)
