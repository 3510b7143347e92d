"""Where a case stands, who has it, what is missing, and what can be done about it."""

from __future__ import annotations

from kiosk.core.case_bodies import Case
from screens.pages.context import Context
from screens.widgets.block import Beside, Item
from screens.widgets.case_parts import CaseHead, Legs
from screens.widgets.key import LabelKey
from screens.widgets.panels import Rows
from screens.widgets.words import NoticePanel

KEYS_A_ROW = 2


def items(body: Case, context: Context) -> list[Item]:
    """State and number, stages, rows, what is missing, notice, keys."""
    style = context.style
    found = [Item(CaseHead(style, body), context.block)]
    if body.legs:
        found.append(Item(Legs(style, body.legs), context.gutter))
    found += [Item(Rows(style, each), context.gutter) for each in (body.rows, body.missing) if each]
    if body.notice:
        found.append(Item(NoticePanel(style, body.notice), context.gutter))
    keys = [LabelKey(style, each) for each in body.others]
    rows = [keys[each : each + KEYS_A_ROW] for each in range(0, len(keys), KEYS_A_ROW)]
    return [*found, *(Item(Beside(style, row), context.gutter) for row in rows)]
