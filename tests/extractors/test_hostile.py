"""Texts made to be slow: reading grows with their length and not with its square, and no shape costs many times what prose does.

The shapes and the promise in seconds are in ``benchmarks/hostile.py``; here they are short, and compared within one run.
"""

import pytest

from benchmarks.hostile import PROSE, SHAPES, Cost, cost, grown

SIZE = 5_000  # bytes
GROWTH = 8  # for four times the text: 4 if in proportion, 16 if by the square
TIMES_PROSE = 25


@pytest.fixture(scope="module")
def prose() -> float:
    """CPU seconds a byte."""
    cost(PROSE)
    return min(run.seconds / run.bytes for run in (cost(PROSE * 100) for _ in range(3)))


@pytest.mark.parametrize("name", SHAPES)
def test_reading_grows_with_the_text_and_not_with_its_square(name: str, prose: float) -> None:
    def enough(small: Cost, large: Cost) -> bool:
        return large.seconds < GROWTH * small.seconds and large.seconds < TIMES_PROSE * prose * large.bytes

    small, large = grown(SHAPES[name], SIZE, 4, enough)
    assert large.bytes > 3 * small.bytes
    assert enough(small, large), f"{small} {large}"
