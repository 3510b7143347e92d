"""One page out of a list of rows, with the keys and words between its pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, TypeVar

from msgspec import Struct

from kiosk.core.face_parts import Button
from kiosk.core.kinds.paging import page_text, turn_page, turned
from kiosk.core.view import View

Row_co = TypeVar("Row_co", covariant=True)


class Paged(Struct, Generic[Row_co], frozen=True):
    """The rows of one page; text and keys only where there is more than one."""

    rows: Sequence[Row_co]
    text: str = ""
    previous: Button | None = None
    following: Button | None = None


def pages_in(count: int, per_page: int) -> int:
    """How many pages `count` rows take; none take one."""
    return max(1, -(-count // per_page))


def paged(view: View, rows: Sequence[Row_co], page: int, per_page: int) -> Paged[Row_co]:
    """Page `page` (from 0) of `rows`; one that is no more, as after a change of text size, is the last."""
    pages = pages_in(len(rows), per_page)
    page = min(page, pages - 1)
    first, (previous, following) = page * per_page, turn_page(view, page, pages)
    return Paged(rows[first : first + per_page], page_text(view, page, pages), previous, following)


def is_last(page: int, count: int, per_page: int) -> bool:
    """Whether nothing of the list comes after `page`."""
    return page >= pages_in(count, per_page) - 1


def page_after(target: str, page: int, count: int, per_page: int) -> int:
    """The page after a touch; one that leads nowhere changes nothing."""
    pages = pages_in(count, per_page)
    page = min(page, pages - 1)
    number = turned(page, pages, target)
    return page if number is None else number
