from __future__ import annotations

import os

import pytest
from hypothesis import settings

from kiosk.catalogue import read_catalogue
from kiosk.core.matters import Catalogue
from kiosk.settings import Settings


@pytest.fixture(scope="session")
def shelf() -> Catalogue:
    """The catalogue as it ships."""
    settings = Settings()
    return read_catalogue(settings.assets, settings.centre())


# A worker measures what tests reach directly; the programs they start would only be slower.
if "PYTEST_XDIST_WORKER" in os.environ:
    os.environ.pop("COVERAGE_PROCESS_START", None)

# On a busy machine a case may take long; how long is never what a test is about.
settings.register_profile("house", deadline=None)
settings.load_profile("house")
