"""Settings for all tests."""

import pytest
from hypothesis import settings

settings.register_profile("no deadline", deadline=None)  # no test depends on timing
settings.load_profile("no deadline")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files first, which are those that drive a browser: otherwise one process works on them when the others have finished."""
    items.sort(key=lambda item: "browser" not in getattr(item, "fixturenames", ()))
