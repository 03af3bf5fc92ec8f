"""Settings for all tests."""

from hypothesis import settings

settings.register_profile("no deadline", deadline=None)  # no test depends on timing
settings.load_profile("no deadline")
