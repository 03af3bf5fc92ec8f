"""Settings for all tests."""

import pytest
from hypothesis import settings

settings.register_profile("no deadline", deadline=None)  # no test depends on timing
settings.load_profile("no deadline")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files that drive a browser, the longest ones, alternate with others from the start: all at once, or last, would take longer."""
    files = list(dict.fromkeys(item.path for item in items))
    browsers = {path for path in files if path.parent.name == "browser"}
    order = {
        path: (place, path in browsers)
        for group in (browsers, set(files) - browsers)
        for place, path in enumerate(filter(group.__contains__, files))
    }
    items.sort(key=lambda item: order[item.path])
