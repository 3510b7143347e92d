"""A fresh store in a folder of its own."""

from __future__ import annotations

import pytest

from kiosk.store.store import open_store


@pytest.fixture
def store(tmp_path):
    opened = open_store(tmp_path / "store", tmp_path / "key")
    yield opened.store
    opened.store.close()
