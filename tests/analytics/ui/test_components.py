"""The scripts of the components as the browser is given them: one text each, whatever modules it is put together from."""

import re

import pytest

from analytics.ui.components import script

SCRIPTS = ("article.js", "copying.js", "filters.js", "lead.js", "margin.js", "review.js", "table.js")


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_script_is_whole_and_says_no_name_twice(name: str) -> None:
    whole = script(name)
    assert re.findall(r"^import .*", whole, re.M) == []
    assert whole.count("export default function") == 1
    names = re.findall(r"^(?:export )?(?:async )?(?:function|const|let|class) (\w+)", whole, re.M)
    assert sorted(names) == sorted(set(names))
    assert "the" in names  # a module that each of them imports
