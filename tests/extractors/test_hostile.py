"""Adversarial inputs: time grows linearly with length, and no input costs many times as much as prose.

The shapes and the limits for long texts are in ``benchmarks/hostile.py``; here the shapes are short and compared within one run.
"""

import pytest

from benchmarks.hostile import SHAPES, Cost, grown, prose_cost

SIZE = 5_000  # bytes
GROWTH = 8  # allowed for four times the text: linear time gives 4, quadratic time 16
TIMES_PROSE = 25


@pytest.fixture(scope="module")
def prose() -> float:
    """CPU seconds per byte of plain prose."""
    return prose_cost(20_000)


@pytest.mark.parametrize("name", SHAPES)
def test_reading_grows_with_the_text_and_not_with_its_square(name: str, prose: float) -> None:
    def enough(small: Cost, large: Cost) -> bool:
        return large.seconds < GROWTH * small.seconds and large.seconds < TIMES_PROSE * prose * large.bytes

    small, large = grown(SHAPES[name], SIZE, 4, enough)
    assert large.bytes > 3 * small.bytes
    assert enough(small, large), f"{small} {large}"
