from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.core.matters import Catalogue
from tests.matters.counter import Counter, open_counter
from tests.matters.department import Desk


@pytest.fixture(scope="module")
def desk(shelf: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """The departments for questions that change nothing: what is refused opens no case."""
    return Desk(shelf, tmp_path_factory.mktemp("desk"))


@pytest.fixture
def own_desk(shelf: Catalogue, tmp_path: Path) -> Desk:
    """The departments as they are before anybody came, for one test alone."""
    return Desk(shelf, tmp_path)


@pytest.fixture
def counter(shelf: Catalogue, tmp_path: Path) -> Iterator[Counter]:
    """The whole gateway and a terminal, for one test alone."""
    with open_counter(shelf, tmp_path) as opened:
        yield opened
