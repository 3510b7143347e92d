"""Turning pages of anything that does not fit on one: the two keys, what they do, and the words between them."""

from __future__ import annotations

from kiosk.core.face_parts import Button
from kiosk.core.view import View


def turned(page: int, pages: int, target: str) -> int | None:
    """The page that `page:previous` or `page:following` leads to, counted from 0; None where there is none."""
    number = {"page:previous": page - 1, "page:following": page + 1}.get(target, -1)
    return number if 0 <= number < pages else None


def turn_page(view: View, page: int, pages: int) -> tuple[Button | None, Button | None]:
    """The two keys; none where everything fits on one page. A key that leads nowhere is flat and says so."""
    if pages <= 1:
        return None, None
    return _key(view, "previous", enabled=page > 0), _key(view, "following", enabled=page + 1 < pages)


def page_text(view: View, page: int, pages: int) -> str:
    """第几页; empty where everything fits on one page."""
    return view.words("word.page_of", number=page + 1, count=pages) if pages > 1 else ""


def _key(view: View, which: str, *, enabled: bool) -> Button:
    word = f"word.page_{which}" if enabled else f"word.no_{which}"
    return Button(f"page:{which}", view.words(word), enabled=enabled)
