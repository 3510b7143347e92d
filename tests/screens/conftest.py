"""Opens one window without a display for all tests of the glass; the environment is as before afterwards."""

from __future__ import annotations

import os

import pytest

from screens.environment import prepare

_before = dict(os.environ)
prepare(1080, 1920, offscreen=True)

from kivy.base import EventLoop  # noqa: E402 - Kivy reads its environment at the first import
from kivy.core.window import Window  # noqa: E402

EventLoop.ensure_window()
for name in set(os.environ) - set(_before):
    del os.environ[name]
os.environ.update(_before)

from screens.brush import Studio  # noqa: E402
from screens.fonts import fonts_directory  # noqa: E402
from screens.rendering import Renderer  # noqa: E402
from screens.theme import Glass, Tokens, read_tokens  # noqa: E402
from screens.typeset import Typesetter  # noqa: E402


@pytest.fixture(scope="session")
def tokens() -> Tokens:
    return read_tokens()


@pytest.fixture(scope="session")
def studio() -> Studio:
    return Studio(Typesetter(fonts_directory()), Renderer())


@pytest.fixture(scope="session")
def glass(tokens) -> Glass:
    return Glass.fit(tokens, *Window.size)
