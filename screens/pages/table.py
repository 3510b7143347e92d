"""Rows with totals, pages, and a key to add one."""

from __future__ import annotations

from kiosk.core.case_bodies import Table, TableRow
from kiosk.core.face_parts import Choice
from screens.pages.choose import Total, turning
from screens.pages.context import Context
from screens.widgets.block import Item
from screens.widgets.key import ChoiceKey, LabelKey
from screens.widgets.panels import Rows
from screens.widgets.words import NoticePanel

SIGNS = {"": "", "same": "tick", "differs": "warning"}


def _row(row: TableRow) -> Choice:
    return Choice(row.target, row.label, row.line, row.amount, icon=SIGNS[row.mark])


def items(body: Table, context: Context) -> list[Item]:
    """Notice, rows, a key to add one, pages, totals."""
    style = context.style
    found = [Item(NoticePanel(style, body.notice), context.block)] if body.notice else []
    for index, each in enumerate(body.rows):
        found.append(Item(ChoiceKey(style, _row(each)), context.gutter if index else context.block))
    if body.add:
        found.append(Item(LabelKey(style, body.add), context.gutter))
    found += turning(body.previous, body.page_text, body.following, context)
    if len(body.totals) == 1:
        found.append(Item(Total(style, body.totals[0]), context.gutter))
    elif body.totals:
        found.append(Item(Rows(style, body.totals), context.gutter))
    return found
