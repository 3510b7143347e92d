from __future__ import annotations

import pytest

from kiosk.core.matters import Catalogue
from kiosk.rehearsal import Story


@pytest.fixture
def story(shelf: Catalogue) -> Story:
    return Story(shelf)
