"""What a kind of step gives to the interpreter: plain functions, by page and by purpose."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from msgspec import Struct

from kiosk.core.events import Happened, Replied
from kiosk.core.pages import Page
from kiosk.core.turn import Turn
from kiosk.core.view import Parts, View


class PageKind(Struct, frozen=True):
    """One page: its `body`; what a touch, a draft, a device's answer and 返回 do there. None: nothing.

    `back` None means what it means everywhere: the step before.
    """

    body: Callable[[View, Any], Parts]
    touched: Callable[[Turn, Any, str], None]
    drafted: Callable[[Turn, Any, str, str], None] | None = None
    answered: Callable[[Turn, Any, Happened], None] | None = None
    back: Callable[[Turn, Any], None] | None = None


class Kind(Struct, frozen=True):
    """One or a few kinds of step that belong together.

    `arrivals` by step kind; `pages` by page type; `replies` by the purpose under which the platform was asked;
    `retries` by the same purpose: what 再试一次 on a trouble page does.
    """

    arrivals: Mapping[str, Callable[[Turn], None]] = {}
    pages: Mapping[type[Page], PageKind] = {}
    replies: Mapping[str, Callable[[Turn, Replied], None]] = {}
    retries: Mapping[str, Callable[[Turn], None]] = {}
