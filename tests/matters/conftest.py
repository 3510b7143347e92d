from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.core.matters import Catalogue
from tests.matters.department import Desk


@pytest.fixture(scope="module")
def desk(shelf: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """The departments for questions that change nothing: what is refused opens no case."""
    return Desk(shelf, tmp_path_factory.mktemp("desk"))


@pytest.fixture
def own_desk(shelf: Catalogue, tmp_path: Path) -> Desk:
    """The departments as they are before anybody came, for one test alone."""
    return Desk(shelf, tmp_path)
