"""A town for each test that asks for one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.processes.town import Town, open_town


@pytest.fixture
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    # tmp_path carries the test's name: too long for a Unix socket's path (108 bytes, unix(7))
    with open_town(tmp_path_factory.mktemp("t")) as town:
        yield town
