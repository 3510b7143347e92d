from __future__ import annotations

import pytest

from kiosk.catalogue import read_catalogue
from kiosk.core.matters import Catalogue
from kiosk.rehearsal import Story
from kiosk.settings import Settings


@pytest.fixture(scope="session")
def shelf() -> Catalogue:
    settings = Settings()
    return read_catalogue(settings.assets, settings.centre())


@pytest.fixture
def story(shelf: Catalogue) -> Story:
    return Story(shelf)
